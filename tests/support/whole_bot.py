"""All that can be asked of the bot, by people with their roles, at the real front desk over a real store."""

from collections.abc import AsyncIterator, Collection, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.content.library import Edition, Library
from bot.offer import MENU, features
from bot.settings import Settings
from bot.telegram import members, people
from bot.telegram.handling import Handled
from bot.telegram.roles import Role
from bot.telegram.routes import RoutingTable, routing_table
from bot.telegram.turn import NewJob
from tests.support.desk import Desk, front_desk
from tests.support.small_visit import small_edition
from tests.support.updates import BOT, group_chat, message, person, press, text

OWNER = 900
GROUPS: Any = [
    {"id": "bus-a", "title": {"en": "Bus A", "ru": "Автобус А", "zh": "A车"}},
    {"id": "press", "title": {"en": "Press", "ru": "Пресса", "zh": "媒体组"}},
]


def open_visit(**changes: Any) -> Edition:
    """Return a public visit with two groups, `small`."""
    return small_edition(groups=GROUPS, **changes)


def closed_visit(**changes: Any) -> Edition:
    """Return a visit for its members only with two groups, `closed`."""
    values: dict[str, Any] = {"id": "closed", "audience": "members", "title": {"en": "A closed visit"}}
    return small_edition(groups=GROUPS, **(values | changes))


def whole_table(owner_ids: Collection[int] = (OWNER,)) -> RoutingTable:
    """Return the routing table of the bot as it ships."""
    table: RoutingTable = routing_table(features(Settings(), lambda: table, owner_ids), menu=MENU)
    return table


@dataclass(frozen=True, slots=True)
class Answered:
    """What came of a message or a press."""

    handled: Handled

    @property
    def text(self) -> str:
        """The texts of the messages and edits, joined."""
        return "\n\n".join(str(call.parameters["text"]) for call in self._screens)

    @property
    def toast(self) -> str:
        """The note over the chat; empty when there is none."""
        notes = [call.parameters.get("text", "") for call in self.handled.calls if call.chat_id is None]
        return str(notes[0]) if notes else ""

    @property
    def buttons(self) -> dict[str, str]:
        """The buttons' data by their labels."""
        rows = [
            row for call in self._screens for row in call.parameters.get("reply_markup", {}).get("inline_keyboard", ())
        ]
        return {one["text"]: one.get("callback_data", "") for row in rows for one in row}

    @property
    def copied(self) -> str:
        """What the button that copies puts on the clipboard."""
        rows = [row for call in self._screens for row in call.parameters["reply_markup"]["inline_keyboard"]]
        return next(str(one["copy_text"]["text"]) for row in rows for one in row if "copy_text" in one)

    @property
    def jobs(self) -> tuple[NewJob, ...]:
        """The jobs asked for."""
        return self.handled.jobs

    @property
    def _screens(self) -> list[Any]:
        return [call for call in self.handled.calls if call.chat_id is not None]


@dataclass(frozen=True, slots=True)
class Caller:
    """Somebody at the front desk, in private unless a group is named."""

    desk: Desk
    user_id: int
    language: str = "en"

    async def says(self, words: str, *, in_group: bool = False) -> Answered:
        """Send a text."""
        chat = group_chat() if in_group else None
        return Answered(await self.desk.handled(text(words, self.user_id, language=self.language, chat=chat)))

    async def presses(self, data: str, *, in_group: bool = False) -> Answered:
        """Press a button with this data."""
        on = message("A screen", chat=group_chat(), sender=BOT) if in_group else None
        return Answered(await self.desk.handled(press(data, self.user_id, language=self.language, on=on)))

    async def opens(self, link: str) -> Answered:
        """Open a link to the bot."""
        return await self.says("/start " + link.partition("?start=")[2])

    @property
    def name(self) -> str:
        """How Telegram shows them."""
        return str(person(self.user_id)["first_name"])


@dataclass(frozen=True, slots=True)
class WholeBot:
    """The bot's front desk and the visits that it knows."""

    desk: Desk
    library: Library
    table: RoutingTable

    async def somebody(
        self, user_id: int, roles: Mapping[str, Role] | None = None, groups: Collection[str] = (), language: str = "en"
    ) -> Caller:
        """Return somebody who has written before and is a member of these visits."""
        caller = Caller(self.desk, user_id, language)
        await caller.says("/help")
        for visit_id, role in (roles or {}).items():
            await self.enrol(visit_id, user_id, role, groups)
        return caller

    async def enrol(self, visit_id: str, user_id: int, role: Role, groups: Collection[str] = ()) -> None:
        """Make somebody a member by hand."""
        now = self.desk.clock.now()
        run = self.desk.database.run
        await run("join", members.add, visit_id, user_id, role, f"Person {user_id}", now)
        for group in groups:
            await run("group", members.join_group, visit_id, user_id, group)

    async def choose(self, user_id: int, visit_id: str) -> None:
        """Note which visit somebody reads about."""
        await self.desk.database.run("choose", people.choose_visit, user_id, visit_id)

    async def member(self, visit_id: str, user_id: int) -> members.Member | None:
        """Return what the store knows of a member."""
        return await self.desk.database.run("member", members.member, visit_id, user_id)

    async def dump(self, *, without: Collection[str] = ()) -> dict[str, list[Any]]:
        """Return every row of every table but these."""
        names = await self.desk.rows(
            "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name"
        )
        return {name: await self.desk.rows(f"SELECT * FROM {name}") for (name,) in names if name not in without}


@asynccontextmanager
async def whole_bot(path: Path, *editions: Edition, owner_ids: Collection[int] = (OWNER,)) -> AsyncIterator[WholeBot]:
    """Open the bot's front desk on the store at this path."""
    library, table = Library(editions or (open_visit(), closed_visit())), whole_table(owner_ids)
    async with front_desk(path, table=table, library=library, owner_ids=owner_ids) as desk:
        yield WholeBot(desk, library, table)
