"""The table `announcement_sources`: what people who may announce sent, kept for a day to make drafts of.

The parts of an album come as messages of their own, without an end mark.
"""

import datetime as dt
import sqlite3
from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

from aiogram.types import Message

from bot.core.languages import Language
from bot.core.moments import from_milliseconds, to_milliseconds
from bot.features.announcements.media import Media, album, media_of
from bot.features.announcements.words import Words

_KEPT_FOR: Final = dt.timedelta(days=1)
_HAN: Final = ("\u3400", "\u9fff")
_CYRILLIC: Final = ("\u0400", "\u04ff")


@dataclass(frozen=True, slots=True)
class Piece:
    """What was sent as one: its media and words, and the numbers of its messages, of which `lead` has the words.

    `asked`: it came with the command. `last_at` is when the last part arrived; aware, UTC.
    """

    chat_id: int
    source: str
    media: Media | None
    words: Words
    messages: tuple[int, ...]
    lead: int
    asked: bool
    last_at: dt.datetime


def source_of(message: Message) -> str:
    """Return under which name a message is kept: its album's, else its own."""
    return message.media_group_id or f"m{message.message_id}"


def keep(connection: sqlite3.Connection, message: Message, words: Words, now: dt.datetime, *, asked: bool) -> None:
    """Keep a message of this chat, or a part of an album. Raises ValueError for what cannot be sent again."""
    media = media_of(message)
    connection.execute(
        "INSERT OR REPLACE INTO announcement_sources "
        "(chat_id, source, message_id, media, text, entities, asked, received_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (
            message.chat.id,
            source_of(message),
            message.message_id,
            media.dumped() if media is not None else None,
            words.text,
            words.dumped(),
            asked,
            to_milliseconds(now),
        ),
    )


def expire(connection: sqlite3.Connection, now: dt.datetime) -> None:
    """Forget what was sent a day ago."""
    connection.execute("DELETE FROM announcement_sources WHERE received_at <= ?", (to_milliseconds(now - _KEPT_FOR),))


def piece(connection: sqlite3.Connection, chat_id: int, source: str) -> Piece | None:
    """Return what was kept under this name, as far as it has arrived; None when there is nothing."""
    rows = connection.execute(
        "SELECT message_id, media, text, entities, asked, received_at FROM announcement_sources "
        "WHERE chat_id = ? AND source = ? ORDER BY message_id",
        (chat_id, source),
    ).fetchall()
    if not rows:
        return None
    files = [Media.loaded(row[1]) for row in rows if row[1] is not None]
    written = [(row[0], Words.loaded(row[2], row[3])) for row in rows]
    lead, words = next(((number, words) for number, words in written if words), written[0])
    return Piece(
        chat_id,
        source,
        _whole(files),
        words,
        tuple(row[0] for row in rows),
        lead,
        any(row[4] for row in rows),
        from_milliseconds(max(row[5] for row in rows)),
    )


def _whole(files: Collection[Media]) -> Media | None:
    if not files:
        return None
    first = next(iter(files))
    return first if len(files) == 1 else album([*files])


def language_of_words(words: Words, otherwise: Language) -> Language:
    """Return the language that words seem to be in, by their script; the other one where they have no letters."""
    han = sum(_HAN[0] <= sign <= _HAN[1] for sign in words.text)
    cyrillic = sum(_CYRILLIC[0] <= sign <= _CYRILLIC[1] for sign in words.text)
    latin = sum(sign.isascii() and sign.isalpha() for sign in words.text)
    # A Chinese character says as much as some letters.
    weights: dict[Language, int] = {"zh": han * 3, "ru": cyrillic, "en": latin}
    best = max(weights, key=lambda language: weights[language])
    return best if weights[best] else otherwise
