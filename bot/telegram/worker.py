"""The worker: stores what arrives, handles it in groups, one transaction a group, and only then lets answers out."""

import asyncio
import datetime as dt
import sqlite3
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Final

from bot.core.conditions import Condition
from bot.core.database import Database, UnitOfWork
from bot.core.moments import Clock
from bot.telegram import inbox, jobs, people, replies, visitors
from bot.telegram.failures import is_storage_trouble, whereabouts
from bot.telegram.front_desk import Identity
from bot.telegram.handling import Handled, Handling
from bot.telegram.inbox import RawUpdate, Waiting
from bot.telegram.people import User
from bot.telegram.reloading import Reloading
from bot.telegram.replies import Call, Reply
from bot.telegram.sender import Sender
from bot.telegram.settlement import Settlement

_GROUP: Final = 32
_GROUP_SECONDS: Final = 0.05
# Above this many unanswered, Telegram keeps the rest: it stores for 24 hours what we would only hold in memory.
_CROWD: Final = 2_000
# After a crash, this many updates are tried alone: the one that killed the process is among the first to come again.
_CAREFUL: Final = 100
_STORAGE_RETRY: Final = 2.0


@dataclass(frozen=True, slots=True)
class _Arrival:
    updates: Sequence[RawUpdate]
    stored: asyncio.Future[None]


class Worker:
    """`accept` hands over updates, `run` handles them. Nothing that `accept` returned from is ever lost."""

    def __init__(
        self,
        database: Database,
        handling: Handling,
        sender: Sender,
        settlement: Settlement,
        clock: Clock,
        storage: Condition,
        jobs_added: asyncio.Event,
        reloading: Reloading,
        dispatched: Callable[[], None] = lambda: None,
    ) -> None:
        self._database = database
        self._handling = handling
        self._sender = sender
        self._settlement = settlement
        self._clock = clock
        self._storage = storage
        self._jobs_added = jobs_added
        self._reloading = reloading
        self._dispatched = dispatched
        self._arrivals: deque[_Arrival] = deque()
        self._waiting: deque[Waiting] = deque()
        self._careful = 0
        self._something = asyncio.Event()
        self._finishing = False

    async def resume(self, *, after_crash: bool) -> None:
        """Take what an earlier run left unhandled; after a crash everything is tried alone for a while."""
        self._waiting.extend(await self._database.run("resume inbox", inbox.waiting))
        self._careful = len(self._waiting) + _CAREFUL if after_crash else 0
        self._something.set()

    async def accept(self, updates: Sequence[RawUpdate]) -> None:
        """Take updates and return when they are committed; until then Telegram must keep them."""
        while len(self._waiting) + self._settlement.owed > _CROWD:
            self._settlement.eased.clear()
            await self._settlement.eased.wait()
        arrival = _Arrival(updates, asyncio.get_running_loop().create_future())
        self._arrivals.append(arrival)
        self._something.set()
        await arrival.stored

    def finish(self) -> None:
        """Have `run` return when everything that arrived is handled. What is cancelled then waits in the store."""
        self._finishing = True
        self._something.set()

    async def run(self, identity: Identity) -> None:
        """Store and handle until `finish`."""
        while not (self._finishing and not self._arrivals and not self._waiting):
            await self._something.wait()
            try:
                await self._turn(identity)
            except sqlite3.Error as error:
                if not is_storage_trouble(error):
                    raise
                # Not the updates' fault: they are kept, and so is what could not be stored yet.
                self._storage.bad(str(error))
                await asyncio.sleep(_STORAGE_RETRY)
            else:
                self._storage.good()
            if not (self._arrivals or self._waiting or self._finishing or self._reloading.behind):
                self._something.clear()

    async def _turn(self, identity: Identity) -> None:
        await self._reloading.catch_up()
        if self._careful > 0:
            await self._store()
            await self._handle_alone(identity)
        elif self._arrivals or self._waiting:
            await self._handle_group(identity)
        self._settlement.eased.set()

    async def _store(self) -> None:
        arrived = list(self._arrivals)
        if arrived:
            added = await self._database.run("store", inbox.store, _updates(arrived), self._clock.now())
            self._waiting.extend(added)
            self._confirm(arrived)

    async def _handle_alone(self, identity: Identity) -> None:
        """Handle one update, its attempt committed first, so that a crash in it is counted."""
        if not self._waiting:
            return
        waiting = self._waiting[0]
        await self._database.run("count attempt", inbox.note_attempts, waiting.arrival, waiting.attempts + 1)
        if waiting.attempts >= inbox.FATAL_ATTEMPTS:
            await self._set_aside(waiting, "the process died of it")
        else:
            try:
                await self._handle(waiting, identity)
            except Exception as error:
                if is_storage_trouble(error):
                    raise
                await self._set_aside(waiting, whereabouts(error))
        self._careful -= 1

    async def _handle(self, waiting: Waiting, identity: Identity) -> None:
        async with self._database.unit("handle alone") as unit:
            users = await unit.call(visitors.greet, [waiting.update], self._clock.now())
            handled = [await self._handling.handle(waiting, unit, users, identity)]
            owed = await self._record(unit, handled)
        self._let_out(handled, owed)

    async def _set_aside(self, waiting: Waiting, reason: str) -> None:
        async with self._database.unit("set aside") as unit:
            users = await unit.call(people.users_by_id, [inbox.sender_id(waiting.update) or 0])
            handled = [self._handling.set_aside(waiting, reason, users)]
            owed = await self._record(unit, handled)
        self._let_out(handled, owed)

    async def _handle_group(self, identity: Identity) -> None:
        """Handle a group; where one of them leaves what cannot be stored, they are tried alone to find which."""
        try:
            await self._store_and_handle(identity)
        except Exception as error:
            if is_storage_trouble(error):
                raise
            self._careful = _GROUP

    async def _store_and_handle(self, identity: Identity) -> None:
        """Store what arrived and handle a group of what waits, all in one transaction."""
        arrived = list(self._arrivals)
        head = list(islice(self._waiting, _GROUP))
        async with self._database.unit("handle") as unit:
            added, users = await unit.call(_store_and_greet, _updates(arrived), head, self._clock.now())
            handled = await self._handle_each([*head, *added][:_GROUP], users, unit, identity)
            owed = await self._record(unit, handled)
        self._waiting.extend(added)
        # The answers first: whoever hears that the updates are stored asks Telegram for more, which takes a while.
        self._let_out(handled, owed)
        self._confirm(arrived)

    async def _handle_each(
        self, group: Sequence[Waiting], users: Mapping[int, User], unit: UnitOfWork, identity: Identity
    ) -> list[Handled]:
        deadline = self._clock.monotonic() + _GROUP_SECONDS
        handled: list[Handled] = []
        for waiting in group:
            if handled and handled[-1].wrote:
                # A later update of the same person sees the effects of an earlier one.
                later = [one.update for one in group[len(handled) :]]
                users = await unit.call(visitors.greet, later, self._clock.now())
            handled.append(await self._handling.handle(waiting, unit, users, identity))
            # What comes after a publication is answered from the edition that holds after the commit.
            if handled[-1].published or self._clock.monotonic() > deadline:
                break
        return handled

    async def _record(self, unit: UnitOfWork, handled: list[Handled]) -> list[Reply]:
        """Write what the handlers left, and marks of what is done since the last time, and commit."""
        settled = self._settlement.take()
        try:
            return await unit.finish(_write, handled, settled, self._clock.now())
        except BaseException:
            self._settlement.give_back(settled)
            raise

    def _confirm(self, arrived: Sequence[_Arrival]) -> None:
        """Let `accept` return: these are committed."""
        for arrival in arrived:
            self._arrivals.remove(arrival)
            if not arrival.stored.done():
                arrival.stored.set_result(None)

    def _let_out(self, handled: Sequence[Handled], owed: Sequence[Reply]) -> None:
        """Go on from a commit that handled these, the first of those that wait."""
        if any(one.jobs for one in handled):
            self._jobs_added.set()
        if any(one.dispatched for one in handled):
            self._dispatched()
        for one in handled:
            self._waiting.popleft()
            self._reloading.note(one.published)
            self._sender.withdraw(one.withdrawn)
        self._sender.submit(owed)


