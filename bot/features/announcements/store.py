"""The tables `announcements` and `announcement_texts`, as they are read: drafts, and what they became."""

import datetime as dt
import sqlite3
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, Literal

from bot.core.languages import Language, fallback_order
from bot.core.moments import from_milliseconds
from bot.features.announcements.audiences import Audience
from bot.features.announcements.media import Media
from bot.features.announcements.words import Words

State = Literal["draft", "confirmed", "discarded"]
_COLUMNS: Final = (
    "announcement_id, visit_id, author, state, revision, edition, audience, media, source_chat, source_message, "
    "source_language, needs_confirmation, urgent, silent, pinned, send_at, expires_at, created_at, confirmed_at, "
    "corrected_at, recalled_at"
)
_SELECT: Final = f"SELECT {_COLUMNS} FROM announcements"  # noqa: S608 - a constant
_EVERYONE: Final = Audience()


@dataclass(frozen=True, slots=True)
class Source:
    """The message that a draft was made from, in its author's private chat, and which variant its words became."""

    chat_id: int
    message_id: int
    language: Language | None = None


@dataclass(frozen=True, slots=True)
class Announcement:
    """A row of `announcements` with its texts by language. Moments are aware, UTC.

    `revision` counts the changes of the draft, `edition` the wordings that went out: 1, and more with each correction.
    """

    announcement_id: int
    visit_id: str
    author: int | None
    state: State
    revision: int
    edition: int
    created_at: dt.datetime
    audience: Audience = _EVERYONE
    texts: Mapping[Language, Words] = field(default_factory=dict)
    media: Media | None = None
    source: Source | None = None
    needs_confirmation: bool = False
    urgent: bool = False
    silent: bool = False
    pinned: bool = False
    send_at: dt.datetime | None = None
    expires_at: dt.datetime | None = None
    confirmed_at: dt.datetime | None = None
    corrected_at: dt.datetime | None = None
    recalled_at: dt.datetime | None = None

    @property
    def reference(self) -> str:
        """What its dispatches and panels are about."""
        return reference(self.announcement_id)

    @property
    def address(self) -> dict[str, Any]:
        """What every button of it carries."""
        return {"visit": self.visit_id, "announcement": self.announcement_id}

    @property
    def only_text(self) -> bool:
        """Whether nothing is sent beside its text."""
        return self.media is None or self.media.kind == "none"

    def language_for(self, wanted: Language) -> Language | None:
        """Return the language of the variant that a reader of this language gets; None when there is no text."""
        return next((language for language in fallback_order(wanted) if self.texts.get(language)), None)


def reference(announcement_id: int) -> str:
    """Return what dispatches and panels of this announcement are about."""
    return f"announcement:{announcement_id}"


def number_of(reference: str) -> int:
    """Return the number of the announcement that a reference names. Raises ValueError for another one."""
    kind, _, number = reference.partition(":")
    if kind != "announcement":
        raise ValueError(reference)
    return int(number)


def read(connection: sqlite3.Connection, announcement_id: int, visit_id: str | None = None) -> Announcement | None:
    """Return this announcement, of this visit if one is named; None when there is none."""
    rows = connection.execute(
        f"{_SELECT} WHERE announcement_id = ? AND (? IS NULL OR visit_id = ?)", (announcement_id, visit_id, visit_id)
    ).fetchall()
    return next(iter(_with_texts(connection, rows)), None)


def known(connection: sqlite3.Connection, announcement_id: int) -> Announcement:
    """Return an announcement that there is. Raises LookupError where there is none."""
    found = read(connection, announcement_id)
    if found is None:
        raise LookupError(announcement_id)
    return found


def list_of(
    connection: sqlite3.Connection,
    visit_ids: Collection[str],
    states: Collection[State] = ("draft", "confirmed"),
    limit: int = 10,
    older_than: int | None = None,
) -> list[Announcement]:
    """Return the announcements of these visits in these states, newest first, as far as they are older than one."""
    rows = connection.execute(
        f"{_SELECT} WHERE visit_id IN ({_marks(visit_ids)}) AND state IN ({_marks(states)}) "
        "AND (? IS NULL OR announcement_id < ?) ORDER BY announcement_id DESC LIMIT ?",
        (*visit_ids, *states, older_than, older_than, limit),
    ).fetchall()
    return _with_texts(connection, rows)


def of_source(connection: sqlite3.Connection, chat_id: int, message_ids: Collection[int]) -> Announcement | None:
    """Return the last draft that was made from one of these messages, or None."""
    rows = connection.execute(
        f"{_SELECT} WHERE source_chat = ? AND source_message IN ({_marks(message_ids)}) AND state = 'draft' "
        "ORDER BY announcement_id DESC LIMIT 1",
        (chat_id, *message_ids),
    ).fetchall()
    return next(iter(_with_texts(connection, rows)), None)


def _with_texts(connection: sqlite3.Connection, rows: Sequence[tuple[Any, ...]]) -> list[Announcement]:
    texts: dict[int, dict[Language, Words]] = {}
    for announcement_id, language, text, entities in connection.execute(
        f"SELECT announcement_id, language, text, entities FROM announcement_texts "  # noqa: S608 - marks only
        f"WHERE announcement_id IN ({_marks(rows)})",
        [row[0] for row in rows],
    ):
        texts.setdefault(announcement_id, {})[language] = Words.loaded(text, entities)
    return [_announcement(row, texts.get(row[0], {})) for row in rows]


def _announcement(row: tuple[Any, ...], texts: Mapping[Language, Words]) -> Announcement:
    number, visit, author, state, revision, edition, audience, media, chat_id, message_id, language = row[:11]
    needs_confirmation, urgent, silent, pinned, *moments = row[11:]
    send_at, expires_at, created_at, confirmed_at, corrected_at, recalled_at = moments
    return Announcement(
        announcement_id=number,
        visit_id=visit,
        author=author,
        state=state,
        revision=revision,
        edition=edition,
        created_at=from_milliseconds(created_at),
        audience=Audience.loaded(audience),
        texts=texts,
        media=Media.loaded(media) if media is not None else None,
        source=Source(chat_id, message_id, language) if chat_id is not None else None,
        needs_confirmation=bool(needs_confirmation),
        urgent=bool(urgent),
        silent=bool(silent),
        pinned=bool(pinned),
        send_at=_moment(send_at),
        expires_at=_moment(expires_at),
        confirmed_at=_moment(confirmed_at),
        corrected_at=_moment(corrected_at),
        recalled_at=_moment(recalled_at),
    )


def _moment(milliseconds: int | None) -> dt.datetime | None:
    return None if milliseconds is None else from_milliseconds(milliseconds)


def _marks(values: Collection[object]) -> str:
    return ",".join("?" * len(values))
