"""How the template looks: widths, formats, colours, and cells that are never formulas."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from bot.content.sheets.grid import Value
from bot.content.sheets.layout import Column, Kind
from bot.content.sheets.plain_text import put_text

if TYPE_CHECKING:
    from openpyxl.cell import Cell

_WIDTHS: Final[Mapping[Kind, int]] = {
    Kind.LINES: 50,
    Kind.ID: 18,
    Kind.IDS: 20,
    Kind.CODES: 12,
    Kind.CHOICE: 15,
    Kind.FLAG: 12,
    Kind.DAY: 12,
    Kind.TIME: 9,
    Kind.NUMBER: 12,
}
_TEXT_WIDTH: Final = 40
_SHORT_TEXTS: Final = frozenset({"zone", "home_zone", "language", "phone", "email", "telegram", "wechat"})
_SHORT_WIDTH: Final = 22
# As text, so that a spreadsheet leaves alone what is typed; a day and a time are its own.
_FORMATS: Final[Mapping[Kind, str]] = {Kind.DAY: "yyyy-mm-dd", Kind.TIME: "hh:mm", Kind.NUMBER: "General"}
_AS_TEXT: Final = "@"
_HEADING_COLOUR: Final = "FFDCE6F1"
RED: Final = "FFFFC7CE"
_NOTE_WIDTH: Final = 300
_NOTE_MOST_HEIGHT: Final = 400
_NOTE_LINE: Final = 38


def width_of(column: Column) -> int:
    """Return how wide a column is, in characters."""
    short = column.kind is Kind.TEXT and column.path[-1] in _SHORT_TEXTS
    return _SHORT_WIDTH if short else _WIDTHS.get(column.kind, _TEXT_WIDTH)


def format_of(column: Column) -> str:
    """Return the format in which a spreadsheet shows the column's cells."""
    return _FORMATS.get(column.kind, _AS_TEXT)


@dataclass(frozen=True, slots=True)
class Look:
    """The looks of cells, made once for a workbook."""

    wrapped: Any
    heading_font: Any
    heading_fill: Any


def make_look() -> Look:
    """Return the looks. It imports openpyxl, which takes a third of a second."""
    from openpyxl.styles import Alignment, Font, PatternFill  # noqa: PLC0415

    return Look(
        Alignment(vertical="top", wrap_text=True),
        Font(bold=True),
        PatternFill("solid", start_color=_HEADING_COLOUR, end_color=_HEADING_COLOUR),
    )


def write_value(cell: "Cell", value: Value) -> None:
    """Put a value into a cell: a text stays text, whatever it begins with, and never becomes a formula."""
    if isinstance(value, str):
        put_text(cell, value)
        return
    cell.value = value
    if isinstance(value, dt.time) and value.second:
        cell.number_format = "hh:mm:ss"


def note_size(text: str) -> tuple[int, int]:
    """Return the height and width, in pixels, of a note that shows all of a text."""
    lines = sum(len(line) // _NOTE_LINE + 1 for line in text.split("\n"))
    return min(30 + 18 * lines, _NOTE_MOST_HEIGHT), _NOTE_WIDTH
