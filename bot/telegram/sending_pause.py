"""The pause that Telegram asks for with a 429: it holds for everything that goes out, also after a restart."""

import datetime as dt
import sqlite3
from typing import Final

import structlog

from bot.core.database import Database
from bot.core.moments import Clock, from_milliseconds, to_milliseconds
from bot.core.notebook import note, write_note
from bot.telegram.pace import Pace

_NOTE: Final = "sending_paused_until"


class SendingPause:
    """Pauses the pace, and remembers until when."""

    def __init__(self, pace: Pace, database: Database, clock: Clock) -> None:
        self._pace = pace
        self._database = database
        self._clock = clock
        # When the longest pause asked for is over, in the clock's monotonic seconds.
        self._over_at = 0.0
        self._log: structlog.stdlib.BoundLogger = structlog.get_logger("bot.sender")

    async def begin(self, seconds: float) -> None:
        """Let nothing out for so many seconds."""
        self._pace.pause(seconds)
        self._log.warning("Telegram asks for a pause in sending", seconds=seconds)
        if (over_at := self._clock.monotonic() + seconds) <= self._over_at:
            return
        self._over_at = over_at
        until = self._clock.now() + dt.timedelta(seconds=seconds)
        try:
            await self._database.run("pause", write_note, _NOTE, f"{to_milliseconds(until)} {seconds}")
        except sqlite3.Error as error:
            # A full disk must not stop the sending; after a restart Telegram would ask once more.
            self._log.warning("could not be written down", what="pause", reason=str(error))

    def resume(self, connection: sqlite3.Connection) -> None:
        """Keep to a pause that an earlier run was asked for."""
        noted = note(connection, _NOTE)
        if noted is not None:
            until, _, seconds = noted.partition(" ")
            left = (from_milliseconds(int(until)) - self._clock.now()).total_seconds()
            # A clock that was set back must not make it longer than it was.
            left = min(left, float(seconds or left))
            self._over_at = self._clock.monotonic() + left
            self._pace.pause(left)
