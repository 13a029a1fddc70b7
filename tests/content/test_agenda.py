"""When things happen, in every zone, around midnight and on the nights when the clocks change."""

import datetime as dt

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from bot.content import agenda
from bot.content.models import Event, Visit
from bot.content.rules_of_times import impossible_times
from tests.content.builders import Json, event, visit_of


def utc(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text).replace(tzinfo=dt.UTC)


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def ids(events: tuple[Event, ...]) -> list[str]:
    return [one.id for one in events]


def one_of(written: Json, zone: str = "Asia/Shanghai") -> tuple[Visit, Event]:
    visit = visit_of(written, zone=zone)
    return visit, visit.events[0]


def now(visit: Visit, at: str) -> list[str]:
    return ids(agenda.now_and_next(visit, utc(at))[0])


def following(visit: Visit, at: str) -> list[str]:
    return ids(agenda.now_and_next(visit, utc(at))[1])


def test_local_times_become_instants() -> None:
    visit, talk = one_of(event("talk", "2026-09-24", "11:30", "13:00"))
    assert agenda.starts_at(visit, talk) == utc("2026-09-24T03:30")
    assert agenda.ends_at(visit, talk) == utc("2026-09-24T05:00")


def test_an_event_has_the_zone_it_names() -> None:
    visit, call = one_of(event("call", "2026-09-24", "12:00", zone="Europe/Moscow"))
    assert agenda.starts_at(visit, call) == utc("2026-09-24T09:00")
    assert agenda.zone_of(visit, call).key == "Europe/Moscow"


@pytest.mark.parametrize("times", [{}, {"day": "2026-09-24"}])
def test_an_unknown_time_has_no_instant(times: dict[str, str]) -> None:
    visit, talk = one_of(event("talk", **times))
    assert agenda.starts_at(visit, talk) is None
    assert agenda.ends_at(visit, talk) is None


def test_an_hour_that_comes_twice_means_the_first() -> None:
    # Berlin sets its clocks back from 03:00 to 02:00 on 25 October 2026.
    visit, watch = one_of(event("watch", "2026-10-25", "02:30", "03:30"), "Europe/Berlin")
    assert agenda.starts_at(visit, watch) == utc("2026-10-25T00:30")
    assert agenda.ends_at(visit, watch) == utc("2026-10-25T02:30")


def test_an_hour_that_is_left_out_means_as_much_later() -> None:
    # Berlin sets its clocks forward from 02:00 to 03:00 on 29 March 2026.
    visit, watch = one_of(event("watch", "2026-03-29", "02:30", "03:15"), "Europe/Berlin")
    assert agenda.starts_at(visit, watch) == utc("2026-03-29T01:30")
    assert agenda.ends_at(visit, watch) is None, "an end before the start is no end"


def test_an_event_stands_on_its_day_in_the_zone_of_the_visit() -> None:
    visit, call = one_of(event("call", "2026-09-24", "20:00", "21:00", zone="Europe/Moscow"))
    assert agenda.days_of_event(visit, call) == (day("2026-09-25"),)
    assert ids(agenda.events_of_day(visit, day("2026-09-25"))) == ["call"]


def test_an_event_over_midnight_stands_on_both_days_and_last_on_the_second() -> None:
    visit = visit_of(
        event("night", "2026-09-24", "22:00", "06:30", last_day="2026-09-25"),
        event("walk", "2026-09-24", "23:00"),
        event("talk", "2026-09-25", "10:00"),
    )
    assert ids(agenda.events_of_day(visit, day("2026-09-24"))) == ["night", "walk"]
    assert ids(agenda.events_of_day(visit, day("2026-09-25"))) == ["talk", "night"]


def test_an_event_until_midnight_is_over_before_the_next_day() -> None:
    visit, party = one_of(event("party", "2026-09-24", "20:00", "00:00", last_day="2026-09-25"))
    assert agenda.days_of_event(visit, party) == (day("2026-09-24"),)


