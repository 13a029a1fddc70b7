"""A new time as an editor types it: 11:30, 9.30, tomorrow 9:00, 24.09 11:30, or +20 for so many minutes later."""

import datetime as dt
import re
from typing import Final

from bot.content.models import Event
from bot.content.refusals import Refusal
from bot.content.retiming import DAY_UNKNOWN
from bot.core.translation import msg
from bot.telegram import corrections
from bot.telegram.corrections import Correction
from bot.telegram.typed_times import read_typed

_LATER: Final = re.compile(
    r"([+\-−–])\s*(?:(\d{1,2})[:ч点时h]\s*(\d{2})|(\d{1,4}))\s*(?:m|min|mins|minutes|мин|минут|минуты|минуту|м|分|分钟)?\.?"
)
_MINUS: Final = frozenset("-−–")
_LONGEST: Final = 24 * 60
_FIRST_YEAR: Final = 2000
_UNREADABLE: Final = msg(
    "I cannot read this time. Write it as 11:30, tomorrow 9:00, 24.09 11:30 or +20. /cancel leaves it."
)
_TOO_LONG: Final = msg("That is more than a day. Write the day and the time, such as 24.09 11:30. /cancel leaves it.")


def typed_correction(text: str, event: Event, today: dt.date) -> Correction | Refusal:
    """Return the correction that was typed for an event; `today` is the day by the event's own clock."""
    words = text.strip().lower()
    if found := _LATER.fullmatch(words):
        return _later(found)
    typed = read_typed(words, today, dotted=True)
    if typed is None or (typed.day is not None and typed.day.year < _FIRST_YEAR):
        return Refusal(_UNREADABLE)
    day = typed.day or event.day
    if day is None:
        return Refusal(DAY_UNKNOWN)
    return corrections.move_day(day) if typed.time is None else corrections.move(dt.datetime.combine(day, typed.time))


def _later(found: re.Match[str]) -> Correction | Refusal:
    minutes = int(found[4]) if found[4] else int(found[2]) * 60 + int(found[3])
    if minutes > _LONGEST:
        return Refusal(_TOO_LONG)
    if not minutes:
        return Refusal(_UNREADABLE)
    return corrections.later(-minutes if found[1] in _MINUS else minutes)
