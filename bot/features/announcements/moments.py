"""When an announcement is to go out, as people type it: 14:30, 24.09 14:30, 2026-09-24 14:30, tomorrow 8:00."""

import datetime as dt
from typing import Final
from zoneinfo import ZoneInfo

from bot.core.errors import PersonError
from bot.core.translation import msg
from bot.telegram.typed_times import read_typed

_FARTHEST: Final = dt.timedelta(days=366)
_UNREADABLE: Final = msg(
    "I cannot read this time. Write it as 14:30, 24.09 14:30, 2026-09-24 14:30 or tomorrow 8:00. /cancel leaves it."
)
_PAST: Final = msg("This time has passed already. Write a later one, such as tomorrow 8:00. /cancel leaves it.")
_TOO_FAR: Final = msg("This is more than a year ahead. Write a nearer time. /cancel leaves it.")


def typed_moment(text: str, zone: ZoneInfo, now: dt.datetime) -> dt.datetime:
    """Return the moment that was typed, in UTC; it is meant by the clock of `zone`.

    A time alone is today's. Raises PersonError for what cannot be read, is past or is too far ahead.
    """
    today = now.astimezone(zone).date()
    typed = read_typed(text, today)
    if typed is None or typed.time is None:
        raise PersonError(_UNREADABLE)
    try:
        moment = dt.datetime.combine(typed.day or today, typed.time, tzinfo=zone).astimezone(dt.UTC)
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
