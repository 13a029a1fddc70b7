"""The whole bot before the simulated Telegram: people ask in private, organisers answer in their group."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.content.library import Edition, Library
from bot.features.questions.panel import QuestionPanel
from bot.features.questions.store import PANEL
from bot.offer import features
from bot.settings import Settings
from bot.simulator import Simulator
from bot.telegram import members, people
from bot.telegram.outbox.standing import VisitStanding
from bot.telegram.roles import Role
from bot.telegram.routes import Routes, RoutingTable, routing_table
from tests.support.rehearsal import Rehearsal, rehearsal, telegram
from tests.support.translating import translators
from tests.support.whole_bot import OWNER, closed_visit, open_visit

ADMIN, SECOND_ADMIN, MEMBER, GUEST = 600, 601, 500, 700
_VISITS: Mapping[str, VisitStanding] = {
    "small": VisitStanding(public=True, home_zone="Europe/Moscow"),
    "closed": VisitStanding(public=False, home_zone="Europe/Moscow"),
}


def _routes() -> tuple[Routes, ...]:
    offered = features(Settings(), lambda: table, (OWNER,))
    table: RoutingTable = routing_table(offered)
    return offered


@dataclass(slots=True)
class Stage:
    """Lets people act in the simulated Telegram, and hands what they did to the bot at once."""

    run: Rehearsal
    simulator: Simulator
    group: int
    _seen: int = 0

    async def says(self, user_id: int, words: str, *, in_group: bool = False, reply_to: int | None = None) -> str:
        """Let somebody write; return the text with which the bot answers them there last."""
        chat = self.group if in_group else user_id
        before = len(self.simulator.messages(chat))
        self.simulator.send_text(user_id, words, self.group if in_group else None, reply_to)
        await self.flow()
        new = [one for one in self.simulator.messages(chat)[before:] if one["from"]["is_bot"]]
        return str(new[-1]["text"]) if new else ""

    async def presses(self, user_id: int, label: str, chat: int | None = None) -> None:
        """Press the newest button with this label."""
        chat_id = chat or user_id
        message_id, data = next(
            (message["message_id"], button["callback_data"])
            for message in reversed(self.simulator.messages(chat_id))
            for row in message.get("reply_markup", {}).get("inline_keyboard", [])
            for button in row
            if button["text"] == label and "callback_data" in button
        )
        self.simulator.press(user_id, chat_id, message_id, data)
        await self.flow()

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
            while await self.run.rows(
                "SELECT 1 FROM dispatches WHERE finished_at IS NULL UNION SELECT 1 FROM panels WHERE wanted > shown"
            ):
                # Edits of a group keep six seconds apart, which are not what is looked at here.
                await self.run.change("UPDATE panels SET edited_at = 0 WHERE wanted > shown")
                await asyncio.sleep(0.01)

    async def asks(self, user_id: int, words: str, *, anonymously: bool = False) -> None:
        """Let somebody ask, and wait until the question is where it goes."""
        await self.says(user_id, f"/ask {words}")
        await self.presses(user_id, "Send anonymously" if anonymously else "Send")
        await self.delivered()

    async def replies(self, user_id: int, words: str, beginning: str, chat: int | None = None) -> str:
        """Let somebody reply to the question with this beginning, in the group or in a private chat."""
        chat_id = chat or self.group
        replied = next(
            message for message in reversed(self.simulator.messages(chat_id)) if beginning in message.get("text", "")
        )
        said = await self.says(user_id, words, in_group=chat is None, reply_to=replied["message_id"])
        await self.delivered()
        return said

    def last(self, chat_id: int) -> str:
        """Return the text of the newest message in a chat."""
        return str(self.simulator.messages(chat_id)[-1]["text"])

    def everything_in(self, chat_id: int) -> str:
        """Return all that can be seen of the bot's messages in a chat, buttons and entities included."""
        own = [message for message in self.simulator.messages(chat_id) if message["from"]["is_bot"]]
        return repr([{key: value for key, value in message.items() if key != "chat"} for message in own])

    async def states(self, purpose: str) -> list[Any]:
        """Return the states of all deliveries with this purpose."""
        rows = await self.run.rows(
            "SELECT state FROM deliveries JOIN dispatches USING (dispatch_id) WHERE purpose = ? ORDER BY delivery_id",
            purpose,
        )
        return [state for (state,) in rows]


@asynccontextmanager
async def stage(
    path: Path,
    *editions: Edition,
    simulator: Simulator | None = None,
    group: int = 0,
    supergroup: bool = True,
    **how: Any,
) -> AsyncIterator[Stage]:
    """Open the stage on the store at this path; with a `simulator` and a `group` after an earlier act."""
    library = Library(editions or (open_visit(), closed_visit()))
    drawings = {PANEL: QuestionPanel(library, translators()).draw}
    if simulator is None:
        async with telegram(bot_username="briefing_bot") as made:
            for user_id in (ADMIN, SECOND_ADMIN, MEMBER, GUEST, OWNER):
                made.add_user(user_id, f"Person {user_id}", language_code="en")
            group = made.memberships.add_group(
                "Headquarters", [ADMIN, SECOND_ADMIN, MEMBER, OWNER], supergroup=supergroup
            )
            async with stage(path, *editions, simulator=made, group=group, **how) as opened:
                yield opened
        return
    async with rehearsal(
        path,
        *_routes(),
        simulator=simulator,
        library=library,
        owner_ids=[OWNER],
        visits=_VISITS,
        drawings=drawings,
        **how,
    ) as run:
        await run.database.run("enrol", _enrol, run)
        yield Stage(run, simulator, group, max([one["update_id"] for one in simulator.pending_updates], default=0))


def _enrol(connection: Any, run: Rehearsal) -> None:
    now = run.clock.now()
    for user_id, role in {ADMIN: Role.ADMIN, SECOND_ADMIN: Role.ADMIN, MEMBER: Role.MEMBER}.items():
        people.remember(connection, [(user_id, "en")], now)
        if members.member(connection, "small", user_id) is None:
            members.add(connection, "small", user_id, role, f"Person {user_id}", now)
