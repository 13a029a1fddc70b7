"""Drafts begin, change and end: each change at the revision that its author saw, with its entry in the audit."""

import datetime as dt
import sqlite3
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Literal

from bot.core import audit
from bot.core.languages import Language
from bot.core.moments import to_milliseconds
from bot.features.announcements.audiences import Audience
from bot.features.announcements.media import Media
from bot.features.announcements.pieces import Piece, language_of_words
from bot.features.announcements.store import Announcement, Source, known
from bot.features.announcements.words import Words
from bot.telegram import panels


def begin(
    connection: sqlite3.Connection,
    visit_id: str,
    author: int,
    now: dt.datetime,
    *,
    texts: Mapping[Language, Words],
    media: Media | None = None,
    source: Source | None = None,
) -> Announcement:
    """Begin a draft."""
    (announcement_id,) = connection.execute(
        "INSERT INTO announcements (visit_id, author, state, audience, media, source_chat, source_message, "
        "source_language, created_at) VALUES (?, ?, 'draft', ?, ?, ?, ?, ?, ?) RETURNING announcement_id",
        (
            visit_id,
            author,
            Audience().dumped(),
            media.dumped() if media is not None else None,
            source.chat_id if source is not None else None,
            source.message_id if source is not None else None,
            source.language if source is not None else None,
            to_milliseconds(now),
        ),
    ).fetchone()
    write_texts(connection, announcement_id, texts)
    audit.record(connection, now, author, "drafted", visit_id=visit_id, subject=str(announcement_id))
    return known(connection, announcement_id)


def of_piece(
    connection: sqlite3.Connection, visit_id: str, piece: Piece, language: Language, author: int, now: dt.datetime
) -> Announcement:
    """Begin a draft of what was sent; its words are in the language of their script, else in the author's."""
    texts: dict[Language, Words] = {}
    written: Language | None = None
    if piece.words:
        written = language_of_words(piece.words, language)
        texts[written] = piece.words
    source = Source(piece.chat_id, piece.lead, written)
    return begin(connection, visit_id, author, now, texts=texts, media=piece.media, source=source)


def change(
    connection: sqlite3.Connection, announcement: Announcement, actor_id: int, now: dt.datetime, /, **changes: Any
) -> Announcement | None:
    """Change the draft as it was read, and return how it stands; None when somebody was faster, and nothing changes.

    `changes` are fields of `Announcement`; of the texts those that are named are replaced, and removed when empty.
    Its panels are redrawn.
    """
    wanted = replace(announcement, **changes)
    changed = connection.execute(
        "UPDATE announcements SET revision = revision + 1, audience = ?, media = ?, needs_confirmation = ?, "
        "urgent = ?, silent = ?, pinned = ?, send_at = ?, expires_at = ? "
        "WHERE announcement_id = ? AND revision = ? AND state = 'draft'",
        (
            wanted.audience.dumped(),
            wanted.media.dumped() if wanted.media is not None else None,
            wanted.needs_confirmation,
            wanted.urgent,
            wanted.silent,
            wanted.pinned,
            _stored(wanted.send_at),
            _stored(wanted.expires_at),
            announcement.announcement_id,
            announcement.revision,
        ),
    ).rowcount
    if not changed:
        return None
    write_texts(connection, announcement.announcement_id, changes.get("texts", {}))
    before = {name: _noted(getattr(announcement, name)) for name in changes}
    after = {name: _noted(value) for name, value in changes.items()}
    note(connection, announcement, actor_id, "draft changed", now, before=before, after=after)
    panels.touch(connection, announcement.reference)
    return known(connection, announcement.announcement_id)


def end(
    connection: sqlite3.Connection,
    announcement: Announcement,
    state: Literal["confirmed", "discarded"],
    now: dt.datetime,
) -> bool:
    """Let a draft as it was read be a draft no more; False when somebody was faster, and nothing changes."""
    ended = connection.execute(
        "UPDATE announcements SET revision = revision + 1, state = ?, confirmed_at = ? "
        "WHERE announcement_id = ? AND revision = ? AND state = 'draft'",
        (
            state,
            to_milliseconds(now) if state == "confirmed" else None,
            announcement.announcement_id,
            announcement.revision,
        ),
    ).rowcount
    if ended:
        panels.touch(connection, announcement.reference)
    return bool(ended)


def discard(connection: sqlite3.Connection, announcement: Announcement, actor_id: int, now: dt.datetime) -> bool:
    """Discard a draft as it was read; False when somebody was faster, and nothing changes."""
    discarded = end(connection, announcement, "discarded", now)
    if discarded:
        note(connection, announcement, actor_id, "draft discarded", now)
    return discarded


def note(
    connection: sqlite3.Connection,
    announcement: Announcement,
    actor_id: int,
    action: str,
    now: dt.datetime,
    *,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
) -> None:
    """Add an entry about this announcement to the audit."""
    audit.record(
        connection,
        now,
        actor_id,
        action,
        visit_id=announcement.visit_id,
        subject=str(announcement.announcement_id),
        before=before,
        after=after,
    )


def write_texts(connection: sqlite3.Connection, announcement_id: int, texts: Mapping[Language, Words]) -> None:
    """Note these variants in place of those in their languages; an empty one removes the variant."""
    for language, words in texts.items():
        if words:
            connection.execute(
                "INSERT INTO announcement_texts (announcement_id, language, text, entities) VALUES (?, ?, ?, ?) "
                "ON CONFLICT (announcement_id, language) DO UPDATE SET text = excluded.text, "
                "entities = excluded.entities",
                (announcement_id, language, words.text, words.dumped()),
            )
        else:
            connection.execute(
                "DELETE FROM announcement_texts WHERE announcement_id = ? AND language = ?", (announcement_id, language)
            )


def _noted(value: Any) -> Any:
    """Return a value as the audit keeps it for ever: of texts only their lengths, nothing that names anybody."""
    match value:
        case Words():
            return len(value)
        case Audience(kind, chosen):
            return f"{kind} {chosen}".strip()
        case Media(kind):
            return {"kind": kind, "messages": value.messages, "text_follows": value.text_follows}
        case dt.datetime():
            return value.isoformat()
        case Mapping():
            return {name: _noted(one) for name, one in value.items()}
        case _:
            return value


def _stored(moment: dt.datetime | None) -> int | None:
    return None if moment is None else to_milliseconds(moment)
