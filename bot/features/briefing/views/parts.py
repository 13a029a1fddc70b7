"""What the screens of the briefing have in common: headings, buttons to each item, the frame of a screen."""

from collections.abc import Callable, Iterable
from typing import Final

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardButton
from aiogram.utils.formatting import Bold, Text

from bot.content.library import Edition
from bot.content.models import Confidence, Quote
from bot.content.texts import Names
from bot.core.translation import Translator, msg
from bot.telegram.citing import joined, page_note, rows_of, said
from bot.telegram.presses import OpenEvent, OpenFact, OpenOrganisation, OpenPark, OpenPerson, OpenQuote, OpenSource
from bot.telegram.screens import Row, Screen, button, shortened

NUMBERS_IN_A_ROW: Final = 5
_CONFIDENCE: Final[dict[Confidence, str]] = {"medium": msg("Confidence: medium"), "low": msg("Confidence: low")}


def heading(title: str, tr: Translator, page: int = 0, count: int = 1) -> Text:
    """Return a screen's title, with the page in several."""
    return Text(Bold(title), page_note(page, count, tr))


def name(names: Names, tr: Translator) -> str:
    """Return a name for the reader, without its other scripts."""
    return names.pick(tr.language).text


def named(label: str, press: CallbackData) -> InlineKeyboardButton:
    """Return a button with a label from the content, cut to fit."""
    return button(shortened(label), press)


def numbered(presses: Iterable[tuple[int, CallbackData]]) -> tuple[Row, ...]:
    """Return rows of buttons `1` `2` `3` … to the items that carry these numbers in the text."""
    return rows_of([button(str(number), press) for number, press in presses], NUMBERS_IN_A_ROW)


def overview(edition: Edition, tr: Translator) -> tuple[str, CallbackData]:
    """Return the way back to the overview."""
    return tr("Overview"), OpenPark(visit=edition.visit_id)


def frame(edition: Edition, blocks: Iterable[Text], rows: Iterable[Row]) -> Screen:
    """Return a screen of blocks with an empty line between them, marked when the visit is a sample."""
    return Screen(joined(blocks, "\n\n"), tuple(rows), sample=edition.visit.sample)


def confidence(level: Confidence, tr: Translator) -> str:
    """Return how sure a statement or a source is, where that is not high; else nothing."""
    return tr(_CONFIDENCE[level]) if level in _CONFIDENCE else ""


def speaker_name(edition: Edition, tr: Translator, quote: Quote) -> str:
    """Return the name of who said it, a person or an organisation."""
    speaker = edition.speaker(quote)
    return name(speaker.names, tr) if speaker else quote.speaker


def press_to(edition: Edition, item: str) -> CallbackData | None:
    """Return the address of this item's own screen; None where it has none."""
    visit = edition.visit_id
    screens: tuple[tuple[Callable[[str], object], Callable[[], CallbackData]], ...] = (
        (edition.fact, lambda: OpenFact(visit=visit, fact=item)),
        (edition.quote, lambda: OpenQuote(visit=visit, quote=item)),
        (edition.person, lambda: OpenPerson(visit=visit, person=item)),
        (edition.organisation, lambda: OpenOrganisation(visit=visit, organisation=item)),
        (edition.event, lambda: OpenEvent(visit=visit, event=item)),
        (edition.source, lambda: OpenSource(visit=visit, source=item)),
    )
    return next((press() for find, press in screens if find(item)), None)


def title_of(edition: Edition, tr: Translator, item: str) -> str:
    """Return what to call an item: a name, or an event's title; empty for what has neither."""
    if one := edition.person(item) or edition.organisation(item) or edition.place(item):
        return name(one.names, tr)
    if event := edition.event(item):
        return said(event.title, tr)
    source = edition.source(item)
    return said(source.publisher, tr) if source else ""


def about_buttons(edition: Edition, tr: Translator, about: Iterable[str]) -> list[InlineKeyboardButton]:
    """Return a button to each person, organisation and event among these ids."""
    found = [(title_of(edition, tr, item), press_to(edition, item)) for item in about]
    return [named(title, press) for title, press in found if title and press]
