"""Values of a visit's document in a reader's words, and what became of them: old → new."""

import datetime as dt
from typing import Any, Final

from bot.content.comparing import FieldChange
from bot.content.labels import CHOICES, FIELD_NAMES, REFERENCES, VALUE_NAMES, ZONES
from bot.content.models import Contact, Point, Source, Visit
from bot.content.parts import entries
from bot.content.problems import shortened
from bot.content.saying import said
from bot.content.texts import Localized, NameForm, Names
from bot.core.languages import LANGUAGES
from bot.core.translation import Translator

ABSENT: Final = "—"
ARROW: Final = " → "
# Of a longer text only the surroundings of what differs are shown.
_LONGEST: Final = 160
_AROUND: Final = 30
_LONGEST_NAME: Final = 60
_BEGINNINGS: Final = ("publisher", "brief", "text", "words")


def name_of(item: Any, tr: Translator) -> str:
    """Return what to call an entry of any section: its title or name; else its id and how it begins. Never long."""
    # The title of a source is a line in the source's own language, and not there for each.
    named = () if isinstance(item, Source) else ("title", "names")
    found = next((value for field in named if (value := getattr(item, field, None)) is not None), None)
    if found is not None:
        return shortened(_text(found, tr), _LONGEST_NAME)
    begins = next(value for field in _BEGINNINGS if (value := getattr(item, field, None)) is not None)
    return shortened(f"{item.id} · {_text(begins, tr)}", _LONGEST_NAME)


def field_name(path: tuple[str, ...], tr: Translator) -> str:
    """Return what to call a field or a part of one, such as `title (en)` or `contact, phone`."""
    steps = [tr(FIELD_NAMES[step]) for step in path if step not in LANGUAGES]
    # What a name says is its text; the rest about it is named.
    named = steps[:-1] if path[0] == "names" and path[-1] == "text" else steps
    languages = [step for step in path if step in LANGUAGES]
    return tr(", ").join(named) + "".join(f" ({language})" for language in languages)


def change_in_words(change: FieldChange, before: Visit, after: Visit, tr: Translator) -> str:
    """Return what became of a field: `place: Hall 1 → Hall 2`; of a list, what came and what went."""
    name, field = field_name(change.path, tr), change.path[-1]
    if isinstance(change.old, tuple) and isinstance(change.new, tuple):
        went = [f"− {_value(one, field, before, tr)}" for one in change.old if one not in change.new]
        came = [f"+ {_value(one, field, after, tr)}" for one in change.new if one not in change.old]
        what = tr("; ").join((*went, *came)) or tr("order changed")
    else:
        old, new = _value(change.old, field, before, tr), _value(change.new, field, after, tr)
        what = ARROW.join(_apart(old, new))
    return tr("{name}: {value}", name=name, value=what)


def _value(value: Any, field: str, visit: Visit, tr: Translator) -> str:  # noqa: PLR0911 - a table
    match value:
        case None:
            return ABSENT
        case bool():
            return tr("yes") if value else tr("no")
        case dt.date():
            return tr.date(value)
        case dt.time():
            return tr.time(value)
        case str() if field in REFERENCES:
            return _name_of_reference(value, REFERENCES[field], visit, tr)
        case str() if field in ZONES:
            return tr.city(value)
        case str() if field in CHOICES:
            return tr(VALUE_NAMES[value]) if value in VALUE_NAMES else value
        case _:
            return _text(value, tr)


def _text(value: Any, tr: Translator) -> str:
    match value:
        case Localized():
            return said(value, tr)
        case Names():
            return value.pick(tr.language).text
        case NameForm():
            return value.text
        case Contact():
            return tr(", ").join(filter(None, (value.phone, value.email, value.telegram, value.wechat)))
        case Point():
            return f"{value.latitude}, {value.longitude}"
        case _:
            return str(value)


def _name_of_reference(item_id: str, sections: tuple[str, ...], visit: Visit, tr: Translator) -> str:
    for section in sections:
        for item in entries(visit, section):
            if item.id == item_id:
                # Facts and quotes have no names, and organisers know them by their ids.
                return item_id if section in {"facts", "quotes"} else name_of(item, tr)
    return item_id


def _apart(old: str, new: str) -> tuple[str, str]:
    """Return two texts, of long ones what differs with a little around it."""
    if max(len(old), len(new)) <= _LONGEST:
        return shortened(old, _LONGEST), shortened(new, _LONGEST)
    shorter = min(len(old), len(new))
    first = next((place for place in range(shorter) if old[place] != new[place]), shorter)
    last = next((place for place in range(shorter - first) if old[-1 - place] != new[-1 - place]), shorter - first)
    return _cut(old, first, last), _cut(new, first, last)


def _cut(text: str, first: int, last: int) -> str:
    start, end = max(0, first - _AROUND), min(len(text), len(text) - last + _AROUND)
    head, tail = "…" if start else "", "…" if end < len(text) else ""
    return shortened(f"{head}{text[start:end].strip()}{tail}", _LONGEST)
