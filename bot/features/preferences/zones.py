"""Finding an IANA time zone from what a person writes: its name, or a city in any of the bot's languages."""

from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from functools import cache
from typing import Final
from zoneinfo import available_timezones

from babel.core import get_global

from bot.core.languages import Language
from bot.core.translation import Translator

# Cities that give their name to no zone, or under a name that Babel does not have.
_CITIES: Final[Mapping[str, tuple[str, ...]]] = {
    "Asia/Shanghai": (
        *("Beijing", "Guangzhou", "Shenzhen", "Hangzhou"),
        *("Пекин", "Гуанчжоу", "Шэньчжэнь", "Ханчжоу"),
        *("北京", "广州", "深圳", "杭州"),
    ),
    "Europe/Moscow": ("Saint Petersburg", "St Petersburg", "Kazan", "Санкт-Петербург", "Казань", "圣彼得堡", "喀山"),
    "Asia/Kolkata": ("Delhi", "New Delhi", "Mumbai", "Дели", "Мумбаи", "新德里", "孟买"),
    "Europe/Kyiv": ("Киев", "基辅"),
}
# Longer than any city's name; comparing more would only take time.
_LONGEST: Final = 60
_LIKENESS: Final = 0.6


def find_zone(text: str, translators: Mapping[Language, Translator]) -> str | None:
    """Return the zone that a name such as `Europe/London`, `new york` or `Москва` means exactly, or None."""
    return _zones_by_name(tuple(translators.values())).get(_plain(text))


def near_zones(text: str, translators: Mapping[Language, Translator], count: int = 4) -> tuple[str, ...]:
    """Return up to `count` different zones whose names are like the text, the likest first."""
    names = _zones_by_name(tuple(translators.values()))
    wanted = _plain(text)[:_LONGEST]
    matches = get_close_matches(wanted, names, n=count * 4, cutoff=_LIKENESS)
    return tuple(dict.fromkeys(names[match] for match in matches))[:count]


def _plain(text: str) -> str:
    return " ".join(text.casefold().replace("_", " ").replace("-", " ").replace("ё", "е").replace(".", " ").split())


@cache
def _zones_by_name(translators: Iterable[Translator]) -> Mapping[str, str]:
    aliases: Mapping[str, str] = get_global("zone_aliases")
    # Aliases first, so that of two zones with one city the one in use today stays.
    zones = sorted(filter(_is_a_city, available_timezones()), key=lambda zone: (zone not in aliases, zone))
    names: dict[str, str] = {"utc": "UTC"}
    for zone in zones:
        for name in (zone, zone.rpartition("/")[2], *(translator.city(zone) for translator in translators)):
            names[_plain(name)] = zone
    return names | {_plain(city): zone for zone, cities in _CITIES.items() for city in cities}


def _is_a_city(zone: str) -> bool:
    # Etc/GMT-3 means three hours *ahead* of GMT: a trap, not a choice.
    return "/" in zone and not zone.startswith(("Etc/", "SystemV/"))
