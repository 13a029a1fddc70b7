"""A clock that stands still until a test moves it."""

import datetime as dt

START = dt.datetime(2025, 9, 24, 9, 0, tzinfo=dt.UTC)


class ManualClock:
    """Both kinds of time, moved together by `advance`."""

    def __init__(self, moment: dt.datetime = START) -> None:
        self._moment = moment
        self._monotonic = 1_000.0

    def now(self) -> dt.datetime:
        return self._moment

    def monotonic(self) -> float:
        return self._monotonic

    def advance(self, seconds: float) -> None:
        """Let this long pass."""
        self._moment += dt.timedelta(seconds=seconds)
        self._monotonic += seconds

    def set(self, moment: dt.datetime) -> None:
        """Set the calendar's clock only, as an administrator or NTP does."""
        self._moment = moment
