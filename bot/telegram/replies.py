"""The table `replies`: calls to Telegram owed to somebody, stored with their cause, gone when their fate is known."""

import datetime as dt
import json
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from bot.core.moments import from_milliseconds, to_milliseconds
from bot.telegram import panels
from bot.telegram.panels import Subject


@dataclass(frozen=True, slots=True)
class Call:
    """A Bot API method by name, its parameters as JSON, the chat that it goes to, and the file that it uploads.

    Its message becomes the panel of `shows`, if that is given, for the person `user_id`.
    """

    method: str
    parameters: dict[str, Any]
    chat_id: int | None = None
    file_id: int | None = None
    shows: Subject | None = None
    user_id: int | None = None


@dataclass(frozen=True, slots=True)
class Reply:
    """A stored call. `body` is its parameters as the JSON text that goes out; `panel_id` gets its message's id."""

    reply_id: int
    chat_id: int | None
    method: str
    body: str
    file_id: int | None
    created_at: dt.datetime
    panel_id: int | None = None


def add_replies(connection: sqlite3.Connection, calls: Iterable[Call], now: dt.datetime) -> list[Reply]:
    """Store calls in order and return them as they will go out."""
    replies = []
    for call in calls:
        body = json.dumps(call.parameters, separators=(",", ":"))
        panel_id = _panel(connection, call, now)
        reply_id = connection.execute(
            "INSERT INTO replies (chat_id, method, parameters, file_id, created_at, panel_id) "
            "VALUES (?, ?, ?, ?, ?, ?)",
            (call.chat_id, call.method, body, call.file_id, to_milliseconds(now), panel_id),
        ).lastrowid
        replies.append(Reply(reply_id or 0, call.chat_id, call.method, body, call.file_id, now, panel_id))
    return replies


def owed(connection: sqlite3.Connection) -> list[Reply]:
    """Return every call still owed, in order: what a stop or a crash left."""
    rows = connection.execute(
        "SELECT reply_id, chat_id, method, parameters, file_id, created_at, panel_id FROM replies ORDER BY reply_id"
    )
    return [Reply(row[0], row[1], row[2], row[3], row[4], from_milliseconds(row[5]), row[6]) for row in rows]


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


def _panel(connection: sqlite3.Connection, call: Call, now: dt.datetime) -> int | None:
    """Note which message the call makes a panel, or makes none any more, and return the panel that awaits its id."""
    edited = call.parameters.get("message_id") if call.method == "editMessageText" else None
    if call.chat_id is None:
        return None
    if call.shows is not None and call.user_id is not None:
        panel_id = panels.open_panel(connection, call.shows, call.user_id, call.chat_id, edited, now)
        return panel_id if edited is None else None
    if edited is not None:
        panels.close_panel(connection, call.chat_id, edited)
    return None
