"""The languages of the bot and the order in which one stands in for another."""

from collections.abc import Mapping
from typing import Final, Literal, get_args

Language = Literal["ru", "en", "zh"]

LANGUAGES: Final[tuple[Language, ...]] = get_args(Language)
DEFAULT_LANGUAGE: Final[Language] = "en"
# Each language's name for itself, the same for every reader.
OWN_NAMES: Final[Mapping[Language, str]] = {"ru": "Русский", "en": "English", "zh": "中文"}


def language_of(code: str | None) -> Language | None:
    """Return the language that an IETF code such as `zh-hans` or `ru-RU` asks for; None when it is not ours."""
    primary = (code or "").lower().replace("_", "-").partition("-")[0]
    return next((language for language in LANGUAGES if language == primary), None)


def fallback_order(wanted: Language) -> tuple[Language, ...]:
    """Return the languages in which to look for a text: the one asked for, then en, ru, zh."""
    rest: tuple[Language, ...] = ("en", "ru", "zh")
    return (wanted, *(language for language in rest if language != wanted))
