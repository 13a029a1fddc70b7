"""Quiet hours hold by the clock on the person's wall, whatever their zone does to it."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.telegram.quiet import quiet_until

MOSCOW = ZoneInfo("Europe/Moscow")
BERLIN = ZoneInfo("Europe/Berlin")
SANTIAGO = ZoneInfo("America/Santiago")
ZONES = ("Europe/Moscow", "Asia/Shanghai", "Europe/Berlin", "America/New_York", "America/Santiago",
         "Asia/Beirut", "Australia/Lord_Howe", "Asia/Kathmandu", "UTC")  # fmt: skip
# The most that any of these clocks is put back or forth.
JUMP = dt.timedelta(hours=1)

minutes = st.integers(0, 24 * 60 - 1).map(lambda minute: dt.time(*divmod(minute, 60)))
zones = st.sampled_from(ZONES).map(ZoneInfo)
# Any, and many of the days on which these zones change their clocks.
DAYS = (dt.date(2025, 3, 29), dt.date(2025, 10, 25), dt.date(2026, 3, 7), dt.date(2026, 10, 31), dt.date(2025, 9, 6),
        dt.date(2026, 4, 4), dt.date(2025, 10, 4))  # fmt: skip
moments = st.builds(
    lambda day, seconds: dt.datetime.combine(day, dt.time(), dt.UTC) + dt.timedelta(seconds=seconds),
    st.sampled_from(DAYS) | st.dates(dt.date(2024, 1, 1), dt.date(2030, 12, 31)),
    st.integers(0, 48 * 60 * 60),
)


def at(zone: ZoneInfo, *local: int, fold: int = 0) -> dt.datetime:
    return dt.datetime(*local, tzinfo=zone, fold=fold).astimezone(dt.UTC)  # type: ignore[misc,arg-type]


def test_without_quiet_hours_it_is_never_quiet() -> None:
    assert quiet_until(None, None, MOSCOW, at(MOSCOW, 2025, 9, 24, 3)) is None


@pytest.mark.parametrize(("hour", "minute"), [(13, 0), (13, 59)])
def test_they_hold_from_their_first_minute_to_their_last(hour: int, minute: int) -> None:
    assert quiet_until("13:00", "14:00", MOSCOW, at(MOSCOW, 2025, 9, 24, hour, minute)) == at(MOSCOW, 2025, 9, 24, 14)


@pytest.mark.parametrize(("hour", "minute"), [(12, 59), (14, 0)])
def test_they_hold_neither_before_nor_from_the_minute_at_which_they_end(hour: int, minute: int) -> None:
    assert quiet_until("13:00", "14:00", MOSCOW, at(MOSCOW, 2025, 9, 24, hour, minute)) is None


def test_they_span_midnight() -> None:
    end = at(MOSCOW, 2025, 9, 25, 7)
    assert quiet_until("22:00", "07:00", MOSCOW, at(MOSCOW, 2025, 9, 24, 22)) == end
    assert quiet_until("22:00", "07:00", MOSCOW, at(MOSCOW, 2025, 9, 25, 6, 59)) == end
    assert quiet_until("22:00", "07:00", MOSCOW, at(MOSCOW, 2025, 9, 24, 21, 59)) is None
    assert quiet_until("22:00", "07:00", MOSCOW, end) is None


def test_they_may_end_at_midnight() -> None:
    assert quiet_until("22:00", "00:00", MOSCOW, at(MOSCOW, 2025, 9, 24, 23)) == at(MOSCOW, 2025, 9, 25)
    assert quiet_until("22:00", "00:00", MOSCOW, at(MOSCOW, 2025, 9, 25)) is None


def test_the_same_moment_is_quiet_in_one_zone_and_not_in_another() -> None:
    moment = at(MOSCOW, 2025, 9, 24, 23)
    assert quiet_until("22:00", "02:00", MOSCOW, moment) is not None
    assert quiet_until("22:00", "02:00", ZoneInfo("Asia/Shanghai"), moment) is None


def test_the_night_in_which_clocks_go_forward_is_an_hour_shorter() -> None:
    begin, end = at(BERLIN, 2025, 3, 29, 22), at(BERLIN, 2025, 3, 30, 7)
    assert end - begin == dt.timedelta(hours=8)
    assert quiet_until("22:00", "07:00", BERLIN, begin) == end


def test_the_night_in_which_clocks_go_back_is_an_hour_longer() -> None:
    begin, end = at(BERLIN, 2025, 10, 25, 22), at(BERLIN, 2025, 10, 26, 7)
    assert end - begin == dt.timedelta(hours=10)
    assert quiet_until("22:00", "07:00", BERLIN, begin) == end


def test_an_end_that_the_clock_shows_twice_is_the_second() -> None:
    between = at(BERLIN, 2025, 10, 26, 2, 45)
    assert quiet_until("22:00", "02:30", BERLIN, between) == at(BERLIN, 2025, 10, 26, 2, 30, fold=1)


def test_a_beginning_that_the_clock_shows_twice_is_the_first() -> None:
    again = at(BERLIN, 2025, 10, 26, 2, 15, fold=1)
    assert quiet_until("02:30", "08:00", BERLIN, again) == at(BERLIN, 2025, 10, 26, 8)


def test_a_beginning_that_the_clock_leaves_out_does_not_shorten_them() -> None:
    assert quiet_until("02:30", "08:00", BERLIN, at(BERLIN, 2025, 3, 30, 3)) == at(BERLIN, 2025, 3, 30, 8)


def test_tomorrows_begin_today_where_the_clock_leaves_their_beginning_out() -> None:
    # Santiago goes from 24:00 to 01:00.
    assert quiet_until("00:30", "06:00", SANTIAGO, at(SANTIAGO, 2025, 9, 6, 23, 59)) == at(SANTIAGO, 2025, 9, 7, 6)


def test_where_the_clock_swallows_what_lies_between_two_days_hours_they_end_together() -> None:
    before = at(BERLIN, 2025, 3, 29, 12)
    assert quiet_until("02:30", "02:15", BERLIN, before) == at(BERLIN, 2025, 3, 31, 2, 15)


def test_hours_that_begin_when_they_end_are_refused() -> None:
    with pytest.raises(ValueError, match="another time"):
        quiet_until("22:00", "22:00", MOSCOW, at(MOSCOW, 2025, 9, 24, 3))


def test_a_moment_without_its_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="zone"):
        quiet_until("22:00", "07:00", MOSCOW, dt.datetime(2025, 9, 24, 3))  # noqa: DTZ001 - that is the point


@settings(max_examples=400)
@given(minutes, minutes, zones, moments)
def test_it_is_quiet_whenever_the_wall_clock_says_so_and_hardly_ever_else(
    begins: dt.time, ends: dt.time, zone: ZoneInfo, now: dt.datetime
) -> None:
    if begins == ends:
        return
    until = quiet_until(f"{begins:%H:%M}", f"{ends:%H:%M}", zone, now)
    if _inside(begins, ends, now.astimezone(zone).time()):
        assert until is not None
    elif until is not None:
        # Only where a clock change within the hour made it doubtful.
        assert _change_near(zone, now)


@settings(max_examples=400)
@given(minutes, minutes, zones, moments)
def test_it_is_over_when_it_says(begins: dt.time, ends: dt.time, zone: ZoneInfo, now: dt.datetime) -> None:
    if begins == ends:
        return
    hours = (f"{begins:%H:%M}", f"{ends:%H:%M}")
    until = quiet_until(*hours, zone, now)
    if until is None:
        return
    assert until > now
    assert until.utcoffset() == dt.timedelta()
    assert quiet_until(*hours, zone, until) is None
    assert quiet_until(*hours, zone, until - dt.timedelta(microseconds=1)) == until
    assert until.astimezone(zone).time() == ends or _change_near(zone, until)


def _inside(begins: dt.time, ends: dt.time, time: dt.time) -> bool:
    return begins <= time < ends if begins < ends else time >= begins or time < ends


def _change_near(zone: ZoneInfo, moment: dt.datetime) -> bool:
    offsets = {(moment + hours * JUMP).astimezone(zone).utcoffset() for hours in (-2, 0, 2)}
    return len(offsets) > 1
