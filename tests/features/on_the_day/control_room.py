"""A visit on its second day, with editors, members and readers, at the real front desk over a real store."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.content import editions
from bot.content.edition import Edition
from bot.content.loading import successor
from bot.content.models import Event, Visit
from bot.core import audit
from bot.telegram.roles import Role
from tests.features.programme.three_days import DURING, three_days
from tests.support.whole_bot import Answered, Caller, WholeBot, closed_visit, whole_bot

EDITOR, COLLEAGUE, MEMBER, GUEST = 600, 601, 602, 603
VISIT = "small"


@dataclass(frozen=True, slots=True)
class ControlRoom:
    """The bot, and what is seen of the programme when somebody works on it."""

    bot: WholeBot

    async def editor(self, language: str = "en", user_id: int = EDITOR) -> Caller:
        """Return somebody who edits the visit."""
        return await self.bot.somebody(user_id, {VISIT: Role.EDITOR}, language=language)

    async def member(self, user_id: int = MEMBER, language: str = "ru") -> Caller:
        """Return a member in group A."""
        return await self.bot.somebody(user_id, {VISIT: Role.MEMBER}, groups=["A"], language=language)

    async def press(self, caller: Caller, data: str) -> Answered:
        """Press a button, and load what it published as the bot does after the commit."""
        answered = await caller.presses(data)
        for visit_id in answered.handled.published:
            await self.load(visit_id)
        return answered

    async def confirm(self, caller: Caller, event: str, change: str, *, quietly: bool = False) -> Answered:
        """Look at a correction and make it."""
        seen = await self.press(caller, f"cor:{VISIT}:{event}:{change}")
        return await self.press(caller, made(seen, quietly=quietly))

    async def load(self, visit_id: str = VISIT) -> None:
        """Bring what holds into memory."""
        known = self.bot.library.edition(visit_id)
        edition = await self.bot.desk.database.run("load", successor, visit_id, known)
        assert edition is not None
        self.bot.library.replace(edition)

    async def publish(self, **changes: Any) -> None:
        """Publish other content, as if by somebody else, and load it."""
        document = self.held.visit.model_dump(mode="json", exclude_defaults=True) | changes
        visit = Visit.model_validate(document)
        await self.bot.desk.database.run(
            "publish", editions.publish, visit, audit.COMMAND_LINE, self.bot.desk.clock.now()
        )
        await self.load()

    @property
    def held(self) -> Edition:
        """The edition in memory."""
        edition = self.bot.library.edition(VISIT)
        assert edition is not None
        return edition

    def event(self, event_id: str = "table") -> Event:
        """Return an event as it stands."""
        event = self.held.event(event_id)
        assert event is not None
        return event


def made(seen: Answered, *, quietly: bool = False) -> str:
    """Return the callback data that makes what a preview shows."""
    found = [data for data in seen.buttons.values() if data.startswith("cm:")]
    return found[-1 if quietly else 0]


@asynccontextmanager
async def control_room(path: Path, **changes: Any) -> AsyncIterator[ControlRoom]:
    """Open the bot on the second day of the programme."""
    edition = three_days(**changes)
    async with whole_bot(path, edition, closed_visit()) as bot:
        bot.desk.clock.set(DURING)
        for visit in (edition.visit, closed_visit().visit):
            await bot.desk.database.run("publish", editions.publish, visit, audit.FIRST_START, DURING)
        yield ControlRoom(bot)
