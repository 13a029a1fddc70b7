"""Writing a text into a workbook so that it stays that text: never a formula, never a character's number."""

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from openpyxl.cell import Cell

# What a spreadsheet might take for a formula when the table is copied or saved in another format.
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")
# So a workbook writes what XML cannot hold; a text that reads the same is told from it by a number before it.
_CHARACTER: Final = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")


def put_text(cell: "Cell", text: str) -> None:
    """Put a text into a cell, whatever it begins with and whatever it looks like."""
    cell.value = _CHARACTER.sub("_x005F_", text)
    # openpyxl would make a formula of a text that begins like one.
    cell.data_type = "s"
    if text.startswith(_FORMULA):
        cell.quotePrefix = True
