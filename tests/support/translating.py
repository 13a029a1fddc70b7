"""The translators of the interface, loaded once for all tests."""

from collections.abc import Mapping
from functools import cache

from bot.core.languages import Language
from bot.core.translation import Translator, load_translators


@cache
def translators() -> Mapping[Language, Translator]:
    """Return a translator for each language, from the catalogues that ship."""
    return load_translators()
