"""The loop that reminds, on a real store, with a clock that tests set and a courier that delivers at once."""

import datetime as dt
import json
import sqlite3
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Concatenate, ParamSpec, TypeVar

from bot.content import editions
from bot.content.library import Edition, Library
from bot.content.models import Visit
from bot.core.conditions import Condition
from bot.core.database import Database
from bot.features.reminders.loop import Reminders
from bot.telegram import members, people
from bot.telegram.outbox.claiming import Claimed, claim
from bot.telegram.outbox.concluding import Conclusion, conclude
from bot.telegram.outbox.standing import VisitStanding
from bot.telegram.outcomes import Outcome, Sent
from bot.telegram.roles import Role
from tests.support.clock import ManualClock
from tests.support.small_visit import SMALL
from tests.support.stores import memory_store
from tests.support.translating import translators

P = ParamSpec("P")
T = TypeVar("T")

MINUTE = dt.timedelta(minutes=1)
HOUR = dt.timedelta(hours=1)
DAY = dt.timedelta(days=1)
# 11:30 in Shanghai.
START = dt.datetime(2026, 9, 24, 3, 30, tzinfo=dt.UTC)


class KilledError(Exception):
    """The process died: the transaction that was open never was."""


class MemoryDatabase(Database):
    """The store in memory, which can die in the middle of a unit of work; `then` happens right after one is done."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.connection = connection
        self.dies_in: int | None = None
        self.then: dict[str, Callable[[], None]] = {}
        self.units: list[str] = []

    async def run(
        self, name: str, work: Callable[Concatenate[sqlite3.Connection, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        self.connection.execute("BEGIN IMMEDIATE")
        try:
            result = work(self.connection, *args, **kwargs)
            self._die_if_it_is_time()
        except BaseException:
            self.connection.execute("ROLLBACK")
            raise
        self.connection.execute("COMMIT")
        self.units.append(name)
        if name in self.then:
            self.then.pop(name)()
        return result

    def _die_if_it_is_time(self) -> None:
        if self.dies_in is None:
            return
        self.dies_in -= 1
        if self.dies_in < 0:
            self.dies_in = None
            raise KilledError


@dataclass(frozen=True, slots=True)
class Message:
    """What arrived: when, with whom, of which events, and how many minutes ahead it says it comes."""

    at: dt.datetime
    chat_id: int
    events: tuple[str, ...]
    minutes: int
    body: dict[str, Any]

    @property
    def text(self) -> str:
        return str(self.body["text"])

    @property
    def buttons(self) -> list[str]:
        return [one["text"] for row in self.body["reply_markup"]["inline_keyboard"] for one in row]


def event(event_id: str, start: str | None = "11:30", day: str | None = "2026-09-24", **more: Any) -> dict[str, Any]:
    """Return an event of the visit, by default on 24 September 2026 at 11:30 in Shanghai."""
    times = {"day": day, "start": start}
    return {
        "id": event_id,
        "title": {"en": event_id.capitalize()},
        "original": ["en"],
        "sources": ["S2"],
        **{name: value for name, value in times.items() if value is not None},
        **more,
    }


class Clockwork:
    """Everything between a person's choices and what arrives in their chat."""

    def __init__(
        self,
        *events: dict[str, Any],
        at: dt.datetime = START - DAY,
        at_once: int = 3,
        purpose: str = "reminder",
        **visit: Any,
    ) -> None:
        """Start at a moment; of what arrives only what has this purpose is looked at."""
        self.purpose = purpose
        self.store = memory_store()
        self.database = MemoryDatabase(self.store)
        self.clock = ManualClock(at)
        self.library = Library()
        self.sent: list[Message] = []
        self.at_once = at_once
        self._visit = {"audience": "members", "groups": [{"id": "A", "title": {"en": "group A"}}], **visit}
        self.publish(*events)
        self.restart()

    def restart(self) -> None:
        """Start anew: what was only in memory is gone."""
        self.reminders = Reminders(
            self.database,
            self.library,
            translators(),
            self.clock,
            Condition("the store", self.clock),
            lambda: None,
            self.at_once,
        )

    def publish(self, *events: dict[str, Any]) -> None:
        """Make an edition with these events the one that holds."""
        self.publish_visit(Visit.model_validate({**SMALL, **self._visit, "events": list(events)}))

    def publish_visit(self, visit: Visit) -> None:
        edition = editions.publish(self.store, visit, "test", self.clock.now())
        if edition is not None:
            self.library.replace(edition)

    @property
    def edition(self) -> Edition:
        return self.library.visits()[0]

    def guest(self, user_id: int, language: str = "en", zone: str | None = None) -> int:
        """Somebody writes to the bot."""
        people.remember(self.store, [(user_id, language)], self.clock.now())
        people.choose_zone(self.store, user_id, zone)
        return user_id

    def member(self, user_id: int, *groups: str, language: str = "en", zone: str | None = None) -> int:
        """Somebody joins the visit."""
        self.guest(user_id, language, zone)
        members.add(self.store, self.edition.visit_id, user_id, Role.MEMBER, "Somebody", self.clock.now())
        for group in groups:
            members.join_group(self.store, self.edition.visit_id, user_id, group)
        return user_id

    async def look(self, at: dt.datetime | None = None) -> list[Message]:
        """Set the clock, let the loop look and the courier deliver; return what arrived by that."""
        if at is not None:
            self.clock.set(at)
        await self.reminders.look()
        return self.deliver()

    async def until(self, end: dt.datetime, step: dt.timedelta = MINUTE) -> list[Message]:
        """Look at every step until a moment, and return what arrived."""
        arrived = []
        while self.clock.now() < end:
            self.clock.advance(min(step, end - self.clock.now()).total_seconds())
            arrived += await self.look()
        return arrived

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

    def deliver(self, outcome: Outcome | None = None) -> list[Message]:
        """Send what is to go out now, all with this outcome."""
        arrived = []
        for one in self.claimed():
            conclusion = Conclusion(one, outcome or Sent({"message_id": one.delivery_id}))
            conclude(self.store, [conclusion], self.clock.now())
            purpose, events, minutes = self.store.execute(
                "SELECT purpose, events, minutes FROM deliveries JOIN dispatches USING (dispatch_id) "
                "JOIN reminder_payloads USING (payload_id) WHERE delivery_id = ?",
                (one.delivery_id,),
            ).fetchone()
            if purpose == self.purpose:
                body = json.loads(one.body)
                arrived.append(Message(self.clock.now(), one.chat_id, tuple(json.loads(events)), minutes, body))
        self.sent += arrived
        return arrived

    def states(self) -> list[tuple[int, str]]:
        """Return whose deliveries are in which state, in order."""
        return self.store.execute(
            "SELECT recipient, state FROM deliveries JOIN dispatches USING (dispatch_id) WHERE purpose = ? "
            "ORDER BY recipient, delivery_id",
            (self.purpose,),
        ).fetchall()


def told(messages: Iterable[Message]) -> list[tuple[int, tuple[str, ...], int]]:
    """Return who was told of which events how many minutes ahead, in order."""
    return sorted((one.chat_id, one.events, one.minutes) for one in messages)
