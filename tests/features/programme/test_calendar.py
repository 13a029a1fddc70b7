import datetime as dt
import subprocess
import sys
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar

from bot.core.languages import LANGUAGES, Language
from bot.features.programme.calendar import calendar_file, calendar_name
from tests.features.programme.three_days import EVENTS, three_days
from tests.support.translating import translators

SHANGHAI = ZoneInfo("Asia/Shanghai")


def _entries(content: bytes) -> dict[str, Any]:
    calendar = Calendar.from_ical(content)
    return {str(entry["uid"]).partition("@")[0].rpartition(".")[2]: entry for entry in calendar.walk("VEVENT")}


@pytest.fixture
def entries() -> dict[str, Any]:
    return _entries(calendar_file(three_days(), translators()["en"]))


def test_every_event_with_a_day_is_in_the_file_and_none_without(entries: dict[str, Any]) -> None:
    assert set(entries) == {event["id"] for event in EVENTS if "day" in event}


def test_times_are_the_same_instants_as_on_the_spot(entries: dict[str, Any]) -> None:
    assert entries["table"].start == dt.datetime(2026, 9, 24, 11, 30, tzinfo=SHANGHAI)
    assert entries["table"].end == dt.datetime(2026, 9, 24, 13, 0, tzinfo=SHANGHAI)
    assert b"DTSTART:20260924T033000Z" in entries["table"].to_ical()


def test_an_event_elsewhere_is_in_its_own_zone(entries: dict[str, Any]) -> None:
    assert entries["call"].start == dt.datetime(2026, 9, 24, 20, 0, tzinfo=ZoneInfo("Europe/Moscow"))


def test_an_end_that_nobody_states_is_not_invented(entries: dict[str, Any]) -> None:
    assert "dtend" not in entries["dinner"]


def test_an_event_without_a_time_fills_its_day_and_blocks_nobodys(entries: dict[str, Any]) -> None:
    visit = entries["visit"]
    assert visit["dtstart"].dt == dt.date(2026, 9, 24)
    assert visit["dtend"].dt == dt.date(2026, 9, 25)
    assert visit["transp"] == "TRANSPARENT"
    assert "time not stated" in visit["description"]


def test_an_event_of_several_days_lasts_through_its_last(entries: dict[str, Any]) -> None:
    assert entries["fair"]["dtstart"].dt == dt.date(2026, 9, 23)
    assert entries["fair"]["dtend"].dt == dt.date(2026, 9, 26)


def test_a_cancelled_event_says_so(entries: dict[str, Any]) -> None:
    assert entries["press"]["status"] == "CANCELLED"
    assert "Cancelled" in entries["press"]["description"]
    assert entries["table"]["status"] == "CONFIRMED"


def test_the_place_is_said_for_the_reader_and_for_the_driver(entries: dict[str, Any]) -> None:
    location = str(entries["table"]["location"])
    assert location == "Hall 2, third floor, Exhibition Centre, 1 Example Road, 展览中心, 示例路1号"
    assert (entries["table"]["geo"].latitude, entries["table"]["geo"].longitude) == (31.25, 121.5)
    assert "geo" not in entries["tour"]


def test_the_description_holds_the_sources_and_the_caveats(entries: dict[str, Any]) -> None:
    assert "https://example.org/second" in entries["tour"]["description"]
    assert "the hour may change" in entries["tour"]["description"]


def test_a_newer_edition_replaces_what_an_older_one_brought() -> None:
    tr = translators()["en"]
    older, newer = three_days(), three_days()
    object.__setattr__(newer, "number", 2)
    before, after = (_entries(calendar_file(edition, tr)) for edition in (older, newer))
    assert before["table"]["uid"] == after["table"]["uid"]
    assert (str(before["table"]["sequence"]), str(after["table"]["sequence"])) == ("1", "2")
    assert calendar_file(older, tr) == calendar_file(three_days(), tr)


def test_events_of_two_visits_never_share_a_uid() -> None:
    tr = translators()["en"]
    one, other = (_entries(calendar_file(three_days(id=visit), tr)) for visit in ("first", "second"))
    assert not {str(entry["uid"]) for entry in one.values()} & {str(entry["uid"]) for entry in other.values()}


def test_a_sample_is_marked_in_every_summary() -> None:
    entries = _entries(calendar_file(three_days(sample=True), translators()["en"]))
    assert all(str(entry["summary"]).startswith("[sample] ") for entry in entries.values())


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_file_keeps_the_rules_of_its_format(language: Language) -> None:
    content = calendar_file(three_days(), translators()[language])
    assert content.startswith(b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n")
    assert all(len(line) <= 75 for line in content.split(b"\r\n"))
    assert not [error for entry in _entries(content).values() for error in entry.errors]


def test_the_file_is_named_after_the_visit() -> None:
    assert calendar_name(three_days()) == "small.ics"


def test_the_library_for_calendars_is_not_loaded_before_a_file_is_made() -> None:
    modules = "bot.features.programme.handlers, bot.features.programme.calendar"
    code = f"import sys, {modules}; print('icalendar' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
