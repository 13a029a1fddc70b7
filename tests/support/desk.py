"""The front desk by itself: an update goes in as Telegram sends it, and what is to be answered comes out."""

from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.content.library import Library
from bot.core.database import Database
from bot.telegram import visitors
from bot.telegram.front_desk import FrontDesk
from bot.telegram.handling import Handled, Handling
from bot.telegram.inbox import Waiting
from bot.telegram.replies import Call
from bot.telegram.routes import Routes, RoutingTable, routing_table
from bot.telegram.wire import Wire
from tests.support.clock import ManualClock
from tests.support.rehearsal import IDENTITY, TOKEN
from tests.support.stores import fresh_store
from tests.support.translating import translators


@dataclass(frozen=True, slots=True)
class Desk:
    """Answers one update at a time, each in a unit of work of its own."""

    database: Database
    handling: Handling
    clock: ManualClock

    async def handled(self, update: dict[str, Any]) -> Handled:
        """Have the update handled and what its handler wrote committed; it must not fail."""
        async with self.database.unit("update") as unit:
            users = await unit.call(visitors.greet, [update], self.clock.now())
            handled = await self.handling.handle(Waiting(1, update), unit, users, IDENTITY)
        assert handled.quarantined is None, handled.quarantined
        return handled

    async def calls(self, update: dict[str, Any]) -> list[Call]:
        """Return the calls that answer the update."""
        return list((await self.handled(update)).calls)

    async def text(self, update: dict[str, Any]) -> str | None:
        """Return the text of the one message that answers the update; None when nothing does."""
        calls = await self.calls(update)
        if not calls:
            return None
        [call] = calls
        return str(call.parameters["text"])

    async def rows(self, query: str) -> list[Any]:
        """Return what the store answers to a query."""
        return await self.database.run("look", lambda connection: connection.execute(query).fetchall())


@asynccontextmanager
async def front_desk(
    path: Path,
    *routes: Routes,
    library: Library | None = None,
    owner_ids: Iterable[int] = (),
    table: RoutingTable | None = None,
) -> AsyncIterator[Desk]:
    """Open a front desk with these routes, or this table, on the store at this path."""
    clock = ManualClock()
    fresh_store(path)
    database = await Database.open(path)
    wire = Wire(TOKEN, "http://127.0.0.1:9", None, connections=1)
    desk = FrontDesk(table or routing_table(routes), library or Library(), translators(), clock, frozenset(owner_ids))
    try:
        yield Desk(database, Handling(wire.bot, desk.dispatcher(), translators()), clock)
    finally:
        await database.close()
