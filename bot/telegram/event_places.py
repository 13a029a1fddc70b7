"""Where an event is and whom to call there: for the reader, with the Chinese that stands on the door."""

from aiogram.utils.formatting import Text

from bot.content.library import Edition
from bot.content.models import Event, Place
from bot.content.texts import Localized, Names
from bot.core.languages import LANGUAGES, fallback_order
from bot.core.translation import Translator
from bot.telegram.citing import Footnotes, joined, said


def where(event: Event, place: Place | None, tr: Translator, notes: Footnotes) -> Text:
    """Return the place, its address and the room, a line each, with their Chinese beside them."""
    lines = []
    if place is not None:
        names = _own_and_chinese(place.names, tr)
        named_by = {form.source for language in LANGUAGES if (form := names.form(language))}
        others = [source for source in place.sources if source not in named_by]
        lines.append(Text(notes.names(names), notes.mark(others)))
        lines += _both(place.address, tr)
    lines += _both(event.room, tr)
    if place is not None and place.note is not None:
        lines.append(Text(said(place.note, tr)))
    return joined(lines)


def _own_and_chinese(names: Names, tr: Translator) -> Names:
    own = next(language for language in fallback_order(tr.language) if names.form(language))
    return Names(**{own: names.form(own), "zh": names.zh})


def _both(text: Localized | None, tr: Translator) -> list[Text]:
    if text is None:
        return []
    return [Text(" · ".join(dict.fromkeys(line for line in (said(text, tr), text.zh) if line)))]


def on_the_spot(edition: Edition, event: Event, tr: Translator, notes: Footnotes) -> Text:
    """Return the line that says whom to call; empty where nobody is named."""
    person = edition.person(event.call) if event.call else None
    if person is None:
        return Text()
    name = person.names.pick(tr.language).text
    if person.contact is None or person.contact.phone is None:
        return Text(tr("On the spot: {name}; phone not stated in the sources", name=name))
    contact = person.contact
    return Text(tr("On the spot: {name}, {phone}", name=name, phone=contact.phone), notes.mark(contact.sources))
