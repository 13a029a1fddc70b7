"""A store and a wire that are the bot's own, with a crash point before and after every commit and every call."""

import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any, Concatenate, ParamSpec, Self, TypeVar

from bot.core.database import Database, UnitOfWork, _Thread
from bot.telegram.wire import Wire
from tests.torture.effects import make_tables
from tests.torture.fuse import ALONE_ATTEMPT, Fuse
from tests.torture.points import (
    BACKUP,
    DOWNLOAD,
    DURING_BACKUP,
    GET_UPDATES,
    PUBLICATION,
    after_call,
    after_commit,
    before_call,
    before_commit,
)

# How many of SQLite's own steps lie between two chances to die in the middle of a backup.
_STEPS_OF_A_BACKUP = 20
# Says of a transaction that an edition takes the place of another in it.
_WATCH_PUBLICATIONS = """
CREATE TEMP TRIGGER torture_publications AFTER INSERT ON main.audit
WHEN new.action = 'published' AND new.before IS NOT NULL BEGIN SELECT torture_published(); END;
"""

P = ParamSpec("P")
T = TypeVar("T")


class _CrashingUnit(UnitOfWork):
    """A unit of work that passes its crash points around its COMMIT."""

    def __init__(self, thread: _Thread, name: str, fuse: Fuse) -> None:
        super().__init__(thread)
        self._name = name
        self._fuse = fuse
        self._fuse.publishes = False

    async def finish(
        self, work: Callable[Concatenate[sqlite3.Connection, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        def last(connection: sqlite3.Connection) -> T:
            result = work(connection, *args, **kwargs)
            self._fuse.reach(before_commit(self._name))
            if self._fuse.publishes:
                self._fuse.reach(before_commit(PUBLICATION))
            return result

        result = await super().finish(last)
        if self._name == "count attempt":
            self._fuse.note(ALONE_ATTEMPT, str(args[0]))
        if self._fuse.publishes:
            self._fuse.publishes = False
            self._fuse.reach(after_commit(PUBLICATION))
        self._fuse.reach(after_commit(self._name))
        return result

    async def commit(self) -> None:
        if not self._begun:
            return
        self._fuse.reach(before_commit(self._name))
        await super().commit()
        self._fuse.reach(after_commit(self._name))


def crashing_database(fuse: Fuse) -> type[Database]:
    """Return the bot's store with crash points, and with the tables in which effects are counted."""

    class CrashingDatabase(Database):
        @classmethod
        async def open(cls, path: Path) -> Self:
            database = await super().open(path)
            await database._thread.call(make_tables)
            await database._thread.call(lambda connection: _watch_publications(connection, fuse))
            return database

        async def outside(self, work: Callable[[sqlite3.Connection], Any]) -> None:
            def watched(connection: sqlite3.Connection) -> None:
                connection.set_progress_handler(lambda: fuse.reach(DURING_BACKUP), _STEPS_OF_A_BACKUP)
                try:
                    work(connection)
                finally:
                    connection.set_progress_handler(None, 0)

            fuse.reach(before_call(BACKUP))
            await super().outside(watched)
            fuse.reach(after_call(BACKUP))

        def _new_unit(self, name: str) -> UnitOfWork:
            fuse.unit = name
            return _CrashingUnit(self._thread, name, fuse)

    return CrashingDatabase


def _watch_publications(connection: sqlite3.Connection, fuse: Fuse) -> None:
    def published() -> None:
        fuse.publishes = True

    connection.create_function("torture_published", 0, published)
    connection.executescript(_WATCH_PUBLICATIONS)


def crashing_wire(fuse: Fuse) -> type[Wire]:
    """Return the bot's way to Telegram with crash points."""

    class CrashingWire(Wire):
        async def get_updates(self, offset: int | None, seconds: int, kinds: list[str]) -> list[dict[str, Any]]:
            fuse.reach(before_call(GET_UPDATES))
            updates = await super().get_updates(offset, seconds, kinds)
            fuse.reach(after_call(GET_UPDATES))
            return updates

        async def call(self, name: str, body: str, file: tuple[str, str, bytes] | None = None) -> Any:
            fuse.reach(before_call(name))
            result = await super().call(name, body, file)
            fuse.reach(after_call(name))
            return result

        async def download(self, file_id: str, largest: int) -> bytes:
            fuse.reach(before_call(DOWNLOAD))
            content = await super().download(file_id, largest)
            fuse.reach(after_call(DOWNLOAD))
            return content

    return CrashingWire
