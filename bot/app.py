"""The composition root: what the bot is made of, in the order in which it starts, works and stops."""

import asyncio
import gc
import signal
import sqlite3
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass, field
from typing import Any, Final, TypeVar

import structlog

from bot import opening
from bot.content.library import Library
from bot.core.conditions import Condition
from bot.core.database import Database
from bot.core.heartbeat import heartbeat_path
from bot.core.moments import Clock, SystemClock
from bot.core.notebook import note, note_stop
from bot.core.process_lock import process_lock
from bot.core.translation import load_translators
from bot.features.briefing import handlers as briefing
from bot.features.people import handlers as people
from bot.features.preferences import handlers as preferences
from bot.features.privacy import handlers as privacy
from bot.features.programme import handlers as programme
from bot.features.programme.job import CALENDAR_JOB, CalendarJob
from bot.features.welcome import handlers as welcome
from bot.settings import Settings
from bot.telegram import jobs, menus
from bot.telegram.front_desk import FrontDesk
from bot.telegram.handling import Handling
from bot.telegram.identity import who_am_i
from bot.telegram.job_runner import JobKind, JobRunner
from bot.telegram.pace import Pace
from bot.telegram.poller import Poller
from bot.telegram.routes import Routes, RoutingTable, routing_table
from bot.telegram.sender import Sender
from bot.telegram.settlement import Settlement
from bot.telegram.webhook import Webhook, WebhookAddress
from bot.telegram.wire import Wire
from bot.telegram.worker import Worker
from bot.upkeep import Upkeep

# How long a stop waits for what is under way, in seconds: first for the handlers, then for the answers.
_FINISH_SECONDS: Final = 5.0
_DRAIN_SECONDS: Final = 8.0
# What people look for first stands first in the command menu.
_MENU: Final = (
    "park",
    "programme",
    "now",
    "people",
    "companies",
    "quotes",
    "sources",
    "visit",
    "language",
    "timezone",
    "privacy",
    "forget_me",
    "help",
)

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Parts:
    """What a rehearsal puts in another's place: the clock, the store, the wire, and routes of its own."""

    clock: Clock = field(default_factory=SystemClock)
    database: type[Database] = Database
    wire: type[Wire] = Wire
    more_routes: tuple[Routes, ...] = ()


@dataclass(frozen=True, slots=True)
class Telegram:
    """Where Telegram is and who owns the bot there: the real one, or the simulator in this process."""

    token: str
    api_url: str
    owner_ids: frozenset[int]

    @property
    def bot_id(self) -> int:
        """The bot's numeric id, which stands in front of its token; 0 in something that is no token."""
        number = self.token.partition(":")[0]
        return int(number) if number.isdecimal() else 0


def features(settings: Settings, table: Callable[[], RoutingTable]) -> tuple[Routes, ...]:
    """Return what can be asked of the bot."""
    return (
        welcome.routes(table),
        briefing.ROUTES,
        programme.ROUTES,
        people.ROUTES,
        preferences.ROUTES,
        privacy.routes(keep_backups=settings.keep_backups, keep_days=settings.keep_days),
    )


async def run(settings: Settings, parts: Parts | None = None) -> None:
    """Run the bot until SIGTERM or SIGINT. Raises OperatorError for what the operator has to mend."""
    parts = parts or Parts()
    stop = asyncio.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(name, stop.set)
    async with AsyncExitStack() as stack:
        stack.enter_context(process_lock(settings.database))
        telegram = await stack.enter_async_context(_telegram(settings))
        database = await parts.database.open(settings.database)
        stack.push_async_callback(database.close)
        bot = await Bot.open(settings, parts, telegram, database)
        stack.push_async_callback(bot.wire.close)
        # Everything made so far stays: sparing the collector from looking at it again doubles what the bot can do.
        gc.collect()
        gc.freeze()
        gc.set_threshold(50_000, 50, 50)
        await bot.work(stop)


@asynccontextmanager
async def _telegram(settings: Settings) -> AsyncIterator[Telegram]:
    """Without a token the simulator runs in this process, for as long as the block."""
    if not settings.simulated:
        yield Telegram(settings.token.get_secret_value(), settings.api_url, settings.owner_ids)
        return
    from bot.simulator.embedded import embedded_simulator  # noqa: PLC0415 - never loaded beside a real token

    async with embedded_simulator(settings.simulator_port) as simulated:
        yield Telegram(simulated.token, simulated.api_url, settings.owner_ids | simulated.owner_ids)


