"""What organisers choose about a draft: whom it is for, its texts, when it goes out, its options."""

import datetime as dt
from dataclasses import dataclass
from typing import Any, Final
from zoneinfo import ZoneInfo

from bot.core.errors import PersonError
from bot.core.languages import LANGUAGES, Language
from bot.core.translation import msg
from bot.features.announcements import audiences, drafts, store
from bot.features.announcements.audiences import Audience
from bot.features.announcements.drafting import shown
from bot.features.announcements.media import with_text_apart
from bot.features.announcements.moments import next_morning, typed_moment
from bot.features.announcements.presses import (
    AskText,
    AskWhen,
    OpenAudience,
    OpenOptions,
    OpenTexts,
    OpenWhen,
    RemoveText,
    SetAudience,
    SetOption,
    SetWhen,
)
from bot.features.announcements.seeing import Seeing
from bot.features.announcements.store import Announcement
from bot.features.announcements.views import shaping as view
from bot.features.announcements.views.draft import SPLIT, Draft, draft_screen, offered_ends
from bot.features.announcements.words import Words
from bot.telegram import prompts
from bot.telegram.requests import Request
from bot.telegram.roles import GIVEN
from bot.telegram.screens import Answers

TEXT: Final = "announcement_text"
TIME: Final = "announcement_time"
_OPTIONS: Final = {"confirm": "needs_confirmation", "urgent": "urgent", "silent": "silent", "pin": "pinned"}
_SOON: Final = dt.timedelta(minutes=15)
_ONLY_WORDS: Final = msg("Write the text as a message of its own, without a photo or a file. /cancel leaves it.")
_ENDS_FIRST: Final = msg("That is before it goes out. Write a later time. /cancel leaves it.")


