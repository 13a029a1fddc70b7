"""The table `replies`: calls to Telegram owed to somebody, stored with their cause, gone when their fate is known."""

import datetime as dt
import json
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from bot.core.moments import from_milliseconds, to_milliseconds


@dataclass(frozen=True, slots=True)
class Call:
    """A Bot API method by name, its parameters as JSON, the chat that it goes to, and the file that it uploads."""

    method: str
    parameters: dict[str, Any]
    chat_id: int | None = None
    file_id: int | None = None


@dataclass(frozen=True, slots=True)
class Reply:
    """A stored call. `body` is its parameters as the JSON text that goes out."""

    reply_id: int
    chat_id: int | None
    method: str
    body: str
    file_id: int | None
    created_at: dt.datetime


def add_replies(connection: sqlite3.Connection, calls: Iterable[Call], now: dt.datetime) -> list[Reply]:
    """Store calls in order and return them as they will go out."""
    replies = []
    for call in calls:
        body = json.dumps(call.parameters, separators=(",", ":"))
        reply_id = connection.execute(
            "INSERT INTO replies (chat_id, method, parameters, file_id, created_at) VALUES (?, ?, ?, ?, ?)",
            (call.chat_id, call.method, body, call.file_id, to_milliseconds(now)),
        ).lastrowid
        replies.append(Reply(reply_id or 0, call.chat_id, call.method, body, call.file_id, now))
    return replies


def owed(connection: sqlite3.Connection) -> list[Reply]:
    """Return every call still owed, in order: what a stop or a crash left."""
    rows = connection.execute(
        "SELECT reply_id, chat_id, method, parameters, file_id, created_at FROM replies ORDER BY reply_id"
    )
    return [Reply(row[0], row[1], row[2], row[3], row[4], from_milliseconds(row[5])) for row in rows]


def settle(connection: sqlite3.Connection, reply_ids: Sequence[int]) -> None:
    """Delete calls whose fate is known, and the files that nobody needs any more."""
    connection.executemany("DELETE FROM replies WHERE reply_id = ?", [(reply_id,) for reply_id in reply_ids])
    connection.execute("DELETE FROM files WHERE file_id NOT IN (SELECT file_id FROM replies WHERE file_id IS NOT NULL)")


def move_chat(connection: sqlite3.Connection, old_id: int, new_id: int) -> None:
    """Readdress what is owed to a chat: its group became a supergroup with another id."""
    connection.execute(
        "UPDATE replies SET chat_id = :new, parameters = json_set(parameters, '$.chat_id', :new) WHERE chat_id = :old",
        {"new": new_id, "old": old_id},
    )


def withdraw(connection: sqlite3.Connection, chat_id: int) -> None:
    """Erase what is owed to a chat; the sender, which has it in memory, is told by a `Withdrawal`."""
    connection.execute("DELETE FROM replies WHERE chat_id = ?", (chat_id,))
    connection.execute("DELETE FROM files WHERE file_id NOT IN (SELECT file_id FROM replies WHERE file_id IS NOT NULL)")


def add_file(connection: sqlite3.Connection, name: str, content: bytes) -> int:
    """Store a file to upload and return its id."""
    file_id = connection.execute("INSERT INTO files (name, content) VALUES (?, ?)", (name, content)).lastrowid
    return file_id or 0


def read_file(connection: sqlite3.Connection, file_id: int) -> tuple[str, bytes] | None:
    """Return a stored file's name and content, or None when it is gone."""
    row = connection.execute("SELECT name, content FROM files WHERE file_id = ?", (file_id,)).fetchone()
    return None if row is None else (str(row[0]), bytes(row[1]))
