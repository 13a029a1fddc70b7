"""A cell as a time of day: a time of the spreadsheet, a part of a day as a number, or a text."""

import datetime as dt
import re
from typing import Final

from bot.content.problems import shortened
from bot.content.sheets.grid import CellError, Value
from bot.content.sheets.typed import one_line
from bot.core.translation import msg

NO_TIME: Final = msg("«{value}» is no time: write it as 09:30")
MIDNIGHT: Final = msg("«{value}» is midnight: write 00:00, and the next day as its day (for an end, as the last day)")
TWO_TIMES: Final = msg("«{value}» may be {first} or {second}: write the one that is meant")

_CLOCK: Final = re.compile(r"(\d{1,2})[:.：](\d\d)(?:[:：](\d\d)(?:\.0+)?)?")
_HALVES: Final = re.compile(r"(\d{1,2})(?:[:.：](\d\d))?(?::(\d\d))? ?([ap])\.?m\.?", re.IGNORECASE)
_END_OF_DAY: Final = re.compile(r"24[:.：]00(?:[:：]00)?")
_CHINESE: Final = re.compile(r"(上午|下午|中午|晚上|早上)? ?(\d{1,2}) ?(?:[:：](\d\d)|[时点] ?(?:(\d{1,2}) ?分)?)")
_FRACTION: Final = re.compile(r"0[.,]\d{3,17}|0[.,]0+")
_HOUR: Final = re.compile(r"\d{1,2}")
_AFTERNOON: Final = frozenset({"下午", "晚上"})
_NOON: Final = 12
_HOURS: Final = 24
_MINUTES: Final = 60
_MINUTES_OF_A_DAY: Final = _HOURS * _MINUTES
_LONGEST_SHOWN: Final = 40
# What a spreadsheet makes of 24:00: the first day of its counting.
_DAYS_OF_24: Final = (dt.date(1899, 12, 31), dt.date(1900, 1, 1), dt.date(1904, 1, 2))
# What arithmetic may leave of a number with two decimals, in hundredths.
_ROUNDING: Final = 1e-6
# From here a number with decimals is a day and a time together: 1 January 2000 in the older of the two countings.
_LEAST_SERIAL: Final = 35064
_MOST_SERIAL: Final = 73051
# Decimals that are as much a share of an hour as minutes: 9.5 is half past nine, or 9.50.
_SHARES: Final = {50: 30, 25: 15}


def as_time(value: Value) -> dt.time:
    """Return the time of day in a cell, without a zone.

    A number below 1 is a part of a day, rounded to the minute (0.6458 is 15:30); one from 1 to 24 is what a
    spreadsheet makes of 9.30, hours before the point and minutes after it, unless it may be half an hour as well.
    A date with a time counts by its time; a date alone is a CellError like everything that is no time.
    """
    match value:
        case dt.datetime():
            return _to_the_second(value.time())
        case dt.time():
            return _to_the_second(value)
        case dt.date() if value in _DAYS_OF_24:
            raise CellError(MIDNIGHT, value="24:00")
        case dt.date() | bool():
            raise CellError(NO_TIME, value=str(value))
        case int() | float():
            return _from_number(float(value))
        case str():
            return _from_text(one_line(value))


def _from_number(value: float) -> dt.time:
    shown = f"{value:.10g}"
    if 0 <= value < 1 or (_LEAST_SERIAL <= value < _MOST_SERIAL and not value.is_integer()):
        return _at(min(round(value % 1 * _MINUTES_OF_A_DAY), _MINUTES_OF_A_DAY - 1))
    hundredths = value * 100
    if not 0 <= value < _HOURS or abs(hundredths - round(hundredths)) > _ROUNDING:
        raise CellError(NO_TIME, value=shown)
    hour, decimals = divmod(round(hundredths), 100)
    if decimals >= _MINUTES:
        raise CellError(NO_TIME, value=shown)
    if decimals in _SHARES:
        first, second = _at(hour * _MINUTES + decimals), _at(hour * _MINUTES + _SHARES[decimals])
        raise CellError(TWO_TIMES, value=shown, first=f"{first:%H:%M}", second=f"{second:%H:%M}")
    return _at(hour * _MINUTES + decimals)


def _from_text(text: str) -> dt.time:
    if _FRACTION.fullmatch(text) or _HOUR.fullmatch(text):
        return _from_number(float(text.replace(",", ".")))
    if _END_OF_DAY.fullmatch(text):
        raise CellError(MIDNIGHT, value=text)
    if found := _CLOCK.fullmatch(text):
        return _made(int(found[1]), int(found[2]), int(found[3] or 0), text)
    if found := _HALVES.fullmatch(text):
        hour = int(found[1])
        if not 1 <= hour <= _NOON:
            raise CellError(NO_TIME, value=shortened(text, _LONGEST_SHOWN))
        hour = hour % _NOON + (_NOON if found[4].lower() == "p" else 0)
        return _made(hour, int(found[2] or 0), int(found[3] or 0), text)
    if found := _CHINESE.fullmatch(text):
        hour = int(found[2])
        if found[1] in _AFTERNOON and hour < _NOON:
            hour += _NOON
        return _made(hour, int(found[3] or found[4] or 0), 0, text)
    raise CellError(NO_TIME, value=shortened(text, _LONGEST_SHOWN))


def _at(minutes: int) -> dt.time:
    return dt.time(*divmod(minutes, _MINUTES))


def _made(hour: int, minute: int, second: int, text: str) -> dt.time:
    try:
        return dt.time(hour, minute, second)
    except ValueError:
        raise CellError(NO_TIME, value=shortened(text, _LONGEST_SHOWN)) from None


def _to_the_second(time: dt.time) -> dt.time:
    """A time without the fractions of a second that a spreadsheet's arithmetic leaves."""
    moment = dt.datetime.combine(dt.date(2000, 1, 1), time.replace(tzinfo=None)) + dt.timedelta(milliseconds=500)
    return moment.time().replace(microsecond=0)
