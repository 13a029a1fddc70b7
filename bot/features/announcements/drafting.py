"""/announce and what organisers send in private: how a draft begins, and how editing its source changes it."""

import datetime as dt
import sqlite3
from dataclasses import dataclass, replace
from typing import Final

from aiogram.types import Message

from bot.content.library import Edition
from bot.core.errors import PersonError
from bot.core.languages import Language
from bot.core.translation import msg
from bot.features.announcements import drafts, pieces, store
from bot.features.announcements.albums import gather_later
from bot.features.announcements.media import media_of
from bot.features.announcements.pieces import Piece
from bot.features.announcements.presses import MakeDraft, OpenDraft
from bot.features.announcements.seeing import Seeing
from bot.features.announcements.store import Announcement
from bot.features.announcements.views import beginning as view
from bot.features.announcements.views.draft import Draft, draft_screen
from bot.features.announcements.views.preview import preview
from bot.features.announcements.words import Words
from bot.telegram import notices, prompts
from bot.telegram.citing import no_visit, not_open
from bot.telegram.requests import Request
from bot.telegram.roles import Role
from bot.telegram.screens import Answers

NEW: Final = "announcement_new"
_UNSUPPORTED: Final = msg(
    "I cannot announce this kind of message. What works: text, photo, video, file, audio, voice, video note, "
    "place and album."
)


@dataclass(frozen=True, slots=True)
class Drafting:
    """The handlers."""

    seeing: Seeing

    async def announce(self, request: Request) -> Answers:
        """Make a draft of what follows the command, of the message replied to, or of what the command stands under."""
        if not request.editions_with(Role.ADMIN):
            return no_visit(request.tr)
        message = request.message
        if message is None:
            return view.how_to_screen(request.tr)
        replied = message.reply_to_message
        if replied is not None and message.text is not None:
            return await self._of_replied(request, replied)
        # A link opens the command with nothing behind it.
        words = _words(message) if request.argument else Words()
        if not words and message.text is not None:
            await request.unit.write(prompts.ask, request.person.user_id, NEW, {}, request.now)
            return view.how_to_screen(request.tr)
        return await self._of_message(request, message, words)

    async def take(self, request: Request, payload: dict[str, object]) -> Answers:  # noqa: ARG002 - nothing to know
        """Make a draft of what was sent after the command alone."""
        if request.message is None or not request.editions_with(Role.ADMIN):
            return no_visit(request.tr)
        return await self._of_message(request, request.message, _words(request.message))

    async def offer(self, request: Request) -> Answers:
        """Offer to announce what an organiser sent unasked; to anybody else only text says something."""
        message, visits = request.message, request.editions_with(Role.ADMIN)
        if message is None or not visits or request.person.anonymous:
            return notices.only_text(request.tr)
        try:
            piece = await self._kept(request, message, _words(message), asked=False)
        except PersonError:
            return notices.only_text(request.tr)
        return () if piece is None else view.offer_screen(piece, visits, request.tr)

    async def make(self, request: Request, data: MakeDraft) -> Answers:
        """Make a draft of what was sent before, for the visit that was chosen."""
        edition = request.edition(data.visit)
        if edition is None:
            return not_open(request.tr)
        piece = await request.unit.read(pieces.piece, request.chat_id, data.piece)
        if piece is None:
            return view.gone_screen(request.tr)
        made = await request.unit.read(store.of_source, request.chat_id, piece.messages)
        if made is not None and made.visit_id == edition.visit_id:
            # Pressed twice: one draft is enough.
            return await self._show(request, edition, made)
        return await self._begin(request, edition, piece)

    async def open(self, request: Request, data: OpenDraft) -> Answers:
        """Show how a draft stands."""
        found = await self.seeing.draft(request, data.visit, data.announcement)
        return draft_screen(found, request.tr) if isinstance(found, Draft) else found

    async def edited(self, request: Request) -> Answers:
        """Let the editing of a message change the draft that was made of it, and show the new preview."""
        message = request.message
        if message is None or not request.person.may(Role.ADMIN):
            return ()
        made = await request.unit.read(store.of_source, request.chat_id, [message.message_id])
        edition = request.edition(made.visit_id) if made is not None else None
        if made is None or edition is None or request.role_in(made.visit_id) < Role.ADMIN:
            return ()
        changed = await request.unit.write(
            _follow_edit, made, message, request.person.language, request.person.user_id, request.now
        )
        return () if changed is None else await self._show(request, edition, changed)

    async def _of_replied(self, request: Request, replied: Message) -> Answers:
        words = _words(replied) or Words(request.argument)
        if replied.media_group_id is not None:
            album = await request.unit.read(pieces.piece, request.chat_id, replied.media_group_id)
            if album is not None and replied.message_id in album.messages:
                return await self._for_a_visit(request, replace(album, words=album.words or words))
            # Its other parts are not kept any more.
            replied = replied.model_copy(update={"media_group_id": None})
        if not words and replied.text is not None:
            return view.how_to_screen(request.tr)
        return await self._of_message(request, replied, words)

    async def _of_message(self, request: Request, message: Message, words: Words) -> Answers:
        piece = await self._kept(request, message, words, asked=True)
        return () if piece is None else await self._for_a_visit(request, piece)

    async def _kept(self, request: Request, message: Message, words: Words, *, asked: bool) -> Piece | None:
        """Keep what was sent; None for a part of an album, which is gathered first."""
        try:
            await request.unit.write(pieces.keep, message, words, request.now, asked=asked)
        except ValueError as error:
            raise PersonError(_UNSUPPORTED) from error
        source = pieces.source_of(message)
        if message.media_group_id is not None:
            await request.unit.write(gather_later, source, request.person.user_id, request.now)
            return None
        return await request.unit.read(pieces.piece, message.chat.id, source)

    async def _for_a_visit(self, request: Request, piece: Piece) -> Answers:
        visits = request.editions_with(Role.ADMIN)
        if len(visits) == 1:
            return await self._begin(request, visits[0], piece)
        return view.which_visit_screen(piece, visits, request.tr)

    async def _begin(self, request: Request, edition: Edition, piece: Piece) -> Answers:
        person = request.person
        made = await request.unit.write(
            drafts.of_piece, edition.visit_id, piece, person.language, person.user_id, request.now
        )
        return await self._show(request, edition, made)

    async def _show(self, request: Request, edition: Edition, announcement: Announcement) -> Answers:
        return shown(await self.seeing.loaded(request, edition, announcement), request, request.person.language)


