"""Cleans a text and its entities as Telegram does before it stores a message."""

from typing import Any


def format_text(text: str, entities: list[dict[str, Any]]) -> tuple[str, list[dict[str, Any]]]:
    """The text without white space at its ends, and the entities in it."""
    return text.strip(" \n"), entities
