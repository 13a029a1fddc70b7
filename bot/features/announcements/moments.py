"""A time as people type it, in three languages: 14:30, 24.09 14:30, 2026-09-24 14:30, tomorrow 8:00."""

import datetime as dt
import re
from typing import Final
from zoneinfo import ZoneInfo

from bot.core.errors import PersonError
from bot.core.translation import msg

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
_ISO: Final = re.compile(r"(?<!\d)(\d{4})-(\d{1,2})-(\d{1,2})(?!\d)")
_DOTTED: Final = re.compile(r"(?<!\d)(\d{1,2})[./](\d{1,2})(?:[./](\d{4})|\.)?(?!\d)")
_CHINESE: Final = re.compile(r"(?:(\d{4})年)?(\d{1,2})月(\d{1,2})[日号]")
# Words that join a day and a time and say nothing.
_JOINING: Final = re.compile(r"[\s,，]+|\b(?:at|в)\b")
_FARTHEST: Final = dt.timedelta(days=366)
# A day without a year that lies longer ago than this means the next one.
_LONG_AGO: Final = dt.timedelta(days=180)
_UNREADABLE: Final = msg(
    "I cannot read this time. Write it as 14:30, 24.09 14:30, 2026-09-24 14:30 or tomorrow 8:00. /cancel leaves it."
)
_PAST: Final = msg("This time has passed already. Write a later one, such as tomorrow 8:00. /cancel leaves it.")
_TOO_FAR: Final = msg("This is more than a year ahead. Write a nearer time. /cancel leaves it.")


def typed_moment(text: str, zone: ZoneInfo, now: dt.datetime) -> dt.datetime:
    """Return the moment that was typed, in UTC; it is meant by the clock of `zone`.

    A time alone is today's. Raises PersonError for what cannot be read, is past or is too far ahead.
    """
    local = now.astimezone(zone)
    left = text.strip().lower()
    clock, left = _taken(_TIME, left)
    if clock is None:
        raise PersonError(_UNREADABLE)
    day, left = _day(left, local.date())
    if _JOINING.sub("", left):
        raise PersonError(_UNREADABLE)
    try:
        time = dt.time(int(clock[1]), int(clock[2]))
        moment = dt.datetime.combine(day or local.date(), time, tzinfo=zone).astimezone(dt.UTC)
    except (ValueError, OverflowError) as error:
        raise PersonError(_UNREADABLE) from error
    if moment <= now:
        raise PersonError(_PAST)
    if moment > now + _FARTHEST:
        raise PersonError(_TOO_FAR)
    return moment


def next_morning(zone: ZoneInfo, now: dt.datetime) -> dt.datetime:
    """Return tomorrow 08:00 by the clock of this zone, in UTC."""
    tomorrow = now.astimezone(zone).date() + dt.timedelta(days=1)
    return dt.datetime.combine(tomorrow, dt.time(8), tzinfo=zone).astimezone(dt.UTC)


def _day(text: str, today: dt.date) -> tuple[dt.date | None, str]:
    """Return the day that is named, None where none is, and what is left of the text."""
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
    try:
        if year is not None:
            return dt.date(int(year), month, day)
        named = dt.date(today.year, month, day)
        return named.replace(year=today.year + 1) if today - named > _LONG_AGO else named
    except ValueError as error:
        raise PersonError(_UNREADABLE) from error


def _taken(pattern: re.Pattern[str], text: str) -> tuple[re.Match[str] | None, str]:
    found = pattern.search(text)
    return (None, text) if found is None else (found, f"{text[: found.start()]} {text[found.end() :]}")
