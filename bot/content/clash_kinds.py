"""The ways in which a programme may not fit, as values with ids."""

from dataclasses import dataclass
from typing import TypeAlias

from bot.core.languages import Language


@dataclass(frozen=True, slots=True)
class Overlap:
    """Two events at once for the same people: those named, those of these groups, or (with neither) for everybody."""

    first: str
    second: str
    people: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TooFar:
    """Two events one after another for the same people, as in `Overlap`, with less time between than the way takes.

    `minutes` is how long the way takes by a simple estimate, `gap` how many minutes there are.
    """

    first: str
    second: str
    minutes: int
    gap: int
    people: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PlaceTaken:
    """Two events at once in one place, not known to be in different rooms, for people who are not the same."""

    first: str
    second: str
    place: str


@dataclass(frozen=True, slots=True)
class OutsideVisit:
    """An event on a day before or after all days of the edition that holds."""

    event: str


@dataclass(frozen=True, slots=True)
class InThePast:
    """An event that is over by now and is changed, added or removed."""

    event: str


@dataclass(frozen=True, slots=True)
class TextMissing:
    """An entry with texts that are not there in every language of the visit, which are those of its title."""

    section: str
    item: str
    languages: tuple[Language, ...]


Clash: TypeAlias = Overlap | TooFar | PlaceTaken | OutsideVisit | InThePast | TextMissing
