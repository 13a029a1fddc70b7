"""The tables `dispatches` and `payloads`: an occasion to write to people, who may get it, and what they get."""

import datetime as dt
import json
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum
from typing import Any, Final, Literal

from bot.core.moments import from_milliseconds, to_milliseconds

Topic = Literal["announcements", "changes", "reminders", "digest"]
# What is filled in of the message that went before: it is changed, deleted, or replied to.
Target = Literal["message_id", "message_ids", "reply_parameters"]

_SELECT: Final = (
    "SELECT dispatch_id, purpose, reference, revision, lane, visit_id, group_id, topic, guests, urgent, paused, "
    "called_off, not_before, expires_at, created_at, finished_at FROM dispatches"
)


class Lane(IntEnum):
    """In which order dispatches go out; answers to people go before all of them."""

    URGENT = 1
    PROMPT = 2
    BULK = 3


@dataclass(frozen=True, slots=True)
class Conditions:
    """Who may still get it at the moment it goes out; what is None or False asks nothing.

    Members of the visit, in the group, with the topic not switched off; with `guests` also those who asked for the
    news of the visit while it is public. `urgent` goes out whatever is switched off, muted or quiet.
    """

    visit_id: str | None = None
    group_id: str | None = None
    topic: Topic | None = None
    guests: bool = False
    urgent: bool = False


@dataclass(frozen=True, slots=True)
class Dispatch:
    """A row of `dispatches`. `called_off` is why nothing of it goes out any more, else None. Moments are aware, UTC."""

    dispatch_id: int
    purpose: str
    reference: str
    revision: int
    lane: Lane
    conditions: Conditions
    paused: bool
    called_off: str | None
    not_before: dt.datetime
    expires_at: dt.datetime | None
    created_at: dt.datetime
    finished_at: dt.datetime | None


def open_dispatch(
    connection: sqlite3.Connection,
    purpose: str,
    reference: str,
    now: dt.datetime,
    *,
    revision: int = 1,
    lane: Lane = Lane.PROMPT,
    conditions: Conditions | None = None,
    not_before: dt.datetime | None = None,
    expires_at: dt.datetime | None = None,
) -> int:
    """Return the dispatch of this purpose, reference and revision, which is opened unless there is one already.

    One that had come to its end takes further deliveries; its conditions stay as they were.
    """
    conditions = conditions or Conditions()
    row = connection.execute(
        "INSERT INTO dispatches (purpose, reference, revision, lane, visit_id, group_id, topic, guests, urgent, "
        "not_before, expires_at, created_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) "
        "ON CONFLICT (purpose, reference, revision) DO UPDATE SET finished_at = NULL RETURNING dispatch_id",
        (
            purpose,
            reference,
            revision,
            lane,
            conditions.visit_id,
            conditions.group_id,
            conditions.topic,
            conditions.guests,
            conditions.urgent,
            to_milliseconds(not_before or now),
            to_milliseconds(expires_at) if expires_at else None,
            to_milliseconds(now),
        ),
    ).fetchone()
    return int(row[0])


def find(connection: sqlite3.Connection, purpose: str, reference: str, revision: int = 1) -> Dispatch | None:
    """Return this dispatch, or None when there is none."""
    row = connection.execute(
        f"{_SELECT} WHERE purpose = ? AND reference = ? AND revision = ?",
        (purpose, reference, revision),
    ).fetchone()
    return None if row is None else _dispatch(row)


def revisions(connection: sqlite3.Connection, purpose: str, reference: str) -> list[Dispatch]:
    """Return every dispatch of this purpose and reference, the oldest first."""
    rows = connection.execute(f"{_SELECT} WHERE purpose = ? AND reference = ? ORDER BY revision", (purpose, reference))
    return [_dispatch(row) for row in rows]


def by_id(connection: sqlite3.Connection, dispatch_id: int) -> Dispatch | None:
    """Return the dispatch with this number, or None."""
    row = connection.execute(f"{_SELECT} WHERE dispatch_id = ?", (dispatch_id,)).fetchone()
    return None if row is None else _dispatch(row)


