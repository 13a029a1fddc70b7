"""The catalogues: every text of the code in every language, with the same {names}, and nothing left over."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from bot.core.languages import Language
from bot.core.translation import LOCALES, TRANSLATED

_BOT = Path(__file__).parent.parent / "bot"
_KEYWORDS: Mapping[str, tuple[int, ...] | None] = {"tr": None, "plural": (1, 2), "msg": None}
_PLURAL_FORMS = {"ru": 3, "zh": 1}


def _catalogue(language: Language) -> Catalog:
    with (LOCALES / language / "LC_MESSAGES" / "bot.po").open("rb") as file:
        return read_po(file, locale=language)


def _texts_in_the_code() -> set[str | tuple[str, ...]]:
    found = extract_from_dir(str(_BOT), [("**.py", "python")], {}, keywords=_KEYWORDS)
    return {message for _, _, message, _, _ in found}


def _translations(message: Message) -> list[str]:
    return [message.string] if isinstance(message.string, str) else list(message.string or ())


def _messages(language: Language) -> Iterator[Message]:
    return (message for message in _catalogue(language) if message.id)


def _names(text: str) -> set[str]:
    return set(re.findall(r"{(\w+)}", text))


@pytest.mark.parametrize("language", TRANSLATED)
def test_every_text_of_the_code_is_in_the_catalogue_and_no_other(language: Language) -> None:
    in_catalogue = {message.id if isinstance(message.id, str) else tuple(message.id) for message in _messages(language)}
    in_code = _texts_in_the_code()
    assert in_catalogue == in_code
    assert len(in_code) > 150


@pytest.mark.parametrize("language", TRANSLATED)
def test_every_text_is_translated_and_none_is_fuzzy(language: Language) -> None:
    unfinished = [m.id for m in _messages(language) if m.fuzzy or not all(_translations(m))]
    assert unfinished == []


@pytest.mark.parametrize("language", TRANSLATED)
def test_plurals_have_all_the_forms_of_the_language(language: Language) -> None:
    plurals = [message for message in _messages(language) if message.pluralizable]
    assert plurals
    assert {len(_translations(message)) for message in plurals} == {_PLURAL_FORMS[language]}


@pytest.mark.parametrize("language", TRANSLATED)
def test_translations_fill_in_the_same_names(language: Language) -> None:
    for message in _messages(language):
        asked = set().union(*(_names(text) for text in ([message.id] if isinstance(message.id, str) else message.id)))
        for translation in _translations(message):
            assert _names(translation) == asked, message.id


def test_russian_is_written_in_cyrillic_and_chinese_in_characters() -> None:
    brands = re.compile("WeChat")
    letters = {"ru": re.compile("[а-яё]", re.IGNORECASE), "zh": re.compile("[\u4e00-\u9fff]")}
    for language in TRANSLATED:
        bare = [
            message.id
            for message in _messages(language)
            for translation in _translations(message)
            if re.search(r"[A-Za-z]{3}", re.sub(r"{\w+}|/\w+", "", brands.sub("", translation)))
            and not letters[language].search(translation)
        ]
        assert bare == []


def test_no_text_hides_in_an_f_string() -> None:
    # Before Python 3.12 nothing inside an f-string can be found there by whoever makes the catalogues.
    hiding = re.compile(r"""\bf(["']).*\{(?:\w+\.)?(?:tr|plural|msg)\((["']).*\2""")
    only_here = [
        f"{path.relative_to(_BOT)}:{number}"
        for path in _BOT.rglob("*.py")
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        if hiding.search(line)
    ]
    assert only_here == []
