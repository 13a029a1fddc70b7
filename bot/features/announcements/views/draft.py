"""The panel of a draft: whom it reaches, what each reads, how and when it goes out, and what is in the way."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from zoneinfo import ZoneInfo

from aiogram.utils.formatting import Bold, Text

from bot.content.library import Edition
from bot.core.languages import LANGUAGES, OWN_NAMES, Language
from bot.core.translation import Translator
from bot.features.announcements.audiences import Reach
from bot.features.announcements.messages import SAID_IN
from bot.features.announcements.presses import (
    AskToDiscard,
    AskToSend,
    OpenAudience,
    OpenDraft,
    OpenOptions,
    OpenTexts,
    OpenWhen,
    SetOption,
    ShowPreview,
    TestToMe,
)
from bot.features.announcements.sending import Obstacle, Problem
from bot.features.announcements.store import Announcement
from bot.features.announcements.views.control import moment
from bot.features.announcements.views.words import audience_name, obstacle_text
from bot.telegram.citing import joined, ways_back
from bot.telegram.naming import title_of
from bot.telegram.panels import Subject
from bot.telegram.presses import OpenAnnouncements
from bot.telegram.screens import Row, Screen, button

KIND: Final = "draft"
SPLIT: Final = "split"


@dataclass(frozen=True, slots=True)
class Draft:
    """A draft with whom it would reach now and what is in its way; `zone` is the reader's own."""

    edition: Edition
    announcement: Announcement
    reach: Reach
    obstacles: Sequence[Obstacle]
    zone: ZoneInfo

    @property
    def address(self) -> dict[str, Any]:
        """What every button of it carries."""
        return {"visit": self.announcement.visit_id, "announcement": self.announcement.announcement_id}

    @property
    def changing(self) -> dict[str, Any]:
        """What every button that changes it carries."""
        return {**self.address, "revision": self.announcement.revision}


def draft_screen(draft: Draft, tr: Translator) -> Screen:
    """Show how a draft stands, with the buttons that shape it."""
    announcement, edition = draft.announcement, draft.edition
    number = tr("Draft {number}", number=announcement.announcement_id)
    blocks = [
        joined([Text(Bold(number)), Text(title_of(edition, tr)), Text(_to_whom(draft, tr))]),
        joined(language_lines(draft, tr)),
        joined(_manner(draft, tr)),
        joined([Text("⚠ ", obstacle_text(one, tr)) for one in draft.obstacles]),
    ]
    address = draft.address
    rows: tuple[Row, ...] = (
        (
            button(tr("Audience"), OpenAudience(**address)),
            button(tr("Texts"), OpenTexts(**address)),
            button(tr("When"), OpenWhen(**address)),
        ),
        (
            button(tr("Options"), OpenOptions(**address)),
            button(tr("Preview"), ShowPreview(**address, language=tr.language)),
            button(tr("Test to me"), TestToMe(**address)),
        ),
        split_row(draft, tr),
        (
            button(tr("Discard"), AskToDiscard(**address)),
            button(_send_label(draft, tr), AskToSend(**draft.changing)),
        ),
        ways_back(tr, (tr("Announcements"), OpenAnnouncements())),
    )
    return Screen(
        joined(blocks, "\n\n"), rows, sample=edition.visit.sample, shows=Subject(KIND, announcement.reference)
    )


def discarded_screen(edition: Edition, announcement: Announcement, tr: Translator) -> Screen:
    """Say that a draft was discarded."""
    text = tr("Draft {number} was discarded. Nothing was sent.", number=announcement.announcement_id)
    return Screen(Text(text), (ways_back(tr, (tr("Announcements"), OpenAnnouncements())),), sample=edition.visit.sample)


def no_draft_screen(edition: Edition, tr: Translator) -> Screen:
    """Say that there is no such draft."""
    text = tr("There is no such draft. /announce begins a new one.")
    return Screen(Text(text), (ways_back(tr, (tr("Announcements"), OpenAnnouncements())),), sample=edition.visit.sample)


def language_lines(draft: Draft, tr: Translator) -> list[Text]:
    """Return, for each language, how many read it and what they get; then how many have switched announcements off."""
    lines = [_language_line(draft.announcement, language, draft.reach.by_language, tr) for language in LANGUAGES]
    if draft.reach.switched_off:
        lines.append(Text(_off(draft, tr)))
    return lines


