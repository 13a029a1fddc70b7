"""Correcting the programme on the day: each correction of an event as a pure step from a visit to a visit.

Where a correction cannot be made, what comes is a `Refusal`, which says why. Nothing but the times, the place or the
status of the events that are meant ever changes.
"""

import datetime as dt
from collections.abc import Callable
from typing import Final

from bot.content.agenda import days_of_event, ends_at, is_over, starts_at
from bot.content.models import Event, Visit
from bot.content.refusals import Refusal
from bot.content.retiming import TOO_FAR, at, lasts_days, moved_to
from bot.content.rules_of_times import impossible_times
from bot.core.translation import msg

_NOT_THERE: Final = msg("This event is no longer in the programme.")
_NO_CHANGE: Final = msg("It stands so already.")
_OVER: Final = msg("This event is over. Under “Move…” a corrected time can still be written.")
CANCELLED: Final = msg("This event is cancelled. Restore it first.")
_TIME_UNKNOWN: Final = msg("This event has no time yet. Give it one under “Move…”.")
_NO_SUCH_PLACE: Final = msg("The visit has no such place any more.")

# The longest that a day can be, when the clocks go back.
_DAY_AND_NIGHT: Final = dt.timedelta(hours=26)

_Correction = Callable[[Event], Event | Refusal]


def later(visit: Visit, event_id: str, length: dt.timedelta, now: dt.datetime) -> Visit | Refusal:
    """Have an event start so much later, or earlier where `length` is negative, and end as much later.

    `now` is an aware moment: what is over stays as it was.
    """

    def correct(event: Event) -> Event | Refusal:
        start, end = starts_at(visit, event), ends_at(visit, event)
        if start is None:
            return Refusal(_TIME_UNKNOWN)
        if is_over(visit, event, now):
            return Refusal(_OVER)
        return at(visit, event, start + length, None if end is None else end + length)

    return _corrected(visit, event_id, correct)


def moved(visit: Visit, event_id: str, day: dt.date | None, start: dt.time | None) -> Visit | Refusal:
    """Move an event to a day and a start by the clock of its own zone; None keeps the day or the start that it has.

    It keeps its length: by the clock where it lasts a day or longer, else as time passes.
    """
    return _corrected(visit, event_id, lambda event: moved_to(visit, event, day, start))


def placed(visit: Visit, event_id: str, place_id: str) -> Visit | Refusal:
    """Have an event take place elsewhere. Its room goes: it is one of the place that it had."""
    if all(place.id != place_id for place in visit.places):
        return Refusal(_NO_SUCH_PLACE)

    def correct(event: Event) -> Event:
        return event if event.place == place_id else event.model_copy(update={"place": place_id, "room": None})

    return _corrected(visit, event_id, correct)


def cancelled(visit: Visit, event_id: str) -> Visit | Refusal:
    """Call an event off. All else stays, so that it can be restored."""
    return _with_status(visit, event_id, "cancelled")


def restored(visit: Visit, event_id: str) -> Visit | Refusal:
    """Have a cancelled event take place after all."""
    return _with_status(visit, event_id, "planned")


def rest_of_the_day(visit: Visit, event_id: str, now: dt.datetime) -> tuple[Event, ...]:
    """Return what moves with an event when the rest of its day does, itself among it, in the order of their starts.

    That is whatever starts later on the same day, by the visit's clock, at a known time, is not cancelled and not over
    at `now` (aware). What lasts a day or longer, such as a fair, waits for nobody. Without a time it is nothing.
    """
    event = _found(visit, event_id)
    start = None if event is None else starts_at(visit, event)
    if event is None or start is None:
        return ()
    day = days_of_event(visit, event)[0]
    following: list[tuple[dt.datetime, Event]] = []
    for other in visit.events:
        begins = starts_at(visit, other)
        # What starts later, but not so much later that it can only be another day; the rest is asked of few.
        if begins is None or not (other is event or start < begins < start + _DAY_AND_NIGHT):
            continue
        on_that_day = other is event or (days_of_event(visit, other)[0] == day and not lasts_days(visit, other))
        if on_that_day and other.status != "cancelled" and not is_over(visit, other, now):
            following.append((begins, other))
    return tuple(other for _, other in sorted(following, key=lambda entry: entry[0]))


def rest_later(visit: Visit, event_id: str, length: dt.timedelta, now: dt.datetime) -> Visit | Refusal:
    """Have an event and the rest of its day (see `rest_of_the_day`) start and end so much later: all of it or nothing.

    `now` is an aware moment.
    """
    result = later(visit, event_id, length, now)
    for other in rest_of_the_day(visit, event_id, now):
        if isinstance(result, Refusal):
            break
        if other.id != event_id:
            result = later(result, other.id, length, now)
    return result


def _found(visit: Visit, event_id: str) -> Event | None:
    return next((event for event in visit.events if event.id == event_id), None)


def _with_status(visit: Visit, event_id: str, status: str) -> Visit | Refusal:
    event = _found(visit, event_id)
    if event is None:
        return Refusal(_NOT_THERE)
    if event.status == status:
        return Refusal(_NO_CHANGE)
    return _with(visit, event, event.model_copy(update={"status": status}))


def _corrected(visit: Visit, event_id: str, correct: _Correction) -> Visit | Refusal:
    """Return the visit with one event corrected, unless nothing changes or the outcome cannot be."""
    event = _found(visit, event_id)
    if event is None:
        return Refusal(_NOT_THERE)
    if event.status == "cancelled":
        return Refusal(CANCELLED)
    corrected = correct(event)
    if isinstance(corrected, Refusal):
        return corrected
    if corrected == event:
        return Refusal(_NO_CHANGE)
    result = _with(visit, event, corrected)
    if corrected.day is not None and corrected.day != event.day:
        known = {problem.reason for problem in impossible_times(visit)}
        if any(problem.reason not in known for problem in impossible_times(result)):
            return Refusal(TOO_FAR, {"day": corrected.day})
    return result


def _with(visit: Visit, event: Event, corrected: Event) -> Visit:
    events = tuple(corrected if other is event else other for other in visit.events)
    return visit.model_copy(update={"events": events})
