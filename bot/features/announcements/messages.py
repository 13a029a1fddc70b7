"""What recipients get: one message, or media with a text behind it, as calls without their recipient."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Final
from zoneinfo import ZoneInfo

from aiogram.types import InlineKeyboardButton
from aiogram.utils.formatting import Italic, Text

from bot.content.library import Edition
from bot.core.languages import Language
from bot.core.translation import Translator, msg
from bot.features.announcements.presses import Confirm, InPreview
from bot.features.announcements.store import Announcement
from bot.features.announcements.words import Words, together
from bot.telegram.choosing import stop_button
from bot.telegram.screens import button

TEXT_LIMIT: Final = 4096
CAPTION_LIMIT: Final = 1024
SAID_IN: Final[Mapping[Language, str]] = {
    "ru": msg("in Russian"),
    "en": msg("in English"),
    "zh": msg("in Chinese"),
}


@dataclass(frozen=True, slots=True)
class Content:
    """A call without its recipient; `messages` is how many it sends. `length` of its text of which `limit` fit."""

    method: str
    parameters: dict[str, Any]
    messages: int = 1
    length: int = 0
    limit: int = TEXT_LIMIT

    @property
    def too_long(self) -> bool:
        """Whether Telegram would refuse its text."""
        return self.length > self.limit

    def edit(self) -> "Content | None":
        """Return the call that gives a copy of it this text and these buttons; None where there is no text to edit."""
        markup = {name: value for name, value in self.parameters.items() if name == "reply_markup"}
        if self.method == "sendMessage":
            shown = {name: self.parameters[name] for name in ("text", "entities", "link_preview_options")}
            return replace(self, method="editMessageText", parameters=shown | markup)
        if "caption" in self.parameters:
            shown = {name: self.parameters[name] for name in ("caption", "caption_entities")}
            if "show_caption_above_media" in self.parameters:
                shown["show_caption_above_media"] = self.parameters["show_caption_above_media"]
            return replace(self, method="editMessageCaption", parameters=shown | markup)
        return None


@dataclass(frozen=True, slots=True)
class Rendered:
    """What a reader of one language gets: a message, and what follows it once it has arrived, if anything."""

    first: Content
    following: Content | None = None

    @property
    def contents(self) -> tuple[Content, ...]:
        """Both, in order."""
        return (self.first,) if self.following is None else (self.first, self.following)

    @property
    def messages(self) -> int:
        """How many messages it is for Telegram."""
        return sum(content.messages for content in self.contents)


def rendered(announcement: Announcement, edition: Edition, tr: Translator, *, live: bool = True) -> Rendered:
    """Return what readers of this language get. Where it is not `live` its buttons do nothing: a preview, a test."""
    words = said(announcement, edition, tr)
    rows = buttons(announcement, tr, live=live)
    quiet = {"disable_notification": True} if announcement.silent else {}
    media = announcement.media
    if media is not None and media.kind == "none":
        # Text that was divided because it is too long for one message.
        head, rest = words.divided(TEXT_LIMIT)
        if not rest:
            return Rendered(_text(words, rows, quiet))
        return Rendered(_text(head, [], quiet), _text(rest, rows, quiet))
    if media is None:
        return Rendered(_text(words, rows, quiet))
    if media.captioned and not media.text_follows:
        caption = {"caption": words.text, "caption_entities": _entities(words)}
        parameters = {**media.parameters, **caption, **_markup(rows), **quiet}
        return Rendered(Content(media.method, parameters, 1, len(words), CAPTION_LIMIT))
    if not words and media.kind != "album":
        return Rendered(Content(media.method, {**media.parameters, **_markup(rows), **quiet}))
    alone = Content(media.method, {**media.parameters, **quiet}, media.messages)
    # An album takes no buttons, so that they need a message even without a text.
    behind = words or Words(tr("From the organisers of the visit."))
    return Rendered(alone, _text(behind, rows, quiet))


def said(announcement: Announcement, edition: Edition, tr: Translator) -> Words:
    """Return the text for a reader, with what has to be said about it; empty when there is none."""
    language = announcement.language_for(tr.language)
    if language is None:
        return Words()
    notes = []
    if language != tr.language:
        notes.append(tr(SAID_IN[language]))
    if announcement.corrected_at is not None:
        notes.append(_corrected(announcement.corrected_at, edition, tr))
    marks = [
        Words.built(Text(Italic(tr("Sample: an invented visit")))) if edition.visit.sample else Words(),
        announcement.texts[language],
        Words.built(Text(Italic(" · ".join(notes)))) if notes else Words(),
    ]
    return together(marks)


def buttons(announcement: Announcement, tr: Translator, *, live: bool = True) -> list[InlineKeyboardButton]:
    """Return the buttons under it, a row each."""
    visit = announcement.visit_id
    found = [stop_button(visit, "announcements", tr)]
    if announcement.needs_confirmation:
        confirm = Confirm(visit=visit, announcement=announcement.announcement_id)
        found.insert(0, button(tr("I have read it"), confirm))
    return found if live else [button(one.text, InPreview()) for one in found]


def _corrected(moment: dt.datetime, edition: Edition, tr: Translator) -> str:
    local = moment.astimezone(ZoneInfo(edition.visit.zone))
    values = {"day": tr.short_day(local.date()), "time": tr.time(local.time()), "city": tr.city(edition.visit.zone)}
    return tr("corrected {day}, {time} {city}", **values)


def _text(words: Words, rows: list[InlineKeyboardButton], quiet: Mapping[str, Any]) -> Content:
    parameters = {
        "text": words.text,
        "entities": _entities(words),
        "link_preview_options": {"is_disabled": True},
        **_markup(rows),
        **quiet,
    }
    return Content("sendMessage", parameters, 1, len(words))


def _entities(words: Words) -> list[Mapping[str, Any]]:
    return list(words.entities)


def _markup(rows: list[InlineKeyboardButton]) -> dict[str, Any]:
    keyboard = [[one.model_dump(exclude_none=True)] for one in rows]
    return {"reply_markup": {"inline_keyboard": keyboard}} if keyboard else {}
