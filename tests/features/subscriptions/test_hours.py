"""Times of the day as people write them, and when the next day begins for them."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.features.subscriptions.hours import read_hours, tomorrow_morning, written

MOSCOW = ZoneInfo("Europe/Moscow")
minutes = st.integers(0, 24 * 60 - 1).map(lambda minute: dt.time(*divmod(minute, 60)))


@pytest.mark.parametrize(
    "text",
    [
        "22:00–07:00",
        "22:00 - 7:00",
        "22-7",
        "22.00–07.00",
        "2200-0700",
        "from 22 to 7",
        "с 22 до 7",
        "с 22:00 до 07:00.",
        "22：00到7：00",
        "晚上22点到早上7点",
        " 22 7 ",
    ],
)
def test_two_times_are_understood_however_they_are_written(text: str) -> None:
    assert read_hours(text) == (dt.time(22), dt.time(7))


def test_minutes_count_and_24_is_midnight() -> None:
    assert read_hours("21:30–06:45") == (dt.time(21, 30), dt.time(6, 45))
    assert read_hours("22–24:00") == (dt.time(22), dt.time(0))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "park",
        "22",
        "22:00",
        "25–7",
        "22:60–7:00",
        "24:30–7",
        "1–2–3",
        "22:00–07:00–08:00",
        "22.00",
        "22 " + "?" * 4_000,
        "٢٢-٧",
        "220000-7",
    ],
)
def test_anything_else_is_not_guessed_at(text: str) -> None:
    assert read_hours(text) is None


@given(minutes, minutes)
def test_what_a_button_carries_is_read_back(begins: dt.time, ends: dt.time) -> None:
    assert read_hours(written((begins, ends))) == (begins, ends)


@pytest.mark.parametrize(
    ("local", "day"),
    [((24, 12, 0), 25), ((24, 23, 59), 25), ((25, 0, 30), 25), ((25, 3, 59), 25), ((25, 4, 0), 26), ((25, 7, 0), 26)],
)
def test_the_night_belongs_to_the_day_before_it(local: tuple[int, int, int], day: int) -> None:
    now = dt.datetime(2026, 9, *local, tzinfo=MOSCOW).astimezone(dt.UTC)
    assert tomorrow_morning(MOSCOW, now) == dt.datetime(2026, 9, day, 8, tzinfo=MOSCOW)


def test_morning_is_by_the_clock_on_the_wall_across_a_clock_change() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    evening = dt.datetime(2026, 10, 24, 20, tzinfo=berlin).astimezone(dt.UTC)
    assert tomorrow_morning(berlin, evening) - evening == dt.timedelta(hours=13)
