"""The organisers' office: the whole bot before the simulated Telegram, in which announcements are made and arrive."""

import asyncio
import datetime as dt
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.content.library import Edition, Library
from bot.core.moments import SystemClock
from bot.features.announcements import store
from bot.features.announcements.albums import ALBUM_JOB, Albums
from bot.features.announcements.store import Announcement
from bot.offer import drawings, features
from bot.settings import Settings
from bot.simulator import Simulator
from bot.simulator.chosen import Chosen
from bot.telegram import members, people
from bot.telegram.job_runner import JobKind, JobRunner
from bot.telegram.outbox.standing import VisitStanding
from bot.telegram.roles import Role
from bot.telegram.routes import Routes, RoutingTable
from tests.support.rehearsal import Rehearsal, rehearsal, telegram, until
from tests.support.translating import translators
from tests.support.updates import press
from tests.support.whole_bot import OWNER, closed_visit, open_visit

ADMIN, SECOND, MEMBER, GUEST = 600, 601, 500, 700
# Members of the visit by the language that their Telegram speaks.
RUSSIAN, ENGLISH, CHINESE, GERMAN = 511, 512, 513, 514
LANGUAGES: Mapping[int, str] = {
    ADMIN: "en",
    SECOND: "en",
    MEMBER: "en",
    RUSSIAN: "ru",
    ENGLISH: "en-GB",
    CHINESE: "zh-hans",
    GERMAN: "de",
}
EVENTS: Any = [
    {"id": "E1", "title": {"en": "Tour"}, "original": ["en"], "day": "2099-05-20", "sources": ["S1"]},
    {
        "id": "E2",
        "title": {"en": "Press briefing"},
        "original": ["en"],
        "day": "2099-05-20",
        "groups": ["press"],
        "sources": ["S1"],
    },
]
_STANDINGS = {
    "small": VisitStanding(public=True, home_zone="Europe/Moscow"),
    "closed": VisitStanding(public=False, home_zone="Europe/Moscow"),
}
Message = dict[str, Any]


@dataclass(slots=True)
class Office:
    """Lets people act in the simulated Telegram, and hands what they did to the bot at once."""

    run: Rehearsal
    simulator: Simulator
    _seen: int = 0

    async def says(self, user_id: int, words: str, *, reply_to: int | None = None, chat: int | None = None) -> str:
        """Let somebody write; return the text of the newest message then."""
        self.simulator.send_text(user_id, words, chat, reply_to)
        await self.flow()
        return self.last(chat or user_id)

    async def sends(self, user_id: int, *names: str, way: Any = "document", caption: str = "") -> list[Message]:
        """Let somebody send files, together as an album where they are several; return their messages."""
        files = [Chosen(name, f"content of {name}".encode()) for name in names]
        sent = self.simulator.actions.send_files(user_id, files, way, caption)
        await self.flow()
        return sent

    async def edits(self, user_id: int, message_id: int, words: str) -> None:
        """Let somebody edit what they wrote."""
        self.simulator.actions.edit_text(user_id, user_id, message_id, words)
        await self.flow()

    async def presses(self, user_id: int, label: str) -> str:
        """Press the newest button that begins with this label; return the note over the chat."""
        message_id, data = self.find(user_id, label)
        return await self.presses_data(user_id, data, message_id)

    async def presses_data(self, user_id: int, data: str, message_id: int | None = None) -> str:
        """Press a button with this data, whoever made it; return the note over the chat."""
        own = [one for one in self.messages(user_id) if one["from"]["is_bot"] and "text" in one]
        on = next((one for one in own if one["message_id"] == message_id), own[-1] if own else None)
        await self.run.handle(press(data, user_id, language=LANGUAGES.get(user_id, "en"), on=on))
        return str(self.run.calls("answerCallbackQuery")[-1].parameters.get("text", ""))

    def find(self, user_id: int, label: str) -> tuple[int, str]:
        """Return the newest message with a button that begins with this label, and the button's data."""
        return next(
            (message["message_id"], button["callback_data"])
            for message in reversed(self.simulator.messages(user_id))
            for row in message.get("reply_markup", {}).get("inline_keyboard", [])
            for button in row
            if button["text"].startswith(label) and "callback_data" in button
        )

    def last(self, chat_id: int) -> str:
        """Return what the newest message in a chat says."""
        return words(self.messages(chat_id)[-1])

    def messages(self, chat_id: int) -> list[Message]:
        """Return the messages in a chat, the oldest first."""
        return self.simulator.messages(chat_id)

    def panel(self, chat_id: int) -> str:
        """Return the newest panel of a draft."""
        return next(words(one) for one in reversed(self.messages(chat_id)) if words(one).startswith("Draft "))

    async def flow(self) -> None:
        """Hand the bot what happened, and wait until it has answered."""
        news = [update for update in self.simulator.pending_updates if update["update_id"] > self._seen]
        if news:
            self._seen = news[-1]["update_id"]
            await self.run.handle(*news)

    async def delivered(self) -> None:
        """Wait until nothing is under way any more that the bot sends by itself, and every panel is drawn."""
        self.run.courier.look()
        async with asyncio.timeout(15):
            while await self.run.rows(  # noqa: ASYNC110 - any part of the bot may bring it about
                "SELECT 1 FROM dispatches WHERE finished_at IS NULL UNION SELECT 1 FROM panels WHERE wanted > shown"
            ):
                await asyncio.sleep(0.01)

    async def gathered(self) -> None:
        """Wait until every album is gathered and what came of it is shown."""
        async with asyncio.timeout(15):
            while await self.run.rows("SELECT 1 FROM jobs WHERE kind = ?", ALBUM_JOB):  # noqa: ASYNC110 - as above
                await asyncio.sleep(0.01)
        await self.run.quiet()

    async def drafts(self) -> list[Announcement]:
        """Return every announcement, the oldest first."""
        found = await self.run.database.run(
            "drafts", store.list_of, ["small", "closed"], ("draft", "confirmed", "discarded"), 100
        )
        return found[::-1]

    async def draft(self) -> Announcement:
        """Return the newest announcement."""
        return (await self.drafts())[-1]

    async def states(self, purpose: str = "announcement") -> dict[int, str]:
        """Return the states of all deliveries with this purpose, by recipient."""
        rows = await self.run.rows(
            "SELECT recipient, state FROM deliveries JOIN dispatches USING (dispatch_id) WHERE purpose = ?", purpose
        )
        return dict(rows)

    async def audited(self) -> list[str]:
        """Return what was noted of announcements, in order."""
        return [row[0] for row in await self.run.rows("SELECT action FROM audit ORDER BY entry_id")]

    async def enrol(
        self, user_id: int, visit_id: str = "small", role: Role = Role.MEMBER, groups: Sequence[str] = ()
    ) -> None:
        """Make somebody a member by hand."""
        await self.run.database.run("enrol", _enrol, user_id, visit_id, role, groups, self.run.clock.now())


