"""Moments in time: aware UTC datetimes in the program, milliseconds since 1970 in the store; and the clock."""

import datetime as dt
import time
from typing import Protocol


class Clock(Protocol):
    """Where the time comes from; injected, so that a whole visit can be rehearsed in a second."""

    def now(self) -> dt.datetime:
        """Return the moment, aware, in UTC."""

    def monotonic(self) -> float:
        """Return seconds that only ever grow, for measuring and waiting."""


class SystemClock:
    """The machine's clock."""

    def now(self) -> dt.datetime:
        """Return the moment, aware, in UTC."""
        return dt.datetime.now(dt.UTC)

    def monotonic(self) -> float:
        """Return seconds that only ever grow."""
        return time.monotonic()


def to_milliseconds(moment: dt.datetime) -> int:
    """Return an aware moment as the store keeps it."""
    if moment.tzinfo is None:
        raise ValueError("a moment needs its zone")
    return round(moment.timestamp() * 1000)


def from_milliseconds(milliseconds: int) -> dt.datetime:
    """Return a stored moment as an aware UTC datetime."""
    return dt.datetime.fromtimestamp(milliseconds / 1000, dt.UTC)
