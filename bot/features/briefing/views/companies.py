"""The organisations: their list, and a card of one with its names, facts, people and quotes."""

from collections.abc import Iterable
from typing import Final, Literal

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardButton
from aiogram.utils.formatting import Bold, Text

from bot.content.library import Edition
from bot.content.models import Organisation, Person
from bot.core.translation import Translator, msg
from bot.features.briefing.views.facts import fact_blocks, fact_buttons, share_facts
from bot.features.briefing.views.parts import frame, heading, name, named, numbered, overview, speaker_name
from bot.telegram.citing import (
    Footnotes,
    gone,
    joined,
    not_stated,
    page_of,
    pager,
    rows_of,
    said,
    share_out,
    ways_back,
)
from bot.telegram.presses import OpenCompanies, OpenOrganisation, OpenPerson, OpenQuote, OpenQuotes
from bot.telegram.screens import Screen, button
from bot.telegram.spelling import to_spelling

# Names, people and what is not stated stand on the card beside its facts.
CARD_LENGTH: Final = 800
_KINDS: Final[dict[Literal["company", "authority", "park", "centre", "zone", "fair"], str]] = {
    "company": msg("company"),
    "authority": msg("authority"),
    "park": msg("park"),
    "centre": msg("centre"),
    "zone": msg("economic zone"),
    "fair": msg("fair"),
}


def companies(edition: Edition, tr: Translator, page: int = 0) -> Screen:
    """Return a page of the organisations: what each is, and a button to its card."""
    visit = edition.visit
    every = list(enumerate(visit.organisations, 1))
    shared = share_out(every, lambda one: _line(*one, Footnotes(edition, tr), tr))
    page, shown = page_of(shared, page)
    notes = Footnotes(edition, tr)
    lines = [_line(number, one, notes, tr) for number, one in shown]
    empty = Text() if every else Text(tr("The sources name no organisation."))
    rows = (
        *numbered((number, OpenOrganisation(visit=visit.id, organisation=one.id)) for number, one in shown),
        pager(page, len(shared), lambda to: OpenCompanies(visit=visit.id, page=to)),
        ways_back(tr, overview(edition, tr)),
    )
    title = heading(tr("Companies and organisations"), tr, page, len(shared))
    return frame(edition, [title, empty, *lines, notes.notes()], rows)


def company(edition: Edition, tr: Translator, organisation_id: str, page: int = 0, *, edits: bool = False) -> Screen:
    """Return a card: names in all scripts, the facts about it a page at a time, its people and its quotes.

    Whoever `edits` the visit is offered to confirm the spelling of its name.
    """
    visit, one = edition.visit, edition.organisation(organisation_id)
    if one is None:
        return gone(edition, tr, _to_list(edition, tr))
    shared = share_facts(edition, edition.facts_about(one.id), tr, CARD_LENGTH)
    page, shown = page_of(shared, page)
    first, notes = 1 + sum(map(len, shared[:page])), Footnotes(edition, tr)
    people = edition.people_of(one.id)
    blocks = [
        joined(
            [
                notes.names(one.names),
                notes.say(one.summary, one.original, one.sources) if one.summary else Text(tr(_KINDS[one.kind])),
                Text("  ", said(one.note, tr)) if one.note and page == 0 else Text(),
                *(notes.caveats(one.id, besides=[fact.id for fact in shown]) if page == 0 else []),
            ]
        ),
        heading(tr("Facts"), tr, page, len(shared)) if shown else Text(),
        *fact_blocks(shown, first, notes, tr),
        *([_people(people, notes, tr), not_stated(edition, tr, one.id)] if page == 0 else []),
        notes.notes(),
    ]
    rows = (
        *fact_buttons(edition, shown, first),
        pager(page, len(shared), lambda to: OpenOrganisation(visit=visit.id, organisation=one.id, page=to)),
        *rows_of([_to_person(edition, tr, person) for person in people]),
        *rows_of(_to_quotes(edition, tr, one)),
        to_spelling(visit.id, one, tr) if edits else (),
        ways_back(tr, _to_list(edition, tr)),
    )
    return frame(edition, blocks, rows)


def _line(number: int, one: Organisation, notes: Footnotes, tr: Translator) -> Text:
    title = Text(f"{number}. ", notes.name(one.names))
    if one.summary:
        return joined([title, notes.say(one.summary, one.original, one.sources)])
    return Text(title, ", ", tr(_KINDS[one.kind]), notes.mark(one.sources))


def _people(people: Iterable[Person], notes: Footnotes, tr: Translator) -> Text:
    lines = [
        Text("• ", notes.name(person.names), " · ", notes.say(person.role, person.original, person.sources))
        for person in people
    ]
    return joined([Bold(tr("People")), *lines]) if lines else Text()


def _to_person(edition: Edition, tr: Translator, person: Person) -> InlineKeyboardButton:
    return named(name(person.names, tr), OpenPerson(visit=edition.visit_id, person=person.id))


def _to_quotes(edition: Edition, tr: Translator, one: Organisation) -> list[InlineKeyboardButton]:
    """Return a button to what the organisation itself said, and one to each quote in which it is spoken of."""
    visit, buttons = edition.visit_id, []
    if own := edition.quotes_by(one.id):
        label = tr("Quotes: {count}", count=tr.number(len(own)))
        buttons.append(button(label, OpenQuotes(visit=visit, speaker=one.id)))
    for quote in edition.quotes_about(one.id):
        if quote.speaker != one.id:
            label = tr("Quote: {speaker}", speaker=speaker_name(edition, tr, quote))
            buttons.append(named(label, OpenQuote(visit=visit, quote=quote.id)))
    return buttons


def _to_list(edition: Edition, tr: Translator) -> tuple[str, CallbackData]:
    return tr("Companies"), OpenCompanies(visit=edition.visit_id)
