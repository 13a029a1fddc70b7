"""Putting a sheet together cell by cell, within the limits of what is read."""

from dataclasses import dataclass

from bot.content.sheets.grid import CellProblem, FileRefused, Reason, Row, Sheet, Value, cell_name
from bot.content.sheets.limits import (
    LONGEST_TEXT,
    MOST_CHARACTERS,
    MOST_COLUMNS,
    MOST_PROBLEMS,
    MOST_ROWS,
    TEXT_TOO_LONG,
    TOO_MANY_COLUMNS,
    TOO_MANY_ROWS,
    TOO_MANY_ROWS_IN_ALL,
    TOO_MUCH_TEXT,
)
from bot.content.sheets.typed import trimmed


@dataclass(slots=True)
class Tally:
    """What the sheets of one file have used of its limits so far."""

    rows: int = 0
    characters: int = 0
    problems: int = 0


class Gathering:
    """One sheet in the making. A cell that holds something beyond the limits is FileRefused."""

    def __init__(self, name: str, tally: Tally) -> None:
        self._name = name
        self._tally = tally
        self._rows: dict[int, dict[int, Value]] = {}
        self._problems: list[CellProblem] = []

    def put(self, row: int, column: int, value: Value) -> None:
        """Take a cell's value; a text of nothing but spaces is none, and one that is too long is a problem."""
        if isinstance(value, str):
            text = trimmed(value)
            if not text:
                return
            if len(text) > LONGEST_TEXT:
                self.refuse(row, column, TEXT_TOO_LONG, most=LONGEST_TEXT)
                return
            self._tally.characters += len(value)
            if self._tally.characters > MOST_CHARACTERS:
                raise FileRefused(TOO_MUCH_TEXT, most=MOST_CHARACTERS // 1_000_000)
        cells = self._rows.get(row)
        if cells is None:
            self._within(row, column)
            self._tally.rows += 1
            if self._tally.rows > MOST_ROWS:
                raise FileRefused(TOO_MANY_ROWS_IN_ALL, most=MOST_ROWS)
            cells = self._rows[row] = {}
        elif column > MOST_COLUMNS:
            self._within(row, column)
        cells[column] = value

    def refuse(self, row: int, column: int, text: str, **values: str | int) -> None:
        """Note that a cell holds something that is not taken; the text and its values are as in `Reason`."""
        self._within(row, column)
        self._tally.problems += 1
        if self._tally.problems <= MOST_PROBLEMS:
            self._problems.append(CellProblem(self._name, row, column, Reason(text, values)))

    def drop(self, first: tuple[int, int], last: tuple[int, int]) -> None:
        """Forget the values within these corners (row, column), save that of the first: they are merged into one."""
        for row in range(first[0], last[0] + 1):
            cells = self._rows.get(row, {})
            for column in range(first[1], last[1] + 1):
                if (row, column) != first:
                    cells.pop(column, None)

    def sheet(self, *, hidden: bool = False) -> Sheet:
        """Return the sheet as gathered, its rows and their cells in order."""
        rows = tuple(Row(number, dict(sorted(cells.items()))) for number, cells in sorted(self._rows.items()) if cells)
        return Sheet(self._name, rows, tuple(self._problems), hidden)

    def _within(self, row: int, column: int) -> None:
        cell = f"{self._name}!{cell_name(row, column)}" if self._name else cell_name(row, column)
        if row > MOST_ROWS:
            raise FileRefused(TOO_MANY_ROWS, most=MOST_ROWS, cell=cell)
        if column > MOST_COLUMNS:
            raise FileRefused(TOO_MANY_COLUMNS, most=MOST_COLUMNS, cell=cell)
