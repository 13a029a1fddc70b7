"""What the running bot does for itself: a heartbeat, a daily backup, and erasing what has been kept long enough."""

import asyncio
import datetime as dt
import sqlite3
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import structlog

from bot.core.backups import make_backup
from bot.core.conditions import Condition
from bot.core.database import Database
from bot.core.heartbeat import BEAT_EVERY, beat
from bot.core.moments import Clock, from_milliseconds, to_milliseconds
from bot.core.notebook import note, write_note
from bot.features.announcements import pieces
from bot.features.changes import store as changes
from bot.features.publishing import store as proposals
from bot.telegram import inbox, invites, jobs, members, prompts, questions

BACKUP_NOTE: Final = "last_backup_at"
_BACKUP_EVERY: Final = dt.timedelta(hours=24)
_LOOK_EVERY: Final = 300.0


@dataclass(frozen=True, slots=True)
class Upkeep:
    """Loops that run beside the work until they are cancelled."""

    database: Database
    clock: Clock
    storage: Condition
    backup: Condition
    heartbeat: Path
    backups: Path
    keep_backups: int
    keep_days: int

    async def beat(self) -> None:
        """Touch the heartbeat file as long as the store takes its turn; it is gone after an orderly stop."""
        try:
            while True:
                try:
                    await self.database.run("heartbeat", lambda connection: connection.execute("SELECT 1").fetchone())
                    beat(self.heartbeat)
                except (OSError, sqlite3.Error) as error:
                    self.storage.bad(str(error))
                await asyncio.sleep(BEAT_EVERY)
        finally:
            self.heartbeat.unlink(missing_ok=True)

    async def tidy(self) -> None:
        """Erase what is old and make the daily backup, trying again in a few minutes when that fails."""
        log: structlog.stdlib.BoundLogger = structlog.get_logger("bot.upkeep")
        while True:
            try:
                await self.database.run("expire", self._expire)
                if await self.database.run("backup due", self._backup_is_due):
                    path = await self.back_up()
                    log.info("a backup is made", file=path.name)
                self.backup.good()
            except (OSError, sqlite3.Error) as error:
                self.backup.bad(str(error))
            await asyncio.sleep(_LOOK_EVERY)

    async def back_up(self) -> Path:
        """Make a backup now and return it. Raises OSError or sqlite3.Error when it cannot be written."""
        now = self.clock.now()
        made: list[Path] = []
        await self.database.outside(
            lambda connection: made.append(make_backup(connection, self.backups, now, self.keep_backups))
        )
        await self.database.run("backup made", write_note, BACKUP_NOTE, str(to_milliseconds(now)))
        return made[0]

    def _expire(self, connection: sqlite3.Connection) -> None:
        now = self.clock.now()
        inbox.expire(connection, now, self.keep_days)
        jobs.expire_jobs(connection, now, self.keep_days)
        invites.expire(connection, now)
        members.expire(connection, now)
        prompts.expire(connection, now)
        questions.expire(connection, now, self.keep_days)
        pieces.expire(connection, now)
        proposals.expire(connection, now, self.keep_days)
        changes.expire(connection, now, self.keep_days)

    def _backup_is_due(self, connection: sqlite3.Connection) -> bool:
        last = note(connection, BACKUP_NOTE)
        # A clock that was set back must not stop the backups.
        return last is None or abs(self.clock.now() - from_milliseconds(int(last))) >= _BACKUP_EVERY
