"""An event at another time: it keeps its length, and its times are such as the clocks of its zone show."""

import datetime as dt
from typing import Final

from bot.content.agenda import ends_at, instant, starts_at, zone_of
from bot.content.models import Event, Visit
from bot.content.refusals import Refusal
from bot.content.rules_of_times import exists
from bot.core.translation import msg

_ONE_DAY: Final = dt.timedelta(days=1)
# Further off there is no visit, and days run out of the calendar.
_FIRST_DAY: Final = dt.date(2000, 1, 1)
_LAST_DAY: Final = dt.date(2190, 1, 1)
TOO_FAR: Final = msg("{day} is more than a year away from the rest of the visit. Choose a nearer day.")
DAY_UNKNOWN: Final = msg("This event has no day yet. Write the day as well, such as 24.09 11:30.")
_LEFT_OUT: Final = msg("{time} does not exist on {day}: the clocks go forward past it. Choose another time.")
_TWICE: Final = msg(
    "On {day} the clocks go back, and {time} comes twice: I cannot tell which is meant. Choose another time."
)


def at(visit: Visit, event: Event, begin: dt.datetime, end: dt.datetime | None) -> Event | Refusal:
    """Return the event from one instant to another as the clock of its zone shows them, unless it cannot tell them.

    Without an end an event of several days has as many as before.
    """
    zone = zone_of(visit, event)
    first = begin.astimezone(zone)
    last = None if end is None else end.astimezone(zone)
    values: dict[str, object] = {"day": first.date(), "start": first.time(), "last_day": None}
    if last is not None:
        values |= {"end": last.time(), "last_day": last.date() if last.date() > first.date() else None}
    elif event.last_day is not None and event.day is not None:
        values["last_day"] = event.last_day + (first.date() - event.day)
    retimed = event.model_copy(update=values)
    # Going back, the clocks show an hour twice; written down, a time is the first of the two.
    for local, shown, meant in ((first, starts_at(visit, retimed), begin), (last, ends_at(visit, retimed), end)):
        if local is not None and shown != meant:
            return Refusal(_TWICE, {"day": local.date(), "time": local.time()})
    return retimed


def moved_to(visit: Visit, event: Event, day: dt.date | None, start: dt.time | None) -> Event | Refusal:
    """Return the event on this day and from this time by the clock of its zone; None keeps what it has.

    It keeps its length: by the clock where it lasts a day or longer, else as time passes.
    """
    day = event.day if day is None else day
    start = event.start if start is None else start
    if day is None:
        return Refusal(DAY_UNKNOWN)
    if not _FIRST_DAY <= day <= _LAST_DAY:
        return Refusal(TOO_FAR, {"day": day})
    if start is None:
        last = None if event.last_day is None or event.day is None else event.last_day + (day - event.day)
        return event.model_copy(update={"day": day, "last_day": last})
    return _moved(visit, event, dt.datetime.combine(day, start))


def lasts_days(visit: Visit, event: Event) -> bool:
    """Tell whether an event goes on for a day or longer; one that ends after midnight does not."""
    start, end = starts_at(visit, event), ends_at(visit, event)
    if start is None or end is None:
        return event.last_day is not None
    return end - start >= _ONE_DAY


def _moved(visit: Visit, event: Event, local: dt.datetime) -> Event | Refusal:
    """Return the event from this time on, by the clock of its zone."""
    zone, was, until = zone_of(visit, event), starts_at(visit, event), ends_at(visit, event)
    begin = instant(local.date(), local.time(), zone)
    end = None if was is None or until is None else begin + (until - was)
    shown = [local]
    if was is not None and until is not None and lasts_days(visit, event):
        by_the_clock = until.astimezone(zone).replace(tzinfo=None) - was.astimezone(zone).replace(tzinfo=None)
        shown.append(local + by_the_clock)
        end = instant(shown[-1].date(), shown[-1].time(), zone)
    for moment in shown:
        if not exists(moment.date(), moment.time(), zone):
            return Refusal(_LEFT_OUT, {"day": moment.date(), "time": moment.time()})
    return at(visit, event, begin, end)
