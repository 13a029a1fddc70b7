"""The composition root: what the bot is made of, in the order in which it starts, works and stops."""

import asyncio
import gc
import signal
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from typing import Final

import structlog

from bot import opening
from bot.content.library import Library
from bot.content.loading import with_moves
from bot.core.conditions import Condition
from bot.core.database import Database
from bot.core.heartbeat import heartbeat_path
from bot.core.moments import Clock, SystemClock
from bot.core.process_lock import process_lock
from bot.core.translation import load_translators
from bot.features.announcements.albums import ALBUM_JOB, Albums
from bot.features.announcements.report import REPORT_JOB, AnnouncementReport
from bot.features.changes.loop import ChangeNotices
from bot.features.membership.export import EXPORT_JOB, MembersExport
from bot.features.membership.qr import QR_JOB, make_qr_code
from bot.features.programme.job import CALENDAR_JOB, CalendarJob
from bot.features.publishing.jobs import UPLOAD_JOB, Uploads
from bot.features.publishing.workbook import WORKBOOK_JOB, Workbooks
from bot.features.reminders.loop import Reminders
from bot.offer import MENU, drawings, features
from bot.service import Service
from bot.settings import Settings
from bot.telegram import menus, personal_menus, poller
from bot.telegram.front_desk import FrontDesk
from bot.telegram.handling import Handling
from bot.telegram.job_runner import JobKind, JobRunner
from bot.telegram.outbox.courier import Courier
from bot.telegram.outbox.standing import VisitStanding
from bot.telegram.owners_watch import BACKUP, CONFLICT, DISK, OwnersWatch, Trouble
from bot.telegram.pace import Pace
from bot.telegram.panel_keeper import PanelKeeper
from bot.telegram.personal_menus import PersonalMenus
from bot.telegram.reloading import Reloading
from bot.telegram.routes import Routes, RoutingTable, routing_table
from bot.telegram.sender import Sender
from bot.telegram.sending_pause import SendingPause
from bot.telegram.settlement import Settlement
from bot.telegram.slots import Slots
from bot.telegram.webhook import WebhookAddress
from bot.telegram.wire import Wire
from bot.telegram.worker import Worker
from bot.upkeep import Upkeep

# Connections beside those that send: the long poll, acknowledgements of presses, jobs.
_OTHER_CONNECTIONS: Final = 8


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
        service = await _compose(settings, parts, telegram, database)
        stack.push_async_callback(service.wire.close)
        # Everything made so far stays: sparing the collector from looking at it again doubles what the bot can do.
        # It is not looked through even once: that takes 0.2 s and finds a fifth of a megabyte.
        gc.freeze()
        gc.set_threshold(50_000, 50, 50)
        gc.enable()
        await service.work(stop)


@asynccontextmanager
async def _telegram(settings: Settings) -> AsyncIterator[Telegram]:
    """Without a token the simulator runs in this process, for as long as the block."""
    if not settings.simulated:
        yield Telegram(settings.token.get_secret_value(), settings.api_url, settings.owner_ids)
        return
    from bot.simulator.embedded import embedded_simulator  # noqa: PLC0415 - never loaded beside a real token

    async with embedded_simulator(settings.simulator_port) as simulated:
        yield Telegram(simulated.token, simulated.api_url, settings.owner_ids | simulated.owner_ids)