def test_a_day_is_read_by_start_then_end_then_as_written() -> None:
    visit = visit_of(
        event("late", "2026-09-24", "15:00"),
        event("long", "2026-09-24", "09:00", "12:00"),
        event("short", "2026-09-24", "09:00", "10:00"),
        event("also-short", "2026-09-24", "09:00", "10:00", status="cancelled"),
    )
    assert ids(agenda.events_of_day(visit, day("2026-09-24"))) == ["short", "also-short", "long", "late"]


def test_an_unknown_time_stands_after_what_is_written_before_it() -> None:
    visit = visit_of(
        event("sometime-first", "2026-09-24"),
        event("lunch", "2026-09-24", "12:00"),
        event("sometime-after-lunch", "2026-09-24"),
        event("breakfast", "2026-09-24", "08:00"),
        event("another-day", "2026-09-25", "08:00"),
        event("after-breakfast", "2026-09-24"),
    )
    assert ids(agenda.events_of_day(visit, day("2026-09-24"))) == [
        "sometime-first",
        "breakfast",
        "after-breakfast",
        "lunch",
        "sometime-after-lunch",
    ]


def test_several_days_without_a_time_stand_last_on_each() -> None:
    visit = visit_of(event("fair", "2026-09-24", last_day="2026-09-26"), event("talk", "2026-09-25", "10:00"))
    assert [ids(agenda.events_of_day(visit, one)) for one in agenda.days_of(visit)] == [
        ["fair"],
        ["talk", "fair"],
        ["fair"],
    ]


def test_events_without_a_day_are_on_no_day() -> None:
    visit = visit_of(event("someday"), event("talk", "2026-09-24"))
    assert agenda.days_of(visit) == (day("2026-09-24"),)
    assert ids(agenda.undated(visit)) == ["someday"]


def test_the_day_at_hand_is_today_else_the_next_else_the_last() -> None:
    visit = visit_of(event("a", "2026-09-23"), event("b", "2026-09-25"))
    # 16:00 UTC is midnight in Shanghai.
    assert agenda.day_at_hand(visit, utc("2026-09-01T00:00")) == day("2026-09-23")
    assert agenda.day_at_hand(visit, utc("2026-09-23T15:59")) == day("2026-09-23")
    assert agenda.day_at_hand(visit, utc("2026-09-23T16:00")) == day("2026-09-25")
    assert agenda.day_at_hand(visit, utc("2026-12-01T00:00")) == day("2026-09-25")
    assert agenda.day_at_hand(visit_of(event("someday")), utc("2026-09-23T00:00")) is None


def test_days_are_counted_among_those_with_events() -> None:
    visit = visit_of(event("a", "2026-09-23"), event("b", "2026-09-25"))
    assert agenda.day_number(visit, day("2026-09-25")) == (2, 2)
    assert agenda.day_number(visit, day("2026-09-24")) is None


def test_now_lasts_from_the_start_until_just_before_the_end() -> None:
    visit = visit_of(event("talk", "2026-09-24", "11:30", "13:00"), event("lunch", "2026-09-24", "13:00", "14:00"))
    assert now(visit, "2026-09-24T03:29") == []
    assert now(visit, "2026-09-24T03:30") == ["talk"]
    assert now(visit, "2026-09-24T05:00") == ["lunch"]
    assert now(visit, "2026-09-24T06:00") == []


def test_next_is_everything_that_starts_together() -> None:
    visit = visit_of(
        event("bus-a", "2026-09-24", "09:00"),
        event("bus-b", "2026-09-24", "09:00"),
        event("call", "2026-09-24", "04:00", zone="Europe/Moscow"),
        event("talk", "2026-09-24", "10:00"),
    )
    assert following(visit, "2026-09-20T00:00") == ["bus-a", "bus-b", "call"]
    assert following(visit, "2026-09-24T01:00") == ["talk"]
    assert following(visit, "2026-09-24T02:00") == []


def test_cancelled_events_and_those_of_unknown_time_are_neither_now_nor_next() -> None:
    visit = visit_of(
        event("off", "2026-09-24", "09:00", "18:00", status="cancelled"),
        event("open", "2026-09-24"),
        event("someday"),
    )
    assert now(visit, "2026-09-24T04:00") == []
    assert following(visit, "2026-09-20T00:00") == []


