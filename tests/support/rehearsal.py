"""The bot from the inbox to the wire, on a real store and before the project's own simulated Telegram."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Callable, Iterable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bot.content.library import Library
from bot.core.conditions import Condition
from bot.core.moments import Clock, SystemClock
from bot.simulator import Simulator, SimulatorOptions
from bot.simulator.ledger import Call
from bot.telegram.front_desk import FrontDesk, Identity
from bot.telegram.handling import Handling
from bot.telegram.outbox.courier import Courier
from bot.telegram.outbox.standing import VisitStanding
from bot.telegram.pace import Pace
from bot.telegram.panel_keeper import Drawing, PanelKeeper
from bot.telegram.reloading import Reloading
from bot.telegram.routes import Routes, routing_table
from bot.telegram.sender import Sender
from bot.telegram.sending_pause import SendingPause
from bot.telegram.settlement import Settlement
from bot.telegram.slots import Slots
from bot.telegram.wire import Wire
from bot.telegram.worker import Worker
from tests.support.stores import fresh_store
from tests.support.translating import translators
from tests.support.watching import WatchedDatabase

TOKEN = "1:simulated-telegram-needs-no-secret"
IDENTITY = Identity(1, "briefing_bot")
VISITS = {"small": VisitStanding(public=True, home_zone="Europe/Moscow")}


@dataclass(slots=True)
class Rehearsal:
    """One run of the bot's ground and telegram floors. Its loops run inside `working`."""

    simulator: Simulator
    database: WatchedDatabase
    wire: Wire
    clock: Clock
    storage: Condition
    settlement: Settlement
    pace: Pace
    sender: Sender
    worker: Worker
    jobs_added: asyncio.Event
    courier: Courier
    panels: PanelKeeper
    _tasks: list[asyncio.Task[None]] = field(default_factory=list)

    @asynccontextmanager
    async def working(
        self, *, sending: bool = True, settling: bool = True, delivering: bool = False
    ) -> AsyncIterator[None]:
        """Run the worker, the sender and the settlement for as long as the block; with `delivering` the courier too."""
        async with asyncio.TaskGroup() as tasks:
            self._tasks = [tasks.create_task(self.worker.run(IDENTITY))]
            if sending:
                self._tasks.append(tasks.create_task(self.sender.run()))
            if settling:
                self._tasks.append(tasks.create_task(self.settlement.run()))
            if delivering:
                self._tasks.append(tasks.create_task(self.courier.run()))
                self._tasks.append(tasks.create_task(self.panels.run()))
            try:
                yield
            finally:
                for task in self._tasks:
                    task.cancel()

    async def handle(self, *updates: dict[str, Any]) -> None:
        """Hand these over at once, and wait until every answer's fate is known."""
        await self.worker.accept(updates)
        await self.quiet()

    async def quiet(self, seconds: float = 10) -> None:
        """Wait until nothing waits to be handled or answered, at most this long."""
        await until(lambda: not self.worker._waiting and not self.worker._arrivals)
        async with asyncio.timeout(seconds):
            await self.settlement.wait_until_idle()

    async def rows(self, query: str, *values: object) -> list[Any]:
        """Return what the store answers to a query."""
        return await self.database.run("look", lambda connection: connection.execute(query, values).fetchall())

    async def change(self, statement: str, *values: object) -> None:
        """Change the store by hand."""
        await self.database.run("change", lambda connection: connection.execute(statement, values))

    def calls(self, *methods: str) -> list[Call]:
        """Return the calls that Telegram got: of these methods, or all."""
        return self.simulator.ledger.of(*methods) if methods else list(self.simulator.ledger)

    def texts(self, chat_id: int | None = None) -> list[str]:
        """Return the texts that arrived (in this chat), in order."""
        sent = [call for call in self.calls("sendMessage") if call.accepted]
        return [str(call.parameters["text"]) for call in sent if chat_id in {None, call.chat_id}]


@asynccontextmanager
async def rehearsal(
    path: Path,
    *routes: Routes,
    clock: Clock | None = None,
    seconds: float = 5.0,
    in_flight: int = 8,
    per_second: int = 1000,
    simulator: Simulator | None = None,
    library: Library | None = None,
    owner_ids: Iterable[int] = (),
    after_crash: bool = False,
    proxy: str | None = None,
    visits: Mapping[str, VisitStanding] | None = None,
    drawings: Mapping[str, Drawing] | None = None,
) -> AsyncIterator[Rehearsal]:
    """Start the bot on the store at this path; its loops only run inside `working`.

    Without a `simulator` it gets one of its own, in which everybody may be written to.
    """
    clock = clock or SystemClock()
    async with telegram() if simulator is None else _given(simulator) as telegram_now:
        fresh_store(path)
        database = await WatchedDatabase.open(path)
        wire = Wire(TOKEN, telegram_now.base_url, proxy, connections=in_flight + 8)
        storage = Condition("the store", clock)
        settlement = Settlement(database, storage)
        pace = Pace(clock, per_second)
        slots = Slots(in_flight)
        pause = SendingPause(pace, database, clock)
        sender = Sender(wire, database, pace, slots, pause, settlement, clock, in_flight)
        courier = Courier(wire, database, pace, slots, pause, clock, storage, lambda: visits or VISITS, in_flight)
        keeper = PanelKeeper(wire, database, pace, slots, pause, clock, storage, translators(), drawings or {})
        shelf = library or Library()
        desk = FrontDesk(routing_table(routes), shelf, translators(), clock, frozenset(owner_ids))
        handling = Handling(wire.bot, desk.dispatcher(), translators(), seconds)
        jobs_added = asyncio.Event()
        reloading = Reloading(database, shelf)
        worker = Worker(database, handling, sender, settlement, clock, storage, jobs_added, reloading, courier.look)
        run = Rehearsal(
            telegram_now,
            database,
            wire,
            clock,
            storage,
            settlement,
            pace,
            sender,
            worker,
            jobs_added,
            courier,
            keeper,
        )
        try:
            await sender.resume()
            await courier.resume()
            await worker.resume(after_crash=after_crash)
            yield run
        finally:
            # Not `Wire.close`, which grants TLS connections a quarter of a second to end.
            if wire._session._session is not None:
                await wire._session._session.close()
            await database.close()


@asynccontextmanager
async def telegram(**options: Any) -> AsyncIterator[Simulator]:
    """Run a simulated Telegram that remembers every call."""
    usual: dict[str, Any] = {"token": TOKEN, "create_unknown_users": True, "keep_calls": None, "first_message_id": 1}
    simulator = Simulator(SimulatorOptions(**usual | options))
    await simulator.start()
    try:
        yield simulator
    finally:
        await simulator.stop()


@asynccontextmanager
async def _given(simulator: Simulator) -> AsyncIterator[Simulator]:
    yield simulator


async def until(condition: Callable[[], bool], seconds: float = 10.0) -> None:
    """Wait until the condition holds, looking again each time the loop comes round. Raises TimeoutError."""
    async with asyncio.timeout(seconds):
        while not condition():  # noqa: ASYNC110 - any part of the bot may bring it about
            await asyncio.sleep(0.002)


def all_rows(connection: sqlite3.Connection, query: str, values: Sequence[object] = ()) -> list[Any]:
    """Return what the store answers to a query."""
    return connection.execute(query, values).fetchall()