async def _compose(settings: Settings, parts: Parts, telegram: Telegram, database: Database) -> Service:
    """Check the store, load what holds, wire the parts, and take up what the last run left."""
    clock = parts.clock
    log: structlog.stdlib.BoundLogger = structlog.get_logger("bot.app")
    await database.run("check owner", opening.check_owner, telegram.bot_id)
    after_crash = await database.run("begin run", opening.begin_run)
    if after_crash:
        log.warning("the last run did not stop cleanly; what it left is taken up with care")
    editions = await database.run(
        "open content", opening.open_content, settings.content, clock.now(), with_samples=settings.simulated
    )

    library = Library(await database.run("recent moves", with_moves, editions, clock.now()))
    translators = load_translators()
    table: RoutingTable = routing_table(
        (*features(settings, lambda: table, telegram.owner_ids), *parts.more_routes), menu=MENU
    )
    proxy = settings.proxy_url.get_secret_value() if settings.proxy_url else None
    wire = parts.wire(telegram.token, telegram.api_url, proxy, connections=settings.in_flight + _OTHER_CONNECTIONS)
    storage = Condition("the store", clock)
    receiving = Condition("receiving from Telegram", clock)
    backup = Condition("the daily backup", clock)

    settlement = Settlement(database, storage)
    pace = Pace(clock, settings.messages_per_second)
    slots = Slots(settings.in_flight)
    pause = SendingPause(pace, database, clock)
    sender = Sender(wire, database, pace, slots, pause, settlement, clock, settings.in_flight)
    courier = Courier(
        wire, database, pace, slots, pause, clock, storage, lambda: _standing(library), settings.in_flight
    )
    drawn = drawings(settings, library, translators, clock, telegram.owner_ids)
    keeper = PanelKeeper(wire, database, pace, slots, pause, clock, storage, translators, drawn)
    desk = FrontDesk(table, library, translators, clock, telegram.owner_ids)
    handling = Handling(wire.bot, desk.dispatcher(), translators)
    jobs_added = asyncio.Event()
    reminders = Reminders(database, library, translators, clock, storage, courier.look)
    changes = ChangeNotices(database, translators, clock, storage, courier.look)
    reloading = Reloading(database, library, (reminders.look_soon, changes.look_soon))
    worker = Worker(database, handling, sender, settlement, clock, storage, jobs_added, reloading, courier.look)

    menu_calls = menus.menu_calls(table, translators)
    personal = PersonalMenus(wire, database, table, translators, telegram.owner_ids)
    export = MembersExport(database, library, translators, telegram.owner_ids)
    albums = Albums(database, library, translators, telegram.owner_ids, clock)
    report = AnnouncementReport(database, library, translators, telegram.owner_ids)
    uploads = Uploads(database, library, wire, translators, telegram.owner_ids, clock)
    workbooks = Workbooks(library, translators, telegram.owner_ids)
    kinds = {
        menus.JOB: JobKind(menus.MenuRegistration(wire, menu_calls).work, forever=True),
        personal_menus.JOB: JobKind(personal.work, forever=True),
        CALENDAR_JOB: JobKind(CalendarJob(library, translators, telegram.owner_ids).work),
        QR_JOB: JobKind(make_qr_code),
        EXPORT_JOB: JobKind(export.work),
        ALBUM_JOB: JobKind(albums.work),
        REPORT_JOB: JobKind(report.work),
        UPLOAD_JOB: JobKind(uploads.work, slow=True),
        WORKBOOK_JOB: JobKind(workbooks.work),
    }
    await database.run("menus", menus.register_if_changed, menu_calls, clock.now())
    await database.run("personal menus", personal.refresh, clock.now())
    await sender.resume()
    await courier.resume()
    await worker.resume(after_crash=after_crash)
    return Service(
        database=database,
        clock=clock,
        wire=wire,
        worker=worker,
        sender=sender,
        courier=courier,
        panels=keeper,
        settlement=settlement,
        reminders=reminders,
        changes=changes,
        jobs=JobRunner(database, sender, kinds, clock, storage, jobs_added),
        upkeep=Upkeep(
            database=database,
            clock=clock,
            storage=storage,
            backup=backup,
            heartbeat=heartbeat_path(settings.database),
            backups=settings.backups,
            keep_backups=settings.keep_backups,
            keep_days=settings.keep_days,
        ),
        owners=OwnersWatch(
            wire=wire,
            database=database,
            clock=clock,
            translators=translators,
            owner_ids=telegram.owner_ids,
            troubles=(
                Trouble("conflict", receiving, CONFLICT, only=poller.CONFLICT),
                Trouble("disk", storage, DISK),
                Trouble("backup", backup, BACKUP),
            ),
        ),
        receiving=receiving,
        webhook=_webhook(settings),
    )


def _standing(library: Library) -> dict[str, VisitStanding]:
    """Return of every visit what decides who may get messages about it."""
    return {
        edition.visit_id: VisitStanding(edition.visit.audience == "public", edition.visit.home_zone)
        for edition in library.visits()
    }


def _webhook(settings: Settings) -> WebhookAddress | None:
    if settings.webhook_url is None or settings.webhook_secret is None:
        return None
    return WebhookAddress(settings.webhook_url, settings.webhook_secret.get_secret_value(), settings.listen)
