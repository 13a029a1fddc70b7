"""What people and spreadsheets put into a cell, and what it means."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.content.sheets import cells, days, hours
from bot.content.sheets.cells import as_bool, as_day, as_id, as_ids, as_number, as_phone, as_text, as_time
from bot.content.sheets.grid import CellError, Value, cell_name

THE_DAY = dt.date(2025, 9, 23)


def moment(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text)


def error(read: Callable[[Value], object], value: Value) -> str:
    with pytest.raises(CellError) as found:
        read(value)
    assert "{" not in str(found.value)
    return found.value.reason.text


@pytest.mark.parametrize(
    "value",
    [
        THE_DAY,
        moment("2025-09-23T00:00"),
        45923,
        45923.0,
        "45923",
        20250923,
        "20250923",
        "2025-09-23",
        "2025/9/23",
        "2025.9.23",
        "2025-09-23 00:00:00",
        "23.09.2025",
        "23.9.25",
        "23.09.2025 г.",
        " 23.09.2025\u00a0",
        "\ufeff23.09.2025\u200b",
        "23/09/2025",
        "23-09-2025",
        "2025年9月23日",
        "2025年09月23日",
        "２０２５年９月２３日",
        "23 сентября 2025",
        "23 Сентября 2025 г.",
        "23\u00a0сент. 2025",
        "23 September 2025",
        "23rd Sept 2025",
        "September 23, 2025",
        "23-Sep-2025",
    ],
)
def test_a_day_in_every_usual_notation(value: Value) -> None:
    assert as_day(value) == THE_DAY


@pytest.mark.parametrize("number", range(1, 13))
def test_every_month_by_its_name(number: int) -> None:
    russian = "января февраля марта апреля мая июня июля августа сентября октября ноября декабря"
    english = "January February March April May June July August September October November December"
    for names in (russian, english):
        name = names.split()[number - 1]
        for written in (name, name.upper(), name[:3]):
            assert as_day(f"7 {written} 2025") == dt.date(2025, number, 7)


def test_a_number_counts_from_1904_where_the_workbook_says_so() -> None:
    assert as_day(44461, dates_from_1904=True) == THE_DAY
    assert as_day("44461", dates_from_1904=True) == THE_DAY


def test_a_day_that_may_be_two_is_said_to_be_and_the_same_twice_is_not() -> None:
    with pytest.raises(CellError, match="may be 2025-04-03 or 2025-03-04") as found:
        as_day("03/04/2025")
    assert found.value.reason.text == days.TWO_DAYS
    assert as_day("03.04.2025") == dt.date(2025, 4, 3)
    assert as_day("04/04/2025") == dt.date(2025, 4, 4)


@pytest.mark.parametrize(
    "value",
    [2025, 23, 0, -1, 1e300, True, dt.time(9), "soon", "09/23/2025", "31.02.2025", "1 мая", "1 мартобря 2025"],
)
def test_what_is_no_day(value: Value) -> None:
    assert error(as_day, value) == days.NO_DAY


@pytest.mark.parametrize("value", [moment("2025-09-23T09:30"), 45923.5, "2025-09-23 09:30", "23.09.2025 9:30:00"])
def test_a_time_beside_a_day_is_not_dropped_silently(value: Value) -> None:
    assert error(as_day, value) == days.WITH_A_TIME


@pytest.mark.parametrize(
    ("value", "time"),
    [
        ("9:00", "09:00"),
        ("9.30", "09:30"),
        ("09:30:00", "09:30"),
        ("\u00a09:30\u2009", "09:30"),
        ("9：30", "09:30"),
        (0.6458, "15:30"),
        ("0.6458", "15:30"),
        ("0,6458", "15:30"),
        (0.375, "09:00"),
        (0, "00:00"),
        (0.9999, "23:59"),
        (45923.375, "09:00"),
        (9.3, "09:30"),
        (9, "09:00"),
        ("9", "09:00"),
        (14.45, "14:45"),
        ("9:00 AM", "09:00"),
        ("9 pm", "21:00"),
        ("12:30 p.m.", "12:30"),
        ("12:00 AM", "00:00"),
        ("上午9:30", "09:30"),
        ("下午3点", "15:00"),
        ("9时30分", "09:30"),
        (dt.time(9, 30), "09:30"),
        (dt.time(9, 29, 59, 999_999), "09:30"),
        (moment("2025-09-23T09:30"), "09:30"),
    ],
)
def test_a_time_in_every_usual_notation(value: Value, time: str) -> None:
    assert as_time(value) == dt.time.fromisoformat(time)


@pytest.mark.parametrize("value", [9.5, 9.25])
def test_a_number_that_may_be_two_times_is_said_to_be(value: Value) -> None:
    assert error(as_time, value) == hours.TWO_TIMES


@pytest.mark.parametrize(
    "value",
    [9.75, 9.333, 24, -1, 45923, 1e300, True, THE_DAY, "24:01", "9:60", "9:5", "9:00-10:00", "13:00 pm", "noon", ""],
)
def test_what_is_no_time(value: Value) -> None:
    assert error(as_time, value) == hours.NO_TIME


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("\ufeff\u00a0 Зал № 3\u2009\u200b", "Зал № 3"),
        ("10\u00a0000 м²", "10\u00a0000 м²"),
        ("a\r\nb\rc", "a\nb\nc"),
        (305, "305"),
        (305.0, "305"),
        (0.5, "0.5"),
        (True, "TRUE"),
        (" \u00a0", ""),
    ],
)
def test_a_text_without_what_stands_around_it(value: Value, text: str) -> None:
    assert as_text(value) == text


@pytest.mark.parametrize("value", [THE_DAY, dt.time(9), moment("2025-09-23T09:00")])
def test_a_text_that_became_a_date_is_not_guessed(value: Value) -> None:
    assert error(as_text, value) == cells.NO_TEXT
    assert error(as_ids, value) == cells.NO_TEXT


def test_ids_between_whatever_people_put_between_them() -> None:
    assert as_ids("F28, F29;round-table\nx、y，z") == ("F28", "F29", "round-table", "x", "y", "z")
    assert as_ids("F28\u200b") == ("F28",)
    assert as_ids(12) == as_ids(12.0) == ("12",)
    assert as_ids(" ") == ()
    assert as_id(" F28\u00a0") == "F28"
    assert as_id("") == ""
    assert error(as_ids, "F28, зал") == cells.NO_IDS
    assert error(as_id, "F28 F29") == cells.NO_IDS


def test_of_a_rows_own_id_is_said_what_it_is_made_of() -> None:
    with pytest.raises(CellError) as refused:
        as_id("зал 2", own=True)
    assert refused.value.reason.text == cells.NO_ID


@pytest.mark.parametrize("value", ["24:00", "24.00", "24:00:00", dt.date(1899, 12, 31), dt.date(1900, 1, 1)])
def test_of_midnight_is_said_how_it_is_written(value: Value) -> None:
    assert error(as_time, value) == hours.MIDNIGHT


def test_phones_keep_their_plus() -> None:
    assert as_phone("+7 (916) 123-45-67") == "+7 (916) 123-45-67"
    assert as_phone("\u200b+86\u00a021\u20111234\u00a05678") == "+86 21-1234 5678"
    assert as_phone(" ") == ""
    assert error(as_phone, 79161234567) == cells.PHONE_AS_NUMBER
    assert error(as_phone, 7.9161234567e10) == cells.PHONE_AS_NUMBER
    assert error(as_phone, "8 916 123-45-67") == cells.NO_PHONE


def test_numbers_with_a_point_or_a_comma() -> None:
    assert [as_number(value) for value in (31, 31.25, "31.25", "31,25", " −31,25 ", "1\u00a0000")] == [
        31.0,
        31.25,
        31.25,
        31.25,
        -31.25,
        1000.0,
    ]
    for wrong in ("1e5", "nan", "inf", "1_000", "12,5,1", "", True, THE_DAY):
        assert error(as_number, wrong) == cells.NO_NUMBER


def test_yes_and_no_in_three_languages() -> None:
    assert all(as_bool(value) for value in (True, 1, "yes", " ДА ", "是", "Истина", "TRUE"))
    assert not any(as_bool(value) for value in (False, 0, "no", "нет", "否", "ЛОЖЬ", 0.0))
    assert error(as_bool, "perhaps") == cells.NO_BOOL
    assert error(as_bool, THE_DAY) == cells.NO_BOOL


def test_cells_are_named_as_spreadsheets_do() -> None:
    assert [cell_name(7, column) for column in (1, 26, 27, 50, 702, 703, 16384)] == [
        "A7", "Z7", "AA7", "AX7", "ZZ7", "AAA7", "XFD7",
    ]  # fmt: skip
    assert (cell_name(7, None), cell_name(None, 2), cell_name(None, None)) == ("7", "B", "")


@settings(deadline=None)
@given(st.dates(dt.date(2000, 1, 1), dt.date(2099, 12, 31)))
def test_every_day_is_read_back_however_it_is_written(day: dt.date) -> None:
    serial = (day - dt.date(1899, 12, 30)).days
    for value in (
        day,
        serial,
        f"{day:%d.%m.%Y}",
        f"{day.year}年{day.month}月{day.day}日",
        day.isoformat(),
        f"{day:%Y%m%d}",
    ):
        assert as_day(value) == day


@pytest.mark.parametrize(
    "text", ["23.09", "23.09.2025-24.09.2025", "2025-13-01", "0001-01-01", "2500-01-01", "", "²³.09.2025"]
)
def test_what_is_nearly_a_day(text: str) -> None:
    assert error(as_day, text) == days.NO_DAY


@settings(deadline=None)
@given(st.times().map(lambda time: time.replace(second=0, microsecond=0)))
def test_every_time_is_read_back_however_it_is_written(time: dt.time) -> None:
    part = (time.hour * 60 + time.minute) / 1440
    for value in (time, part, round(part, 4), 45923 + part, f"{time:%H:%M}", f"{time:%H.%M}", f"{time:%I:%M %p}"):
        if value != 45923:
            assert as_time(value) == time


VALUES: Any = st.one_of(
    st.text(max_size=30), st.integers(), st.floats(), st.booleans(), st.dates(), st.times(), st.datetimes()
)


@settings(deadline=None)
@given(VALUES)
def test_any_value_means_something_or_is_an_error_that_says_why(value: Value) -> None:
    for read in (as_text, as_day, as_time, as_id, as_ids, as_number, as_bool, as_phone):
        try:
            read(value)
        except CellError as found:
            said = str(found)
        else:
            said = "a value"
        assert said
