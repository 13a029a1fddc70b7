"""A Book as lines of JSON and back: how the confined process hands over what it read.

A line is a header of the book, a sheet or a row, so that a large book is written and read without ever being one text.
"""

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import Any

from bot.content.sheets.grid import Book, CellProblem, Reason, Row, Sheet, Value


def pieces_of(book: Book) -> Iterator[Any]:
    """Give a book's pieces, each of which JSON can hold."""
    yield {
        "has_addresses": book.has_addresses,
        "dates_from_1904": book.dates_from_1904,
        "encoding": book.encoding,
    }
    for sheet in book.sheets:
        problems = [
            [problem.row, problem.column, problem.reason.text, dict(problem.reason.values)]
            for problem in sheet.problems
        ]
        yield {"sheet": sheet.name, "hidden": sheet.hidden, "problems": problems}
        for row in sheet.rows:
            yield [row.number, [[column, _written(value)] for column, value in row.cells.items()]]


def book_of(pieces: Iterable[Any]) -> Book:
    """Put a book together from its pieces in order."""
    remaining = iter(pieces)
    header = next(remaining)
    sheets: list[Sheet] = []
    rows: list[Row] = []
    opened: dict[str, Any] | None = None
    for piece in remaining:
        if isinstance(piece, dict):
            if opened is not None:
                sheets.append(_sheet(opened, rows))
            opened, rows = piece, []
        else:
            number, cells = piece
            rows.append(Row(number, {column: _value(value) for column, value in cells}))
    if opened is not None:
        sheets.append(_sheet(opened, rows))
    return Book(tuple(sheets), header["has_addresses"], header["dates_from_1904"], header["encoding"])


def _sheet(piece: dict[str, Any], rows: list[Row]) -> Sheet:
    name = piece["sheet"]
    problems = tuple(
        CellProblem(name, row, column, Reason(text, values)) for row, column, text, values in piece["problems"]
    )
    return Sheet(name, tuple(rows), problems, piece["hidden"])


def _written(value: Value) -> Any:
    match value:
        case dt.datetime():
            return {"moment": value.isoformat()}
        case dt.date():
            return {"day": value.isoformat()}
        case dt.time():
            return {"time": value.isoformat()}
        case _:
            return value


def _value(written: Any) -> Value:
    match written:
        case {"moment": text}:
            return dt.datetime.fromisoformat(text)
        case {"day": text}:
            return dt.date.fromisoformat(text)
        case {"time": text}:
            return dt.time.fromisoformat(text)
        case str() | int() | float() | bool():
            return written
        case _:
            raise TypeError(f"no value of a cell: {type(written).__name__}")