def shown(draft: Draft, request: Request, language: Language) -> Answers:
    """Return what readers of this language would get, and the panel of the draft under it."""
    panel = replace(draft_screen(draft, request.tr), fresh=True)
    return (*preview(draft.announcement, draft.edition, request.translators[language]), panel)


def _follow_edit(
    connection: sqlite3.Connection,
    made: Announcement,
    message: Message,
    language: Language,
    actor_id: int,
    now: dt.datetime,
) -> Announcement | None:
    """Change a draft as its source was changed; None where that changes nothing of it."""
    words = _words(message)
    written = (made.source.language if made.source is not None else None) or pieces.language_of_words(words, language)
    changes: dict[str, object] = {}
    if words != made.texts.get(written, Words()):
        changes["texts"] = {written: words}
    try:
        media = media_of(message)
    except ValueError:
        media = None
    before = made.media
    if media is not None and before is not None and media.kind == before.kind and message.media_group_id is None:
        media = replace(media, text_follows=before.text_follows)
        if media != before:
            changes["media"] = media
    if not changes:
        return None
    return drafts.change(connection, made, actor_id, now, **changes)


def _words(message: Message) -> Words:
    """Return what somebody wrote in a message or under its media, without the command."""
    words = Words.written(
        message.text if message.text is not None else message.caption,
        message.entities if message.text is not None else message.caption_entities,
    )
    if words.text.lower().startswith("/announce"):
        command = words.text.split(maxsplit=1)[0]
        words = words.part(len(command))
    return words.stripped()
