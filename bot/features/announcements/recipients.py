"""The recipients of an announcement by name, as far as organisers may know it, and what became of their copies."""

import datetime as dt
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal

from bot.core.moments import from_milliseconds, to_milliseconds
from bot.features.announcements.progress import RECALL, SETTLED_BY_HAND
from bot.features.announcements.store import Announcement
from bot.telegram.outbox.deliveries import State
from bot.telegram.requests import Request

Which = Literal["silent", "uncertain", "rejected", "not recalled"]
SILENT: Final[Which] = "silent"
UNCERTAIN: Final[Which] = "uncertain"
REJECTED: Final[Which] = "rejected"
NOT_RECALLED: Final[Which] = "not recalled"

_OWN: Final = """
    FROM dispatches JOIN deliveries USING (dispatch_id)
    LEFT JOIN members ON members.visit_id = :visit AND members.user_id = deliveries.recipient
    WHERE dispatches.reference = :reference AND
"""
_CONDITIONS: Final[dict[Which, str]] = {
    "silent": "purpose = 'announcement' AND state = 'sent' AND recipient IS NOT NULL AND NOT EXISTS "
    "(SELECT 1 FROM confirmations WHERE announcement_id = :announcement AND confirmations.user_id = recipient)",
    "uncertain": "purpose IN (SELECT value FROM json_each(:by_hand)) AND state = 'uncertain' AND recipient IS NOT NULL",
    "rejected": "purpose = 'announcement' AND state = 'rejected'",
    "not recalled": "purpose = 'announcement' AND state = 'sent' AND NOT EXISTS (SELECT 1 FROM deliveries AS deletion "
    "JOIN dispatches AS recall ON recall.dispatch_id = deletion.dispatch_id WHERE recall.purpose = :recall "
    "AND deletion.follows = deliveries.delivery_id AND deletion.state IN ('waiting', 'queued', 'sending', 'sent'))",
}


@dataclass(frozen=True, slots=True)
class Copy:
    """What somebody was sent. `name` is None for guests, whose names are not kept, and for those who are forgotten.

    `purpose` says which message it is; `at` is when its state began, aware, UTC.
    """

    delivery_id: int
    purpose: str
    state: State
    name: str | None
    known: bool
    reason: str | None
    at: dt.datetime


@dataclass(frozen=True, slots=True)
class Page:
    """A page of copies, numbered from 0, and how many there are in all."""

    number: int
    copies: Sequence[Copy]
    count: int
    size: int

    @property
    def pages(self) -> int:
        """How many pages there are, at least one."""
        return max(1, -(-self.count // self.size))


async def page(request: Request, announcement: Announcement, which: Which, number: int, size: int) -> Page:
    """Return a page of these copies by the names of their recipients; the last one where it is no longer there."""
    count = await request.unit.read(count_of, announcement, which)
    number = min(number, max(0, -(-count // size) - 1))
    return Page(number, await request.unit.read(copies, announcement, which, size, number * size), count, size)


def count_of(connection: sqlite3.Connection, announcement: Announcement, which: Which) -> int:
    """Count these copies."""
    row = connection.execute(f"SELECT count(*) {_OWN} {_CONDITIONS[which]}", _values(announcement)).fetchone()
    return int(row[0])


def copies(
    connection: sqlite3.Connection, announcement: Announcement, which: Which, limit: int, offset: int
) -> list[Copy]:
    """Return these copies by the names of their recipients; guests stand at the end."""
    rows = connection.execute(
        "SELECT delivery_id, purpose, state, name, recipient IS NOT NULL, reason, changed_at "
        f"{_OWN} {_CONDITIONS[which]} ORDER BY name IS NULL, name, delivery_id LIMIT :limit OFFSET :offset",
        {**_values(announcement), "limit": limit, "offset": offset},
    )
    return [_copy(row) for row in rows]


def copy_of(connection: sqlite3.Connection, announcement: Announcement, delivery_id: int) -> Copy | None:
    """Return this copy if it is one that a person has to settle, else None."""
    row = connection.execute(
        "SELECT delivery_id, purpose, state, name, recipient IS NOT NULL, reason, changed_at "
        f"{_OWN} {_CONDITIONS['uncertain']} AND delivery_id = :delivery",
        {**_values(announcement), "delivery": delivery_id},
    ).fetchone()
    return None if row is None else _copy(row)


def count_sent_since(connection: sqlite3.Connection, dispatch_id: int, moment: dt.datetime) -> int:
    """Count what of a dispatch was sent since a moment."""
    row = connection.execute(
        "SELECT count(*) FROM deliveries WHERE dispatch_id = ? AND state = 'sent' AND changed_at >= ?",
        (dispatch_id, to_milliseconds(moment)),
    ).fetchone()
    return int(row[0])


def _values(announcement: Announcement) -> dict[str, Any]:
    return {
        "visit": announcement.visit_id,
        "reference": announcement.reference,
        "announcement": announcement.announcement_id,
        "by_hand": '["' + '", "'.join(SETTLED_BY_HAND) + '"]',
        "recall": RECALL,
    }


def _copy(row: tuple[Any, ...]) -> Copy:
    delivery_id, purpose, state, name, known, reason, changed_at = row
    return Copy(delivery_id, purpose, state, name, bool(known), reason, from_milliseconds(changed_at))
