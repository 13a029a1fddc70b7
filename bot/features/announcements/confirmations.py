"""The table `confirmations`: who said that they have read an announcement."""

import datetime as dt
import sqlite3

from bot.core.moments import from_milliseconds, to_milliseconds


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


def count_of(connection: sqlite3.Connection, user_id: int) -> int:
    """Count what a person confirmed."""
    row = connection.execute("SELECT count(*) FROM confirmations WHERE user_id = ?", (user_id,)).fetchone()
    return int(row[0])
