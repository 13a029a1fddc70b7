"""Saying a text of the content to a reader, with the language that it is in where that is not theirs."""

from typing import Final

from bot.content.texts import Localized
from bot.core.languages import Language
from bot.core.translation import Translator, msg

_IN_LANGUAGE: Final[dict[Language, str]] = {
    "ru": msg("{text} (in Russian)"),
    "en": msg("{text} (in English)"),
    "zh": msg("{text} (in Chinese)"),
}


def said(text: Localized, tr: Translator) -> str:
    """Return a text that is the project's own for the reader, naming its language where it is not theirs."""
    return labelled(*text.pick(tr.language), tr)


def labelled(words: str, language: Language, tr: Translator) -> str:
    """Return words that are in this language, saying so to whoever reads another."""
    return words if language == tr.language else in_language(words, language, tr)


def in_language(text: str, language: Language, tr: Translator) -> str:
    """Return a text and the language it is in, such as `Парк (in Russian)`."""
    return tr(_IN_LANGUAGE[language], text=text)
