"""Quiet hours: local times between which somebody does not want to be disturbed, in their own zone."""

import datetime as dt
from typing import Final
from zoneinfo import ZoneInfo

_DAY: Final = dt.timedelta(days=1)


def quiet_until(begins: str | None, ends: str | None, zone: ZoneInfo, now: dt.datetime) -> dt.datetime | None:
    """Return when the quiet hours that cover `now` end, in UTC; None when it is not quiet then or they are not set.

    `begins` and `ends` are local times (HH:MM) in `zone`; the hours may span midnight. Where a clock change leaves a
    time out or brings it twice, the longer quiet is meant. Raises ValueError for hours that begin when they end, for
    anything that is no time, and for a moment without its zone.
    """
    if begins is None or ends is None:
        return None
    if now.tzinfo is None:
        raise ValueError("a moment needs its zone")
    first, last = dt.time.fromisoformat(begins), dt.time.fromisoformat(ends)
    if first == last:
        raise ValueError("quiet hours end at another time than they begin")
    until = None
    today = now.astimezone(zone).date()
    # Tomorrow's may begin today: where the clock leaves their beginning out.
    for day in (today - _DAY, today, today + _DAY):
        begin = min(_instants(day, first, zone))
        end = max(_instants(day if first < last else day + _DAY, last, zone))
        # The hours of two days meet where a clock change swallows what lies between them.
        if begin <= (until or now) < end:
            until = end
    return until


def _instants(day: dt.date, time: dt.time, zone: ZoneInfo) -> tuple[dt.datetime, dt.datetime]:
    """Return the two instants that a local time may mean; they are one except at a clock change."""
    local = dt.datetime.combine(day, time, tzinfo=zone)
    return local.astimezone(dt.UTC), local.replace(fold=1).astimezone(dt.UTC)