def due(connection: sqlite3.Connection, now: dt.datetime) -> list[Dispatch]:
    """Return the dispatches that may send something now, in the order in which they go out."""
    rows = connection.execute(
        # One that is held back still expires, and ends when nothing of it is left to hold back.
        f"{_SELECT} WHERE finished_at IS NULL AND not_before <= :now "  # noqa: S608 - constants only
        "AND (NOT paused OR expires_at <= :now OR NOT EXISTS (SELECT 1 FROM deliveries "
        "WHERE deliveries.dispatch_id = dispatches.dispatch_id AND state IN ('waiting', 'queued', 'sending'))) "
        "ORDER BY lane, dispatch_id",
        {"now": to_milliseconds(now)},
    )
    return [_dispatch(row) for row in rows]


def set_paused(connection: sqlite3.Connection, dispatch_id: int, *, paused: bool) -> None:
    """Hold a dispatch back, or let it go on."""
    connection.execute("UPDATE dispatches SET paused = ? WHERE dispatch_id = ?", (paused, dispatch_id))


def pause_all(connection: sqlite3.Connection, now: dt.datetime) -> int:
    """Hold back whatever is still to go out, and return how many dispatches that are; close what holds nothing more.

    What only waits for another dispatch is held back with that one, and goes on with it.
    """
    moment = to_milliseconds(now)
    connection.execute(
        "UPDATE dispatches SET finished_at = ? WHERE finished_at IS NULL AND NOT EXISTS (SELECT 1 FROM deliveries "
        "WHERE deliveries.dispatch_id = dispatches.dispatch_id AND state IN ('waiting', 'queued', 'sending'))",
        (moment,),
    )
    return connection.execute(
        "UPDATE dispatches SET paused = 1 WHERE finished_at IS NULL AND EXISTS (SELECT 1 FROM deliveries "
        "WHERE deliveries.dispatch_id = dispatches.dispatch_id AND state IN ('queued', 'sending'))"
    ).rowcount


def set_expiry(connection: sqlite3.Connection, dispatch_id: int, expires_at: dt.datetime | None) -> None:
    """Note until when a dispatch is worth sending."""
    connection.execute(
        "UPDATE dispatches SET expires_at = ? WHERE dispatch_id = ?",
        (to_milliseconds(expires_at) if expires_at else None, dispatch_id),
    )


def close_if_done(connection: sqlite3.Connection, dispatch_id: int, now: dt.datetime) -> bool:
    """Note the end of a dispatch of which nothing is under way any more; True when it has just ended."""
    return bool(
        connection.execute(
            "UPDATE dispatches SET finished_at = :now WHERE dispatch_id = :dispatch AND finished_at IS NULL "
            "AND NOT EXISTS (SELECT 1 FROM deliveries WHERE dispatch_id = :dispatch "
            "AND state IN ('waiting', 'queued', 'sending'))",
            {"now": to_milliseconds(now), "dispatch": dispatch_id},
        ).rowcount
    )


def add_payload(
    connection: sqlite3.Connection,
    method: str,
    parameters: Mapping[str, Any],
    *,
    target: Target | None = None,
    messages: int = 1,
) -> int:
    """Store a call without its recipient and return its number.

    `target` is the parameter that takes the message ids of the delivery before it; `messages` is how many it sends.
    """
    text = json.dumps(dict(parameters), separators=(",", ":"), ensure_ascii=False)
    row = connection.execute(
        "INSERT INTO payloads (method, parameters, target, messages) VALUES (?, ?, ?, ?) RETURNING payload_id",
        (method, text, target, messages),
    ).fetchone()
    return int(row[0])


def _dispatch(row: tuple[Any, ...]) -> Dispatch:
    number, purpose, reference, revision, lane, visit, group, topic, guests, urgent, *rest = row
    paused, called_off, not_before, expires, created, finished = rest
    return Dispatch(
        number,
        purpose,
        reference,
        revision,
        Lane(lane),
        Conditions(visit, group, topic, bool(guests), bool(urgent)),
        bool(paused),
        called_off,
        from_milliseconds(not_before),
        None if expires is None else from_milliseconds(expires),
        from_milliseconds(created),
        None if finished is None else from_milliseconds(finished),
    )
