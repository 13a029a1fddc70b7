"""The newsroom: the whole bot before the simulated Telegram, to which editors send files and publish them."""

import asyncio
import datetime as dt
import io
import sqlite3
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from openpyxl import Workbook, load_workbook

from bot.content import editions
from bot.content.edition import Edition
from bot.content.library import Library
from bot.content.models import Visit
from bot.core.moments import Clock, SystemClock
from bot.features.publishing import store
from bot.features.publishing.jobs import UPLOAD_JOB, Uploads
from bot.features.publishing.workbook import WORKBOOK_JOB, Workbooks
from bot.offer import features
from bot.settings import Settings
from bot.simulator import Simulator
from bot.simulator.chosen import Chosen
from bot.telegram import members, people
from bot.telegram.job_runner import JobKind, JobRunner
from bot.telegram.publishing import Publication, publish
from bot.telegram.roles import Role
from bot.telegram.routes import Routes, RoutingTable
from tests.content.builders import event as any_event
from tests.content.builders import person, place, smallest
from tests.support.rehearsal import Rehearsal, rehearsal, telegram
from tests.support.translating import translators
from tests.support.updates import press

OWNER, EDITOR, SECOND, ADMIN, MEMBER, GUEST = 900, 600, 601, 602, 500, 700
DAY = "2099-05-20"
FILE = "small-edition-1.xlsx"
Json = dict[str, Any]
Message = dict[str, Any]


def event(event_id: str, title: str, *times: str, **more: Any) -> Json:
    """Return an event on the day of the visit."""
    return any_event(event_id, DAY, *times, title={"en": title}, **more)


EVENTS: list[Json] = [
    event("talks", "Talks", "10:00", "11:00", people=["P1"]),
    event("lunch", "Lunch", "12:00"),
    event("dinner", "Dinner", "19:00"),
]


def visit(**changes: Any) -> Visit:
    """Return the visit as it is first published, with these keys replaced."""
    document = smallest(people=[person("P1")], places=[place("hall"), place("tower")], events=EVENTS)
    return Visit.model_validate(document | changes)


@dataclass(slots=True)
class Newsroom:
    """Lets people act in the simulated Telegram, and hands what they did to the bot at once."""

    run: Rehearsal
    simulator: Simulator
    library: Library
    _seen: int = 0

    async def says(self, user_id: int, words: str) -> str:
        """Let somebody write; return the text of the newest message then."""
        self.simulator.send_text(user_id, words)
        await self.flow()
        return self.last(user_id)

    async def sends(self, user_id: int, content: bytes | str, name: str = FILE) -> str:
        """Let somebody send a file; return the text of the newest message once what came of it is there."""
        await self.hands_in(user_id, content, name)
        await self.done()
        return self.last(user_id)

    async def hands_in(self, user_id: int, content: bytes | str, name: str = FILE, caption: str = "") -> None:
        """Let somebody send a file, and wait for no more than the first answer."""
        data = content.encode() if isinstance(content, str) else content
        self.simulator.actions.send_files(user_id, [Chosen(name, data)], "document", caption)
        await self.flow()

    async def proposes(self, user_id: int, proposed: Visit, base: int = 1) -> str:
        """Have somebody propose this, as if they had sent a file; return the preview."""
        now = self.run.clock.now()
        number = await self.run.database.run("propose", store.propose, user_id, "visit.yaml", base, proposed, now)
        await self.says(user_id, "/publish")
        return await self.presses_data(user_id, f"prop:{proposed.id}:{number}:0")

    async def presses(self, user_id: int, label: str) -> str:
        """Press the newest button that begins with this label; return the text of its message then."""
        message_id, data = self.find(user_id, label)
        return await self.presses_data(user_id, data, message_id)

    async def presses_data(self, user_id: int, data: str, message_id: int | None = None) -> str:
        """Press a button with this data; return the text of its message then."""
        own = [one for one in self.simulator.messages(user_id) if one["from"]["is_bot"] and "text" in one]
        on = next((one for one in own if one["message_id"] == message_id), own[-1])
        await self.run.handle(press(data, user_id, on=on))
        await self.done()
        return str(self.message(user_id, on["message_id"])["text"])

    def message(self, user_id: int, message_id: int) -> Message:
        """Return a message of a chat."""
        return next(one for one in self.simulator.messages(user_id) if one["message_id"] == message_id)

    def find(self, user_id: int, label: str) -> tuple[int, str]:
        """Return the newest message with a button that begins with this label, and the button's data."""
        return next(
            (message["message_id"], button["callback_data"])
            for message in reversed(self.simulator.messages(user_id))
            for row in message.get("reply_markup", {}).get("inline_keyboard", [])
            for button in row
            if button["text"].startswith(label) and "callback_data" in button
        )

    def labels(self, user_id: int) -> list[str]:
        """Return the labels of the newest message's buttons."""
        rows = self.simulator.messages(user_id)[-1].get("reply_markup", {}).get("inline_keyboard", [])
        return [button["text"] for row in rows for button in row]

    def last(self, user_id: int) -> str:
        """Return what the newest message in a chat says that has a text."""
        return next(str(one["text"]) for one in reversed(self.simulator.messages(user_id)) if "text" in one)

    def file(self, user_id: int) -> tuple[str, bytes]:
        """Return name and content of the newest file that the bot sent."""
        document = next(
            one["document"]
            for one in reversed(self.simulator.messages(user_id))
            if "document" in one and one["from"]["is_bot"]
        )
        stored = self.simulator.world.files.get(document["file_id"])
        assert stored is not None
        return stored.name, stored.content

    async def workbook(self, user_id: int = EDITOR) -> bytes:
        """Have the workbook sent to somebody and return it."""
        await self.says(user_id, "/publish")
        await self.presses_data(user_id, "pubbook:small")
        return self.file(user_id)[1]

    async def holding(self) -> Edition:
        """Return the edition that holds, by the store."""
        held = await self.run.database.run("look", editions.current_edition, "small")
        assert held is not None
        return held

    async def publishes(self, changed: Visit, author: int = SECOND) -> Edition:
        """Have somebody else publish an edition meanwhile."""
        now = self.run.clock.now()
        done = await self.run.database.run("publish", publish, changed, author=author, now=now)
        assert isinstance(done, Publication)
        self.library.replace(done.edition)
        return done.edition

    async def flow(self) -> None:
        """Hand the bot what happened, and wait until it has answered."""
        news = [one for one in self.simulator.pending_updates if one["update_id"] > self._seen]
        if news:
            self._seen = news[-1]["update_id"]
            await self.run.handle(*news)

    async def done(self) -> None:
        """Wait until no job is left and everything is answered."""
        async with asyncio.timeout(30):
            while await self.run.rows("SELECT 1 FROM jobs WHERE kind LIKE 'publish%'"):  # noqa: ASYNC110 - any part may
                await asyncio.sleep(0.01)
        await self.run.quiet()


