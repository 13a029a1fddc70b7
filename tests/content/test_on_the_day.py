"""Corrections of the day: what moves keeps its length, nothing else changes, and what cannot be is said in words."""

import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from bot.content import on_the_day
from bot.content.agenda import days_of_event, ends_at, is_over, starts_at
from bot.content.comparing import compare
from bot.content.models import Event, Visit
from bot.content.reader import read_visit
from bot.content.refusals import Refusal
from bot.content.retiming import lasts_days
from bot.content.rules import check
from bot.content.taking_back import undone
from bot.core.languages import LANGUAGES
from tests.content.builders import FIRST_DAY, SAMPLE, event, place, visit_of
from tests.support.translating import translators

DAY = "2026-09-24"
MORNING = dt.datetime(2026, 9, 23, 22, 0, tzinfo=dt.UTC)
MODERATE = settings(max_examples=50, deadline=None)
# Paris goes back on 25 October 2026 and forward on 28 March 2027, Shanghai never.
ZONES = ["Asia/Shanghai", "Europe/Paris", "Europe/Moscow", "America/New_York"]
DAYS = st.sampled_from(["2026-09-24", "2026-10-24", "2026-10-25", "2027-03-27", "2027-03-28"])
MINUTES = st.integers(0, 24 * 60 - 1)
LENGTHS = st.integers(-200, 1500).filter(bool).map(lambda minutes: dt.timedelta(minutes=minutes))


@st.composite
def programmes(draw: st.DrawFn) -> Visit:
    """Some events of three days in several zones, as they may be published; the first has a time."""
    events = []
    for number in range(draw(st.integers(1, 5))):
        start, length = draw(MINUTES), draw(st.integers(1, 300) | st.just(2 * 1440) | st.none())
        day = dt.date.fromisoformat(draw(DAYS))
        times: dict[str, Any] = {"day": str(day), "start": _clock(start)}
        if length is not None:
            ends = day + dt.timedelta(days=(start + length) // 1440)
            times |= {"end": _clock((start + length) % 1440)} | ({"last_day": str(ends)} if ends > day else {})
        elif draw(st.booleans()) and number:
            times = draw(st.sampled_from([{}, {"day": str(day)}, {"day": str(day), "last_day": "2027-04-01"}]))
            times = {} if times.get("last_day", "9") <= times.get("day", "") else times
        more: dict[str, Any] = {"zone": draw(st.sampled_from(ZONES)), "room": {"en": "Room 1"}, "place": "hall"}
        status: dict[str, Any] = {} if number == 0 else {"status": draw(st.sampled_from(["planned", "cancelled"]))}
        events.append(event(f"E{number}", **times, **more, **status))
    visit = visit_of(*events, zone=draw(st.sampled_from(ZONES)), places=[place("hall"), place("plant")])
    # An event over the jump of the clocks may be longer or shorter than it looks, but it is one that can be published.
    long_ones = [one for one in visit.events if one.last_day and one.day and one.last_day - one.day > dt.timedelta(60)]
    assume(not check(visit) and not long_ones)
    return visit


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02}:{minutes % 60:02}"


def one(visit: Visit, event_id: str = "E0") -> Event:
    return next(event for event in visit.events if event.id == event_id)


def done(result: Visit | Refusal) -> Visit:
    assert isinstance(result, Visit), result
    return result


def why_not(result: Visit | Refusal) -> str:
    assert isinstance(result, Refusal), result
    said = {result.said(tr) for tr in translators().values()}
    assert len(said) == len(LANGUAGES)
    assert not any("{" in text for text in said)
    return result.said(translators()["en"])