def words(message: Message) -> str:
    """Return what a message says, in its text or under its media."""
    return str(message.get("text", message.get("caption", "")))


def labels(message: Message) -> list[str]:
    """Return the labels of a message's buttons."""
    return [button["text"] for row in message.get("reply_markup", {}).get("inline_keyboard", []) for button in row]


@asynccontextmanager
async def office(
    path: Path, *editions: Edition, simulator: Simulator | None = None, **how: Any
) -> AsyncIterator[Office]:
    """Open the office on the store at this path; with a `simulator` after an earlier act."""
    if simulator is None:
        async with telegram(bot_username="briefing_bot") as made:
            for user_id, language in {**LANGUAGES, GUEST: "en", OWNER: "en"}.items():
                made.add_user(user_id, f"Person {user_id}", language_code=language)
            async with office(path, *editions, simulator=made, **how) as opened:
                yield opened
        return
    library = Library(editions or (open_visit(events=EVENTS), closed_visit(events=EVENTS)))
    clock = how.pop("clock", None) or SystemClock()
    table = RoutingTable()
    routes: tuple[Routes, ...] = features(Settings(), lambda: table, (OWNER,))
    async with rehearsal(
        path,
        *routes,
        clock=clock,
        simulator=simulator,
        library=library,
        owner_ids=[OWNER],
        visits=_STANDINGS,
        drawings=drawings(Settings(), library, translators(), clock, (OWNER,)),
        **how,
    ) as run:
        seen = max([one["update_id"] for one in simulator.pending_updates], default=0)
        opened = Office(run, simulator, seen)
        if not await run.rows("SELECT 1 FROM members"):
            for user_id in LANGUAGES:
                await opened.enrol(user_id, role=Role.ADMIN if user_id in {ADMIN, SECOND} else Role.MEMBER)
        yield opened


@asynccontextmanager
async def at_work(opened: Office) -> AsyncIterator[Office]:
    """Run everything that the bot does by itself for as long as the block, jobs included."""
    run = opened.run
    editions = (open_visit(events=EVENTS), closed_visit(events=EVENTS))
    albums = Albums(run.database, Library(editions), translators(), (OWNER,), run.clock)
    runner = JobRunner(
        run.database, run.sender, {ALBUM_JOB: JobKind(albums.work)}, run.clock, run.storage, run.jobs_added
    )
    async with run.working(delivering=True), asyncio.TaskGroup() as tasks:
        running = tasks.create_task(runner.run())
        try:
            yield opened
        finally:
            running.cancel()


async def drawn(opened: Office, chat_id: int, part: str) -> None:
    """Wait until the newest panel of a draft says this."""
    await until(lambda: part in opened.panel(chat_id))


def _enrol(connection: Any, user_id: int, visit_id: str, role: Role, groups: Sequence[str], now: dt.datetime) -> None:
    people.remember(connection, [(user_id, LANGUAGES.get(user_id, "en"))], now)
    if members.member(connection, visit_id, user_id) is None:
        members.add(connection, visit_id, user_id, role, f"Person {user_id}", now)
    for group in groups:
        members.join_group(connection, visit_id, user_id, group)
