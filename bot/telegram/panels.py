"""The table `panels`: messages that show how something stands, and are edited when that changes."""

import datetime as dt
import sqlite3
from dataclasses import dataclass
from typing import Final

from bot.core.moments import to_milliseconds

# Telegram takes about one message a second in a chat and 20 a minute in a group, answers included; in seconds.
EDIT_EVERY: Final = 3.0
_IN_A_GROUP: Final = 6.0

# Not before the answers that are owed to its chat: one of them may be an older edit of the very message.
_STALE: Final = (
    "wanted > shown AND message_id IS NOT NULL "
    "AND NOT EXISTS (SELECT 1 FROM replies WHERE replies.chat_id = panels.chat_id)"
)
_COLUMNS: Final = "panel_id, kind, reference, user_id, chat_id, message_id, wanted"


@dataclass(frozen=True, slots=True)
class Subject:
    """What a panel shows: its kind says how it is drawn, the reference names the thing (`announcement:14`)."""

    kind: str
    reference: str


@dataclass(frozen=True, slots=True)
class Panel:
    """A panel whose message is older than what it shows. `version` is what an edit now would bring it to."""

    panel_id: int
    subject: Subject
    user_id: int
    chat_id: int
    message_id: int
    version: int


def open_panel(
    connection: sqlite3.Connection,
    subject: Subject,
    user_id: int,
    chat_id: int,
    message_id: int | None,
    now: dt.datetime,
) -> int:
    """Make a message the panel of something and return its number; `message_id` is None until Telegram takes it."""
    if message_id is not None:
        close_panel(connection, chat_id, message_id)
    row = connection.execute(
        "INSERT INTO panels (kind, reference, user_id, chat_id, message_id, edited_at) VALUES (?, ?, ?, ?, ?, ?) "
        "RETURNING panel_id",
        (subject.kind, subject.reference, user_id, chat_id, message_id, to_milliseconds(now)),
    ).fetchone()
    return int(row[0])


def close_panel(connection: sqlite3.Connection, chat_id: int, message_id: int) -> None:
    """Note that this message shows something else now."""
    connection.execute("DELETE FROM panels WHERE chat_id = ? AND message_id = ?", (chat_id, message_id))


def arrived(connection: sqlite3.Connection, panel_id: int, message_id: int | None) -> None:
    """Note under which id Telegram took a panel's message; with None it did not, and there is no panel."""
    if message_id is None:
        connection.execute("DELETE FROM panels WHERE panel_id = ?", (panel_id,))
    else:
        connection.execute("UPDATE OR IGNORE panels SET message_id = ? WHERE panel_id = ?", (message_id, panel_id))


def touch(connection: sqlite3.Connection, reference: str) -> None:
    """Note that something changed: its panels are edited soon."""
    connection.execute("UPDATE panels SET wanted = wanted + 1 WHERE reference = ?", (reference,))


def stale(connection: sqlite3.Connection, now: dt.datetime) -> list[Panel]:
    """Return the panels to edit now: changed, and one of each chat in which none was edited for a while."""
    moment = to_milliseconds(now)
    rows = connection.execute(
        # Of those of a chat the one that was edited longest ago. What lies ahead is of a clock that was set back.
        f"SELECT {_COLUMNS}, min(edited_at) FROM panels "  # noqa: S608 - constants only
        f"WHERE {_STALE} AND NOT EXISTS (SELECT 1 FROM panels AS other "
        "WHERE other.chat_id = panels.chat_id AND other.edited_at <= :now "
        "AND other.edited_at > CASE WHEN panels.chat_id < 0 THEN :in_a_group ELSE :lately END) "
        "GROUP BY chat_id ORDER BY min(edited_at) LIMIT 20",
        {"now": moment, "lately": moment - int(EDIT_EVERY * 1000), "in_a_group": moment - int(_IN_A_GROUP * 1000)},
    )
    return [_panel(row[:-1]) for row in rows]


def still_stale(connection: sqlite3.Connection, panel_id: int) -> Panel | None:
    """Return a panel as it is now; None when its message shows something else or what it should, or is to yet."""
    row = connection.execute(
        f"SELECT {_COLUMNS} FROM panels WHERE panel_id = ? AND {_STALE}",  # noqa: S608 - constants only
        (panel_id,),
    ).fetchone()
    return None if row is None else _panel(row)


def edited(connection: sqlite3.Connection, panel_id: int, version: int | None, now: dt.datetime) -> None:
    """Note that an edit was tried, and which version the message shows if it went well."""
    connection.execute(
        "UPDATE panels SET edited_at = ?, shown = coalesce(?, shown) WHERE panel_id = ?",
        (to_milliseconds(now), version, panel_id),
    )


def drop(connection: sqlite3.Connection, panel_id: int) -> None:
    """Forget a panel whose message or subject is gone."""
    connection.execute("DELETE FROM panels WHERE panel_id = ?", (panel_id,))


def drop_unsent(connection: sqlite3.Connection) -> None:
    """Forget the panels whose message never arrived and is not owed any more."""
    connection.execute(
        "DELETE FROM panels WHERE message_id IS NULL "
        "AND panel_id NOT IN (SELECT panel_id FROM replies WHERE panel_id IS NOT NULL)"
    )


def move_chat(connection: sqlite3.Connection, old_id: int, new_id: int) -> None:
    """Forget the panels of a group that has another id now: its messages cannot be edited any more."""
    connection.execute("DELETE FROM panels WHERE chat_id IN (?, ?)", (old_id, new_id))


def forget(connection: sqlite3.Connection, user_id: int) -> None:
    """Erase the panels of a person."""
    connection.execute("DELETE FROM panels WHERE user_id = ?", (user_id,))


def drop_all(connection: sqlite3.Connection, reference: str) -> None:
    """Forget every panel of something that is erased: its messages stay as they are."""
    connection.execute("DELETE FROM panels WHERE reference = ?", (reference,))


def _panel(row: tuple[int, str, str, int, int, int, int]) -> Panel:
    panel_id, kind, reference, *rest = row
    return Panel(panel_id, Subject(kind, reference), *rest)
