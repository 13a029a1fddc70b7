"""Correcting the text of an announcement: written language by language, looked at, and sent to every copy."""

import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from bot.core.errors import PersonError
from bot.core.languages import Language, language_of
from bot.core.translation import msg
from bot.features.announcements.control_presses import CorrectAnnouncement, DropCorrection, SendCorrection
from bot.features.announcements.corrections import can_be_corrected, correct
from bot.features.announcements.finding import Found, Panels, find
from bot.features.announcements.sending import TEXT, lengths
from bot.features.announcements.views import wording
from bot.features.announcements.words import Words
from bot.telegram import prompts
from bot.telegram.outbox import dispatches
from bot.telegram.requests import Request
from bot.telegram.screens import Answers, Dispatched, Screen, Toast

QUESTION: Final = "announcement correction"


@dataclass(frozen=True, slots=True)
class Correcting:
    """The handlers."""

    panels: Panels

    async def ask(self, request: Request, data: CorrectAnnouncement) -> Answers:
        """Ask for the language to correct, then for the text."""
        found = await find(request, data.visit, data.announcement)
        if isinstance(found, Screen):
            return found
        if found.announcement.recalled_at is not None:
            return self.panels.screen(request, found)
        language = language_of(data.language)
        if language is None:
            pending = await self._pending(request, found)
            if pending:
                return wording.review_screen(found.edition, found.announcement, pending, request.tr)
            return wording.languages_screen(found.edition, found.announcement, request.tr)
        payload = {**found.announcement.address, "language": language}
        await request.unit.write(prompts.ask, request.person.user_id, QUESTION, payload, request.now)
        return wording.ask_screen(found.edition, found.announcement, language, request.tr)

    async def take(self, request: Request, payload: Mapping[str, Any]) -> Answers:
        """Keep a corrected text and show what the copies would say. Raises PersonError for one that cannot stand."""
        language = language_of(payload["language"])
        found = await find(request, payload["visit"], payload["announcement"])
        if isinstance(found, Screen) or language is None:
            return found if isinstance(found, Screen) else self.panels.screen(request, found)
        message = request.message
        words = Words.written(request.argument, message.entities or message.caption_entities if message else None)
        if not words:
            raise PersonError(msg("There is no text in this. Write the corrected text, or /cancel."))
        await self._check(request, found, {language: words})
        await request.unit.write(
            keep_pending, request.person.user_id, found.announcement.announcement_id, language, words
        )
        pending = await self._pending(request, found)
        return wording.review_screen(found.edition, found.announcement, pending, request.tr)

    async def send(self, request: Request, data: SendCorrection) -> Answers:
        """Have every copy corrected, unless somebody has corrected it meanwhile."""
        found = await find(request, data.visit, data.announcement)
        if isinstance(found, Screen):
            return found
        tr, announcement = request.tr, found.announcement
        texts = await self._pending(request, found)
        if not texts or announcement.edition != data.edition or announcement.recalled_at is not None:
            note = Toast(tr("Things have moved on meanwhile: nothing was changed."))
            return note, self.panels.screen(request, found)
        await self._check(request, found, texts)
        corrected = await request.unit.write(
            correct, announcement, texts, found.edition, request.translators, request.person.user_id, request.now
        )
        await request.unit.write(drop_pending, request.person.user_id, announcement.announcement_id)
        note = Toast(tr("The correction is on its way.") if corrected else tr("Nothing was changed."))
        return note, await self.panels.now(request, found), Dispatched()

    async def drop(self, request: Request, data: DropCorrection) -> Answers:
        """Leave the text as it is."""
        found = await find(request, data.visit, data.announcement)
        if isinstance(found, Screen):
            return found
        await request.unit.write(drop_pending, request.person.user_id, data.announcement)
        return self.panels.screen(request, found)

    async def _pending(self, request: Request, found: Found) -> dict[Language, Words]:
        return await request.unit.read(pending, request.person.user_id, found.announcement.announcement_id)

    async def _check(self, request: Request, found: Found, texts: Mapping[Language, Words]) -> None:
        """Raise PersonError for texts that cannot stand in the copies."""
        announcement = found.announcement
        follows = await request.unit.read(dispatches.find, TEXT, announcement.reference)
        if not can_be_corrected(announcement, texts, text_follows=follows is not None):
            raise PersonError(
                msg("It went out without a text, so there is none to correct. Send the text as a new announcement.")
            )
        changed = replace(announcement, texts={**announcement.texts, **texts}, corrected_at=request.now)
        for obstacle in lengths(changed, found.edition, request.translators):
            raise PersonError(
                msg("With this text the message has {length} characters; Telegram takes {limit}. Please shorten it."),
                length=obstacle.length,
                limit=obstacle.limit,
            )


def keep_pending(
    connection: sqlite3.Connection, user_id: int, announcement_id: int, language: Language, words: Words
) -> None:
    """Note a corrected text that is not sent yet."""
    connection.execute(
        "INSERT INTO pending_corrections (user_id, announcement_id, language, text, entities) VALUES (?, ?, ?, ?, ?) "
        "ON CONFLICT DO UPDATE SET text = excluded.text, entities = excluded.entities",
        (user_id, announcement_id, language, words.text, words.dumped()),
    )


def pending(connection: sqlite3.Connection, user_id: int, announcement_id: int) -> dict[Language, Words]:
    """Return the corrected texts that this person has written and not sent."""
    rows = connection.execute(
        "SELECT language, text, entities FROM pending_corrections WHERE user_id = ? AND announcement_id = ?",
        (user_id, announcement_id),
    )
    return {language: Words.loaded(text, entities) for language, text, entities in rows}


def drop_pending(connection: sqlite3.Connection, user_id: int, announcement_id: int) -> None:
    """Forget them."""
    connection.execute(
        "DELETE FROM pending_corrections WHERE user_id = ? AND announcement_id = ?", (user_id, announcement_id)
    )
