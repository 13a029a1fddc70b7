"""How a fault is planted: something else takes the place of one of the bot's parts, in this process only."""

from typing import Any


def put(owner: Any, name: str, other: Any) -> None:
    """Put something else in the place of a part. Raises AttributeError when the part has another name by now."""
    getattr(owner, name)
    setattr(owner, name, other)
