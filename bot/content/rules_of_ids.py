"""Ids mean one thing, and every reference leads to something of the right kind."""

from collections.abc import Iterator, Mapping
from typing import Final

from bot.content.models import Caveat, Contact, Event, Fact, Organisation, Person, Place, Point, Quote, Unstated, Visit
from bot.content.parts import SECTIONS, SUBJECTS, SUBJECTS_AND_SOURCES, documents_in, entries
from bot.content.problems import Problem, Where
from bot.content.texts import Document, NameForm
from bot.content.wording import resembling

# Where ids stand and in which sections they lead somewhere; every field of the models that holds an id is here.
REFERENCES: Final[Mapping[type[Document], Mapping[str, tuple[str, ...]]]] = {
    Visit: {"host": ("organisations",)},
    Fact: {"topic": ("topics",), "sources": ("sources",), "about": SUBJECTS},
    Caveat: {"about": SUBJECTS_AND_SOURCES, "sources": ("sources",)},
    Quote: {"speaker": ("people", "organisations"), "sources": ("sources",), "about": SUBJECTS},
    Organisation: {"sources": ("sources",)},
    Person: {"organisation": ("organisations",), "sources": ("sources",)},
    Contact: {"sources": ("sources",)},
    Place: {"sources": ("sources",)},
    Point: {"source": ("sources",)},
    NameForm: {"source": ("sources",)},
    Event: {
        "place": ("places",),
        "groups": ("groups",),
        "people": ("people",),
        "call": ("people",),
        "sources": ("sources",),
    },
    Unstated: {"about": SUBJECTS_AND_SOURCES},
}
_NEEDED: Final = {
    ("sources",): "a source",
    ("topics",): "a topic",
    ("people",): "a person",
    ("organisations",): "an organisation",
    ("people", "organisations"): "a person or an organisation",
    ("places",): "a place",
    ("groups",): "a group",
    SUBJECTS: "a fact, a person, an organisation, a place, an event or a quote",
    SUBJECTS_AND_SOURCES: "a fact, a person, an organisation, a place, an event, a quote or a source",
}


def repeated_ids(visit: Visit) -> Iterator[Problem]:
    """Find ids used twice: within a section, or among the things that others may be about.

    Small and capital letters count as the same, since people type ids and read them out.
    """
    alone = ((section,) for section in SECTIONS if section not in SUBJECTS_AND_SOURCES)
    for sections in (SUBJECTS_AND_SOURCES, *alone):
        first: dict[str, Where] = {}
        for section in sections:
            for position, item in enumerate(entries(visit, section)):
                taken = first.setdefault(item.id.lower(), (section, position))
                if taken != (section, position):
                    owner, number = taken
                    kind = SECTIONS[str(owner)]
                    reason = f"{item.id} is already the id of {kind} ({owner}[{number}]); ids are unique"
                    yield Problem((section, position, "id"), reason)


def broken_references(visit: Visit, unread: frozenset[str]) -> Iterator[Problem]:
    """Find references to nothing, or to something of another kind."""
    kinds: dict[str, list[str]] = {}
    for section in SECTIONS:
        for item in entries(visit, section):
            kinds.setdefault(item.id, []).append(section)
    for path, target, wanted in _references(visit):
        found = kinds.get(target, [])
        if target in unread or any(section in wanted for section in found):
            continue
        needed = _NEEDED[wanted]
        if found:
            yield Problem(path, f"{target} is {SECTIONS[found[0]]}; {needed} is needed")
        else:
            known = tuple(item.id for section in wanted for item in entries(visit, section))
            yield Problem(path, f"there is no {target} here; {needed} is needed{resembling(target, known)}")
    yield from _unreachable_people(visit)
    yield from _about_themselves(visit)


def repeated_entries(visit: Visit) -> Iterator[Problem]:
    """Find the same thing listed twice in one list."""
    for path, document in documents_in(visit):
        for name in (*REFERENCES.get(type(document), {}), "original"):
            listed = getattr(document, name, None)
            if isinstance(listed, tuple):
                for position, item in enumerate(listed):
                    if item in listed[:position]:
                        yield Problem((*path, name, position), f"{item} is listed twice")


def _references(visit: Visit) -> Iterator[tuple[Where, str, tuple[str, ...]]]:
    """Every reference in a visit: its place, the id, and the sections in which it may lie."""
    for path, document in documents_in(visit):
        for name, wanted in REFERENCES.get(type(document), {}).items():
            target = getattr(document, name)
            if isinstance(target, str):
                yield (*path, name), target, wanted
            elif isinstance(target, tuple):
                for position, one in enumerate(target):
                    yield (*path, name, position), one, wanted


def _unreachable_people(visit: Visit) -> Iterator[Problem]:
    contacts: dict[str, Contact | None] = {person.id: person.contact for person in visit.people}
    for position, event in enumerate(visit.events):
        if event.call in contacts and contacts[event.call] is None:
            yield Problem(("events", position, "call"), f"{event.call} has no contact, and so cannot be called")


def _about_themselves(visit: Visit) -> Iterator[Problem]:
    for section in ("facts", "quotes"):
        for position, item in enumerate(entries(visit, section)):
            if item.id in item.about:
                yield Problem((section, position, "about"), f"{item.id} is about itself")
