"""A real store in memory, and a unit of work on it, for tests of stores and handlers."""

import sqlite3
from collections.abc import Callable
from typing import Concatenate, ParamSpec, TypeVar

from bot.core.migrations import migrate

P = ParamSpec("P")
T = TypeVar("T")


class MemoryStore(sqlite3.Connection):
    """A connection that closes itself with the test that made it, in whichever thread that is noticed."""

    def __del__(self) -> None:
        self.close()


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
