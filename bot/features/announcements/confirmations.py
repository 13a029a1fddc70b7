"""The table `confirmations`: who said that they have read an announcement; and who got it and has not."""

import datetime as dt
import sqlite3

from bot.core.moments import from_milliseconds, to_milliseconds

_SILENT = (
    "FROM deliveries LEFT JOIN members ON members.visit_id = :visit AND members.user_id = recipient "
    "WHERE dispatch_id = :dispatch AND state = 'sent' AND recipient IS NOT NULL AND NOT EXISTS "
    "(SELECT 1 FROM confirmations WHERE announcement_id = :announcement AND confirmations.user_id = recipient)"
)


def confirm(connection: sqlite3.Connection, announcement_id: int, user_id: int, now: dt.datetime) -> bool:
    """Note that this person has read the announcement; False when they had said so before."""
    return bool(
        connection.execute(
            "INSERT OR IGNORE INTO confirmations (announcement_id, user_id, confirmed_at) VALUES (?, ?, ?)",
            (announcement_id, user_id, to_milliseconds(now)),
        ).rowcount
    )


def confirmed_at(connection: sqlite3.Connection, announcement_id: int, user_id: int) -> dt.datetime | None:
    """Return when this person said that they have read it (UTC); None when they have not."""
    row = connection.execute(
        "SELECT confirmed_at FROM confirmations WHERE announcement_id = ? AND user_id = ?", (announcement_id, user_id)
    ).fetchone()
    return None if row is None else from_milliseconds(row[0])


def count(connection: sqlite3.Connection, announcement_id: int) -> int:
    """Count those who said so."""
    row = connection.execute(
        "SELECT count(*) FROM confirmations WHERE announcement_id = ?", (announcement_id,)
    ).fetchone()
    return int(row[0])


def count_silent(connection: sqlite3.Connection, announcement_id: int, visit_id: str, dispatch_id: int) -> int:
    """Count those who have the announcement, which is this dispatch, and have not confirmed it."""
    values = {"announcement": announcement_id, "visit": visit_id, "dispatch": dispatch_id}
    row = connection.execute(f"SELECT count(*) {_SILENT}", values).fetchone()
    return int(row[0])


def silent(
    connection: sqlite3.Connection, announcement_id: int, visit_id: str, dispatch_id: int, limit: int, offset: int
) -> list[str | None]:
    """Return the names of those who have it and have not confirmed it; None for a guest, whose name is not kept."""
    rows = connection.execute(
        f"SELECT name {_SILENT} ORDER BY name IS NULL, name, recipient LIMIT :limit OFFSET :offset",
        {
            "announcement": announcement_id,
            "visit": visit_id,
            "dispatch": dispatch_id,
            "limit": limit,
            "offset": offset,
        },
    )
    return [row[0] for row in rows]


def count_of(connection: sqlite3.Connection, user_id: int) -> int:
    """Count what a person confirmed."""
    row = connection.execute("SELECT count(*) FROM confirmations WHERE user_id = ?", (user_id,)).fetchone()
    return int(row[0])
