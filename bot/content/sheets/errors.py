"""What is wrong with a file that an organiser sent: every error at once, each with its place and what to write."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from bot.content.problems import shortened
from bot.content.sheets.grid import Reason, cell_name
from bot.content.sheets.recognising import said
from bot.core.translation import Translator, msg

LINE: Final = msg("line {line}")
LINE_AND_PATH: Final = msg("line {line}, {path}")
ROW: Final = msg("row {row}")
ROW_AND_COLUMN: Final = msg("row {row}, {heading}")
_CELL: Final = "{cell}"
_CELL_AND_FIELD: Final = "{cell} ({field})"
_FIELD: Final = "{field}"
# As long as spreadsheet programs let a sheet's name be.
_LONGEST_SHEET: Final = 31


@dataclass(frozen=True, slots=True)
class UploadError:
    """Something wrong at a place in a file.

    In a workbook the place is `sheet`, `row` and `column`, as far as they are known; in a csv, which has no sheet,
    `row`; in YAML `line`. All count from 1. `path` says what is meant where no cell is named after it: a column's
    heading, a field, an entry that is not in the file and no longer fits it.
    """

    file: str
    reason: Reason
    sheet: str = ""
    row: int | None = None
    column: int | None = None
    line: int | None = None
    path: str = ""

    @property
    def cell(self) -> str:
        """The place in its sheet as a spreadsheet names it: `F12`; nothing where it is not known."""
        return cell_name(self.row, self.column)

    @property
    def place(self) -> Reason:
        """Where it is, to be said in any language: `Events!F12`, `row 12, Title (ru)`; nothing for the whole file."""
        if self.line is not None:
            values: dict[str, str | int] = {"line": self.line, "path": self.path}
            return Reason(LINE_AND_PATH if self.path else LINE, values)
        if not self.sheet and self.row is not None:
            return Reason(ROW_AND_COLUMN if self.path else ROW, {"row": self.row, "heading": self.path})
        cell = "!".join(part for part in (shortened(self.sheet, _LONGEST_SHEET), self.cell) if part)
        form = (_CELL_AND_FIELD if cell else _FIELD) if self.path else _CELL
        return Reason(form, {"cell": cell, "field": self.path})

    def said(self, tr: Translator) -> str:
        """Return the error in the reader's language: `Events!F12: is not a day …`."""
        return ": ".join(part for part in (said(self.place, tr), said(self.reason, tr)) if part)

    def __str__(self) -> str:
        return ": ".join(part for part in (self.file, str(self.place), str(self.reason)) if part)


class UploadErrors(Exception):  # noqa: N818 - it holds errors, in the plural
    """A file that is refused. `errors` stand in the order of the file; as text they are English, one a line."""

    def __init__(self, errors: Iterable[UploadError]) -> None:
        """Hold these errors, of which there is at least one."""
        self.errors = tuple(errors)
        super().__init__(self.errors)

    def __str__(self) -> str:
        return "\n".join(str(error) for error in self.errors)

    def said(self, tr: Translator) -> list[str]:
        """Return the errors in the reader's language, a line each, without the file's name."""
        return [error.said(tr) for error in self.errors]