def test_without_an_end_an_event_is_on_until_the_same_people_go_elsewhere() -> None:
    visit = visit_of(
        event("lunch", "2026-09-24", "12:00", groups=["bus-a"]),
        event("other", "2026-09-24", "13:00", "13:30", groups=["bus-b"]),
        event("fair", "2026-09-24", "13:30", last_day="2026-09-25"),
        event("tour", "2026-09-24", "14:00", "15:00"),
        event("dinner", "2026-09-24", "19:00"),
    )
    assert now(visit, "2026-09-24T05:10") == ["lunch", "other"]
    assert now(visit, "2026-09-24T05:40") == ["lunch", "fair"]
    assert now(visit, "2026-09-24T06:00") == ["tour", "fair"]
    assert now(visit, "2026-09-24T15:59") == ["dinner", "fair"], "until midnight in Shanghai"
    assert now(visit, "2026-09-24T16:00") == ["fair"]


def test_several_days_are_on_throughout_and_stand_last() -> None:
    visit = visit_of(
        event("fair", "2026-09-23", last_day="2026-09-25"),
        event("stand", "2026-09-23", "10:00", "17:00", last_day="2026-09-25"),
        event("talk", "2026-09-24", "10:00", "11:00"),
    )
    assert now(visit, "2026-09-22T15:59") == []
    assert now(visit, "2026-09-22T16:00") == ["fair"]
    assert now(visit, "2026-09-24T02:30") == ["talk", "fair", "stand"]
    assert now(visit, "2026-09-25T09:00") == ["fair"]
    assert now(visit, "2026-09-25T16:00") == []


def test_an_instant_without_a_zone_is_refused() -> None:
    visit = visit_of(event("talk", "2026-09-24", "10:00"))
    naive = dt.datetime(2026, 9, 24, 10, 0)  # noqa: DTZ001 - that is the point
    with pytest.raises(ValueError, match="zone"):
        agenda.now_and_next(visit, naive)
    with pytest.raises(ValueError, match="zone"):
        agenda.day_at_hand(visit, naive)


ZONES = st.sampled_from(["Asia/Shanghai", "Europe/Berlin", "America/St_Johns", "Pacific/Apia", "Australia/Lord_Howe"])
DAYS = st.dates(dt.date(1900, 1, 1), dt.date(2199, 12, 31))
TIMES = st.times().map(lambda time: time.replace(second=0, microsecond=0))


@given(DAYS, TIMES, ZONES, ZONES)
def test_whatever_the_zones_an_event_is_now_when_it_starts_and_on_one_day(
    on: dt.date, at: dt.time, zone: str, home: str
) -> None:
    visit = visit_of(event("talk", on.isoformat(), at.isoformat(timespec="minutes"), zone=zone), zone=home)
    # A time that the clocks leave out is refused when a visit is read: Apia had no 30 December 2011 at all.
    assume(not list(impossible_times(visit)))
    talk = visit.events[0]
    start = agenda.starts_at(visit, talk)
    assert start is not None
    assert agenda.now_and_next(visit, start) == ((talk,), ())
    assert agenda.now_and_next(visit, start - dt.timedelta.resolution) == ((), (talk,))
    (only,) = agenda.days_of_event(visit, talk)
    assert abs(only - on) <= dt.timedelta(days=1)
    assert agenda.events_of_day(visit, only) == (talk,)
    assert agenda.day_at_hand(visit, start) == only


@given(st.lists(st.tuples(st.none() | DAYS, st.none() | TIMES), max_size=8))
def test_the_days_hold_every_dated_event_once(written: list[tuple[dt.date | None, dt.time | None]]) -> None:
    events = [
        event(f"E{number}", on.isoformat(), at.isoformat(timespec="minutes") if at else None)
        if on
        else event(f"E{number}")
        for number, (on, at) in enumerate(written)
    ]
    visit = visit_of(*events)
    shown = [one for on in agenda.days_of(visit) for one in agenda.events_of_day(visit, on)]
    assert sorted(ids((*shown, *agenda.undated(visit)))) == sorted(ids(visit.events))
