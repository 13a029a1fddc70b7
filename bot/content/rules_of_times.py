"""Times exist, and days are those of one visit."""

import datetime as dt
from collections.abc import Iterator
from typing import Final
from zoneinfo import ZoneInfo

from bot.content.agenda import zone_of
from bot.content.models import Visit
from bot.content.problems import Problem

# Nothing a delegation does takes longer; beyond it lies a slip in the month or the year.
LONGEST_EVENT: Final = dt.timedelta(days=60)
LONGEST_VISIT: Final = dt.timedelta(days=366)


def impossible_times(visit: Visit) -> Iterator[Problem]:
    """Find times that the clocks leave out, events without end, and days that cannot belong to the same visit."""
    first = min((event.day for event in visit.events if event.day is not None), default=None)
    for position, event in enumerate(visit.events):
        path = ("events", position)
        if event.day is None or first is None:
            continue
        if event.day - first > LONGEST_VISIT:
            yield Problem((*path, "day"), f"is more than a year after the first event, {first}")
        if event.last_day is not None and event.last_day - event.day > LONGEST_EVENT:
            yield Problem((*path, "last_day"), f"makes an event of more than {LONGEST_EVENT.days} days")
        for name, day, time in (("start", event.day, event.start), ("end", event.last_day or event.day, event.end)):
            if time is not None and not exists(day, time, zone_of(visit, event)):
                yield Problem((*path, name), f"does not exist on {day}: the clocks go forward past it")


def exists(day: dt.date, time: dt.time, zone: ZoneInfo) -> bool:
    """Tell whether the clocks of a zone show this time on this day: going forward they leave some out."""
    local = dt.datetime.combine(day, time, tzinfo=zone)
    return local.astimezone(dt.UTC).astimezone(zone).replace(tzinfo=None) == local.replace(tzinfo=None)
