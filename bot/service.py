"""The bot at work: starts everything that runs, and stops it in the order in which nothing is lost."""

import asyncio
import sqlite3
from collections.abc import Coroutine
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Final, TypeVar

import structlog

from bot.core.conditions import Condition
from bot.core.database import Database
from bot.core.errors import OperatorError
from bot.core.moments import Clock
from bot.core.notebook import note_stop
from bot.features.changes.loop import ChangeNotices
from bot.features.reminders.loop import Reminders
from bot.telegram.identity import who_am_i
from bot.telegram.job_runner import JobRunner
from bot.telegram.outbox.courier import Courier
from bot.telegram.owners_watch import OwnersWatch
from bot.telegram.panel_keeper import PanelKeeper
from bot.telegram.poller import Poller
from bot.telegram.sender import Sender
from bot.telegram.settlement import Settlement
from bot.telegram.webhook import Webhook, WebhookAddress
from bot.telegram.wire import Wire
from bot.telegram.worker import Worker
from bot.upkeep import Upkeep

# How long a stop waits for what is under way, in seconds: first for the handlers, then for the answers. Together less
# than the 10 s after which `docker stop` kills.
_FINISH_SECONDS: Final = 3.0
_DRAIN_SECONDS: Final = 5.0

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Service:
    """The parts that run. `webhook` is None when the bot polls."""

    database: Database
    clock: Clock
    wire: Wire
    worker: Worker
    sender: Sender
    courier: Courier
    panels: PanelKeeper
    settlement: Settlement
    reminders: Reminders
    changes: ChangeNotices
    jobs: JobRunner
    upkeep: Upkeep
    owners: OwnersWatch
    receiving: Condition
    webhook: WebhookAddress | None

    async def work(self, stop: asyncio.Event) -> None:
        """Work until `stop` is set, then let what is under way end, and note that all is written.

        Raises OperatorError, alone or in a group, for what the operator has to mend.
        """
        try:
            async with asyncio.TaskGroup() as tasks:
                beside = [
                    tasks.create_task(loop)
                    for loop in (
                        self.upkeep.beat(),
                        self.upkeep.tidy(),
                        self.settlement.run(),
                        self.jobs.run(),
                        self.sender.run(),
                        self.panels.run(),
                        self.reminders.run(),
                        self.changes.run(),
                        self.owners.run(),
                    )
                ]
                delivering = tasks.create_task(self.courier.run())
                await self._serve(stop)
                self.courier.finish()
                await self._let_answers_out(delivering)
                delivering.cancel()
                for task in beside:
                    task.cancel()
        finally:
            with suppress(sqlite3.Error):
                await self.courier.write()
                await self.settlement.write()
        with suppress(sqlite3.Error):
            await self.database.run("note stop", note_stop)
        _log().info("stopped")

    async def _serve(self, stop: asyncio.Event) -> None:
        """Receive and handle until `stop` is set and everything that had arrived by then is handled."""
        identity = await _until(stop, who_am_i(self.wire, self._way()))
        if identity is None:
            return
        _log().info("at work", bot=identity.username, mode="webhook" if self.webhook else "polling")
        async with asyncio.TaskGroup() as tasks:
            working = tasks.create_task(self.worker.run(identity))
            try:
                await _until(stop, self._receive())
            except* OperatorError:
                # Told to the owners when the bot runs again: now it cannot send either.
                with suppress(sqlite3.Error):
                    await self.database.run("note refusal", self.owners.note_refusal)
                raise
            self.worker.finish()
            await asyncio.wait((working,), timeout=_FINISH_SECONDS)
            working.cancel()

    async def _receive(self) -> None:
        if self.webhook is None:
            await Poller(self.wire, self.worker, self.receiving).run()
            return
        webhook = Webhook(self.wire, self.worker, self.webhook, self._way())
        async with webhook.serving():
            await webhook.register()
            await asyncio.Event().wait()

    async def _let_answers_out(self, delivering: asyncio.Task[None]) -> None:
        """Wait a while for the answers to go out, and for the outcome of deliveries that are on their way."""
        try:
            async with asyncio.timeout(_DRAIN_SECONDS):
                await self.settlement.wait_until_idle()
                await asyncio.wait((delivering,))
        except TimeoutError:
            _log().info("answers not sent yet go out after the next start", answers=self.settlement.owed)

    def _way(self) -> Condition:
        return Condition("the way to Telegram", self.clock)


def _log() -> structlog.stdlib.BoundLogger:
    log: structlog.stdlib.BoundLogger = structlog.get_logger("bot.service")
    return log


async def _until(stop: asyncio.Event, work: Coroutine[Any, Any, T]) -> T | None:
    """Return what the work returns, or None when `stop` is set before; the work is cancelled then."""
    async with asyncio.TaskGroup() as tasks:
        doing = tasks.create_task(work)
        waiting = tasks.create_task(stop.wait())
        await asyncio.wait((doing, waiting), return_when=asyncio.FIRST_COMPLETED)
        doing.cancel()
        waiting.cancel()
    return None if doing.cancelled() else doing.result()
