"""One field of a visit as one cell, and back: writing what was read gives the same, for every value there is."""

import datetime as dt
import re
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from typing import Any, Final

from bot.content.labels import VALUE_NAMES
from bot.content.problems import shortened
from bot.content.sheets.cells import as_bool, as_day, as_id, as_ids, as_number, as_phone, as_text, as_time
from bot.content.sheets.grid import Book, CellError, Value
from bot.content.sheets.layout import Column, Kind
from bot.content.sheets.losses import with_what_was_lost
from bot.content.sheets.typed import one_line, trimmed
from bot.core.translation import Translator, load_translators, msg

NO_CHOICE: Final = msg("«{value}» is not one of: {choices}")
_BETWEEN_IDS: Final = ", "
_LONGEST_SHOWN: Final = 40
_ESCAPED: Final = re.compile(r"\\(n|\\)")


def leaf(document: Any, path: tuple[str, ...]) -> Any:
    """Return the value of a field inside a document as YAML would have it; None where there is none."""
    value = document
    for step in path:
        value = None if value is None else getattr(value, step)
    match value:
        case None | bool() | int() | float() | str():
            return value
        case tuple():
            return list(value)
        case dt.date() | dt.time():
            return value.isoformat()
        case _:
            return str(value)


def cell_of(column: Column, value: Any, tr: Translator) -> Value | None:
    """Return what to write into a cell for the value of a field, as `leaf` gives it; None leaves the cell empty."""
    if value is None or value is False or value == []:
        return None
    return _WRITERS[column.kind](column, value, tr) if column.kind in _WRITERS else str(value)


def field_of(column: Column, value: Value, current: Any, book: Book) -> Any:
    """Return the value of a field as `leaf` gives it, None for an empty one, from what stands in its cell of a book.

    `current` is the field's value until now: a cell that says the same leaves it exactly as it is. Raises CellError.
    """
    if book.encoding and isinstance(value, str) and column.kind in {Kind.TEXT, Kind.LINES}:
        said = _in_lines(current or ()) if column.kind is Kind.LINES else str(current or "")
        value = with_what_was_lost(value, said, book.encoding)
    if not isinstance(value, str) or trimmed(value):
        read = _READERS[column.kind](column, value, book.dates_from_1904)
    else:
        read = None
    return current if _plain(read) == _plain(current) else read


def _plain(value: Any) -> Any:
    """A value without what gets lost between keyboards and spreadsheets."""
    match value:
        case str():
            return trimmed(value) or None
        case list():
            return [trimmed(one) for one in value] or None
        case float():
            return f"{value:.12g}"
        case int() if not isinstance(value, bool):
            return str(value)
        case _:
            return None if value is False else value


def _written_choice(column: Column, value: Any, tr: Translator) -> str:
    return word_for(value, column.choices, tr)


def _in_lines(value: Iterable[str]) -> str:
    return "\n".join(line.replace("\\", "\\\\").replace("\n", "\\n") for line in value)


def _lines(_: Column, value: Value, _from_1904: bool) -> list[str]:
    written = (trimmed(line) for line in as_text(value).split("\n"))
    return [_ESCAPED.sub(lambda found: "\n" if found[1] == "n" else "\\", line) for line in written if line]


def _text(column: Column, value: Value, _from_1904: bool) -> str:
    return as_phone(value) if column.path[-1] == "phone" else as_text(value)


def _choice(column: Column, value: Value, _from_1904: bool) -> str:
    text = as_text(value)
    found = words_for(column.choices).get(one_line(text).casefold())
    if found is None:
        choices = _BETWEEN_IDS.join(column.choices)
        raise CellError(NO_CHOICE, value=shortened(text, _LONGEST_SHOWN), choices=choices)
    return found


def word_for(choice: str, choices: tuple[str, ...], tr: Translator) -> str:
    """Return the word to write for one of these choices: the reader's, unless another choice is called so as well."""
    word = tr(VALUE_NAMES[choice]) if choice in VALUE_NAMES else choice
    return word if words_for(choices).get(word.casefold()) == choice else choice


@cache
def words_for(choices: tuple[str, ...]) -> Mapping[str, str]:
    """Return what may be written for each of these choices, in small letters: its own word, and the three languages'.

    A word that two of them could mean is for neither.
    """
    meant: dict[str, set[str]] = {choice: {choice} for choice in choices}
    for tr in load_translators().values():
        for choice in choices:
            if choice in VALUE_NAMES:
                meant.setdefault(tr(VALUE_NAMES[choice]).casefold(), set()).add(choice)
    return {word: next(iter(found)) for word, found in meant.items() if len(found) == 1}


_WRITERS: Final[Mapping[Kind, Callable[[Column, Any, Translator], Value]]] = {
    Kind.DAY: lambda _column, value, _tr: dt.date.fromisoformat(value),
    Kind.TIME: lambda _column, value, _tr: dt.time.fromisoformat(value),
    Kind.FLAG: lambda _column, _value, tr: tr("yes"),
    Kind.NUMBER: lambda _column, value, _tr: value,
    Kind.CHOICE: _written_choice,
    Kind.IDS: lambda _column, value, _tr: _BETWEEN_IDS.join(value),
    Kind.CODES: lambda _column, value, _tr: _BETWEEN_IDS.join(value),
    Kind.LINES: lambda _column, value, _tr: _in_lines(value),
}
_READERS: Final[Mapping[Kind, Callable[[Column, Value, bool], Any]]] = {
    Kind.TEXT: _text,
    Kind.LINES: _lines,
    Kind.ID: lambda column, value, _from_1904: as_id(value, own=column.path == ("id",)),
    Kind.IDS: lambda _column, value, _from_1904: list(as_ids(value)),
    Kind.CODES: lambda _column, value, _from_1904: [code.lower() for code in as_ids(value)],
    Kind.CHOICE: _choice,
    Kind.FLAG: lambda _column, value, _from_1904: as_bool(value),
    Kind.DAY: lambda _column, value, from_1904: as_day(value, dates_from_1904=from_1904).isoformat(),
    Kind.TIME: lambda _column, value, _from_1904: as_time(value).isoformat(),
    Kind.NUMBER: lambda _column, value, _from_1904: as_number(value),
}