@asynccontextmanager
async def newsroom(path: Path, *visits: Visit, clock: Clock | None = None) -> AsyncIterator[Newsroom]:
    """Open the newsroom: these visits are published, editors and a member belong to the small one."""
    clock = clock or SystemClock()
    library, table = Library(), RoutingTable()
    routes: tuple[Routes, ...] = features(Settings(), lambda: table, (OWNER,))
    async with (
        telegram(bot_username="briefing_bot") as simulator,
        rehearsal(path, *routes, clock=clock, simulator=simulator, library=library, owner_ids=[OWNER]) as run,
    ):
        for user_id in (OWNER, EDITOR, SECOND, ADMIN, MEMBER, GUEST):
            simulator.add_user(user_id, f"Person {user_id}", language_code="en")
        for one in visits or (visit(),):
            edition = await run.database.run("publish", editions.publish, one, "file", clock.now())
            assert edition is not None
            library.replace(edition)
        await run.database.run("enrol", _enrol, clock.now())
        uploads = Uploads(run.database, library, run.wire, translators(), (OWNER,), clock)
        kinds = {
            UPLOAD_JOB: JobKind(uploads.work, slow=True),
            WORKBOOK_JOB: JobKind(Workbooks(library, translators(), (OWNER,)).work),
        }
        runner = JobRunner(run.database, run.sender, kinds, clock, run.storage, run.jobs_added)
        async with run.working(), asyncio.TaskGroup() as tasks:
            running = tasks.create_task(runner.run())
            try:
                yield Newsroom(run, simulator, library)
            finally:
                running.cancel()


def changed(content: bytes, change: Callable[[Workbook], None]) -> bytes:
    """Return a workbook as somebody changes and saves it."""
    book = load_workbook(io.BytesIO(content))
    change(book)
    saved = io.BytesIO()
    book.save(saved)
    return saved.getvalue()


def column(sheet: Any, key: str) -> int:
    """Return the number of the column with this key, which stands in the hidden first row."""
    return next(int(cell.column) for cell in sheet[1] if cell.value == key)


def row_of(sheet: Any, item_id: str) -> int:
    """Return the number of the row of the entry with this id."""
    return next(int(cell.row) for cell in sheet[_letter(sheet, "id")] if cell.value == item_id)


def write(content: bytes, item_id: str, key: str, value: Any, title: str = "Events") -> bytes:
    """Return the workbook with one cell written: of this entry, in the column with this key."""

    def change(book: Workbook) -> None:
        sheet = book[title]
        sheet.cell(row_of(sheet, item_id), column(sheet, key)).value = value

    return changed(content, change)


def without(content: bytes, *item_ids: str, title: str = "Events") -> bytes:
    """Return the workbook without the rows of these entries."""

    def change(book: Workbook) -> None:
        sheet = book[title]
        for item_id in item_ids:
            sheet.delete_rows(row_of(sheet, item_id))

    return changed(content, change)


def _letter(sheet: Any, key: str) -> str:
    return str(sheet.cell(1, column(sheet, key)).column_letter)


def _enrol(connection: sqlite3.Connection, now: dt.datetime) -> None:
    roles = {EDITOR: Role.EDITOR, SECOND: Role.EDITOR, ADMIN: Role.ADMIN, MEMBER: Role.MEMBER}
    people.remember(connection, [(one, "en") for one in (*roles, OWNER, GUEST)], now)
    for user_id, role in roles.items():
        members.add(connection, "small", user_id, role, f"Person {user_id}", now)
