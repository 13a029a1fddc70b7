"""The table `updates`: everything that Telegram handed over, in order of arrival, until it is handled."""

import datetime as dt
import json
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from bot.core.moments import to_milliseconds
from bot.telegram.invite_links import without_tokens

RawUpdate = dict[str, Any]

# Telegram repeats an update until it is confirmed, for 24 hours; after a quiet week its ids start anywhere.
REPEATS_WITHIN: Final = dt.timedelta(hours=48)
# An update that kills the process is tried this often alone before it is set aside.
FATAL_ATTEMPTS: Final = 5
_LARGEST: Final = 2**63


@dataclass(frozen=True, slots=True)
class Waiting:
    """An update to handle. `attempts` counts the tries that a crash ended."""

    arrival: int
    update: RawUpdate
    attempts: int = 0


def store(connection: sqlite3.Connection, updates: Iterable[RawUpdate], now: dt.datetime) -> list[Waiting]:
    """Add the updates that are not repeats, and return them with their arrival numbers, oldest first."""
    received_at = to_milliseconds(now)
    since = received_at - REPEATS_WITHIN // dt.timedelta(milliseconds=1)
    added = []
    for update in updates:
        row = connection.execute(
            "INSERT INTO updates (update_id, received_at, user_id, body, state) "
            "SELECT :update_id, :received_at, :user_id, :body, 'received' WHERE NOT EXISTS "
            "(SELECT 1 FROM updates WHERE update_id = :update_id AND received_at > :since) RETURNING arrival",
            {
                "update_id": update["update_id"],
                "received_at": received_at,
                "user_id": sender_id(update),
                "body": json.dumps(update),
                "since": since,
            },
        ).fetchone()
        if row is not None:
            added.append(Waiting(row[0], update))
    return added


def waiting(connection: sqlite3.Connection) -> list[Waiting]:
    """Return what is still to be handled, oldest first: what a stop or a crash left."""
    rows = connection.execute("SELECT arrival, body, attempts FROM updates WHERE state = 'received' ORDER BY arrival")
    return [Waiting(arrival, json.loads(body), attempts) for arrival, body, attempts in rows]


def note_attempts(connection: sqlite3.Connection, arrival: int, attempts: int) -> None:
    """Note which try begins, to be committed before it does; a try that is repeated in the same run counts once."""
    connection.execute("UPDATE updates SET attempts = ? WHERE arrival = ?", (attempts, arrival))


def mark_handled(connection: sqlite3.Connection, arrivals: Sequence[int]) -> None:
    """Note that these are done and erase what they said and who said it."""
    connection.executemany(
        "UPDATE updates SET state = 'handled', body = NULL, user_id = NULL WHERE arrival = ?",
        [(arrival,) for arrival in arrivals],
    )


def quarantine(connection: sqlite3.Connection, arrival: int, reason: str) -> None:
    """Set an update aside for a person to look at; its body is kept for BOT_KEEP_DAYS, without what opens a visit."""
    row = connection.execute("SELECT body FROM updates WHERE arrival = ?", (arrival,)).fetchone()
    body = json.dumps(without_tokens(json.loads(row[0]))) if row and row[0] is not None else None
    connection.execute(
        "UPDATE updates SET state = 'quarantined', reason = ?, body = ? WHERE arrival = ?",
        (reason[:200], body, arrival),
    )


def quarantined_after(connection: sqlite3.Connection, arrival: int) -> list[int]:
    """Return the arrival numbers of what was set aside, above the one given."""
    rows = connection.execute(
        "SELECT arrival FROM updates WHERE state = 'quarantined' AND arrival > ? ORDER BY arrival", (arrival,)
    )
    return [row[0] for row in rows]


def expire(connection: sqlite3.Connection, now: dt.datetime, keep_days: int) -> None:
    """Remove rows too old to be repeated, and quarantined ones after `keep_days` days."""
    moment = to_milliseconds(now)
    connection.execute(
        "DELETE FROM updates WHERE state = 'handled' AND received_at <= ?",
        (moment - REPEATS_WITHIN // dt.timedelta(milliseconds=1),),
    )
    connection.execute(
        "DELETE FROM updates WHERE state = 'quarantined' AND received_at <= ?", (moment - keep_days * 86_400_000,)
    )


def acceptable(update: object) -> bool:
    """Tell whether this can be an update at all: an object with an id that the store can keep."""
    update_id = update.get("update_id") if isinstance(update, dict) else None
    return isinstance(update_id, int) and 0 <= update_id < _LARGEST


def sender_id(update: RawUpdate) -> int | None:
    """Return the numeric id of whoever caused the update, as far as it says so."""
    for kind, content in update.items():
        if kind != "update_id" and isinstance(content, dict):
            sender = content.get("from")
            if isinstance(sender, dict) and isinstance(sender.get("id"), int) and abs(sender["id"]) < _LARGEST:
                return int(sender["id"])
    return None
