"""A page of what the sources say about one thing, for every feature whose cards lead to it."""

from collections.abc import Callable
from typing import Final

from aiogram.filters.callback_data import CallbackData
from aiogram.utils.formatting import Bold, Text

from bot.content.library import Edition
from bot.content.models import Fact
from bot.core.translation import Translator
from bot.telegram.citing import Footnotes, joined, page_note, page_of, pager, rows_of, said, share_out, ways_back
from bot.telegram.presses import OpenFact
from bot.telegram.screens import Screen, button

_NUMBERS_IN_A_ROW: Final = 5


def statements_screen(
    edition: Edition,
    tr: Translator,
    about: str,
    title: str,
    page: int,
    turn: Callable[[int], CallbackData],
    back: tuple[str, CallbackData],
) -> Screen:
    """Return a page of the statements about the item `about`, under its `title`; `turn` opens another page of them."""
    facts = edition.facts_about(about)
    shared = share_out(facts, lambda fact: _statement(fact, 1, tr, Footnotes(edition, tr)))
    number, here = page_of(shared, page)
    first = 1 + sum(len(earlier) for earlier in shared[:number])
    notes = Footnotes(edition, tr)
    blocks = [_statement(fact, place, tr, notes) for place, fact in enumerate(here, first)]
    if not facts:
        blocks = [Text(tr("The sources say nothing else about this."))]
    heading = Text(Bold(title), page_note(number, len(shared), tr))
    numbers = [
        button(str(place), OpenFact(visit=edition.visit_id, fact=fact.id)) for place, fact in enumerate(here, first)
    ]
    ways = (pager(number, len(shared), turn), *rows_of(ways_back(tr, back)))
    rows = (*rows_of(numbers, _NUMBERS_IN_A_ROW), *ways)
    return Screen(joined([heading, *blocks, notes.notes()], "\n\n"), rows, sample=edition.visit.sample)


def _statement(fact: Fact, place: int, tr: Translator, notes: Footnotes) -> Text:
    note = [Text("  ", said(fact.note, tr))] if fact.note else []
    said_so = notes.say(fact.text, fact.original, fact.sources)
    return joined([Text(f"{place}. ", said_so), *note, *notes.caveats(fact.id)])
