"""Brings the parameters of a call into their JSON types, however they were sent.

A form sends everything as text ("chat_id=5", "reply_markup={…}"), JSON sends numbers and objects; Telegram takes
both for every parameter.
"""

import json
import types
import typing
from collections.abc import Iterable, Mapping
from enum import Enum, auto
from typing import Any

from aiogram.client.default import Default
from aiogram.methods import TelegramMethod
from aiogram.types import InputFile

from bot.simulator.errors import bad_request

_TRUE = {"true", "1", "yes"}
_FALSE = {"false", "0", "no", ""}


class Kind(Enum):
    """What a parameter is, as far as a form's text has to be converted."""

    TEXT = auto()
    CHAT = auto()
    INTEGER = auto()
    NUMBER = auto()
    BOOLEAN = auto()
    FILE = auto()
    JSON = auto()


def kinds_of(model: type[TelegramMethod[Any]]) -> dict[str, Kind]:
    """The kind of every parameter of a method, from aiogram's model of it."""
    return {name: _kind(set(_plain_types(field.annotation))) for name, field in model.model_fields.items()}


def _plain_types(annotation: Any) -> Iterable[Any]:
    """The members of a union, without None, annotations and aiogram's defaults."""
    origin = typing.get_origin(annotation)
    if origin is typing.Annotated:
        yield from _plain_types(typing.get_args(annotation)[0])
    elif origin in {typing.Union, types.UnionType}:
        for member in typing.get_args(annotation):
            yield from _plain_types(member)
    elif annotation not in {type(None), Default}:
        yield annotation


_KINDS = {
    frozenset({str}): Kind.TEXT,
    frozenset({int, str}): Kind.CHAT,
    frozenset({int}): Kind.INTEGER,
    frozenset({float}): Kind.NUMBER,
    frozenset({bool}): Kind.BOOLEAN,
    frozenset({InputFile}): Kind.FILE,
    frozenset({InputFile, str}): Kind.FILE,
}


def _kind(members: set[Any]) -> Kind:
    return _KINDS.get(frozenset(members), Kind.JSON)


def convert(received: Mapping[str, Any], kinds: Mapping[str, Kind]) -> dict[str, Any]:
    """The parameters in their JSON types; null means not given. Raises 400 for text that cannot be converted."""
    converted: dict[str, Any] = {}
    for name, value in received.items():
        kind = kinds.get(name)
        if kind is None:
            raise bad_request(f'unknown parameter "{name}"')
        if value is None:
            continue
        is_text = isinstance(value, str) and kind not in {Kind.TEXT, Kind.FILE}
        converted[name] = _from_text(name, value, kind) if is_text else value
    return converted


def _from_text(name: str, value: str, kind: Kind) -> Any:
    try:
        return _CONVERTERS[kind](value)
    except (ValueError, KeyError):
        raise bad_request(f'can\'t parse parameter "{name}"') from None


def _boolean(value: str) -> bool:
    lowered = value.lower()
    if lowered not in _TRUE | _FALSE:
        raise ValueError(value)
    return lowered in _TRUE


def _chat(value: str) -> int | str:
    return value if value.startswith("@") else int(value)


_CONVERTERS: dict[Kind, typing.Callable[[str], Any]] = {
    Kind.CHAT: _chat,
    Kind.INTEGER: int,
    Kind.NUMBER: float,
    Kind.BOOLEAN: _boolean,
    Kind.JSON: json.loads,
}
