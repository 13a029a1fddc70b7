"""Holds a call against aiogram's model of the method: names, types, what is required.

aiogram is written by other people from Telegram's documentation, which makes it an independent second opinion.
Telegram itself ignores parameters it does not know; here they are refused, because they are always a mistake.
"""

from collections.abc import Iterator
from typing import Any

from aiogram.methods import TelegramMethod
from pydantic import BaseModel, ValidationError

from bot.simulator.errors import bad_request


def check(model: type[TelegramMethod[Any]], arguments: dict[str, Any]) -> None:
    """Raise 400 unless the arguments fit the method; the message never repeats what was sent."""
    try:
        instance = model.model_validate(arguments)
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False)[0]
        where = ".".join(str(part) for part in first["loc"])
        if first["type"] == "missing" and len(first["loc"]) == 1:
            raise bad_request(f"{where} is empty") from None
        raise bad_request(f'parameter "{where}": {first["msg"]}') from None
    for name in arguments:
        unknown = next(_unknown(getattr(instance, name)), None)
        if unknown is not None:
            raise bad_request(f'unknown field "{unknown}" in parameter "{name}"')


def _unknown(value: Any) -> Iterator[str]:
    """Names of fields inside a parameter that aiogram does not know."""
    if isinstance(value, BaseModel):
        yield from value.model_extra or ()
        for inner in value.__dict__.values():
            if isinstance(inner, BaseModel | list):
                yield from _unknown(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _unknown(inner)