class Bot:
    """All the parts, wired."""

    def __init__(self, settings: Settings, parts: Parts, telegram: Telegram, database: Database) -> None:
        self.settings = settings
        self.clock = parts.clock
        self.database = database
        self.log: structlog.stdlib.BoundLogger = structlog.get_logger("bot.app")
        proxy = settings.proxy_url.get_secret_value() if settings.proxy_url else None
        self.wire = parts.wire(telegram.token, telegram.api_url, proxy, connections=settings.in_flight + 8)
        self.storage = Condition("the store", self.clock)
        self.way = Condition("the way to Telegram", self.clock)
        self.library = Library()
        self.translators = load_translators()
        self.table: RoutingTable = routing_table(
            (*features(settings, lambda: self.table), *parts.more_routes), menu=_MENU
        )
        self.settlement = Settlement(database, self.storage)
        pace = Pace(self.clock, settings.messages_per_second)
        self.sender = Sender(self.wire, database, pace, self.settlement, self.clock, settings.in_flight)
        desk = FrontDesk(self.table, self.library, self.translators, self.clock, telegram.owner_ids)
        handling = Handling(self.wire.bot, desk.dispatcher(), self.translators)
        jobs_added = asyncio.Event()
        self.worker = Worker(database, handling, self.sender, self.settlement, self.clock, self.storage, jobs_added)
        self.menu_calls = menus.menu_calls(self.table, self.translators)
        kinds = {
            menus.JOB: JobKind(menus.MenuRegistration(self.wire, self.menu_calls).work, forever=True),
            CALENDAR_JOB: JobKind(CalendarJob(self.library, self.translators).work),
        }
        self.jobs = JobRunner(database, self.sender, kinds, self.clock, self.storage, jobs_added)
        self.upkeep = Upkeep(
            database,
            self.clock,
            self.storage,
            heartbeat_path(settings.database),
            settings.backups,
            settings.keep_backups,
            settings.keep_days,
        )

    @classmethod
    async def open(cls, settings: Settings, parts: Parts, telegram: Telegram, database: Database) -> "Bot":
        """Check the store, load what holds, and take up what the last run left."""
        bot = cls(settings, parts, telegram, database)
        await database.run("check owner", opening.check_owner, telegram.bot_id)
        after_crash = await database.run("begin run", opening.begin_run)
        if after_crash:
            bot.log.warning("the last run did not stop cleanly; what it left is taken up with care")
        editions = await database.run(
            "open content",
            opening.open_content,
            settings.content,
            bot.clock.now(),
            with_samples=settings.simulated,
        )
        for edition in editions:
            bot.library.replace(edition)
        await database.run("menus", bot.register_menus)
        await bot.sender.resume()
        await bot.worker.resume(after_crash=after_crash)
        return bot

    def register_menus(self, connection: sqlite3.Connection) -> None:
        """Have the menus registered when they are not what Telegram has."""
        if note(connection, menus.NOTE) != menus.digest(self.menu_calls):
            jobs.replace_job(connection, menus.JOB, self.clock.now())

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
                    )
                ]
                await self._serve(stop)
                await self._let_answers_out()
                for task in beside:
                    task.cancel()
        finally:
            with suppress(sqlite3.Error):
                await self.settlement.write()
        with suppress(sqlite3.Error):
            await self.database.run("note stop", note_stop)
        self.log.info("stopped")

    async def _serve(self, stop: asyncio.Event) -> None:
        """Receive and handle until `stop` is set and everything that had arrived by then is handled."""
        identity = await _until(stop, who_am_i(self.wire, self.way))
        if identity is None:
            return
        self.log.info("at work", bot=identity.username, mode="webhook" if self.settings.webhook_url else "polling")
        async with asyncio.TaskGroup() as tasks:
            working = tasks.create_task(self.worker.run(identity))
            await _until(stop, self._receive())
            self.worker.finish()
            await asyncio.wait((working,), timeout=_FINISH_SECONDS)
            working.cancel()

    async def _receive(self) -> None:
        if self.settings.webhook_url is None or self.settings.webhook_secret is None:
            await Poller(self.wire, self.worker, self.clock).run()
            return
        address = WebhookAddress(
            self.settings.webhook_url, self.settings.webhook_secret.get_secret_value(), self.settings.listen
        )
        webhook = Webhook(self.wire, self.worker, address, self.way)
        async with webhook.serving():
            await webhook.register()
            await asyncio.Event().wait()

    async def _let_answers_out(self) -> None:
        try:
            async with asyncio.timeout(_DRAIN_SECONDS):
                await self.settlement.wait_until_idle()
        except TimeoutError:
            self.log.info("answers not sent yet go out after the next start", answers=self.settlement.owed)


async def _until(stop: asyncio.Event, work: Coroutine[Any, Any, T]) -> T | None:
    """Return what the work returns, or None when `stop` is set before; the work is cancelled then."""
    async with asyncio.TaskGroup() as tasks:
        doing = tasks.create_task(work)
        waiting = tasks.create_task(stop.wait())
        await asyncio.wait((doing, waiting), return_when=asyncio.FIRST_COMPLETED)
        doing.cancel()
        waiting.cancel()
    return None if doing.cancelled() else doing.result()
