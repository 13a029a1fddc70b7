"""Announcements as lists: all of them for organisers, and what still holds as news."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from aiogram.types import InlineKeyboardButton
from aiogram.utils.formatting import Bold, Text

from bot.content.library import Edition
from bot.core.translation import Translator
from bot.features.announcements.control_presses import (
    OpenAnnouncement,
    OpenNewsItem,
)
from bot.features.announcements.presses import OpenDraft
from bot.features.announcements.progress import Progress
from bot.features.announcements.store import Announcement
from bot.features.announcements.views.control import STANDINGS, excerpt, moment
from bot.features.announcements.views.wording import shown
from bot.features.announcements.words import Words
from bot.telegram.citing import joined, rows_of, ways_back
from bot.telegram.naming import title_of
from bot.telegram.presses import OpenAnnouncements, OpenNews
from bot.telegram.screens import Row, Screen, button

ON_A_PAGE: Final = 8
_BEGINNING: Final = 140
_NUMBERS_IN_A_ROW: Final = 4


@dataclass(frozen=True, slots=True)
class Page:
    """Announcements, newest first."""

    announcements: Sequence[Announcement]
    has_older: bool
    is_newest: bool


def announcements_screen(
    page: Page, stands: Mapping[int, Progress | None], editions: Mapping[str, Edition], tr: Translator
) -> Screen:
    """Show organisers all announcements with how each stands."""
    blocks = [Text(Bold(tr("Announcements")))]
    buttons = []
    for one in page.announcements:
        edition = editions[one.visit_id]
        stand = stands[one.announcement_id]
        head = f"{one.announcement_id} · {_standing(one, stand, edition, tr)}"
        where = Text(title_of(edition, tr)) if len(editions) > 1 else Text()
        blocks.append(joined([Text(Bold(head)), where, Text(excerpt(one, tr))]))
        press = OpenDraft(**one.address) if stand is None else OpenAnnouncement(**one.address)
        buttons.append(button(str(one.announcement_id), press))
    if not page.announcements:
        blocks.append(Text(tr("There is none yet. /announce begins one.")))
    turn = _turn(page, OpenAnnouncements, tr)
    sample = any(editions[one.visit_id].visit.sample for one in page.announcements)
    return Screen(joined(blocks, "\n\n"), (*rows_of(buttons, _NUMBERS_IN_A_ROW), turn, ways_back(tr)), sample=sample)


def news_screen(page: Page, editions: Mapping[str, Edition], tr: Translator) -> Screen:
    """Show what was announced and still holds."""
    blocks = [Text(Bold(tr("News")))]
    buttons = []
    for number, one in enumerate(page.announcements, 1):
        edition = editions[one.visit_id]
        where = Text(title_of(edition, tr)) if len(editions) > 1 else Text()
        words = excerpt(one, tr, _BEGINNING)
        blocks.append(joined([Text(Bold(f"{number}. ", _when(one, edition, tr))), where, Text(words)]))
        buttons.append(button(str(number), OpenNewsItem(**one.address)))
    if not page.announcements:
        blocks.append(Text(tr("No announcement holds at present. New ones come to you by themselves.")))
    turn = _turn(page, OpenNews, tr)
    sample = any(editions[one.visit_id].visit.sample for one in page.announcements)
    return Screen(joined(blocks, "\n\n"), (*rows_of(buttons, _NUMBERS_IN_A_ROW), turn, ways_back(tr)), sample=sample)


def news_item_screen(edition: Edition, announcement: Announcement, words: Words, tr: Translator) -> Screen:
    """Show an announcement in full; `words` say by themselves that they are corrected or of an invented visit."""
    heading = joined([Text(Bold(_when(announcement, edition, tr))), Text(title_of(edition, tr))])
    text = shown(words) if words else Text(tr("no text"))
    media = announcement.media is not None and announcement.media.kind != "none"
    beside = (
        (button(tr("Show what came with it"), OpenNewsItem(**announcement.address, original=True)),) if media else ()
    )
    return Screen(joined([heading, text], "\n\n"), (beside, _back(tr)))


def just_as_sent_screen(edition: Edition, announcement: Announcement, tr: Translator) -> Screen:
    """Stand above a copy of an announcement."""
    heading = joined([Text(Bold(_when(announcement, edition, tr))), Text(title_of(edition, tr))])
    return Screen(joined([heading, Text(tr("Here it is, as it was sent."))], "\n\n"), (_back(tr),))


def no_news_item_screen(edition: Edition, tr: Translator) -> Screen:
    """Say that an announcement does not hold any more, or is not for the reader."""
    text = tr("This announcement no longer holds. The news shows those that do.")
    return Screen(Text(text), (_back(tr),), sample=edition.visit.sample)


def _standing(announcement: Announcement, stands: Progress | None, edition: Edition, tr: Translator) -> str:
    if stands is None or announcement.confirmed_at is None:
        return tr("draft")
    standing = tr(STANDINGS[stands.standing])
    if stands.standing == "scheduled" and stands.starts_at is not None:
        return f"{standing} · {moment(stands.starts_at, edition, tr)}"
    begun = max(filter(None, (announcement.confirmed_at, stands.starts_at)))
    return f"{standing} · {moment(begun, edition, tr)}"


def _when(announcement: Announcement, edition: Edition, tr: Translator) -> str:
    begun = max(filter(None, (announcement.confirmed_at, announcement.send_at)), default=announcement.created_at)
    corrected = tr("corrected") if announcement.corrected_at is not None else ""
    return " · ".join(filter(None, (moment(begun, edition, tr), corrected)))


def _turn(page: Page, press: type[OpenAnnouncements] | type[OpenNews], tr: Translator) -> Row:
    turns: list[InlineKeyboardButton] = []
    if not page.is_newest:
        turns.append(button(tr("‹ Newest"), press()))
    if page.has_older and page.announcements:
        turns.append(button(tr("Older ›"), press(older_than=page.announcements[-1].announcement_id)))
    return tuple(turns)


def _back(tr: Translator) -> Row:
    return ways_back(tr, (tr("News"), OpenNews()))