@dataclass(frozen=True, slots=True)
class Shaping:
    """The handlers. What changes the draft happens only if it is still as it was shown."""

    seeing: Seeing

    async def open_audience(self, request: Request, data: OpenAudience) -> Answers:
        """Show the kinds of audience, or the choices within one."""
        found = await self.seeing.draft(request, data.visit, data.announcement)
        if not isinstance(found, Draft):
            return found
        unconfirmed = await self._unconfirmed(request, data.visit)
        kind = view.LETTERS.get(data.kind)
        if kind is None or kind in {"everyone", "members"}:
            return view.audience_screen(found, unconfirmed, request.tr)
        return view.choices_screen(found, kind, unconfirmed, data.page, request.tr)

    async def set_audience(self, request: Request, data: SetAudience) -> Answers:
        """Choose the audience."""
        found = await self.seeing.fresh(request, data.visit, data.announcement, data.revision)
        if not isinstance(found, Draft):
            return found
        kind = view.LETTERS.get(data.kind)
        if kind is None or not await self._exists(request, found, kind, data.value):
            return view.audience_screen(found, await self._unconfirmed(request, data.visit), request.tr)
        value = "" if kind in {"everyone", "members"} else data.value
        changed = await self._change(request, found, audience=Audience(kind, value))
        return draft_screen(changed, request.tr)

    async def open_texts(self, request: Request, data: OpenTexts) -> Answers:
        """Show which languages have a text."""
        found = await self.seeing.draft(request, data.visit, data.announcement)
        return view.texts_screen(found, request.tr) if isinstance(found, Draft) else found

    async def ask_text(self, request: Request, data: AskText) -> Answers:
        """Ask for the text in a language."""
        found = await self.seeing.draft(request, data.visit, data.announcement)
        if not isinstance(found, Draft):
            return found
        language = _language(data.language)
        if language is None:
            return view.texts_screen(found, request.tr)
        about = {**found.address, "language": language}
        await request.unit.write(prompts.ask, request.person.user_id, TEXT, about, request.now)
        return view.ask_text_screen(found, language, request.tr)

    async def take_text(self, request: Request, payload: dict[str, Any]) -> Answers:
        """Take what was written as the text in a language, whatever else was changed meanwhile."""
        found = await self.seeing.draft(request, payload["visit"], payload["announcement"])
        language = _language(payload["language"])
        if not isinstance(found, Draft) or language is None:
            return found if not isinstance(found, Draft) else draft_screen(found, request.tr)
        message = request.message
        words = Words.written(message.text, message.entities).stripped() if message is not None else Words()
        if not words:
            raise PersonError(_ONLY_WORDS)
        changed = await self._change(request, found, texts={language: words})
        return shown(changed, request, language)

    async def remove_text(self, request: Request, data: RemoveText) -> Answers:
        """Remove the text in a language."""
        found = await self.seeing.fresh(request, data.visit, data.announcement, data.revision)
        if not isinstance(found, Draft):
            return found
        language = _language(data.language)
        if language is not None and language in found.announcement.texts:
            found = await self._change(request, found, texts={language: Words()})
        return view.texts_screen(found, request.tr)

    async def open_when(self, request: Request, data: OpenWhen) -> Answers:
        """Show the choice of when it goes out, or of when it ends."""
        found = await self.seeing.draft(request, data.visit, data.announcement)
        if not isinstance(found, Draft):
            return found
        return view.ends_screen(found, request.tr) if data.ends else view.when_screen(found, request.tr)

    async def set_when(self, request: Request, data: SetWhen) -> Answers:
        """Choose when it goes out, or when it ends, by one of the offered choices."""
        found = await self.seeing.fresh(request, data.visit, data.announcement, data.revision)
        if not isinstance(found, Draft):
            return found
        zone = ZoneInfo(found.edition.visit.zone)
        if data.ends:
            length = offered_ends().get(data.choice)
            starts = found.announcement.send_at or request.now
            changed = await self._change(request, found, expires_at=starts + length if length is not None else None)
            return draft_screen(changed, request.tr)
        offered = {"15": request.now + _SOON, "morning": next_morning(zone, request.now)}
        changed = await self._change(request, found, send_at=offered.get(data.choice))
        return draft_screen(changed, request.tr)

    async def ask_when(self, request: Request, data: AskWhen) -> Answers:
        """Ask for a time to be typed."""
        found = await self.seeing.draft(request, data.visit, data.announcement)
        if not isinstance(found, Draft):
            return found
        about = {**found.address, "ends": data.ends}
        await request.unit.write(prompts.ask, request.person.user_id, TIME, about, request.now)
        return view.ask_when_screen(found, request.tr, ends=data.ends)

    async def take_when(self, request: Request, payload: dict[str, Any]) -> Answers:
        """Take what was written as the time at which it goes out or ends."""
        found = await self.seeing.draft(request, payload["visit"], payload["announcement"])
        if not isinstance(found, Draft):
            return found
        moment = typed_moment(request.argument, ZoneInfo(found.edition.visit.zone), request.now)
        if not payload["ends"]:
            return draft_screen(await self._change(request, found, send_at=moment), request.tr)
        if moment <= (found.announcement.send_at or request.now):
            raise PersonError(_ENDS_FIRST)
        return draft_screen(await self._change(request, found, expires_at=moment), request.tr)

    async def open_options(self, request: Request, data: OpenOptions) -> Answers:
        """Show the options."""
        found = await self.seeing.draft(request, data.visit, data.announcement)
        return view.options_screen(found, request.tr) if isinstance(found, Draft) else found

    async def set_option(self, request: Request, data: SetOption) -> Answers:
        """Switch an option on or off."""
        found = await self.seeing.fresh(request, data.visit, data.announcement, data.revision)
        if not isinstance(found, Draft):
            return found
        if data.option == SPLIT:
            apart = with_text_apart(found.announcement.media, apart=data.on)
            return draft_screen(await self._change(request, found, media=apart), request.tr)
        name = _OPTIONS.get(data.option)
        if name is not None:
            found = await self._change(request, found, **{name: data.on})
        return view.options_screen(found, request.tr)

    async def _change(self, request: Request, draft: Draft, **changes: Any) -> Draft:
        changed = await request.unit.write(
            drafts.change, draft.announcement, request.person.user_id, request.now, **changes
        )
        # Read in this same unit of work, it is as it was read.
        return await self.seeing.loaded(request, draft.edition, changed or draft.announcement)

    async def _unconfirmed(self, request: Request, visit_id: str) -> list[Announcement]:
        sent = await request.unit.read(store.list_of, [visit_id], ["confirmed"], 40)
        return [one for one in sent if one.needs_confirmation]

    async def _exists(self, request: Request, draft: Draft, kind: audiences.Kind, value: str) -> bool:
        edition = draft.edition
        match kind:
            case "group":
                return edition.group(value) is not None
            case "role":
                return value in {role.stored for role in GIVEN}
            case "language":
                return _language(value) is not None
            case "event":
                return edition.event(value) is not None
            case "unconfirmed":
                known = await self._unconfirmed(request, edition.visit_id)
                return value in {str(one.announcement_id) for one in known}
        return True


def _language(code: str) -> Language | None:
    return next((language for language in LANGUAGES if language == code), None)
