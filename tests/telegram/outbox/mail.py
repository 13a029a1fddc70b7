"""Deliveries for tests: a visit with members, a dispatch to them, and what became of it."""

import datetime as dt
import sqlite3
from collections.abc import Iterable
from typing import Any

from bot.telegram import members, people
from bot.telegram.outbox import deliveries, dispatches
from bot.telegram.outbox.dispatches import Conditions, Lane
from bot.telegram.roles import Role
from tests.support.rehearsal import Rehearsal

MEMBERS = Conditions(visit_id="small", topic="announcements")
ANYBODY = Conditions()


def join(connection: sqlite3.Connection, user_ids: Iterable[int], now: dt.datetime) -> None:
    """Make these people members of the visit."""
    for user_id in user_ids:
        people.remember(connection, [(user_id, "en")], now)
        members.add(connection, "small", user_id, Role.MEMBER, f"P{user_id}", now)


def post(
    connection: sqlite3.Connection,
    recipients: Iterable[int],
    now: dt.datetime,
    words: str = "hello",
    conditions: Conditions = ANYBODY,
    reference: str = "announcement:1",
    lane: Lane = Lane.BULK,
    expires_at: dt.datetime | None = None,
) -> int:
    """Queue a text for these recipients and return its dispatch."""
    payload = dispatches.add_payload(connection, "sendMessage", {"text": words})
    number = dispatches.open_dispatch(
        connection, "announcement", reference, now, lane=lane, conditions=conditions, expires_at=expires_at
    )
    deliveries.enqueue(connection, number, [(recipient, payload) for recipient in recipients], now)
    return number


async def posted(bot: Rehearsal, recipients: Iterable[int], **how: Any) -> int:
    """Queue a text for these recipients in the bot's store, and have the courier look."""
    number = await bot.database.run("post", post, list(recipients), bot.clock.now(), **how)
    bot.courier.look()
    return number


async def states(bot: Rehearsal, dispatch_id: int) -> dict[int, str]:
    """Return the state of each recipient's delivery."""
    return dict(
        await bot.rows("SELECT recipient, state FROM deliveries WHERE dispatch_id = ? ORDER BY recipient", dispatch_id)
    )


async def finished(bot: Rehearsal, dispatch_id: int) -> bool:
    """Tell whether nothing of the dispatch is under way any more."""
    [(at,)] = await bot.rows("SELECT finished_at FROM dispatches WHERE dispatch_id = ?", dispatch_id)
    return at is not None
