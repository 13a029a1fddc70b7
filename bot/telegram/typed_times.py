"""Days and times as people type them, in three languages: 14:30, 24.09 14:30, 2026-09-24 14:30, tomorrow 8:00."""

import datetime as dt
import re
from dataclasses import dataclass
from typing import Final

_DAYS_AHEAD: Final = {
    "today": 0,
    "сегодня": 0,
    "今天": 0,
    "tomorrow": 1,
    "завтра": 1,
    "明天": 1,
    "послезавтра": 2,
    "后天": 2,
}
_TIME: Final = re.compile(r"(?<![\d.:])(\d{1,2})[:：点](\d{2})分?(?![\d.:])")
_DOTTED_TIME: Final = re.compile(r"(?<![\d.:/-])(\d|[01]\d|2[0-3])\.([0-5]\d)(?![\d.:])")
_ISO: Final = re.compile(r"(?<!\d)(\d{4})-(\d{1,2})-(\d{1,2})(?!\d)")
_DOTTED: Final = re.compile(r"(?<!\d)(\d{1,2})[./](\d{1,2})(?:[./](\d{4})|\.)?(?!\d)")
_CHINESE: Final = re.compile(r"(?:(\d{4})年)?(\d{1,2})月(\d{1,2})[日号]")
# Words that join a day and a time and say nothing.
_JOINING: Final = re.compile(r"[\s,，]+|\b(?:at|в)\b")
# A day without a year that lies longer ago than this means the next one.
_LONG_AGO: Final = dt.timedelta(days=180)


@dataclass(frozen=True, slots=True)
class Typed:
    """A day, a time, or both, as far as they were typed."""

    day: dt.date | None
    time: dt.time | None


def read_typed(text: str, today: dt.date, *, dotted: bool = False) -> Typed | None:
    """Return the day and the time that were typed; None for what cannot be read or says neither.

    With `dotted` a number such as 9.30, the last of them, is a time where no other stands there.
    """
    left = text.strip().lower()
    try:
        clock, left = _taken(_TIME, left)
        if clock is None and dotted:
            clock, left = _last(_DOTTED_TIME, left)
        time = None if clock is None else dt.time(int(clock[1]), int(clock[2]))
        day, left = _day(left, today)
    except ValueError:
        return None
    if _JOINING.sub("", left) or (day is None and time is None):
        return None
    return Typed(day, time)


def _day(text: str, today: dt.date) -> tuple[dt.date | None, str]:
    """Return the day that is named, None where none is, and what is left of the text. Raises ValueError for no day."""
    for word, ahead in sorted(_DAYS_AHEAD.items(), key=lambda entry: -len(entry[0])):
        if word in text:
            return today + dt.timedelta(days=ahead), text.replace(word, " ", 1)
    for pattern, order in ((_ISO, (1, 2, 3)), (_CHINESE, (1, 2, 3)), (_DOTTED, (3, 2, 1))):
        found, left = _taken(pattern, text)
        if found is not None:
            year, month, day = (found[number] for number in order)
            return _dated(year, int(month), int(day), today), left
    return None, text


def _dated(year: str | None, month: int, day: int, today: dt.date) -> dt.date:
    if year is not None:
        return dt.date(int(year), month, day)
    named = dt.date(today.year, month, day)
    return named.replace(year=today.year + 1) if today - named > _LONG_AGO else named


def _taken(pattern: re.Pattern[str], text: str) -> tuple[re.Match[str] | None, str]:
    return _without(pattern.search(text), text)


def _last(pattern: re.Pattern[str], text: str) -> tuple[re.Match[str] | None, str]:
    *_, last = (None, *pattern.finditer(text))
    return _without(last, text)


def _without(found: re.Match[str] | None, text: str) -> tuple[re.Match[str] | None, str]:
    return (None, text) if found is None else (found, f"{text[: found.start()]} {text[found.end() :]}")
