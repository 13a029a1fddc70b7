"""Saying a reason in the reader's language, also one that was found as an English sentence."""

import re
from functools import cache, lru_cache
from typing import Final

from bot.content.labels import FIELD_NAMES, VALUE_NAMES
from bot.content.sheets.grid import Reason
from bot.content.sheets.headings import sheet_title
from bot.content.sheets.known_reasons import ENDINGS, FORMS, INNER
from bot.content.sheets.layout import tables
from bot.content.values import field_name
from bot.core.languages import LANGUAGES
from bot.core.translation import Translator

# A sentence that has none of the forms is said as it is.
_AS_IT_IS: Final = "{reason}"
_NAME: Final = re.compile(r"{(\w+)}")
# Parts that could be taken for anything else where not even their first letter were known.
_LOOKS: Final = {"expected": "'.+", "least": "-?[0-9.]+", "most": "-?[0-9.,]+"}


def said(reason: Reason, tr: Translator) -> str:
    """Return a reason in the reader's language, with whatever it quotes from another in that language as well."""
    if reason.text == _AS_IT_IS:
        return str(reason.values["reason"])
    return tr(reason.text, **{name: _value(name, value, tr) for name, value in reason.values.items()})


@lru_cache(maxsize=4096)
def reason_of(sentence: str) -> Reason:
    """Return what a reader or a rule said in English as a reason that can be said in other languages.

    Said in English it is the same sentence, letter for letter.
    """
    for form, pattern in _patterns():
        if found := pattern.fullmatch(sentence):
            return Reason(form, found.groupdict())
    return Reason(_AS_IT_IS, {"reason": sentence})


def is_known(sentence: str) -> bool:
    """Whether a sentence, and whatever it is made of, can be said in every language."""
    reason = reason_of(sentence)
    parts = (str(value) for name, value in reason.values.items() if name in INNER)
    return reason.text != _AS_IT_IS and all(is_known(part) for part in parts)


def _value(name: str, value: str | int, tr: Translator) -> str | int:
    match name:
        case "choices":
            return tr(", ").join(tr(VALUE_NAMES[one]) if one in VALUE_NAMES else one for one in str(value).split(", "))
        case "tables":
            return tr(", ").join(sheet_title(one, tr) for one in str(value).split(", "))
        case "field":
            return _field(str(value), tr)
        case _:
            return said(reason_of(str(value)), tr) if name in INNER else value


def _field(path: str, tr: Translator) -> str:
    """A field, or one of an entry that no cell stands for, such as `events.dinner.people`, as the reader calls it."""
    table, *inside = path.split(".")
    if table not in tables() or (not inside and table in FIELD_NAMES):
        entry, steps = [], [table, *inside]
    else:
        entry, steps = [sheet_title(table, tr), *inside[:1]], inside[1:]
    if not all(step in FIELD_NAMES or step in LANGUAGES for step in steps):
        return path
    return tr(", ").join([*entry, *([field_name(tuple(steps), tr)] if steps else [])])


@cache
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    # What says more before what says less: `is not a number` before `is not {expected}`.
    forms = sorted(FORMS, key=lambda form: -len(_NAME.sub("", form)))
    return tuple((form, _pattern(form)) for form in (*ENDINGS, *forms))


def _pattern(form: str) -> re.Pattern[str]:
    parts = _NAME.split(form)
    return re.compile(
        "".join(
            f"(?P<{part}>{_LOOKS.get(part, '.+')})" if place % 2 else re.escape(part)
            for place, part in enumerate(parts)
        ),
        re.DOTALL,
    )
