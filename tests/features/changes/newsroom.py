"""Publications and the loop that tells of them, on a real store, with a clock that tests set and a willing courier."""

import datetime as dt
import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from bot.content.edition import Edition
from bot.content.library import Library
from bot.content.models import Visit
from bot.core.conditions import Condition
from bot.features.changes.loop import ChangeNotices
from bot.telegram import members, people, publishing, subscriptions
from bot.telegram.outbox.claiming import Claimed, claim
from bot.telegram.outbox.concluding import Conclusion, conclude
from bot.telegram.outbox.standing import VisitStanding
from bot.telegram.outcomes import Outcome, Sent
from bot.telegram.publishing import MovedOn, Publication
from bot.telegram.roles import Role
from bot.telegram.subscriptions import Changes, Subscription
from tests.features.reminders.clockwork import DAY, MINUTE, START, MemoryDatabase, event
from tests.support.clock import ManualClock
from tests.support.small_visit import SMALL
from tests.support.stores import memory_store
from tests.support.translating import translators

__all__ = ["DAY", "MINUTE", "START", "Newsroom", "Notice", "event"]

GROUPS: Any = [
    {"id": "A", "title": {"en": "group A", "ru": "группа А", "zh": "A组"}},
    {"id": "B", "title": {"en": "group B", "ru": "группа Б", "zh": "B组"}},
]
PLACES: Any = [
    {"id": "L1", "names": {"en": {"text": "Hall 1", "status": "ours"}}, "sources": ["S1"]},
    {"id": "L2", "names": {"en": {"text": "Hall 2", "status": "ours"}}, "sources": ["S1"]},
]


@dataclass(frozen=True, slots=True)
class Notice:
    """What arrived, with whom."""

    chat_id: int
    body: dict[str, Any]

    @property
    def text(self) -> str:
        return str(self.body["text"])

    @property
    def lines(self) -> list[str]:
        return self.text.split("\n")

    @property
    def silent(self) -> bool:
        return bool(self.body.get("disable_notification"))

    @property
    def buttons(self) -> dict[str, str]:
        rows = self.body["reply_markup"]["inline_keyboard"]
        return {one["text"]: one["callback_data"] for row in rows for one in row}


class Newsroom:
    """Everything between a publication and what arrives in people's chats."""

    def __init__(self, *events: dict[str, Any], at: dt.datetime = START - DAY, at_once: int = 3, **visit: Any) -> None:
        self.store = memory_store()
        self.database = MemoryDatabase(self.store)
        self.clock = ManualClock(at)
        self.library = Library()
        self.at_once = at_once
        self.visit: dict[str, Any] = {
            **SMALL,
            "audience": "members",
            "groups": GROUPS,
            "places": PLACES,
            "home_zone": "Asia/Shanghai",
            **visit,
        }
        self.publish(*events)
        self.restart()

    def restart(self) -> None:
        """Start anew: what was only in memory is gone."""
        storage = Condition("the store", self.clock)
        self.notices = ChangeNotices(self.database, translators(), self.clock, storage, lambda: None, self.at_once)

    def publish(self, *events: dict[str, Any], **how: Any) -> Publication | MovedOn | None:
        """Make an edition with these events the one that holds."""
        return self.publish_visit(Visit.model_validate({**self.visit, "events": list(events)}), **how)

    def publish_visit(self, visit: Visit, **how: Any) -> Publication | MovedOn | None:
        done = publishing.publish(self.store, visit, author="test", now=self.clock.now(), **how)
        if isinstance(done, Publication):
            self.library.replace(done.edition)
        return done

    @property
    def edition(self) -> Edition:
        return self.library.visits()[0]

    def guest(self, user_id: int, language: str = "en", zone: str | None = None, changes: Changes = "mine") -> int:
        """Somebody writes to the bot."""
        people.remember(self.store, [(user_id, language)], self.clock.now())
        people.choose_zone(self.store, user_id, zone)
        subscriptions.subscribe(self.store, user_id, "small", Subscription(changes=changes))
        return user_id

    def member(self, user_id: int, *groups: str, **more: Any) -> int:
        """Somebody joins the visit."""
        self.guest(user_id, **more)
        members.add(self.store, "small", user_id, Role.MEMBER, "Somebody", self.clock.now())
        for group in groups:
            members.join_group(self.store, "small", user_id, group)
        return user_id

    async def settled(self, seconds: float = 60) -> list[Notice]:
        """Let so much time pass, the loop look and the courier deliver; return what arrived by that."""
        self.clock.advance(seconds)
        return await self.look()

    async def look(self) -> list[Notice]:
        await self.notices.look()
        return self.deliver()

    def claimed(self) -> list[Claimed]:
        """Take what is to go out now."""
        standing = {
            edition.visit_id: VisitStanding(edition.visit.audience == "public", edition.visit.home_zone)
            for edition in self.library.visits()
        }
        taken: list[Claimed] = []
        while more := claim(self.store, self.clock.now(), 1000, standing):
            taken += more
        return taken

    def deliver(self, outcome: Callable[[Claimed], Outcome] | Outcome | None = None) -> list[Notice]:
        """Send what is to go out now, all with this outcome; return what arrived, by recipient."""
        arrived = []
        for one in self.claimed():
            self.conclude(one, outcome if isinstance(outcome, Outcome) else Sent({"message_id": one.delivery_id}))
            arrived.append(Notice(one.chat_id, json.loads(one.body)))
        return sorted(arrived, key=lambda notice: notice.chat_id)

    def conclude(self, one: Claimed, outcome: Outcome) -> None:
        """Write down what became of something on its way."""
        conclude(self.store, [Conclusion(one, outcome)], self.clock.now())

    def states(self) -> list[tuple[int, str]]:
        """Return whose notices are in which state, in the order in which they were made."""
        rows: list[tuple[int, str]] = self.store.execute(
            "SELECT recipient, state FROM deliveries JOIN dispatches USING (dispatch_id) WHERE purpose = 'notice' "
            "ORDER BY delivery_id"
        ).fetchall()
        return rows
