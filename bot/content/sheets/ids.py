"""Ids for rows that are new and came without one: from their English title or name, else counted."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any, Final

_LONGEST: Final = 20
# More than a spreadsheet may have rows.
_MOST: Final = 10_000
_NO_LETTERS: Final = re.compile(r"[^a-z0-9]+")
_NUMBERED: Final = re.compile(r"([A-Za-z]+(?:-[A-Za-z]+)*-?)([0-9]+)")
# What entries are called by, the first that there is; the ids of all others are counted.
_TITLES: Final = ("title", "names", "publisher")
_PREFIXES: Final[Mapping[str, str]] = {
    "sources": "S",
    "topics": "T",
    "facts": "F",
    "caveats": "C",
    "quotes": "Q",
    "organisations": "O",
    "people": "P",
    "places": "L",
    "groups": "G",
    "events": "V",
    "glossary": "W",
    "unstated": "U",
}
_CYRILLIC: Final = str.maketrans(
    dict(
        zip(
            "абвгдеёжзийклмнопрстуфхцчшщъыьэюя",
            "a b v g d e e zh z i y k l m n o p r s t u f kh ts ch sh shch  y  e yu ya".split(" "),  # noqa: SIM905 - read as a line
            strict=True,
        )
    )
)


def new_id(section: str, document: Mapping[str, Any], same_section: Iterable[str], taken: set[str]) -> str:
    """Return an id for a new entry that is none of `taken`, which are in small letters, and add it to them.

    The same entries always get the same ids.
    """
    words = _words(document)
    wanted = _cut(words) if words else ""
    found = wanted if wanted and wanted not in taken else _counted(section, wanted, same_section, taken)
    taken.add(found.lower())
    return found


def title_of(document: Mapping[str, Any]) -> str:
    """Return the title or name of a document as one text in every language it is in; empty where it has none."""
    named = _named(document)
    return "\n".join(_text(named[language]) for language in ("ru", "en", "zh") if named.get(language))


def _named(document: Mapping[str, Any]) -> Mapping[str, Any]:
    for name in _TITLES:
        if isinstance(named := document.get(name), dict):
            return named
    return {}


def _words(document: Mapping[str, Any]) -> list[str]:
    named = _named(document)
    for language in ("en", "ru"):
        if not named.get(language):
            continue
        text = _text(named[language]).lower().translate(_CYRILLIC)
        plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
        if words := [word for word in _NO_LETTERS.split(plain) if word]:
            return words
    return []


def _cut(words: list[str], longest: int = _LONGEST) -> str:
    """As many whole words as fit, and of the first at least its beginning."""
    kept = words[0][:longest]
    for word in words[1:]:
        if len(kept) + 1 + len(word) > longest:
            break
        kept += f"-{word}"
    return kept


def _counted(section: str, wanted: str, same_section: Iterable[str], taken: set[str]) -> str:
    if wanted:
        endings = (f"-{number}" for number in range(2, _MOST))
        candidates = (wanted[: _LONGEST - len(ending)].rstrip("-") + ending for ending in endings)
    else:
        numbered = [found for item_id in same_section if (found := _NUMBERED.fullmatch(item_id))]
        prefixes = Counter(one[1] for one in numbered)
        prefix = prefixes.most_common(1)[0][0] if prefixes else _PREFIXES[section]
        like_it = [one[2] for one in numbered if one[1] == prefix]
        highest = max(map(int, like_it), default=0)
        width = len(like_it[0]) if like_it else 1
        candidates = (f"{prefix}{number:0{width}}" for number in range(highest + 1, highest + _MOST))
    return next(candidate for candidate in candidates if candidate.lower() not in taken)


def _text(form: Any) -> str:
    return str(form.get("text", "")) if isinstance(form, dict) else str(form)
