"""The table `announcement_payloads`: what was made for readers of which language, wording by wording."""

import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from bot.core.languages import Language
from bot.features.announcements.messages import Content
from bot.telegram.outbox import dispatches
from bot.telegram.outbox.dispatches import Target

Part = Literal["first", "following"]
Form = Literal["sent", "edit", "edit confirmed"]


@dataclass(frozen=True, slots=True)
class Kind:
    """What a payload is: a part of an announcement at one of its wordings, as it is sent or as an edit."""

    announcement_id: int
    edition: int
    part: Part
    form: Form = "sent"


def keep(connection: sqlite3.Connection, kind: Kind, language: Language, content: Content) -> int:
    """Store a call for readers of this language and return its payload."""
    target: Target | None = None if kind.form == "sent" else "message_id"
    payload_id = dispatches.add_payload(
        connection, content.method, content.parameters, target=target, messages=content.messages
    )
    connection.execute(
        "INSERT INTO announcement_payloads (payload_id, announcement_id, edition, part, language, form) "
        "VALUES (?, ?, ?, ?, ?, ?)",
        (payload_id, kind.announcement_id, kind.edition, kind.part, language, kind.form),
    )
    return payload_id


def kept(connection: sqlite3.Connection, kind: Kind) -> Mapping[Language, int]:
    """Return the payloads of this kind by language."""
    rows = connection.execute(
        "SELECT language, payload_id FROM announcement_payloads "
        "WHERE announcement_id = ? AND edition = ? AND part = ? AND form = ?",
        (kind.announcement_id, kind.edition, kind.part, kind.form),
    )
    return dict(rows.fetchall())


def sent_so_far(connection: sqlite3.Connection, announcement_id: int, part: Part) -> Mapping[int, Language]:
    """Return all payloads of a part at any wording that copies may have, with their languages."""
    rows = connection.execute(
        "SELECT payload_id, language FROM announcement_payloads "
        "WHERE announcement_id = ? AND part = ? AND form = 'sent' ORDER BY payload_id",
        (announcement_id, part),
    )
    return dict(rows.fetchall())


def language_of(connection: sqlite3.Connection, payload_id: int) -> Language | None:
    """Return for readers of which language a payload is; None where that is not noted."""
    row = connection.execute(
        "SELECT language FROM announcement_payloads WHERE payload_id = ?", (payload_id,)
    ).fetchone()
    return None if row is None else row[0]
