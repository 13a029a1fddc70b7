"""A store that says which units of work it committed."""

import sqlite3
from collections.abc import Callable
from typing import Any, Concatenate, ParamSpec, TypeVar

from bot.core.database import Database, UnitOfWork

P = ParamSpec("P")
T = TypeVar("T")


class WatchedDatabase(Database):
    """`committed` names the units of work that reached the disk, in order; units that did nothing are not in it."""

    def __init__(self, thread: Any) -> None:
        super().__init__(thread)
        self.committed: list[str] = []

    def _new_unit(self, name: str) -> UnitOfWork:
        return _WatchedUnit(self._thread, name, self.committed)


class _WatchedUnit(UnitOfWork):
    def __init__(self, thread: Any, name: str, committed: list[str]) -> None:
        super().__init__(thread)
        self._name = name
        self._committed = committed

    async def finish(
        self, work: Callable[Concatenate[sqlite3.Connection, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        result = await super().finish(work, *args, **kwargs)
        self._committed.append(self._name)
        return result

    async def commit(self) -> None:
        begun = self._begun
        await super().commit()
        if begun:
            self._committed.append(self._name)
