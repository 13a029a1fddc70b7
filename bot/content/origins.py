"""The sources on which a card rests: those of the thing itself, of its names, its contact, its point on the map."""

from bot.content.models import Person, Place
from bot.content.texts import Names
from bot.core.languages import LANGUAGES


def sources_of_names(names: Names) -> set[str]:
    """Return the ids of the sources that give the names."""
    forms = (names.form(language) for language in LANGUAGES)
    return {form.source for form in forms if form is not None and form.source is not None}


def sources_of_person(person: Person) -> set[str]:
    """Return the ids of the sources of all that a person's card says."""
    contact = () if person.contact is None else person.contact.sources
    return {*person.sources, *contact, *sources_of_names(person.names)}


def sources_of_place(place: Place) -> set[str]:
    """Return the ids of the sources of all that a place's card says."""
    point = () if place.point is None else (place.point.source,)
    return {*place.sources, *point, *sources_of_names(place.names)}
