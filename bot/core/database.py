"""SQLite: one connection, on aiosqlite's thread, and one unit of work at a time.

Nobody else's statement, reads included, runs inside an open unit of work. Work is handed to the thread as whole
functions over `sqlite3.Connection`, because each hop to the thread costs more than most statements.
"""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, Concatenate, ParamSpec, Self, TypeVar

import aiosqlite

from bot.core.errors import OperatorError
from bot.core.migrations import migrate

P = ParamSpec("P")
T = TypeVar("T")


def connect(path: Path) -> sqlite3.Connection:
    """Open the database for writing, bring it to the newest version and return the connection.

    The caller holds the process lock. Raises OperatorError when the file cannot be used.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        # Made here first, so that nobody else on the machine may read it; its log gets the same rights.
        path.touch(mode=0o600)
        connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False, cached_statements=256)
    except (OSError, sqlite3.Error) as error:
        raise OperatorError(f"{path} cannot be opened: {error}. Check BOT_DATABASE and the folder's owner.") from error
    try:
        for pragma in (
            "busy_timeout = 5000",
            "journal_mode = WAL",
            "synchronous = FULL",
            "foreign_keys = ON",
            "secure_delete = ON",
            "temp_store = MEMORY",
        ):
            connection.execute(f"PRAGMA {pragma}")
        migrate(connection)
    except OperatorError:
        connection.close()
        raise
    except sqlite3.Error as error:
        connection.close()
        raise OperatorError(f"{path} cannot be used as the database: {error}.") from error
    return connection


def connect_read_only(path: Path) -> sqlite3.Connection:
    """Open the database for looking only, also while the bot runs. Raises OperatorError when there is none."""
    if not path.is_file():
        raise OperatorError(f"There is no database at {path}. Start the bot once, or check BOT_DATABASE.")
    # Without a log beside it nobody has the file open, and a folder that may not be written must not matter.
    quiet = "&immutable=1" if not path.with_name(path.name + "-wal").exists() else ""
    connection: sqlite3.Connection | None = None
    try:
        connection = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro{quiet}", uri=True, isolation_level=None)
        connection.execute("PRAGMA schema_version")
    except sqlite3.Error as error:
        if connection is not None:
            connection.close()
        raise OperatorError(f"{path} cannot be read: {error}.") from error
    return connection


class _Thread(aiosqlite.Connection):
    """aiosqlite's connection, entered once for a whole function instead of once a statement."""

    async def call(self, work: Callable[[sqlite3.Connection], T]) -> T:
        """Run the function on the connection's thread, after everything handed over before, and return its result."""
        result: T = await self._execute(work, self._conn)  # type: ignore[no-untyped-call]
        return result

    async def ended(self) -> None:
        """Wait until the thread is gone: it reports its end to the event loop, which must still be there."""
        await asyncio.to_thread(self._thread.join)


class UnitOfWork:
    """An open unit of work: reads and writes that are committed together or not at all.

    The transaction begins with the first of them; one that asks for nothing costs nothing.
    """

    def __init__(self, thread: _Thread) -> None:
        self._thread = thread
        self._before: list[str] = ["BEGIN IMMEDIATE"]
        self._begun = False

    async def call(self, work: Callable[Concatenate[sqlite3.Connection, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run a function over the connection inside this unit."""
        return await self._hop(lambda connection: work(connection, *args, **kwargs))

    def prepare(self, statement: str) -> None:
        """Have a statement (a savepoint's) run just before whatever comes next."""
        self._before.append(statement)

    async def finish(
        self, work: Callable[Concatenate[sqlite3.Connection, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Run the last function of this unit and commit, in one hop. Nothing may follow in this unit."""

        def last(connection: sqlite3.Connection) -> T:
            result = work(connection, *args, **kwargs)
            connection.execute("COMMIT")
            return result

        result = await self._hop(last)
        self._begun = False
        return result

    async def commit(self) -> None:
        """Commit what was done, if anything was."""
        if self._begun:
            await self._hop(lambda connection: connection.execute("COMMIT"))
            self._begun = False

    async def rollback(self) -> None:
        """Undo what was done, if anything was. Safe to call after a cancelled or failed hop."""
        self._before = []
        await asyncio.shield(self._thread.call(_rollback))

    async def _hop(self, work: Callable[[sqlite3.Connection], T]) -> T:
        statements, self._before = self._before, []
        self._begun = True

        def run(connection: sqlite3.Connection) -> T:
            for statement in statements:
                connection.execute(statement)
            return work(connection)

        return await self._thread.call(run)


def _rollback(connection: sqlite3.Connection) -> None:
    if connection.in_transaction:
        connection.execute("ROLLBACK")


class Database:
    """The bot's store. Made by `open`, used by everybody through `unit` and `run`, closed by its owner."""

    def __init__(self, thread: _Thread) -> None:
        self._thread = thread
        self._turn = asyncio.Lock()

    @classmethod
    async def open(cls, path: Path) -> Self:
        """Open the database at this path, migrated. Raises OperatorError when it cannot be used."""
        thread = _Thread(lambda: connect(path), iter_chunk_size=64)
        try:
            await thread
        except BaseException:
            await thread.ended()
            raise
        return cls(thread)

    @asynccontextmanager
    async def unit(self, name: str) -> AsyncIterator[UnitOfWork]:
        """Wait for a turn and open a unit of work; it is committed at the end of the block, or undone on an error.

        `name` says what for; it is what a crash test or a trace refers to.
        """
        async with self._turn:
            unit = self._new_unit(name)
            try:
                yield unit
                await unit.commit()
            except BaseException:
                await unit.rollback()
                raise

    async def run(
        self, name: str, work: Callable[Concatenate[sqlite3.Connection, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Run one function as a unit of work of its own, in one hop, and return its result."""
        async with self.unit(name) as unit:
            return await unit.finish(work, *args, **kwargs)

    async def outside(self, work: Callable[[sqlite3.Connection], Any]) -> None:
        """Run what SQLite refuses inside a transaction (VACUUM INTO, a checkpoint), in turn with everything else."""
        async with self._turn:
            await self._thread.call(work)

    async def close(self) -> None:
        """Close the connection after what was handed over."""
        await self._thread.close()
        await self._thread.ended()

    def _new_unit(self, name: str) -> UnitOfWork:  # noqa: ARG002 - the name is for those who watch units
        return UnitOfWork(self._thread)