def _updates(arrived: Sequence[_Arrival]) -> list[RawUpdate]:
    return [update for arrival in arrived for update in arrival.updates]


def _store_and_greet(
    connection: sqlite3.Connection, arrived: Sequence[RawUpdate], head: Sequence[Waiting], now: dt.datetime
) -> tuple[list[Waiting], Mapping[int, User]]:
    """Store what arrived, and find out who sent the group that is handled next: in one hop to the store's thread."""
    added = inbox.store(connection, arrived, now)
    group = [*head, *added][:_GROUP]
    return added, visitors.greet(connection, [waiting.update for waiting in group], now)


def _write(
    connection: sqlite3.Connection, handled: Sequence[Handled], settled: Sequence[int], now: dt.datetime
) -> list[Reply]:
    if settled:
        replies.settle(connection, settled)
    inbox.mark_handled(connection, [one.waiting.arrival for one in handled if one.quarantined is None])
    calls: list[Call] = []
    for one in handled:
        if one.quarantined is not None:
            inbox.quarantine(connection, one.waiting.arrival, one.quarantined)
        # Of what this very group made for a chat before, nothing is in the store yet. A job looks after rights itself.
        calls = [call for call in calls if call.chat_id not in one.withdrawn] + [*one.calls]
        for job in one.jobs:
            jobs.add_job(connection, job.kind, job.payload, job.user_id, now)
    return replies.add_replies(connection, calls, now)
