"""Makes of a text and its entities what Telegram stores: cleaned, trimmed, nested, with what it finds itself.

Checked against Telegram's own parser by the golden files in tests/simulator/golden.
"""

from typing import Any

from bot.simulator.text.automatic import find_entities
from bot.simulator.text.cleaning import clean, is_empty, trim
from bot.simulator.text.entities import read, written
from bot.simulator.text.nesting import nest


def format_text(text: str, raw_entities: list[dict[str, Any]]) -> tuple[str, list[dict[str, Any]]]:
    """The text and entities as they become part of a message; an empty text when there is nothing to see in it.

    Offsets and lengths are in UTF-16 units, coming and going. Raises 400 for entities that do not fit the text.
    """
    entities = nest(read(text, raw_entities)) if raw_entities else []
    text, entities = clean(text, entities)
    if is_empty(text):
        return "", []
    text, entities = trim(text, nest(entities))
    return text, written(text, nest(entities, find_entities(text)))
