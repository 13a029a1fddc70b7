"""From a place in a visit's document to the cell that an organiser has to change."""

import re
from collections.abc import Iterable, Mapping
from typing import Any, Final

from bot.content.parts import SECTIONS
from bot.content.problems import Problem, shortened
from bot.content.sheets.errors import UploadError
from bot.content.sheets.finding import FoundTable
from bot.content.sheets.grid import Book, CellProblem, Reason, cell_name
from bot.content.sheets.layout import VISIT
from bot.content.sheets.recognising import reason_of
from bot.content.sheets.rows import ReadRows
from bot.core.translation import msg

_ID: Final = ("id",)
# What is said of a whole entry, and the field to begin with.
_OF_WHICH_FIELD: Final[Mapping[str, tuple[str, ...]]] = {
    "a time needs its day": ("day",),
    "an end needs a start": ("start",),
    "the end is not after the start": ("end",),
    "last_day comes after day": ("last_day",),
}
GONE: Final = msg("the row {id} is gone from “{tables}”: put it back, or take {id} out here as well")
_NOT_THERE: Final = "there is no {id} here; {needed} is needed"
_ENTRY: Final = re.compile(r"(\w+)\[(\d+)\]")
_LONGEST_ID: Final = 40


class Locator:
    """Knows which document came from which row, and so where whatever is wrong with it stands."""

    def __init__(
        self,
        file: str,
        book: Book,
        found: Mapping[str, FoundTable],
        read: Mapping[str, ReadRows],
        document: Mapping[str, Any],
        gone: Mapping[str, str],
    ) -> None:
        """Know the tables found in a book, what was read from each, and the document made of them all.

        `gone` are the ids of entries whose rows are not there any more, each with the name of its table.
        """
        self._gone = gone
        self._file = file
        self._sheets = {sheet.name: place for place, sheet in enumerate(book.sheets)}
        self._found = found
        self._read = read
        self._document = document

    def errors(self, in_cells: Iterable[CellProblem], in_document: Iterable[Problem]) -> list[UploadError]:
        """Return everything as errors, in the order of the file. What follows from a cell that is wrong is left out."""
        cells = list(in_cells)
        wrong = {(problem.sheet, problem.row, problem.column) for problem in cells}
        errors = [
            *(self._of_cell(problem) for problem in cells),
            *(error for problem in in_document if (error := self._of_problem(problem, wrong)) is not None),
        ]
        return sorted({str(error): error for error in errors}.values(), key=self._order)

    def _of_cell(self, problem: CellProblem) -> UploadError:
        table = next((table for table in self._found.values() if table.sheet == problem.sheet), None)
        heading = "" if table is None or problem.sheet else table.headings.get(problem.column or 0, "")
        return UploadError(self._file, problem.reason, problem.sheet, problem.row, problem.column, path=heading)

    def _of_problem(self, problem: Problem, wrong: set[tuple[str, int | None, int | None]]) -> UploadError | None:
        reason = self._reason(problem.reason)
        name, position, rest = _split(problem)
        table = self._found.get(name)
        if table is None or position is None or position >= len(self._read[name].numbers):
            return self._without_a_row(name, position, rest, reason)
        row = self._read[name].numbers[position]
        wanted = rest
        rest = rest or _OF_WHICH_FIELD.get(problem.reason, ())
        # Of a whole entry every cell has a part in what is wrong.
        if any((table.sheet, row, number) in wrong for number in table.under(wanted)):
            return None
        wanted = rest
        numbers = table.under(rest)
        while rest and not numbers:
            rest = rest[:-1]
            numbers = table.under(rest)
        column = numbers[0] if rest else table.number_of(_ID)
        if column is None:
            return self._without_a_row(name, position, rest, reason)
        path = table.headings.get(column, "") if not table.sheet else "" if rest else ".".join(wanted)
        return UploadError(self._file, reason, table.sheet, row, column, path=path)

    def _without_a_row(self, name: str, position: int | None, rest: tuple[str, ...], reason: Reason) -> UploadError:
        """What is wrong with something that the file does not have, or with a whole table."""
        table = self._found.get(name)
        if table is not None:
            return UploadError(self._file, reason, table.sheet, path="" if table.sheet else ".".join(rest))
        parts = [] if name == VISIT else [name]
        if position is not None and name in SECTIONS:
            parts.append(shortened(str(self._document[name][position].get("id", position)), _LONGEST_ID))
        return UploadError(self._file, reason, path=".".join((*parts, *rest)))

    def _reason(self, sentence: str) -> Reason:
        """The reason, with the place of another entry that it names as a cell."""
        reason = reason_of(sentence)
        # What was renamed is not what somebody meant: ids never change.
        missing = reason_of(str(reason.values["reason"])) if "word" in reason.values else reason
        if missing.text == _NOT_THERE and (table_name := self._gone.get(str(missing.values["id"]))) is not None:
            return Reason(GONE, {"id": missing.values["id"], "tables": table_name})
        if (entry := _ENTRY.fullmatch(str(reason.values.get("place", "")))) is None:
            return reason
        name, position = entry[1], int(entry[2])
        place = name
        if (table := self._found.get(name)) is not None:
            cell = cell_name(self._read[name].numbers[position], table.number_of(_ID))
            place = f"{table.sheet}!{cell}" if table.sheet else cell
        return Reason(reason.text, {**reason.values, "place": place})

    def _order(self, error: UploadError) -> tuple[int, int, int]:
        last = len(self._sheets)
        return self._sheets.get(error.sheet, last), error.row or 0, error.column or 0


def _split(problem: Problem) -> tuple[str, int | None, tuple[str, ...]]:
    """The table that a problem is in, the position of the entry, and the field inside it without positions."""
    first, *others = problem.path or (VISIT,)
    position: int | None = None
    if first not in SECTIONS:
        others, first, position = ([] if not problem.path else [first, *others]), VISIT, 0
    elif others and isinstance(others[0], int):
        position = others[0]
        others = others[1:]
    rest = tuple(step for step in others if isinstance(step, str))
    # Whether a form is a source's follows from whether it names one.
    return str(first), position, (*rest[:-1], "source") if rest[-1:] == ("status",) and rest[0] == "names" else rest
