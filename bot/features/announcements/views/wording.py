"""The correction of an announcement's text: which language, what is asked for, and a look before it goes out."""

from collections.abc import Mapping
from typing import Final

from aiogram.types import MessageEntity
from aiogram.utils.formatting import Bold, Text

from bot.content.library import Edition
from bot.core.languages import LANGUAGES, OWN_NAMES, Language
from bot.core.translation import Translator
from bot.features.announcements.control_presses import (
    CorrectAnnouncement,
    DropCorrection,
    OpenAnnouncement,
    SendCorrection,
)
from bot.features.announcements.store import Announcement
from bot.features.announcements.words import Words
from bot.telegram.citing import joined, ways_back
from bot.telegram.screens import Row, Screen, button

# As much of each text as three of them leave room for.
_SHOWN: Final = 1000


def languages_screen(edition: Edition, announcement: Announcement, tr: Translator) -> Screen:
    """Ask in which language the text is to be corrected."""
    title = tr("Correct announcement {number}", number=announcement.announcement_id)
    body = joined([Text(Bold(title)), Text(tr("In which language?"))], "\n\n")
    return Screen(body, (_languages(announcement, LANGUAGES), _back(announcement, tr)), sample=edition.visit.sample)


def ask_screen(edition: Edition, announcement: Announcement, language: Language, tr: Translator) -> Screen:
    """Ask for the corrected text in a language."""
    now = announcement.texts.get(language)
    lines = [
        Text(
            Bold(tr("Correct announcement {number}", number=announcement.announcement_id), f" · {OWN_NAMES[language]}")
        ),
        joined([Text(tr("The text now:")), shown(now, _SHOWN)])
        if now
        else Text(tr("There is no text in this language yet.")),
        Text(tr("Write the whole text anew, as it should be; or /cancel.")),
    ]
    return Screen(joined(lines, "\n\n"), (_back(announcement, tr),), sample=edition.visit.sample)


def review_screen(
    edition: Edition, announcement: Announcement, texts: Mapping[Language, Words], tr: Translator
) -> Screen:
    """Show the corrected texts before they go out."""
    title = tr("Correction to announcement {number}", number=announcement.announcement_id)
    blocks = [Text(Bold(title))]
    blocks += [joined([Text(OWN_NAMES[one], ":"), shown(texts[one], _SHOWN)]) for one in LANGUAGES if one in texts]
    blocks.append(
        Text(
            tr(
                "Every copy changes to it and says when it was corrected. Whoever has not had the announcement yet "
                "gets only this."
            )
        )
    )
    send = button(tr("Send the correction"), SendCorrection(**announcement.address, edition=announcement.edition))
    drop = button(tr("Leave it as it was"), DropCorrection(**announcement.address))
    more = _languages(announcement, [one for one in LANGUAGES if one not in texts])
    return Screen(
        joined(blocks, "\n\n"), ((send,), more, (drop,), _back(announcement, tr)), sample=edition.visit.sample
    )


def shown(words: Words, most: int | None = None) -> Text:
    """Return a text with its marks as a part of a screen, cut after so many characters."""
    cut = words if most is None or len(words) <= most else words.part(0, most - 1) + Words("…")
    return Text.from_entities(cut.text, [MessageEntity.model_validate(dict(entity)) for entity in cut.entities])


def _languages(announcement: Announcement, languages: list[Language] | tuple[Language, ...]) -> Row:
    return tuple(
        button(OWN_NAMES[language], CorrectAnnouncement(**announcement.address, language=language))
        for language in languages
    )


def _back(announcement: Announcement, tr: Translator) -> Row:
    back = tr("Announcement {number}", number=announcement.announcement_id)
    return ways_back(tr, (back, OpenAnnouncement(**announcement.address)))
