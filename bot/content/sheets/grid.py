"""A spreadsheet as it was read: raw cells with their places, before anybody asks what they mean."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

# What a cell may hold. An empty cell is absent.
Value: TypeAlias = str | int | float | bool | dt.datetime | dt.date | dt.time


@dataclass(frozen=True, slots=True)
class Reason:
    """Why something is not taken. `text` is English with {names} and stands in the catalogues; `values` fill them.

    A view says it in the reader's language with `tr(reason.text, **reason.values)`; `str()` gives English.
    """

    text: str
    values: Mapping[str, str | int] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.text.format(**self.values)


@dataclass(frozen=True, slots=True)
class CellProblem:
    """Something wrong at a place in a spreadsheet; without `row` or `column` the whole column or row is meant."""

    sheet: str
    row: int | None
    column: int | None
    reason: Reason

    @property
    def cell(self) -> str:
        """The place in its sheet as a spreadsheet names it: `B7`, or `7` for a row, `B` for a column."""
        return cell_name(self.row, self.column)

    def __str__(self) -> str:
        place = "!".join(part for part in (self.sheet, self.cell) if part)
        return f"{place}: {self.reason}" if place else str(self.reason)


@dataclass(frozen=True, slots=True)
class Row:
    """A row with at least one value; its number and its columns count from 1, as the spreadsheet shows them."""

    number: int
    cells: Mapping[int, Value]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet's rows in order, empty ones left out. `problems` are cells that hold no value to be taken.

    The name is as the spreadsheet shows it and empty for a csv. `hidden` sheets are read like the others.
    """

    name: str
    rows: tuple[Row, ...]
    problems: tuple[CellProblem, ...] = ()
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class Book:
    """A file's sheets. `has_addresses`: people see it as cells with names, `B7`, so that cells can be pointed at.

    `dates_from_1904`: a plain number that means a day counts from 1904 (see `cells.as_day`). `encoding` is that of a
    csv, if it lacks letters (see `losses`).
    """

    sheets: tuple[Sheet, ...]
    has_addresses: bool
    dates_from_1904: bool = False
    encoding: str = ""


class FileRefused(Exception):  # noqa: N818 - a refusal is what it is
    """A whole file that is not read, and why."""

    def __init__(self, text: str, **values: str | int) -> None:
        """Hold the English text, as in `Reason`, and the values that fill its {names}."""
        self.reason = Reason(text, values)
        super().__init__(str(self.reason))


class CellError(Exception):
    """A cell's value that is not what its column asks for, and what to write instead."""

    def __init__(self, text: str, **values: str | int) -> None:
        """Hold the English text, as in `Reason`, and the values that fill its {names}."""
        self.reason = Reason(text, values)
        super().__init__(str(self.reason))


def column_name(column: int) -> str:
    """Return the letters of a column that counts from 1: A, Z, AA."""
    letters = ""
    while column:
        column, letter = divmod(column - 1, 26)
        letters = chr(ord("A") + letter) + letters
    return letters


def cell_name(row: int | None, column: int | None) -> str:
    """Return a cell's name, `B7`; only the part that is known, and nothing where neither is."""
    return ("" if column is None else column_name(column)) + ("" if row is None else str(row))
