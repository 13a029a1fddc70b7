"""The table `desks`: the chat to which the questions about a visit go, chosen there by one of its admins."""

import datetime as dt
import sqlite3
from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

from bot.core.languages import Language
from bot.core.moments import from_milliseconds, to_milliseconds

# Why a question did not go to a chat that was given up meanwhile.
NOT_HERE: Final = "no longer the organisers’ chat"
_SELECT: Final = "SELECT visit_id, chat_id, title, language, set_at, lost_at FROM desks"


@dataclass(frozen=True, slots=True)
class Desk:
    """The organisers' chat of a visit. `title` is None for an admin's private chat; the moments are aware, UTC.

    With `lost_at` the bot was removed from it: questions are kept until an admin chooses a chat again.
    """

    visit_id: str
    chat_id: int
    title: str | None
    language: Language
    set_at: dt.datetime
    lost_at: dt.datetime | None = None


def of_visit(connection: sqlite3.Connection, visit_id: str) -> Desk | None:
    """Return the organisers' chat of a visit, also a lost one; None where none was chosen."""
    row = connection.execute(f"{_SELECT} WHERE visit_id = ?", (visit_id,)).fetchone()
    return None if row is None else _desk(row)


def at_chat(connection: sqlite3.Connection, chat_id: int) -> list[Desk]:
    """Return what this chat is the organisers' chat of."""
    return [_desk(row) for row in connection.execute(f"{_SELECT} WHERE chat_id = ? ORDER BY visit_id", (chat_id,))]


def choose(
    connection: sqlite3.Connection,
    visit_id: str,
    chat_id: int,
    title: str | None,
    language: Language,
    now: dt.datetime,
) -> None:
    """Make this chat the organisers' chat of the visit, in place of any other: nothing more goes out there."""
    former = of_visit(connection, visit_id)
    if former is not None and former.chat_id != chat_id:
        _withdraw(connection, former, now)
    connection.execute(
        "INSERT INTO desks (visit_id, chat_id, title, language, set_at) VALUES (?, ?, ?, ?, ?) "
        "ON CONFLICT (visit_id) DO UPDATE SET chat_id = excluded.chat_id, title = excluded.title, "
        "language = excluded.language, set_at = excluded.set_at, lost_at = NULL",
        (visit_id, chat_id, title, language, to_milliseconds(now)),
    )


def take_back(connection: sqlite3.Connection, desk: Desk, now: dt.datetime) -> None:
    """Leave a visit without an organisers' chat; what is on its way to this one stays open and does not go out."""
    _withdraw(connection, desk, now)
    connection.execute("DELETE FROM desks WHERE visit_id = ? AND chat_id = ?", (desk.visit_id, desk.chat_id))


def leave(connection: sqlite3.Connection, user_id: int, now: dt.datetime, visit_id: str | None = None) -> None:
    """Take back what goes to this person's private chat: of this visit, or of all."""
    for desk in at_chat(connection, user_id):
        if visit_id in {None, desk.visit_id}:
            take_back(connection, desk, now)


def lose(connection: sqlite3.Connection, chat_id: int, now: dt.datetime) -> Collection[str]:
    """Note that the bot was removed from a chat; return the visits that lost their organisers' chat by it."""
    rows = connection.execute(
        "UPDATE desks SET lost_at = ? WHERE chat_id = ? AND lost_at IS NULL RETURNING visit_id",
        (to_milliseconds(now), chat_id),
    )
    return sorted(row[0] for row in rows)


def move_chat(connection: sqlite3.Connection, old_id: int, new_id: int) -> None:
    """Follow a group that has another id now."""
    connection.execute("UPDATE desks SET chat_id = ? WHERE chat_id = ?", (new_id, old_id))


def _withdraw(connection: sqlite3.Connection, desk: Desk, now: dt.datetime) -> None:
    connection.execute(
        "UPDATE deliveries SET state = 'cancelled', reason = ?, changed_at = ? "
        "WHERE recipient = ? AND state IN ('waiting', 'queued') AND dispatch_id IN (SELECT dispatch_id FROM dispatches "
        "WHERE purpose = 'question' AND reference IN "
        "(SELECT 'question:' || question_id FROM questions WHERE visit_id = ?))",
        (NOT_HERE, to_milliseconds(now), desk.chat_id, desk.visit_id),
    )


def _desk(row: tuple[str, int, str | None, Language, int, int | None]) -> Desk:
    visit_id, chat_id, title, language, set_at, lost_at = row
    lost = None if lost_at is None else from_milliseconds(lost_at)
    return Desk(visit_id, chat_id, title, language, from_milliseconds(set_at), lost)
