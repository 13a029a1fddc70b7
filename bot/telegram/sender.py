"""Sends what is owed: in order within a chat, concurrently across chats, all under one pace."""

import asyncio
import datetime as dt
import sqlite3
from collections.abc import Callable, Iterable
from typing import Concatenate, Final, ParamSpec

import structlog

from bot.core.conditions import Condition
from bot.core.database import Database
from bot.core.moments import Clock
from bot.telegram import panels, people, replies
from bot.telegram.lines import Lines
from bot.telegram.moved_chats import move_chat
from bot.telegram.outcomes import Moved, NotSent, Outcome, OwnTrouble, Rejected, Sent, TooMany, Uncertain, outcome_of
from bot.telegram.pace import Pace
from bot.telegram.replies import Reply
from bot.telegram.sending_pause import SendingPause
from bot.telegram.settlement import Settlement
from bot.telegram.slots import Slots
from bot.telegram.wire import Wire

P = ParamSpec("P")

ACKNOWLEDGEMENT: Final = "answerCallbackQuery"
# Telegram forgets a press soon: after this long an answer to it would only be refused.
_ACKNOWLEDGE_WITHIN: Final = dt.timedelta(seconds=10)
_ACKNOWLEDGERS: Final = 4
_FIRST_BACKOFF: Final = 0.5
_LONGEST_BACKOFF: Final = 30.0
_UPLOAD_FIELDS: Final = {"sendDocument": "document", "sendPhoto": "photo"}


