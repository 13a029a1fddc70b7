"""Times as people type them, in three languages, meant by the clock of the visit's place."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from bot.core.errors import PersonError
from bot.features.announcements.moments import next_morning, typed_moment

SHANGHAI = ZoneInfo("Asia/Shanghai")
# 20:00 in Shanghai.
NOW = dt.datetime(2026, 9, 23, 12, 0, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("typed", "local"),
    [
        ("22:30", "2026-09-23 22:30"),
        ("24.09 14:30", "2026-09-24 14:30"),
        ("24.9. 14:30", "2026-09-24 14:30"),
        ("24.09.2026 14:30", "2026-09-24 14:30"),
        ("14:30 24.09", "2026-09-24 14:30"),
        ("24/09 14:30", "2026-09-24 14:30"),
        ("2026-09-24 14:30", "2026-09-24 14:30"),
        ("tomorrow 8:00", "2026-09-24 08:00"),
        ("Tomorrow at 8:00", "2026-09-24 08:00"),
        ("8:00, tomorrow", "2026-09-24 08:00"),
        ("завтра в 8:00", "2026-09-24 08:00"),
        ("Послезавтра 9:05", "2026-09-25 09:05"),
        ("сегодня 23:59", "2026-09-23 23:59"),
        ("明天8:00", "2026-09-24 08:00"),
        ("明天 8点30分", "2026-09-24 08:30"),
        ("后天8：05", "2026-09-25 08:05"),
        ("9月24日 8:00", "2026-09-24 08:00"),
        ("2026年9月24日8:00", "2026-09-24 08:00"),
        # In September the fifth of January is the next one.
        ("05.01 10:00", "2027-01-05 10:00"),
    ],
)
def test_a_typed_time_is_understood(typed: str, local: str) -> None:
    moment = typed_moment(typed, SHANGHAI, NOW)
    assert moment.tzinfo is dt.UTC
    assert f"{moment.astimezone(SHANGHAI):%Y-%m-%d %H:%M}" == local


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "8",
        "soon",
        "25:00",
        "8:60",
        "24.09",
        "31.02 10:00",
        "tomorrow",
        "8:00 tomorrow!",
        "14:30:15",
        "1:2",
        "9999-12-31 23:59x",
        "0000-01-01 10:00",
        "24.09.26 10:00",
        "8:00 9:00",
    ],
)
def test_what_is_no_time_is_refused_with_how_to_write_one(typed: str) -> None:
    with pytest.raises(PersonError, match="I cannot read this time"):
        typed_moment(typed, SHANGHAI, NOW)


@pytest.mark.parametrize("typed", ["19:59", "20:00", "23.09 14:30", "2020-01-01 10:00", "today 8:00"])
def test_a_time_that_has_passed_is_refused(typed: str) -> None:
    with pytest.raises(PersonError, match="has passed already"):
        typed_moment(typed, SHANGHAI, NOW)


def test_a_time_too_far_ahead_is_refused() -> None:
    for typed in ("2028-01-01 10:00", "9999-12-31 23:59"):
        with pytest.raises(PersonError, match="more than a year ahead"):
            typed_moment(typed, SHANGHAI, NOW)


def test_tomorrow_morning_is_that_of_the_place() -> None:
    late = dt.datetime(2026, 9, 23, 17, 0, tzinfo=dt.UTC)
    assert next_morning(SHANGHAI, late) == dt.datetime(2026, 9, 25, 0, 0, tzinfo=dt.UTC)
    assert next_morning(ZoneInfo("Europe/Moscow"), late) == dt.datetime(2026, 9, 24, 5, 0, tzinfo=dt.UTC)


def test_times_around_a_change_of_clocks_are_those_that_the_clock_shows() -> None:
    london, before = ZoneInfo("Europe/London"), dt.datetime(2026, 10, 24, 12, 0, tzinfo=dt.UTC)
    # 01:30 comes twice that night: the first is meant.
    assert typed_moment("tomorrow 1:30", london, before) == dt.datetime(2026, 10, 25, 0, 30, tzinfo=dt.UTC)
    assert typed_moment("tomorrow 8:00", london, before) == dt.datetime(2026, 10, 25, 8, 0, tzinfo=dt.UTC)
