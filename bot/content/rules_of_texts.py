"""Texts stand under their own language and fit what Telegram shows."""

import re
from collections.abc import Iterator
from typing import Final

from bot.content.models import Visit
from bot.content.parts import SECTIONS, documents_in, entries
from bot.content.problems import Problem, Where
from bot.content.texts import Document, Localized, NameForm, Names
from bot.core.languages import LANGUAGES, Language

# A message takes 4,096 UTF-16 units; one thing's own texts leave room for its sources, caveats and headings.
LONGEST_ITEM: Final = 3000
# Titles and names head a screen, label a button, or stand one a line.
LONGEST_TITLE: Final = 200
# A fact in a few words.
LONGEST_BRIEF: Final = 300

_LATIN: Final = re.compile("[A-Za-z]")
_CYRILLIC: Final = re.compile("[\u0400-\u04ff]")
_HAN: Final = re.compile("[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003134f]")
# A text may be a name in Latin letters whatever its language, so those never count as foreign.
_OWN_AND_FOREIGN: Final[dict[Language, tuple[re.Pattern[str], tuple[re.Pattern[str], ...], str]]] = {
    "ru": (_CYRILLIC, (_HAN,), "Russian"),
    "en": (_LATIN, (_CYRILLIC, _HAN), "English"),
    "zh": (_HAN, (_CYRILLIC,), "Chinese"),
}


def misplaced_texts(visit: Visit) -> Iterator[Problem]:
    """Find texts written in the letters of another language than the one they stand under."""
    for path, document in documents_in(visit):
        for language in LANGUAGES:
            match document:
                case Localized():
                    text = document.in_language(language)
                case Names():
                    form = document.form(language)
                    text = None if form is None else form.text
                case _:
                    break
            if text is not None and _is_foreign(text, language):
                yield Problem((*path, language), f"is not written in {_OWN_AND_FOREIGN[language][2]}")
    for position, quote in enumerate(visit.quotes):
        if _is_foreign(quote.words, quote.language):
            reason = f"is not written in {_OWN_AND_FOREIGN[quote.language][2]}, which `language` says"
            yield Problem(("quotes", position, "words"), reason)


def overlong_texts(visit: Visit) -> Iterator[Problem]:
    """Find titles too long to be one, and things whose texts together do not fit a message."""
    for path, document in documents_in(visit):
        longest = _longest_text(path, document)
        if longest is None:
            continue
        for language, length in _lengths(document):
            if length > longest:
                place = path if language is None else (*path, language)
                yield Problem(place, f"is {length} characters long; at most {longest} fit")
    for section in SECTIONS:
        for position, item in enumerate(entries(visit, section)):
            length = max(_total(item, language) for language in LANGUAGES)
            if length > LONGEST_ITEM:
                reason = f"has {length} characters of text; at most {LONGEST_ITEM} fit a message"
                yield Problem((section, position), reason)


def length_in_telegram(text: str) -> int:
    """Return the length as Telegram counts it, in UTF-16 units."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _is_foreign(text: str, language: Language) -> bool:
    own, foreign, _ = _OWN_AND_FOREIGN[language]
    return own.search(text) is None and any(script.search(text) for script in foreign)


def _longest_text(path: Where, document: Document) -> int | None:
    if isinstance(document, NameForm) or (isinstance(document, Localized) and path[-1] in {"title", "publisher"}):
        return LONGEST_TITLE
    return LONGEST_BRIEF if isinstance(document, Localized) and path[-1] in {"brief", "subtitle"} else None


def _lengths(document: Document) -> Iterator[tuple[Language | None, int]]:
    if isinstance(document, NameForm):
        yield None, length_in_telegram(document.text)
    elif isinstance(document, Localized):
        for language in LANGUAGES:
            if text := document.in_language(language):
                yield language, length_in_telegram(text)


def _total(value: object, language: Language) -> int:
    """How much there is to show of something to a reader of this language."""
    if isinstance(value, str):
        return length_in_telegram(value)
    if isinstance(value, Localized):
        return length_in_telegram(value.pick(language)[0])
    if isinstance(value, tuple):
        return sum(_total(item, language) for item in value)
    if isinstance(value, Document):
        return sum(_total(getattr(value, name), language) for name in type(value).model_fields)
    return 0