class Sender:
    """The way out for replies: `submit` takes stored ones, `run` sends them until it is cancelled."""

    def __init__(
        self,
        wire: Wire,
        database: Database,
        pace: Pace,
        slots: Slots,
        pause: SendingPause,
        settlement: Settlement,
        clock: Clock,
        in_flight: int,
    ) -> None:
        self._wire = wire
        self._database = database
        self._pace = pace
        self._slots = slots
        self._pause = pause
        self._settlement = settlement
        self._clock = clock
        self._in_flight = in_flight
        self._lines = Lines()
        self._on_the_way: set[int] = set()
        self._acknowledgements: asyncio.Queue[Reply] = asyncio.Queue()
        self._way = Condition("sending to Telegram", clock)
        self._log: structlog.stdlib.BoundLogger = structlog.get_logger("bot.sender")

    def submit(self, stored: Iterable[Reply]) -> None:
        """Take replies whose rows are committed."""
        for reply in stored:
            self._settlement.owe()
            if reply.method == ACKNOWLEDGEMENT:
                self._acknowledgements.put_nowait(reply)
            else:
                self._lines.add(reply)

    def withdraw(self, chat_ids: Iterable[int]) -> None:
        """Send nothing of what waits for these chats; the store has forgotten it already."""
        for chat_id in chat_ids:
            for reply in self._lines.withdraw(chat_id):
                if reply.reply_id not in self._on_the_way:
                    self._settlement.settle(reply.reply_id)

    async def resume(self) -> None:
        """Take what an earlier run of the bot still owes, and keep to the pause that Telegram asked it for."""
        self.submit(await self._database.run("resume sending", self._resume))

    def _resume(self, connection: sqlite3.Connection) -> list[Reply]:
        self._pause.resume(connection)
        return replies.owed(connection)

    async def run(self) -> None:
        """Send until cancelled. A call that is cancelled halfway may have arrived, so it counts as settled."""
        async with asyncio.TaskGroup() as tasks:
            for _ in range(self._in_flight):
                tasks.create_task(self._send())
            for _ in range(_ACKNOWLEDGERS):
                tasks.create_task(self._acknowledge())

    async def _send(self) -> None:
        backoff = 0.0
        while True:
            chat_id = await self._lines.take()
            if not self._is_free(chat_id):
                continue
            async with self._slots.for_an_answer():
                await self._wait_for_pace()
                if not self._is_free(chat_id):
                    continue
                reply = self._lines.first(chat_id)
                if reply is None:
                    self._lines.release(chat_id)
                    continue
                self._pace.note(chat_id)
                self._on_the_way.add(reply.reply_id)
                outcome = await self._attempt(reply)
            if isinstance(outcome, NotSent | OwnTrouble | TooMany):
                self._on_the_way.discard(reply.reply_id)
                if self._lines.first(chat_id) is not reply:
                    # Withdrawn while it was tried: it is not tried again.
                    self._settlement.settle(reply.reply_id)
            match outcome:
                case NotSent(reason) | OwnTrouble(reason):
                    self._way.bad(reason)
                    backoff = min(_LONGEST_BACKOFF, max(_FIRST_BACKOFF, backoff * 2))
                    await asyncio.sleep(backoff)
                case TooMany(seconds):
                    await self._pause.begin(seconds)
                case Moved(new_id) if chat_id is not None:
                    await self._write("move chat", move_chat, chat_id, new_id)
                    self._lines.move(chat_id, new_id)
                case _:
                    await self._conclude(reply, outcome)
                    self._lines.done(chat_id, reply)
                    backoff = 0.0
            self._on_the_way.discard(reply.reply_id)
            self._lines.release(chat_id)

    async def _acknowledge(self) -> None:
        while True:
            reply = await self._acknowledgements.get()
            if self._clock.now() - reply.created_at < _ACKNOWLEDGE_WITHIN:
                # Once, whatever comes of it: the press itself is answered by what it changed.
                outcome = await self._attempt(reply)
                if isinstance(outcome, TooMany):
                    await self._pause.begin(outcome.seconds)
            self._settlement.settle(reply.reply_id)

    def _is_free(self, chat_id: int | None) -> bool:
        """Tell whether a chat may get something now; one that has had its share waits by itself and holds up nobody."""
        busy = self._pace.wait_in_chat(chat_id)
        if busy > 0:
            asyncio.get_running_loop().call_later(busy, self._lines.release, chat_id)
        return busy == 0

    async def _wait_for_pace(self) -> None:
        self._pace.answers_waiting += 1
        try:
            while (wait := self._pace.wait(None)) > 0:  # noqa: ASYNC110 - a moment is waited for, not an event
                await asyncio.sleep(wait)
        finally:
            self._pace.answers_waiting -= 1

    async def _attempt(self, reply: Reply) -> Outcome:
        try:
            file = await self._upload(reply)
        except sqlite3.Error as error:
            return NotSent(str(error))
        try:
            return Sent(await self._wire.call(reply.method, reply.body, file))
        except asyncio.CancelledError:
            self._settlement.settle(reply.reply_id)
            raise
        except Exception as error:  # noqa: BLE001 - every kind of failure has its meaning
            return outcome_of(error)

    async def _upload(self, reply: Reply) -> tuple[str, str, bytes] | None:
        if reply.file_id is None:
            return None
        file = await self._database.run("read file", replies.read_file, reply.file_id)
        return None if file is None else (_UPLOAD_FIELDS[reply.method], *file)

    async def _conclude(self, reply: Reply, outcome: Outcome) -> None:
        match outcome:
            case Rejected(reason, unreachable):
                if "message is not modified" not in reason:
                    self._log.info("Telegram rejected a reply", method=reply.method, reason=reason)
                if unreachable and reply.chat_id is not None:
                    await self._write("unreachable", people.mark_unreachable, reply.chat_id, self._clock.now())
            case Sent({"message_id": int(message_id)}) if reply.panel_id is not None:
                await self._write("panel arrived", panels.arrived, reply.panel_id, message_id)
            case Uncertain(reason):
                self._log.warning("a reply's fate is uncertain, it is not repeated", method=reply.method, reason=reason)
        if reply.panel_id is not None and not isinstance(outcome, Sent):
            await self._write("no panel", panels.arrived, reply.panel_id, None)
        self._way.good()
        self._settlement.settle(reply.reply_id)

    async def _write(
        self, name: str, command: Callable[Concatenate[sqlite3.Connection, P], None], *args: P.args, **kwargs: P.kwargs
    ) -> None:
        """Write down something that would be nice to remember; a full disk must not stop the sending."""
        try:
            await self._database.run(name, command, *args, **kwargs)
        except sqlite3.Error as error:
            self._log.warning("could not be written down", what=name, reason=str(error))
