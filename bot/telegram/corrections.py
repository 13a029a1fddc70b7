"""Corrections of an event as buttons carry them: few letters each, read back and carried out on a visit."""

import datetime as dt
import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, Self

from bot.content import on_the_day
from bot.content.models import Visit
from bot.content.refusals import Refusal

# From here the moments in buttons count, by whatever clock is meant.
_EPOCH: Final = dt.datetime.combine(dt.date(2000, 1, 1), dt.time())
_MINUTE: Final = dt.timedelta(minutes=1)
_DIGITS: Final = "0123456789abcdefghijklmnopqrstuvwxyz"
_MARK_LENGTH: Final = 6


class Kind(StrEnum):
    """What is done to an event: the letter with which its code begins."""

    LATER = "l"
    REST_LATER = "s"
    MOVE = "m"
    MOVE_DAY = "d"
    PLACE = "p"
    CANCEL = "x"
    RESTORE = "r"


_VALUES: Final[Mapping[Kind, re.Pattern[str]]] = {
    Kind.LATER: re.compile(r"-?[1-9]\d{0,3}"),
    Kind.REST_LATER: re.compile(r"-?[1-9]\d{0,3}"),
    Kind.MOVE: re.compile(r"[0-9a-z]{1,6}"),
    Kind.MOVE_DAY: re.compile(r"[0-9a-z]{1,4}"),
    Kind.PLACE: re.compile(r"[0-9a-f]{6}"),
    Kind.CANCEL: re.compile(r""),
    Kind.RESTORE: re.compile(r""),
}


@dataclass(frozen=True, slots=True)
class Correction:
    """What is to be done to an event. `value` says how: minutes, a moment by the event's own clock, or a place."""

    kind: Kind
    value: str = ""

    @classmethod
    def read(cls, code: str) -> Self | None:
        """Return the correction with this code; None where there is none."""
        try:
            found = cls(Kind(code[:1]), code[1:])
        except ValueError:
            return None
        return found if _VALUES[found.kind].fullmatch(found.value) else None

    @property
    def code(self) -> str:
        """At most seven letters, from which `read` makes the same again."""
        return f"{self.kind}{self.value}"

    @property
    def length(self) -> dt.timedelta:
        """How much later it makes something. Raises ValueError for another kind."""
        return int(self.value) * _MINUTE

    def carry_out(self, visit: Visit, event_id: str, now: dt.datetime) -> Visit | Refusal:
        """Return the visit with this done to one of its events, or why it cannot be; `now` is an aware moment."""
        match self.kind:
            case Kind.LATER:
                result = on_the_day.later(visit, event_id, self.length, now)
            case Kind.REST_LATER:
                result = on_the_day.rest_later(visit, event_id, self.length, now)
            case Kind.MOVE:
                moment = _EPOCH + int(self.value, 36) * _MINUTE
                result = on_the_day.moved(visit, event_id, moment.date(), moment.time())
            case Kind.MOVE_DAY:
                day = _EPOCH.date() + dt.timedelta(days=int(self.value, 36))
                result = on_the_day.moved(visit, event_id, day, None)
            case Kind.PLACE:
                result = on_the_day.placed(visit, event_id, _marked(visit, self.value))
            case Kind.CANCEL:
                result = on_the_day.cancelled(visit, event_id)
            case Kind.RESTORE:
                result = on_the_day.restored(visit, event_id)
        return result


CANCEL: Final = Correction(Kind.CANCEL)
RESTORE: Final = Correction(Kind.RESTORE)


def later(minutes: int) -> Correction:
    """Make an event so many minutes later, or earlier."""
    return Correction(Kind.LATER, str(minutes))


def rest_later(minutes: int) -> Correction:
    """Make an event and the rest of its day so many minutes later, or earlier."""
    return Correction(Kind.REST_LATER, str(minutes))


def move(local: dt.datetime) -> Correction:
    """Move an event to a moment from 2000 on, by its own clock and to the minute."""
    return Correction(Kind.MOVE, _in_digits((local - _EPOCH) // _MINUTE))


def move_day(day: dt.date) -> Correction:
    """Move an event to a day from 2000 on, at the time that it has."""
    return Correction(Kind.MOVE_DAY, _in_digits((day - _EPOCH.date()).days))


def place(place_id: str) -> Correction:
    """Have an event take place elsewhere."""
    return Correction(Kind.PLACE, _mark(place_id))


def _mark(place_id: str) -> str:
    """Return a mark for a place: with its id a button would be too long for Telegram."""
    return hashlib.sha256(place_id.encode()).hexdigest()[:_MARK_LENGTH]


def _marked(visit: Visit, mark: str) -> str:
    """Return the id of the place with this mark; empty where no place has it, or more than one."""
    found = [place.id for place in visit.places if _mark(place.id) == mark]
    return found[0] if len(found) == 1 else ""


def _in_digits(number: int) -> str:
    if number < 0:
        raise ValueError("lies before 2000")
    digits = ""
    while True:
        number, digit = divmod(number, len(_DIGITS))
        digits = _DIGITS[digit] + digits
        if not number:
            return digits