def assert_only(before: Visit, after: Visit, event_ids: set[str], fields: set[str]) -> None:
    """Check that nothing but these fields of these events differs, and that it may be published."""
    comparison = compare(before, after)
    assert not comparison.fields
    assert {section.section for section in comparison.sections} <= {"events"}
    changes = comparison.section("events")
    assert (changes.added, changes.removed, changes.order) == ((), (), None)
    assert {changed.item_id for changed in changes.changed} == event_ids
    assert {change.path[0] for changed in changes.changed for change in changed.fields} <= fields
    assert not check(after)
    assert Visit.model_validate_json(after.model_dump_json(exclude_defaults=True)) == after


TIMES = {"day", "last_day", "start", "end"}


def _moments(visit: Visit, event: Event) -> tuple[dt.datetime | None, dt.datetime | None]:
    return starts_at(visit, event), ends_at(visit, event)


def _plus(moments: tuple[dt.datetime | None, dt.datetime | None], length: dt.timedelta) -> tuple[Any, Any]:
    return tuple(moment and moment + length for moment in moments)  # type: ignore[return-value]


@MODERATE
@given(programmes(), LENGTHS)
def test_later_is_so_much_later_and_as_long_as_before(visit: Visit, length: dt.timedelta) -> None:
    result = on_the_day.later(visit, "E0", length, MORNING)
    if isinstance(result, Refusal):
        assert "comes twice" in result.text or is_over(visit, one(visit), MORNING)
        return
    assert _moments(result, one(result)) == _plus(_moments(visit, one(visit)), length)
    assert_only(visit, result, {"E0"}, TIMES)
    back = on_the_day.later(result, "E0", -length, MORNING - dt.timedelta(days=1))
    assert isinstance(back, Refusal) or _moments(back, one(back)) == _moments(visit, one(visit))


@MODERATE
@given(programmes(), DAYS.map(dt.date.fromisoformat), MINUTES.map(_clock).map(dt.time.fromisoformat))
def test_moved_it_starts_as_asked_by_its_own_clock_and_keeps_its_length(
    visit: Visit, day: dt.date, start: dt.time
) -> None:
    result = on_the_day.moved(visit, "E0", day, start)
    before = one(visit)
    if isinstance(result, Refusal):
        assert (
            "does not exist" in result.text
            or "comes twice" in result.text
            or (before.day, before.start)
            == (
                day,
                start,
            )
        )
        return
    after = one(result)
    assert (after.day, after.start) == (day, start)
    assert_only(visit, result, {"E0"}, TIMES)
    (was, until), (begins, ends) = _moments(visit, before), _moments(result, after)
    assert (until is None) == (ends is None)
    if was and until and begins and ends and not lasts_days(visit, before):
        assert ends - begins == until - was
    elif ends is not None:
        assert after.end == before.end if start == before.start else True


@MODERATE
@given(programmes(), LENGTHS, st.integers(-600, 2000).map(lambda minutes: MORNING + dt.timedelta(minutes=minutes)))
def test_the_rest_of_the_day_moves_together_and_nothing_else(
    visit: Visit, length: dt.timedelta, now: dt.datetime
) -> None:
    result = on_the_day.rest_later(visit, "E0", length, now)
    if isinstance(result, Refusal):
        return
    first = one(visit)
    start, day = starts_at(visit, first), days_of_event(visit, first)[0]
    assert start is not None
    expected = {"E0"} | {
        other.id
        for other in visit.events
        if (begins := starts_at(visit, other)) is not None
        and begins > start
        and begins.astimezone(ZoneInfo(visit.zone)).date() == day
        and other.status == "planned"
        and not is_over(visit, other, now)
        and not lasts_days(visit, other)
    }
    assert_only(visit, result, expected, TIMES)
    assert {other.id for other in on_the_day.rest_of_the_day(visit, "E0", now)} == expected
    for event_id in expected:
        assert _moments(result, one(result, event_id)) == _plus(_moments(visit, one(visit, event_id)), length)


@MODERATE
@given(programmes())
def test_called_off_and_restored_it_is_as_before(visit: Visit) -> None:
    off = done(on_the_day.cancelled(visit, "E0"))
    assert_only(visit, off, {"E0"}, {"status"})
    assert done(on_the_day.restored(off, "E0")) == visit


