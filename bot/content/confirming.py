"""Spellings of names that the organisers confirmed: what was confirmed are these letters and no others."""

import datetime as dt
from collections.abc import Iterator
from typing import Any, Final

from bot.content.models import Organisation, Person, Place, Visit
from bot.content.parts import entries
from bot.content.texts import NameForm, Names
from bot.core.languages import LANGUAGES, Language

Named = Person | Organisation | Place

# Words of the glossary have forms as well, but are nobody's name.
SECTIONS_WITH_NAMES: Final = ("people", "organisations", "places")


def named(visit: Visit) -> Iterator[Named]:
    """Yield whoever and whatever has a name that can be confirmed: people, organisations, places."""
    for section in SECTIONS_WITH_NAMES:
        yield from entries(visit, section)


def forms_of(names: Names) -> tuple[tuple[Language, NameForm], ...]:
    """Return the forms of a name that there are, each with the language in whose script it is."""
    return tuple((language, form) for language in LANGUAGES if (form := names.form(language)) is not None)


def form_of(visit: Visit, item_id: str, language: Language) -> NameForm | None:
    """Return the form of a name in the script of a language; None where there is none, or nothing with this id."""
    return next((item.names.form(language) for item in named(visit) if item.id == item_id), None)


def with_spelling(visit: Visit, item_id: str, language: Language, confirmed_on: dt.date | None) -> Visit:
    """Return the visit with one spelling confirmed on a day, or not confirmed with None.

    Raises LookupError when nothing with this id has a name in that script.
    """
    for section in SECTIONS_WITH_NAMES:
        for item in entries(visit, section):
            if item.id == item_id and (form := item.names.form(language)) is not None:
                names = item.names.model_copy(update={language: form.model_copy(update={"confirmed_on": confirmed_on})})
                return _with(visit, section, item, names)
    raise LookupError(f"{item_id} has no name in the script of {language}")


def without_outworn(before: Visit, after: Visit) -> Visit:
    """Return the second edition without confirmations that were given to another spelling in the first.

    Whoever corrects a name in a file leaves the day beside it, which was said of the letters that stood there before.
    A day that is not that of the first edition is one that they wrote for the new spelling: it stays.
    """
    earlier = {item.id: item.names for item in named(before)}
    for section in SECTIONS_WITH_NAMES:
        for item in entries(after, section):
            if item.id in earlier and (outworn := _outworn(earlier[item.id], item.names)):
                after = _with(after, section, item, item.names.model_copy(update=outworn))
    return after


def _outworn(before: Names, after: Names) -> dict[str, NameForm]:
    """Return the forms with another text than before under the same day, each without that day."""
    return {
        language: form.model_copy(update={"confirmed_on": None})
        for language, form in forms_of(after)
        if form.confirmed_on is not None
        and (old := before.form(language)) is not None
        and old.confirmed_on == form.confirmed_on
        and old.text != form.text
    }


def _with(visit: Visit, section: str, item: Named, names: Names) -> Visit:
    changed = item.model_copy(update={"names": names})
    items: tuple[Any, ...] = tuple(changed if one is item else one for one in entries(visit, section))
    return visit.model_copy(update={section: items})
