"""Walking through a visit's document, whatever its models are."""

from collections.abc import Iterator
from typing import Any, Final

from bot.content.models import Visit
from bot.content.problems import Where
from bot.content.texts import Document

# The lists of a visit whose entries have ids, with what one entry of each is called.
SECTIONS: Final = {
    "sources": "a source",
    "topics": "a topic",
    "facts": "a fact",
    "caveats": "a caveat",
    "quotes": "a quote",
    "organisations": "an organisation",
    "people": "a person",
    "places": "a place",
    "groups": "a group",
    "events": "an event",
    "glossary": "a word of the glossary",
    "unstated": "something unstated",
}
# What facts and quotes may be about. Caveats and gaps may also be about a source, such as a page without a date.
SUBJECTS: Final = ("facts", "people", "organisations", "places", "events", "quotes")
SUBJECTS_AND_SOURCES: Final = (*SUBJECTS, "sources")


def entries(visit: Visit, section: str) -> tuple[Any, ...]:
    """Return the entries of one of the sections."""
    found: tuple[Any, ...] = getattr(visit, section)
    return found


def documents_in(value: object, path: Where = ()) -> Iterator[tuple[Where, Document]]:
    """Yield every document inside a value, itself included, with its place."""
    if isinstance(value, Document):
        yield path, value
        for name in type(value).model_fields:
            yield from documents_in(getattr(value, name), (*path, name))
    elif isinstance(value, tuple):
        for position, item in enumerate(value):
            yield from documents_in(item, (*path, position))
