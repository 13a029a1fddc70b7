"""The list of people and one person's card, as messages."""

from collections.abc import Sequence
from typing import Final

from aiogram.filters.callback_data import CallbackData
from aiogram.utils.formatting import Bold, Text

from bot.content.library import Edition
from bot.content.models import Contact, Event, Person
from bot.content.texts import Names
from bot.core.translation import Translator
from bot.telegram.citing import (
    Footnotes,
    joined,
    not_stated,
    page_note,
    page_of,
    pager,
    rows_of,
    said,
    share_out,
    ways_back,
)
from bot.telegram.presses import OpenEvent, OpenOrganisation, OpenPeople, OpenPerson, OpenQuotes
from bot.telegram.rendering import says_anything
from bot.telegram.screens import Row, Screen, button, copy, shortened
from bot.telegram.spelling import to_spelling
from bot.telegram.statements import statements_screen

# Some clients fold what goes beyond; the card says that there is more.
_MOST_EVENTS: Final = 6


class OpenSaidOfPerson(CallbackData, prefix="pfacts"):
    """The statements about a person, a page at a time."""

    visit: str
    person: str
    page: int = 0


def people_screen(edition: Edition, tr: Translator, page: int) -> Screen:
    """Return a page of the people with their roles, as written; those beside the visit come last."""
    visit = edition.visit
    people = sorted(visit.people, key=lambda person: person.context)
    if not people:
        return Screen(Text(tr("The sources name nobody.")), (ways_back(tr),), sample=visit.sample)
    shared = share_out(people, lambda person: _entry(person, tr, Footnotes(edition, tr)))
    number, here = page_of(shared, page)
    notes = Footnotes(edition, tr)
    entries = [_entry(person, tr, notes) for person in here]
    title = Text(Bold(tr("People")), page_note(number, len(shared), tr))
    buttons = [button(_name(person.names, tr), OpenPerson(visit=visit.id, person=person.id)) for person in here]
    return Screen(
        joined([title, *entries, notes.notes()], "\n\n"),
        (
            *rows_of(buttons),
            pager(number, len(shared), lambda other: OpenPeople(visit=visit.id, page=other)),
            ways_back(tr),
        ),
        sample=visit.sample,
    )


def person_screen(edition: Edition, tr: Translator, person: Person, *, edits: bool = False) -> Screen:
    """Return a person's card: names, role, how to reach them, what they said and where they appear.

    Whoever `edits` the visit is offered to confirm the spelling of the name.
    """
    visit, notes = edition.visit, Footnotes(edition, tr)
    who = joined(
        [
            notes.names(person.names),
            notes.say(person.role, person.original, person.sources),
            *notes.caveats(person.id),
            *([Text(said(person.note, tr))] if person.note else []),
        ]
    )
    events = edition.events_of_person(person.id)
    body = joined(
        [
            who,
            _contact(person.contact, tr, notes),
            _missing(edition, tr, person),
            _appearances(events, tr, notes),
            notes.notes(),
        ],
        "\n\n",
    )
    rows = (
        _copies(person.contact, tr),
        *_links(edition, tr, person),
        *rows_of(
            [
                button(shortened(said(event.title, tr)), OpenEvent(visit=visit.id, event=event.id))
                for event in events[:_MOST_EVENTS]
            ],
            width=1,
        ),
        to_spelling(visit.id, person, tr) if edits else (),
        ways_back(tr, (tr("People"), OpenPeople(visit=visit.id))),
    )
    return Screen(body, rows, sample=visit.sample)


def said_of_person_screen(edition: Edition, tr: Translator, person: Person, page: int) -> Screen:
    """Return a page of the statements about a person."""
    visit, name = edition.visit_id, _name(person.names, tr)
    return statements_screen(
        edition,
        tr,
        person.id,
        name,
        page,
        lambda other: OpenSaidOfPerson(visit=visit, person=person.id, page=other),
        (name, OpenPerson(visit=visit, person=person.id)),
    )


def _entry(person: Person, tr: Translator, notes: Footnotes) -> Text:
    role = notes.say(person.role, person.original, person.sources)
    beside = [Text(tr("background"))] if person.context else []
    return joined([Text(Bold(_name(person.names, tr))), role, *beside])


def _contact(contact: Contact | None, tr: Translator, notes: Footnotes) -> Text:
    if contact is None:
        return Text()
    fields = (
        contact.phone,
        contact.email,
        contact.telegram,
        tr("WeChat: {name}", name=contact.wechat) if contact.wechat else None,
    )
    return Text("\n".join(field for field in fields if field), notes.mark(contact.sources))


def _copies(contact: Contact | None, tr: Translator) -> Row:
    if contact is None:
        return ()
    fields = (
        (tr("Copy phone"), contact.phone),
        (tr("Copy e-mail"), contact.email),
        (tr("Copy WeChat"), contact.wechat),
    )
    return tuple(copy(label, value) for label, value in fields if value)


def _missing(edition: Edition, tr: Translator, person: Person) -> Text:
    missing = not_stated(edition, tr, person.id)
    if says_anything(missing) or person.contact is not None:
        return missing
    return Text(tr("Not stated in the sources: {what}", what=tr("phone and e-mail")))


def _appearances(events: Sequence[Event], tr: Translator, notes: Footnotes) -> Text:
    if not events:
        return Text()
    lines = [
        Text(
            "• ",
            *([f"{tr.date(event.day)} · "] if event.day else []),
            notes.say(event.title, event.original, event.sources),
        )
        for event in events[:_MOST_EVENTS]
    ]
    return joined([Text(Bold(tr("In the programme"))), *lines])


def _links(edition: Edition, tr: Translator, person: Person) -> tuple[Row, ...]:
    visit, quotes, facts = edition.visit_id, edition.quotes_by(person.id), edition.facts_about(person.id)
    organisation = edition.organisation(person.organisation) if person.organisation else None
    words = button(tr("Quotes: {count}", count=tr.number(len(quotes))), OpenQuotes(visit=visit, speaker=person.id))
    statements = button(
        tr("What the sources say: {count}", count=tr.number(len(facts))),
        OpenSaidOfPerson(visit=visit, person=person.id),
    )
    firm: Row = ()
    if organisation is not None:
        label = shortened(_name(organisation.names, tr))
        firm = (button(label, OpenOrganisation(visit=visit, organisation=organisation.id)),)
    return ((words,) if quotes else (), (statements,) if facts else (), firm)


def _name(names: Names, tr: Translator) -> str:
    return names.pick(tr.language).text
