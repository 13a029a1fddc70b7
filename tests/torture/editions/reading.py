"""Notices as people read them: of each event that one names, what it says was and what it says is."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final, Literal

from bot.core.languages import LANGUAGES
from bot.core.translation import load_translators
from bot.features.changes.views.notice import _HEADINGS
from tests.torture.editions.programme import EVENTS, PLACES, Standing, place_name, title

Heading = Literal["added", "removed", "cancelled", "restored", "changed"]
_CLOCK: Final = re.compile(r"\b\d\d:\d\d\b")
_PLACE: Final = re.compile("|".join(place_name(one) for one in PLACES))


@dataclass(frozen=True, slots=True)
class Block:
    """What a notice says of an event: how it was, as far as that is said, and how it is; None: it does not take place.

    `was_planned` is whether it took place before.
    """

    event_id: str
    was_planned: bool
    was: Standing | None
    becomes: Standing | None


def blocks_of(text: str) -> tuple[Block, ...]:
    """Return what a notice says; nothing for what is none."""
    found = []
    for part in text.split("\n\n"):
        heading, *lines = part.split("\n")
        known = _headings().get(heading)
        if known is not None:
            found.append(_block(*known, lines))
    return tuple(found)


def _block(event_id: str, heading: Heading, lines: list[str]) -> Block:
    clocks = [found for line in lines for found in _CLOCK.findall(line)]
    places = [found for line in lines for found in _PLACE.findall(line)]
    if heading in {"cancelled", "removed"}:
        return Block(event_id, was_planned=True, was=None, becomes=None)
    becomes = Standing(clocks[-1], places[-1])
    if heading == "changed":
        return Block(event_id, was_planned=True, was=Standing(clocks[0], places[0]), becomes=becomes)
    return Block(event_id, was_planned=False, was=None, becomes=becomes)


@cache
def _headings() -> Mapping[str, tuple[str, Heading]]:
    """Return which event and which kind of change each first line of a block is about, in every language."""
    translators = load_translators()
    return {
        translators[language](heading, event=title(event_id)): (event_id, kind)
        for language in LANGUAGES
        for kind, heading in _HEADINGS.items()
        for event_id in EVENTS
    }