@MODERATE
@given(programmes(), LENGTHS, LENGTHS)
def test_what_is_taken_back_is_as_before_and_what_came_since_stays(
    visit: Visit, length: dt.timedelta, other: dt.timedelta
) -> None:
    moved = on_the_day.rest_later(visit, "E0", length, MORNING)
    assume(isinstance(moved, Visit))
    moved = done(moved)
    assert done(undone(visit, moved, moved)) == visit
    assert "taken back already" in why_not(undone(visit, moved, visit))
    elsewhere = moved.model_copy(update={"title": moved.title.model_copy(update={"en": "Renamed"})})
    assert done(undone(visit, moved, elsewhere)) == visit.model_copy(update={"title": elsewhere.title})
    again = on_the_day.later(moved, "E0", other, MORNING)
    if isinstance(again, Visit):
        assert "changed again since" in why_not(undone(visit, moved, again)) or again == visit


def test_past_midnight_it_is_the_next_day() -> None:
    visit = visit_of(event("E0", DAY, "23:00", "23:50"))
    after = one(done(on_the_day.later(visit, "E0", dt.timedelta(minutes=30), MORNING)))
    assert (str(after.day), str(after.start), str(after.last_day), str(after.end)) == (
        DAY,
        "23:30:00",
        "2026-09-25",
        "00:20:00",
    )
    late = one(done(on_the_day.later(visit, "E0", dt.timedelta(hours=2), MORNING)))
    assert (str(late.day), str(late.start), late.last_day) == ("2026-09-25", "01:00:00", None)
    back = done(
        on_the_day.later(
            visit_of(event("E0", DAY, "23:30", "00:20", last_day="2026-09-25")),
            "E0",
            dt.timedelta(minutes=-30),
            MORNING,
        )
    )
    assert back == visit


def test_elsewhere_it_has_no_room_yet() -> None:
    visit = visit_of(
        event("E0", DAY, "10:00", place="hall", room={"en": "Room 1"}), places=[place("hall"), place("plant")]
    )
    after = done(on_the_day.placed(visit, "E0", "plant"))
    assert_only(visit, after, {"E0"}, {"place", "room"})
    assert one(after).room is None
    assert "stands so already" in why_not(on_the_day.placed(visit, "E0", "hall"))
    assert "no such place" in why_not(on_the_day.placed(visit, "E0", "moon"))


def test_a_day_or_a_time_alone_keeps_the_other() -> None:
    visit = visit_of(
        event("timed", DAY, "10:00", "11:00"),
        event("open", DAY),
        event("fair", DAY, last_day="2026-09-26"),
        event("some"),
    )
    friday = dt.date(2026, 9, 25)
    after = done(on_the_day.moved(visit, "timed", friday, None))
    assert one(after, "timed") == one(visit, "timed").model_copy(update={"day": friday})
    after = done(on_the_day.moved(visit, "open", None, dt.time(14)))
    assert one(after, "open").start == dt.time(14)
    after = done(on_the_day.moved(visit, "fair", friday, None))
    assert (one(after, "fair").day, one(after, "fair").last_day) == (friday, dt.date(2026, 9, 27))
    assert "has no day yet" in why_not(on_the_day.moved(visit, "some", None, dt.time(14)))
    after = done(on_the_day.moved(visit, "some", friday, dt.time(14)))
    assert (one(after, "some").day, one(after, "some").start) == (friday, dt.time(14))


@pytest.mark.parametrize(
    ("day", "start", "reason"),
    [
        ("2027-03-28", "02:30", "02:30 does not exist on Sun 28 March"),
        ("2026-10-25", "01:45", "On Sun 25 October the clocks go back, and 02:15 comes twice"),
        ("2028-01-01", "12:00", "Sat 1 January is more than a year away"),
        ("1999-01-01", "12:00", "Fri 1 January is more than a year away"),
        ("2026-10-24", "10:00", "It stands so already."),
    ],
)
def test_times_that_cannot_be_are_refused_in_words(day: str, start: str, reason: str) -> None:
    visit = visit_of(event("E0", "2026-10-24", "10:00", "11:30"), event("E1", DAY), zone="Europe/Paris")
    result = on_the_day.moved(visit, "E0", dt.date.fromisoformat(day), dt.time.fromisoformat(start))
    assert reason in why_not(result)


