"""Reminders and digests as they are read: times here and at home, place, what to bring, and ways on."""

import datetime as dt
from collections.abc import Mapping
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from syrupy.assertion import SnapshotAssertion

from bot.content.library import Edition
from bot.content.reader import read_visit
from bot.core.languages import LANGUAGES, Language
from bot.features.reminders.rounds import Round, rounds_of
from bot.features.reminders.views.digest import digest_screen
from bot.features.reminders.views.reminder import reminder_screen
from bot.telegram import presses
from bot.telegram.event_times import Reader
from bot.telegram.screens import Screen
from tests.features.programme.three_days import EVENTS, three_days
from tests.features.reminders.clockwork import MINUTE
from tests.features.visitor import assert_fits_telegram, buttons, labels, printed, text
from tests.support.translating import translators

FILES = sorted((Path(__file__).parents[3] / "data" / "visits").glob("*.yaml"))
KNOWN = {one.__prefix__ for one in vars(presses).values() if isinstance(one, type) and hasattr(one, "__prefix__")}
EIGHT = dt.datetime(2026, 9, 24, 8, tzinfo=dt.UTC)


def screen_of(edition: Edition, one: Round, reader: Reader, minutes: int = 30) -> Screen:
    if one.day is not None:
        return digest_screen(edition, one.day, one.events, reader)
    return reminder_screen(edition, one.events, minutes, reader)


def reader(language: Language = "en", zone: str = "Europe/Moscow", at: dt.datetime = EIGHT) -> Reader:
    return Reader(translators()[language], ZoneInfo(zone), at)


@pytest.fixture(params=FILES, ids=lambda file: file.stem)
def edition(request: pytest.FixtureRequest) -> Edition:
    visit = read_visit(request.param, first_day=dt.date(2026, 9, 23))
    return Edition(1, 1, visit.id, EIGHT, "file", visit)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_message_of_the_visits_that_ship(
    edition: Edition, language: Language, snapshot: SnapshotAssertion
) -> None:
    said: Mapping[str, Screen] = {
        f"{key.purpose} {key.subject}": screen_of(edition, one, reader(language, at=one.moment - 30 * MINUTE))
        for key, one in rounds_of(edition).items()
    }
    for screen in said.values():
        assert_fits_telegram(screen)
        assert {(one.callback_data or "").partition(":")[0] for one in buttons(screen)} <= KNOWN
    assert "\n\n\n".join(f"# {name}\n\n{printed(screen)}" for name, screen in said.items()) == snapshot


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_reminder_says_when_where_and_what_to_bring(language: Language, snapshot: SnapshotAssertion) -> None:
    edition = three_days()
    events = [event for event in edition.visit.events if event.id == "table"]
    assert printed(reminder_screen(edition, events, 30, reader(language))) == snapshot


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_starts_together_is_listed_with_a_button_each(language: Language, snapshot: SnapshotAssertion) -> None:
    edition = three_days()
    events = [event for event in edition.visit.events if event.id in {"tour", "table", "call"}]
    assert printed(reminder_screen(edition, events, 90, reader(language))) == snapshot


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_digest_lists_the_day_with_open_times_and_what_is_cancelled(
    language: Language, snapshot: SnapshotAssertion
) -> None:
    edition = three_days()
    day = dt.date(2026, 9, 24)
    assert printed(digest_screen(edition, day, edition.events_on(day), reader(language))) == snapshot


def test_at_the_start_it_says_so() -> None:
    edition = three_days()
    events = [event for event in edition.visit.events if event.id == "tour"]
    assert text(reminder_screen(edition, events, 0, reader())).startswith("It starts now\n")


def test_who_starred_it_is_not_asked_to_star_it() -> None:
    edition = three_days()
    events = [event for event in edition.visit.events if event.id == "tour"]
    assert labels(reminder_screen(edition, events, 30, reader()))[1] == "☆ Star it"
    starred = labels(reminder_screen(edition, events, 30, reader(), starred=True))
    assert starred == ["Open the event", "Mute this event", "My agenda", "Stop reminders"]


def test_one_whose_clock_shows_the_same_reads_each_time_once() -> None:
    edition = three_days()
    events = [event for event in edition.visit.events if event.id == "tour"]
    assert "Shanghai" in text(reminder_screen(edition, events, 30, reader(zone="Europe/Moscow")))
    there = text(reminder_screen(edition, events, 30, reader(zone="Asia/Hong_Kong")))
    assert (there.count("09:30"), "Moscow" in there) == (1, False)


def test_however_much_there_is_to_say_it_fits() -> None:
    long = {"en": "A very long word " * 200}
    many = [{**EVENTS[2], "id": f"e{number}", "title": long, "bring": long} for number in range(40)]
    edition = three_days(events=many, caveats=[], facts=[])
    events = edition.visit.events
    for shown in (events[:1], events):
        assert_fits_telegram(reminder_screen(edition, shown, 30, reader()))
        assert_fits_telegram(digest_screen(edition, dt.date(2026, 9, 24), shown, reader()))
    assert "and 32 more" in text(reminder_screen(edition, events, 30, reader()))
