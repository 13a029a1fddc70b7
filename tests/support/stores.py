"""A real store in memory, and a unit of work on it, for tests of stores and handlers; empty stores on disk."""

import sqlite3
import tempfile
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Concatenate, ParamSpec, TypeVar

from bot.core.database import connect
from bot.core.migrations import migrate

P = ParamSpec("P")
T = TypeVar("T")


class MemoryStore(sqlite3.Connection):
    """A connection that closes itself with the test that made it, in whichever thread that is noticed."""

    def __del__(self) -> None:
        self.close()


def fresh_store(path: Path) -> None:
    """Put an empty store of the newest version at this path unless one is there: migrating each takes its time."""
    if not path.exists():
        path.write_bytes(_empty_store())


@cache
def _empty_store() -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "bot.sqlite3"
        connect(path).close()
        return path.read_bytes()


def memory_store() -> sqlite3.Connection:
    """Return an empty database of the newest version."""
    connection = sqlite3.connect(":memory:", isolation_level=None, factory=MemoryStore, check_same_thread=False)
    connection.execute("PRAGMA foreign_keys = ON")
    migrate(connection)
    return connection


class MemoryUnit:
    """A unit of work that runs at once on the connection given."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.connection = connection

    async def read(
        self, query: Callable[Concatenate[sqlite3.Connection, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        return query(self.connection, *args, **kwargs)

    async def write(
        self, command: Callable[Concatenate[sqlite3.Connection, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        return command(self.connection, *args, **kwargs)
