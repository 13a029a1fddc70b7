"""The characters Telegram takes out of a text, and the white space it trims."""

import re

from bot.simulator.text.entities import Entity, in_order

_CONTROLS = re.compile(r"[\x00-\x09\x0b\x0c\x0e-\x1f]")
# Carriage returns, separators and overrides of direction, and three combining marks used to break layouts.
_REMOVED = re.compile("[\r\u2028-\u202e\u0333\u033f\u030a]")
_DIRECTION_MARKS = re.compile("[\u200e\u200f]{2,}")
_NOTHING_TO_SEE = re.compile(
    "[ \n\u00a0\u1680\u180e\u2000-\u200f\u202e\u202f\u205f\u2800\u3000\ufeff\ufffc\U000e0000-\U000e007f]*"
)
_TRIMMED = " \n"


def clean(text: str, entities: list[Entity]) -> tuple[str, list[Entity]]:
    """The text without characters Telegram does not store; entities keep their words."""
    text = _CONTROLS.sub(" ", text)
    if _REMOVED.search(text):
        if entities:
            removed = [bool(_REMOVED.match(character)) for character in text]
            kept = [0]
            for is_removed in removed:
                kept.append(kept[-1] + (not is_removed))
            moved = (entity.moved(kept[entity.begin], kept[entity.end]) for entity in entities)
            entities = [entity for entity in moved if entity.begin < entity.end]
        text = _REMOVED.sub("", text)
    return _DIRECTION_MARKS.sub(lambda marks: "\u200c" * (len(marks[0]) - 1) + marks[0][-1], text), entities


def is_empty(text: str) -> bool:
    """Whether nothing in the text can be seen."""
    return _NOTHING_TO_SEE.fullmatch(text) is not None


def trim(text: str, entities: list[Entity]) -> tuple[str, list[Entity]]:
    """The text without white space at its ends; in front, an entity keeps the white space it begins with."""
    end = len(text.rstrip(_TRIMMED))
    clipped = [entity.moved(entity.begin, min(entity.end, end)) for entity in entities if entity.begin < end]
    start = len(text) - len(text.lstrip(_TRIMMED))
    if clipped:
        start = min(start, clipped[0].begin)
    moved = [entity.moved(entity.begin - start, entity.end - start) for entity in clipped]
    return text[start:end], in_order(moved)
