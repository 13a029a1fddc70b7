"""Days, times and zones as content writes them: 2025-09-23, 09:30, Asia/Shanghai, and nothing that looks similar."""

import datetime as dt
import re
from functools import cache
from typing import Annotated, Any, Final
from zoneinfo import available_timezones

from pydantic import AfterValidator, BeforeValidator

_DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_TIME: Final = re.compile(r"[0-9]{2}:[0-9]{2}(:[0-9]{2})?")
# Within these years every local time has its instant in UTC, whatever the zone.
_FIRST_YEAR: Final = 1900
_LAST_YEAR: Final = 2199


def _written_as_a_day(value: Any) -> Any:
    # pydantic would take "86400" for the second day of 1970.
    if isinstance(value, str) and not _DAY.fullmatch(value):
        raise ValueError("is not a date such as 2025-09-23")
    return value


def _in_our_time(day: dt.date) -> dt.date:
    if not _FIRST_YEAR <= day.year <= _LAST_YEAR:
        raise ValueError(f"is not in the years {_FIRST_YEAR} to {_LAST_YEAR}")
    return day


def _written_as_a_time(value: Any) -> Any:
    # pydantic would take "34200" for half past nine.
    if isinstance(value, str) and not _TIME.fullmatch(value):
        raise ValueError("is not a time such as 09:30")
    return value


def _local(time: dt.time) -> dt.time:
    if time.tzinfo is not None:
        raise ValueError("is a time with a zone: times are local and the zone is named in `zone`")
    return time


@cache
def _zones() -> frozenset[str]:
    """Every zone this machine knows; finding out reads hundreds of files."""
    return frozenset(available_timezones())


def _known_zone(name: str) -> str:
    if name not in _zones():
        raise ValueError("is not an IANA time zone such as Asia/Shanghai")
    return name


Day = Annotated[dt.date, BeforeValidator(_written_as_a_day), AfterValidator(_in_our_time)]
Time = Annotated[dt.time, BeforeValidator(_written_as_a_time), AfterValidator(_local)]
Zone = Annotated[str, AfterValidator(_known_zone)]
