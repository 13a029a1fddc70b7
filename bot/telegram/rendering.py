"""Texts built with aiogram's formatting, as the Bot API takes them.

The same as `Text.render`, but without making a model of each entity only to take it apart again: screens have dozens
of them, and views measure their blocks before they choose what fits, so that this is most of what an answer costs.
"""

from typing import Any

from aiogram.utils.formatting import Text
from pydantic import BaseModel


def rendered(body: Text) -> tuple[str, list[dict[str, Any]]]:
    """Return the text and its entities as JSON values, ordered by where they begin."""
    parts: list[str] = []
    entities: list[dict[str, Any]] = []
    _walk(body, parts, entities, 0)
    entities.sort(key=lambda entity: entity["offset"])
    return "".join(parts), entities


def plain(body: Text) -> str:
    """Return the text alone."""
    parts: list[str] = []
    _collect(body, parts)
    return "".join(parts)


def says_anything(body: Text) -> bool:
    """Tell whether there is any text in it."""
    return any(node if isinstance(node, str) else not isinstance(node, Text) or says_anything(node) for node in body)


def _walk(body: Text, parts: list[str], entities: list[dict[str, Any]], begin: int) -> int:
    """Add what a node says and marks, and return where it ends; Telegram counts in units of UTF-16."""
    end = begin
    for node in body:
        # Asking whether it is a str first is many times cheaper: Text is an abstract class.
        if isinstance(node, str) or not isinstance(node, Text):
            words = str(node)
            parts.append(words)
            end += len(words) if words.isascii() else len(words.encode("utf-16-le")) // 2
        else:
            end = _walk(node, parts, entities, end)
    if body.type is not None:
        entities.append({"type": body.type, "offset": begin, "length": end - begin, **_details(body)})
    return end


def _details(body: Text) -> dict[str, Any]:
    return {
        name: value.model_dump(exclude_none=True) if isinstance(value, BaseModel) else value
        for name, value in body._params.items()  # noqa: SLF001 - aiogram shows them in no other way
        if value is not None
    }


def _collect(body: Text, parts: list[str]) -> None:
    for node in body:
        if isinstance(node, str) or not isinstance(node, Text):
            parts.append(str(node))
        else:
            _collect(node, parts)
