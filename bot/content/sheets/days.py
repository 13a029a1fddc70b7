"""A cell as a day: a date of the spreadsheet, its number, or a text in one of the usual notations."""

import datetime as dt
import re
from typing import Final

from bot.content.problems import shortened
from bot.content.sheets.grid import CellError, Value
from bot.content.sheets.typed import one_line
from bot.core.translation import msg

NO_DAY: Final = msg("«{value}» is no day: write it as 2025-09-23")
TWO_DAYS: Final = msg("«{value}» may be {first} or {second}: write the one that is meant")
WITH_A_TIME: Final = msg("«{value}» is a day with a time: write the day alone, and the time in the column for it")

_FROM_1900: Final = dt.date(1899, 12, 30)
_FROM_1904: Final = dt.date(1904, 1, 1)
# A plain number is a day only where it cannot be anything else, a year for instance: of this century.
_FIRST: Final = dt.date(2000, 1, 1)
_LAST: Final = dt.date(2099, 12, 31)
_YEARS: Final = range(1900, 2200)
_LONGEST_SHOWN: Final = 40

# Notations, each with the day, the month and the year. With dots the day always comes first, and the century may be
# left out; what is parted by `either` may have the month first as well.
_NOTATIONS: Final = tuple(
    re.compile(notation, re.IGNORECASE)
    for notation in (
        r"(?P<year>\d{4})([-./])(?P<month>\d{1,2})\2(?P<day>\d{1,2})",
        r"(?P<year>20\d\d)(?P<month>\d\d)(?P<day>\d\d)",
        r"(?P<year>\d{4}) ?年 ?(?P<month>\d{1,2}) ?月 ?(?P<day>\d{1,2}) ?[日号]",
        r"(?P<day>\d{1,2})\.(?P<month>\d{1,2})\.(?P<year>\d{4}|\d\d)(?: ?г\.?)?",
        r"(?P<day>\d{1,2})(?P<either>[-/])(?P<month>\d{1,2})(?P=either)(?P<year>\d{4})",
        r"(?P<day>\d{1,2})(?:st|nd|rd|th)?[ -](?P<month>[^\W\d]+)\.?,?[ -](?P<year>\d{4})(?: ?(?:г|г\.|года))?",
        r"(?P<month>[^\W\d]+)\.? (?P<day>\d{1,2})(?:st|nd|rd|th)?,? (?P<year>\d{4})",
    )
)
_MONTHS: Final = tuple(
    re.compile(month, re.IGNORECASE)
    for month in (
        "jan(uary)?|янв(ар[ья])?",
        "feb(ruary)?|фев(р|рал[ья])?",
        "mar(ch)?|март?а?",
        "apr(il)?|апр(ел[ья])?",
        "may|ма[йя]",
        "june?|июн[ья]?",
        "july?|июл[ья]?",
        "aug(ust)?|авг(уста?)?",
        "sept?(ember)?|сент?(ябр[ья])?",
        "oct(ober)?|окт(ябр[ья])?",
        "nov(ember)?|ноя(б|бр[ья])?",
        "dec(ember)?|дек(абр[ья])?",
    )
)
_MIDNIGHT: Final = re.compile(r"[T ]0?0:00(:00(\.0+)?)?$")
_TIME_AFTER: Final = re.compile(r".+[T ]\d{1,2}:\d\d(:\d\d(\.\d+)?)?( ?[AP]M)?", re.IGNORECASE)
_NUMBER: Final = re.compile(r"\d{5}(\.0+)?")


def as_day(value: Value, *, dates_from_1904: bool = False) -> dt.date:
    """Return the day in a cell: a date, its number (`Book.dates_from_1904` says from when it counts), or a text.

    With dots the day comes before the month. With slashes or dashes too, but where the month could come first as
    well, as in 03/04/2025, nobody knows, and that is a CellError like everything that is no day.
    """
    match value:
        case dt.datetime():
            if value.time() != dt.time():
                raise CellError(WITH_A_TIME, value=value.isoformat(" ", "minutes"))
            return _checked(value.year, value.month, value.day, value.isoformat())
        case dt.date():
            return _checked(value.year, value.month, value.day, value.isoformat())
        case dt.time() | bool():
            raise CellError(NO_DAY, value=str(value))
        case int() | float():
            return _from_number(value, dates_from_1904=dates_from_1904)
        case str():
            return _from_text(one_line(value), dates_from_1904=dates_from_1904)


def _from_number(value: float, *, dates_from_1904: bool) -> dt.date:
    shown = f"{value:.10g}"
    if len(shown) == len("20250923") and shown.isdigit():
        return _from_text(shown, dates_from_1904=dates_from_1904)
    start = _FROM_1904 if dates_from_1904 else _FROM_1900
    if not (_FIRST - start).days <= value < (_LAST - start).days + 1:
        raise CellError(NO_DAY, value=shortened(shown, _LONGEST_SHOWN))
    day = start + dt.timedelta(days=int(value))
    if value != int(value):
        raise CellError(WITH_A_TIME, value=shown)
    return day


def _from_text(text: str, *, dates_from_1904: bool) -> dt.date:
    if _NUMBER.fullmatch(text):
        return _from_number(float(text), dates_from_1904=dates_from_1904)
    alone = _MIDNIGHT.sub("", text)
    for notation in _NOTATIONS:
        if found := notation.fullmatch(alone):
            parts = found.groupdict()
            year, month, day = int(parts["year"]), _month(parts["month"]), int(parts["day"])
            if len(parts["year"]) == len("25"):
                year += 2000
            return _day_first(day, month, year, text) if parts.get("either") else _checked(year, month, day, text)
    reason = WITH_A_TIME if _TIME_AFTER.fullmatch(text) else NO_DAY
    raise CellError(reason, value=shortened(text, _LONGEST_SHOWN))


def _day_first(day: int, month: int, year: int, text: str) -> dt.date:
    first = _checked(year, month, day, text)
    try:
        second = dt.date(year, day, month)
    except ValueError:
        return first
    if first != second:
        raise CellError(TWO_DAYS, value=text, first=first.isoformat(), second=second.isoformat())
    return first


def _month(written: str) -> int:
    """The month's number, 0 where a word is none."""
    if written.isdigit():
        return int(written)
    return next((number for number, month in enumerate(_MONTHS, 1) if month.fullmatch(written)), 0)


def _checked(year: int, month: int, day: int, shown: str) -> dt.date:
    try:
        found = dt.date(year, month, day)
    except ValueError:
        raise CellError(NO_DAY, value=shortened(shown, _LONGEST_SHOWN)) from None
    if found.year not in _YEARS:
        raise CellError(NO_DAY, value=shortened(shown, _LONGEST_SHOWN))
    return found