def when_lines(draft: Draft, tr: Translator) -> list[Text]:
    """Return when it goes out and when it ends, by the clock of the visit's place and by the reader's own."""
    announcement = draft.announcement
    starts, ends = announcement.send_at, announcement.expires_at
    sends = tr("at once") if starts is None else moment(starts, draft.edition, tr, own=draft.zone)
    lines = [Text(tr("Goes out: {when}", when=sends))]
    if ends is not None:
        until = moment(ends, draft.edition, tr, own=draft.zone)
        lines.append(Text(tr("Worth sending until: {when}", when=until)))
    return lines


def split_row(draft: Draft, tr: Translator) -> Row:
    """Return the way out of a text that is too long, where dividing it helps, or the way back from that."""
    problems = {one.problem for one in draft.obstacles}
    media = draft.announcement.media
    divided = media is not None and media.text_follows
    if problems & {Problem.TEXT_TOO_LONG, Problem.CAPTION_TOO_LONG} and not divided:
        label = (
            tr("Send the text after it") if Problem.CAPTION_TOO_LONG in problems else tr("Divide it into two messages")
        )
        return (button(label, SetOption(**draft.changing, option=SPLIT, on=True)),)
    return ()


def back_to(draft: Draft, tr: Translator) -> Row:
    """Return the way from a choice back to the panel."""
    label = tr("Draft {number}", number=draft.announcement.announcement_id)
    return (button(f"‹ {label}", OpenDraft(**draft.address)),)


def _to_whom(draft: Draft, tr: Translator) -> str:
    people = tr.plural("{count} person", "{count} people", draft.reach.people)
    name = audience_name(draft.announcement.audience, draft.edition, tr)
    return f"{name[:1].upper()}{name[1:]} · {people}"


def _language_line(
    announcement: Announcement, language: Language, counted: Mapping[Language, int], tr: Translator
) -> Text:
    values = {"language": OWN_NAMES[language], "count": tr.number(counted[language])}
    gets = announcement.language_for(language)
    if gets is None:
        return Text(
            tr("{language} {count}: no text", **values)
            if announcement.only_text
            else tr("{language} {count}: without text", **values)
        )
    if gets == language:
        return Text(tr("{language} {count} ✓", **values))
    return Text(tr("{language} {count} → will get it {said_in}", **values, said_in=tr(SAID_IN[gets])))


def _off(draft: Draft, tr: Translator) -> str:
    off = draft.reach.switched_off
    if draft.announcement.urgent:
        return tr.plural(
            "{count} has switched announcements off; an urgent one comes all the same",
            "{count} have switched announcements off; an urgent one comes all the same",
            off,
        )
    return tr.plural("{count} more has switched announcements off", "{count} more have switched announcements off", off)


def _manner(draft: Draft, tr: Translator) -> list[Text]:
    announcement = draft.announcement
    chosen = [
        tr("asks for confirmation") if announcement.needs_confirmation else "",
        tr("urgent") if announcement.urgent else tr("not urgent"),
        tr("silent") if announcement.silent else "",
        tr("pinned") if announcement.pinned else "",
    ]
    line = " · ".join(filter(None, chosen))
    lines = [Text(f"{line[:1].upper()}{line[1:]}")]
    media = announcement.media
    if media is not None and media.kind == "album":
        lines.append(Text(tr.plural("Album of {count}", "Album of {count}", media.messages)))
    if media is not None and media.text_follows and announcement.texts:
        lines.append(Text(tr("The text comes in a message of its own")))
    return [*lines, *when_lines(draft, tr)]


def _send_label(draft: Draft, tr: Translator) -> str:
    people = draft.reach.people
    return tr("Send to {count}…", count=tr.number(people)) if people else tr("Send…")


def offered_ends() -> Mapping[str, dt.timedelta]:
    """Return how long after it goes out an announcement can be worth sending, by the choice that a button carries."""
    return {"1": dt.timedelta(hours=1), "3": dt.timedelta(hours=3), "12": dt.timedelta(hours=12), "24": dt.timedelta(1)}
