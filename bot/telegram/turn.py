"""One update's turn: the store isolated from the other updates of its batch, and what its handler leaves behind."""

import sqlite3
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Concatenate, ParamSpec, TypeVar

from bot.core.database import UnitOfWork
from bot.telegram.people import User
from bot.telegram.replies import Call

P = ParamSpec("P")
T = TypeVar("T")


class IsolatedUnit:
    """A part of a unit of work that can be undone alone: a savepoint is opened at its first write."""

    def __init__(self, unit: UnitOfWork) -> None:
        self._unit = unit
        self._opened = False

    async def read(
        self, query: Callable[Concatenate[sqlite3.Connection, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Run a query on the store."""
        return await self._unit.call(query, *args, **kwargs)

    async def write(
        self, command: Callable[Concatenate[sqlite3.Connection, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Run a command that changes the store."""
        if not self._opened:
            self._unit.prepare("SAVEPOINT one_update")
            self._opened = True
        return await self._unit.call(command, *args, **kwargs)

    def keep(self) -> bool:
        """Let what was written stand; True when anything was."""
        wrote, self._opened = self._opened, False
        if wrote:
            self._unit.prepare("RELEASE one_update")
        return wrote

    def undo(self) -> None:
        """Undo what was written; the rest of the unit of work stands."""
        if self._opened:
            self._unit.prepare("ROLLBACK TO one_update")
            self._unit.prepare("RELEASE one_update")
            self._opened = False


@dataclass(frozen=True, slots=True)
class NewJob:
    """A job that a handler asks for."""

    kind: str
    payload: dict[str, Any]
    user_id: int | None


@dataclass(slots=True)
class Turn:
    """What a handler works with, and what it leaves: calls to make, jobs to do, chats to send nothing older to.

    `dispatched` says that deliveries were queued, `published` are visits of which another edition holds.
    """

    unit: IsolatedUnit
    users: Mapping[int, User]
    calls: list[Call] = field(default_factory=list)
    jobs: list[NewJob] = field(default_factory=list)
    withdrawn: frozenset[int] = frozenset()
    dispatched: bool = False
    published: frozenset[str] = frozenset()
