"""Faults planted into a child on purpose, each one that a bot might well have: the torture must notice every one.

They are written over the bot's own parts and so live in a child process only.
"""

import asyncio
import datetime as dt
import sqlite3
from collections.abc import Callable, Iterable, Sequence
from typing import Any, Final

from bot.telegram import inbox, replies, sender
from bot.telegram.front_desk import HANDLED_KINDS, Identity
from bot.telegram.inbox import RawUpdate, Waiting
from bot.telegram.outcomes import NotSent, Outcome, Uncertain, outcome_of
from bot.telegram.poller import Poller
from bot.telegram.replies import Reply
from bot.telegram.sender import Sender
from bot.telegram.settlement import Settlement
from bot.telegram.turn import IsolatedUnit
from bot.telegram.worker import Worker
from tests.torture.editions.bugs import EDITION_BUGS
from tests.torture.outbox.bugs import OUTBOX_BUGS
from tests.torture.planting import put


def _confirm_before_store() -> None:
    """Ask Telegram for the next updates before these are stored, as stock polling does."""

    async def run(self: Poller) -> None:
        offset: int | None = None
        while True:
            updates = await self._wire.get_updates(offset, 30, list(HANDLED_KINDS))
            if updates:
                offset = max(update["update_id"] for update in updates) + 1
                await self._wire.get_updates(offset, 0, list(HANDLED_KINDS))
                await self._worker.accept(updates)

    put(Poller, "run", run)


def _mark_apart() -> None:
    """Mark updates as handled in a transaction of its own, after the one with their effects."""
    handled: list[int] = []
    mark = inbox.mark_handled

    def later(_connection: sqlite3.Connection, arrivals: Sequence[int]) -> None:
        handled.extend(arrivals)

    def and_then_mark(work: Callable[[Worker, Identity], Any]) -> Callable[[Worker, Identity], Any]:
        async def both(self: Worker, identity: Identity) -> None:
            await work(self, identity)
            if handled:
                await self._database.run("mark apart", mark, list(handled))
                handled.clear()

        return both

    put(inbox, "mark_handled", later)
    put(Worker, "_handle_alone", and_then_mark(Worker._handle_alone))
    put(Worker, "_handle_group", and_then_mark(Worker._handle_group))


def _no_deduplication() -> None:
    """Take an update that Telegram repeats for a new one."""
    careful, window = inbox.store, inbox.REPEATS_WITHIN

    def store(connection: sqlite3.Connection, updates: Iterable[RawUpdate], now: dt.datetime) -> list[Waiting]:
        # Only here: what is older than this window is erased elsewhere, and the repeats with it.
        put(inbox, "REPEATS_WITHIN", dt.timedelta())
        try:
            return careful(connection, updates, now)
        finally:
            put(inbox, "REPEATS_WITHIN", window)

    put(inbox, "store", store)


def _settle_before_send() -> None:
    """Forget an answer before the call that sends it."""
    attempt = Sender._attempt

    async def forget_and_attempt(self: Sender, reply: Reply) -> Outcome:
        await self._database.run("settle", replies.settle, [reply.reply_id])
        return await attempt(self, reply)

    put(Sender, "_attempt", forget_and_attempt)


def _repeat_uncertain() -> None:
    """Send again what may have arrived."""

    def hopeful(error: Exception) -> Outcome:
        outcome = outcome_of(error)
        return NotSent(outcome.reason) if isinstance(outcome, Uncertain) else outcome

    put(sender, "outcome_of", hopeful)


def _forget_marks_at_stop() -> None:
    """Stop without writing down which answers went out in the last moment."""

    async def write(self: Settlement) -> bool:
        return asyncio.current_task() in tasks and await as_ever(self)

    async def run(self: Settlement) -> None:
        tasks.add(asyncio.current_task())
        await as_ever_run(self)

    tasks: set[asyncio.Task[Any] | None] = set()
    as_ever, as_ever_run = Settlement.write, Settlement.run
    put(Settlement, "write", write)
    put(Settlement, "run", run)


def _keep_half_work() -> None:
    """Let stand what a failed handler wrote."""

    def undo(self: IsolatedUnit) -> None:
        self.keep()

    put(IsolatedUnit, "undo", undo)


def _attempts_uncounted() -> None:
    """Try an update that kills the process for ever."""

    def note_attempts(_connection: sqlite3.Connection, _arrival: int, _attempts: int) -> None:
        return

    put(inbox, "note_attempts", note_attempts)


BUGS: Final[dict[str, Callable[[], None]]] = {
    "confirm before store": _confirm_before_store,
    "mark apart": _mark_apart,
    "no deduplication": _no_deduplication,
    "settle before send": _settle_before_send,
    "repeat uncertain": _repeat_uncertain,
    "forget marks at stop": _forget_marks_at_stop,
    "keep half work": _keep_half_work,
    "attempts uncounted": _attempts_uncounted,
}


def plant(name: str) -> None:
    """Put this fault into the process. Raises KeyError when there is none of this name."""
    (BUGS | OUTBOX_BUGS | EDITION_BUGS)[name]()
