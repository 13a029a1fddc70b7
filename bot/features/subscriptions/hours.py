"""Times of the day as people write and as buttons carry them."""

import datetime as dt
import re
from typing import Final
from zoneinfo import ZoneInfo

Hours = tuple[dt.time, dt.time]

_TIME: Final = r"([0-9]{1,2})\s*(?:[:.：点时]?\s*([0-9]{2}))?"
# What stands between hours and minutes does not part two times: `22:00` is one.
_HOURS: Final = re.compile(rf"[^0-9]*{_TIME}[^0-9]*[^0-9:.：][^0-9]*{_TIME}[^0-9]*")
_LONGEST: Final = 80
# Another way to write 00:00.
_MIDNIGHT: Final = (24, 0)
_WAKING: Final = dt.time(8)
# Until then a night still belongs to the day before it.
_SMALL_HOURS: Final = dt.time(4)


def read_hours(text: str) -> Hours | None:
    """Return the two times in a text such as `22–7`, `22:30 - 06:00` or `2200-0700`; None where it is no such text."""
    found = _HOURS.fullmatch(text) if len(text) <= _LONGEST else None
    if found is None:
        return None
    times = [_time(found[hour], found[hour + 1]) for hour in (1, 3)]
    begins, ends = times
    return None if begins is None or ends is None else (begins, ends)


def written(hours: Hours) -> str:
    """Return hours as a button carries them."""
    return f"{hours[0]:%H%M}-{hours[1]:%H%M}"


def tomorrow_morning(zone: ZoneInfo, now: dt.datetime) -> dt.datetime:
    """Return when the next day begins for who sleeps in this zone: 08:00 there, in UTC."""
    local = now.astimezone(zone)
    day = local.date() if local.time() < _SMALL_HOURS else local.date() + dt.timedelta(days=1)
    return dt.datetime.combine(day, _WAKING, tzinfo=zone).astimezone(dt.UTC)


def _time(hour: str, minute: str | None) -> dt.time | None:
    if (int(hour), int(minute or 0)) == _MIDNIGHT:
        return dt.time()
    try:
        return dt.time(int(hour), int(minute or 0))
    except ValueError:
        return None
