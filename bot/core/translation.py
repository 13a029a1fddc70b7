"""Interface texts: gettext catalogues read through Babel, with plural rules, dates and times per language."""

import datetime as dt
import gettext
import io
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Final

from babel import Locale
from babel.dates import format_date, get_timezone_location
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_decimal

from bot.core.languages import LANGUAGES, Language

LOCALES: Final = Path(__file__).parent.parent / "locales"
# English is the language in which the texts are written; the catalogues hold the others.
TRANSLATED: Final[tuple[Language, ...]] = tuple(language for language in LANGUAGES if language != "en")
_LOCALE_NAMES: Final[Mapping[Language, str]] = {"ru": "ru", "en": "en_GB", "zh": "zh_Hans_CN"}
# CLDR has no pattern for a weekday with a day and the month in full; these are how each language writes it.
_DAY: Final[Mapping[Language, str]] = {"ru": "EEEEEE, d MMMM", "en": "EEE d MMMM", "zh": "M月d日 EEE"}
_SHORT_DAY: Final[Mapping[Language, str]] = {"ru": "EEEEEE, d", "en": "EEE d", "zh": "d日 EEE"}


def msg(text: str) -> str:
    """Mark a text for the catalogues that is translated later, where the reader's language is known."""
    return text


class Translator:
    """Says the interface's texts in one language. Call it with the English text, named values in braces."""

    def __init__(self, language: Language, catalogue: gettext.NullTranslations) -> None:
        self.language = language
        self.locale = Locale.parse(_LOCALE_NAMES[language])
        self._catalogue = catalogue

    def __call__(self, message: str, **values: object) -> str:
        """Return the text, its {names} filled in."""
        text = self._catalogue.gettext(message)
        return text.format(**values) if values else text

    def plural(self, one: str, many: str, count: int, **values: object) -> str:
        """Return the form that this language uses for `count`; {count} is filled in with the number."""
        return self._catalogue.ngettext(one, many, count).format(count=self.number(count), **values)

    def number(self, value: int) -> str:
        """Return a whole number with this language's grouping."""
        return format_decimal(value, locale=self.locale)

    def day(self, day: dt.date) -> str:
        """Return a day with its weekday, such as `Thu 24 September`."""
        return _date(day, _DAY[self.language], self.locale)

    def short_day(self, day: dt.date) -> str:
        """Return a day in few letters, such as `Thu 24`."""
        return _date(day, _SHORT_DAY[self.language], self.locale)

    def date(self, day: dt.date) -> str:
        """Return a day with its year, such as `24 Sept 2025`."""
        return _date(day, "medium", self.locale)

    def time(self, time: dt.time) -> str:
        """Return a wall time, such as `09:30`."""
        return f"{time:%H:%M}"

    def duration(self, length: dt.timedelta) -> str:
        """Return a length of time, its sign dropped, such as `5 h` or `5 h 30 min`."""
        tr = self
        hours, minutes = divmod(abs(int(length.total_seconds())) // 60, 60)
        if not minutes:
            return tr("{hours} h", hours=hours)
        if not hours:
            return tr("{minutes} min", minutes=minutes)
        return tr("{hours} h {minutes} min", hours=hours, minutes=minutes)

    def city(self, zone: str) -> str:
        """Return the city by which people know an IANA zone, such as `Shanghai`."""
        return _city(zone, self.locale)


@lru_cache(maxsize=4096)
def _date(day: dt.date, pattern: str, locale: Locale) -> str:
    return format_date(day, pattern, locale=locale)


@lru_cache(maxsize=2048)
def _city(zone: str, locale: Locale) -> str:
    return get_timezone_location(zone, locale=locale, return_city=True)


def english() -> Translator:
    """Return the translator into the language that the texts are written in, which needs no catalogue."""
    return Translator("en", gettext.NullTranslations())


def load_translators(folder: Path = LOCALES) -> Mapping[Language, Translator]:
    """Read the catalogues `<language>/LC_MESSAGES/bot.po` and return a translator for each language.

    Read from the .po files themselves, so that there is no compiled copy to fall behind.
    """
    translators: dict[Language, Translator] = {"en": english()}
    for language in TRANSLATED:
        with (folder / language / "LC_MESSAGES" / "bot.po").open("rb") as file:
            catalogue = read_po(file, locale=language)
        compiled = io.BytesIO()
        write_mo(compiled, catalogue)
        compiled.seek(0)
        translators[language] = Translator(language, gettext.GNUTranslations(compiled))
    return {language: translators[language] for language in LANGUAGES}
