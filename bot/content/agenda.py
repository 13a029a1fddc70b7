"""When things happen: pure questions about a visit's programme, answered from the document and an instant.

Instants are aware datetimes, answers are in UTC. Local times that a clock change makes ambiguous mean the first of
the two; those it leaves out mean as much later as the clock jumps (`bot.content.rules` refuses them in a file).
The days of a programme are days in the visit's zone: a call at 20:00 in Moscow stands under the next day in Shanghai.
"""

import datetime as dt
from zoneinfo import ZoneInfo

from bot.content.models import Event, Visit


def zone_of(visit: Visit, event: Event) -> ZoneInfo:
    """Return the zone in which the event's times are written: its own, else the visit's."""
    return ZoneInfo(event.zone or visit.zone)


def starts_at(visit: Visit, event: Event) -> dt.datetime | None:
    """Return the instant at which the event starts, in UTC; None when its day or time is unknown."""
    if event.day is None or event.start is None:
        return None
    return instant(event.day, event.start, zone_of(visit, event))


def ends_at(visit: Visit, event: Event) -> dt.datetime | None:
    """Return the instant at which the event ends (on its last day), in UTC; None when that is unknown."""
    start = starts_at(visit, event)
    if start is None or event.day is None or event.end is None:
        return None
    end = instant(event.last_day or event.day, event.end, zone_of(visit, event))
    return end if end > start else None


def is_over(visit: Visit, event: Event, at: dt.datetime) -> bool:
    """Tell whether the event has ended by this instant; without a known end, whether its last day has passed."""
    _refuse_naive(at)
    end = ends_at(visit, event)
    if end is not None:
        return end <= at
    days = days_of_event(visit, event)
    return bool(days) and days[-1] < at.astimezone(ZoneInfo(visit.zone)).date()


def days_of_event(visit: Visit, event: Event) -> tuple[dt.date, ...]:
    """Return the days, in the visit's zone, on which the programme lists the event; none when its day is unknown."""
    if event.day is None:
        return ()
    zone = ZoneInfo(visit.zone)
    start, end = starts_at(visit, event), ends_at(visit, event)
    first = event.day if start is None else start.astimezone(zone).date()
    last = first
    if event.last_day is not None:
        # An event that ends at midnight is over before the new day's list begins.
        last = event.last_day if end is None else (end - dt.timedelta.resolution).astimezone(zone).date()
    return tuple(first + dt.timedelta(days=number) for number in range(max((last - first).days, 0) + 1))


def days_of(visit: Visit) -> tuple[dt.date, ...]:
    """Return every day that has an event, cancelled ones included, in order."""
    return tuple(sorted({day for event in visit.events for day in days_of_event(visit, event)}))


def day_at_hand(visit: Visit, at: dt.datetime) -> dt.date | None:
    """Return the day to show first: today, else the next day with events, else the last; None without any day."""
    _refuse_naive(at)
    today = at.astimezone(ZoneInfo(visit.zone)).date()
    days = days_of(visit)
    return next((day for day in days if day >= today), days[-1] if days else None)


def day_number(visit: Visit, day: dt.date) -> tuple[int, int] | None:
    """Return (2, 3) for "day 2 of 3", counting the days that have events; None when this day has none."""
    days = days_of(visit)
    return (days.index(day) + 1, len(days)) if day in days else None


def events_of_day(visit: Visit, day: dt.date) -> tuple[Event, ...]:
    """Return the events of a day as they are read: cancelled ones included, nothing twice.

    Timed events stand by their start, then end, then as written. An event of unknown time stands where the file has
    it: straight after the timed event of that day written before it. What goes on from an earlier day comes last.
    """
    todays: list[tuple[tuple[dt.datetime, dt.datetime, int, int], Event]] = []
    going_on: list[Event] = []
    place = (dt.datetime.min.replace(tzinfo=dt.UTC),) * 2
    anchor = -1
    for position, event in enumerate(visit.events):
        days = days_of_event(visit, event)
        if day not in days:
            continue
        start = starts_at(visit, event)
        if day != days[0] or (start is None and len(days) > 1):
            going_on.append(event)
            continue
        if start is not None:
            place, anchor = (start, ends_at(visit, event) or start), position
        todays.append(((*place, anchor, position), event))
    todays.sort(key=lambda entry: entry[0])
    return (*(event for _, event in todays), *going_on)


def undated(visit: Visit) -> tuple[Event, ...]:
    """Return the events whose day is unknown, as written."""
    return tuple(event for event in visit.events if event.day is None)


def now_and_next(visit: Visit, at: dt.datetime) -> tuple[tuple[Event, ...], tuple[Event, ...]]:
    """Return what is on at this instant, and everything that starts together at the next start after it.

    Cancelled events and those of unknown time are neither. An event without an end is on until another one for the
    same people starts, or until midnight in its zone. Events of several days are on throughout, from their start to
    their end (where unknown, from the first to the last midnight), and stand last.
    """
    _refuse_naive(at)
    now: list[tuple[bool, dt.datetime, Event]] = []
    later: list[tuple[bool, dt.datetime, Event]] = []
    for event in _held(visit):
        several_days = event.last_day is not None
        start = starts_at(visit, event)
        begin, end = _extent(visit, event)
        if begin <= at < end:
            now.append((several_days, begin, event))
        elif start is not None and start > at:
            later.append((several_days, start, event))
    first = min((start for _, start, _ in later), default=at)
    following = [entry for entry in later if entry[1] == first]
    return _in_order(now), _in_order(following)


def instant(day: dt.date, time: dt.time, zone: ZoneInfo) -> dt.datetime:
    """Return the instant, in UTC, at which the clocks of a zone show this time on this day."""
    return dt.datetime.combine(day, time.replace(fold=0), tzinfo=zone).astimezone(dt.UTC)


def _refuse_naive(at: dt.datetime) -> None:
    if at.tzinfo is None:
        raise ValueError("an instant needs its zone: the machine's own is never meant")


def _held(visit: Visit) -> tuple[Event, ...]:
    """Events that take place on a known day, at a known time or over several days."""
    return tuple(
        event
        for event in visit.events
        if event.status != "cancelled"
        and event.day is not None
        and (event.start is not None or event.last_day is not None)
    )


def _extent(visit: Visit, event: Event) -> tuple[dt.datetime, dt.datetime]:
    """From when to when the event counts as being on."""
    first = event.day
    if first is None:
        raise ValueError("an event without a day is never on")
    zone = zone_of(visit, event)
    midnight = instant((event.last_day or first) + dt.timedelta(days=1), dt.time(), zone)
    begin = starts_at(visit, event) or instant(first, dt.time(), zone)
    end = ends_at(visit, event)
    if end is None and event.last_day is None:
        starts = (starts_at(visit, other) for other in _held(visit) if _for_the_same_people(event, other))
        end = min((start for start in starts if start is not None and start > begin), default=midnight)
    return begin, midnight if end is None else min(end, midnight)


def _for_the_same_people(event: Event, other: Event) -> bool:
    """Whether a start of the other means that this one is over; a fair that opens ends nobody's lunch."""
    if other.last_day is not None:
        return False
    return not event.groups or not other.groups or not set(event.groups).isdisjoint(other.groups)


def _in_order(entries: list[tuple[bool, dt.datetime, Event]]) -> tuple[Event, ...]:
    return tuple(event for _, _, event in sorted(entries, key=lambda entry: entry[:2]))