def test_what_is_over_cancelled_gone_or_has_no_time_is_not_made_later() -> None:
    visit = visit_of(
        event("E0", DAY, "10:00", "11:00"), event("off", DAY, "12:00", status="cancelled"), event("open", DAY)
    )
    length, evening = dt.timedelta(minutes=10), dt.datetime(2026, 9, 24, 3, 0, tzinfo=dt.UTC)
    assert "is over" in why_not(on_the_day.later(visit, "E0", length, evening))
    assert isinstance(on_the_day.later(visit, "E0", length, evening - dt.timedelta(seconds=1)), Visit)
    assert "Restore it first" in why_not(on_the_day.later(visit, "off", length, MORNING))
    assert "has no time yet" in why_not(on_the_day.rest_later(visit, "open", length, MORNING))
    assert on_the_day.rest_of_the_day(visit, "open", MORNING) == ()
    for result in (
        on_the_day.later(visit, "gone", length, MORNING),
        on_the_day.cancelled(visit, "gone"),
        on_the_day.moved(visit, "gone", None, None),
    ):
        assert "no longer in the programme" in why_not(result)


def test_what_would_leave_others_hanging_is_not_taken_back() -> None:
    before = visit_of(event("E0", DAY, "10:00"))
    after = visit_of(event("E0", DAY, "10:00"), places=[place("hall")])
    since = visit_of(event("E0", DAY, "10:00", place="hall"), places=[place("hall")])
    assert "changed again since" in why_not(undone(before, after, since))


def test_the_sample_stays_right_whatever_is_done_to_it() -> None:
    visit = read_visit(SAMPLE, first_day=FIRST_DAY)
    for item in visit.events:
        for result in (
            on_the_day.later(visit, item.id, dt.timedelta(minutes=15), MORNING),
            on_the_day.rest_later(visit, item.id, dt.timedelta(minutes=30), MORNING),
            *(on_the_day.placed(visit, item.id, other.id) for other in visit.places),
            on_the_day.cancelled(visit, item.id),
        ):
            assert isinstance(result, Refusal) or not check(result)


def test_the_rest_of_the_day_is_by_the_visits_clock_and_waits_for_no_fair() -> None:
    visit = visit_of(
        event("fair", DAY, "12:00", "18:00", last_day="2026-09-26"),
        event("call", DAY, "07:00", "08:00", zone="Europe/Moscow"),  # 12:00 in Shanghai
        event("night-call", DAY, "20:00", zone="Europe/Moscow"),  # the next day in Shanghai
        event("beside", DAY, "11:00"),
        event("E0", DAY, "11:00", "11:30"),
        event("party", DAY, "23:50", "00:30", last_day="2026-09-25"),
        event("open", DAY),
        event("off", DAY, "15:00", status="cancelled"),
        event("next", "2026-09-25", "09:00"),
    )
    assert [item.id for item in on_the_day.rest_of_the_day(visit, "E0", MORNING)] == ["E0", "call", "party"]
    after = done(on_the_day.rest_later(visit, "E0", dt.timedelta(minutes=30), MORNING))
    assert_only(visit, after, {"E0", "call", "party"}, TIMES)
    assert (str(one(after, "party").day), str(one(after, "party").start)) == ("2026-09-25", "00:20:00")
    later = dt.datetime(2026, 9, 24, 5, 30, tzinfo=dt.UTC)
    assert [item.id for item in on_the_day.rest_of_the_day(visit, "beside", later)] == ["beside", "party"]
