"""What no reader should meet on a screen: words of another language, names in braces, nothing at all."""

import re
from collections.abc import Iterator, Sequence
from functools import cache

from babel.messages.pofile import read_po

from bot.core.languages import LANGUAGES, Language
from bot.core.translation import LOCALES
from tests.end_to_end.crawler import Seen

_LONGEST = 4096
_BRACES = re.compile(r"\{[a-z_]*\}")
# A text of this many words is told from content wherever it stands; a shorter one only where it stands alone.
_UNMISTAKABLE = 4
# "{done} of {total}" would be found in any English name with "of" in it.
_TELLING_NOTHING = 2
_MARKS = re.compile(r"^[\s•✓☆★‹›·–—*¹²³⁴-⁹⁰]+|[\s‹›·*¹²³⁴-⁹⁰]+$")


def wrong_with(seen: Seen, language: Language) -> Iterator[str]:
    """Say what is wrong with a screen as a text."""
    if not seen.text.strip():
        yield "is empty"
    if len(seen.text) > _LONGEST:
        yield f"is {len(seen.text)} characters long"
    if not seen.buttons:
        yield "is a dead end: no button leads on"
    for piece in (seen.text, *seen.labels):
        if _BRACES.search(piece):
            yield f"has a name in braces: {_BRACES.findall(piece)}"
        if piece != piece.strip():
            yield f"begins or ends with a space: {piece[:20]!r} … {piece[-20:]!r}"
    for words in left_untranslated((*seen.text.split("\n"), *seen.labels), language):
        yield f"is not in {language}: {words!r}"


def left_untranslated(lines: Sequence[str], language: Language) -> Iterator[str]:
    """Return what stands there in English although the catalogue has it in this language."""
    if language == "en":
        return
    alone, anywhere = _english(language)
    for line in lines:
        bare = _MARKS.sub("", line)
        if alone.fullmatch(bare):
            yield bare
        elif found := anywhere.search(line):
            yield found[0]


@cache
def _english(language: Language) -> tuple[re.Pattern[str], re.Pattern[str]]:
    with (LOCALES / language / "LC_MESSAGES" / "bot.po").open("rb") as file:
        catalogue = read_po(file, locale=language)
    texts = set()
    for entry in catalogue:
        forms = entry.id if isinstance(entry.id, tuple | list) else (entry.id,)
        own = entry.string if isinstance(entry.string, tuple | list) else (entry.string,)
        texts |= {form for form in forms if _letters(form) > _TELLING_NOTHING} - set(own)
    long = [text for text in texts if len(_BRACES.sub("", text).split()) >= _UNMISTAKABLE]
    return _any_of(texts), _any_of(long or ["\0"])


def _letters(text: str) -> int:
    return sum(map(str.isalpha, _BRACES.sub("", text)))


def _any_of(texts: Sequence[str] | set[str]) -> re.Pattern[str]:
    patterns = (".+?".join(map(re.escape, _BRACES.split(text))) for text in sorted(texts, key=len, reverse=True))
    return re.compile("|".join(patterns) or "\0")


def in_every_language(text: str) -> dict[Language, str]:
    """Return an interface text, given in English, in each language."""
    from tests.support.translating import translators  # noqa: PLC0415 - read when first asked for

    return {language: translators()[language](text) for language in LANGUAGES}
