"""A CSV file as a Book of one sheet: its encoding and what parts its columns are found out, not asked for."""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from typing import Final

from bot.content.sheets.encodings import decoded
from bot.content.sheets.gathering import Gathering, Tally
from bot.content.sheets.grid import Book, FileRefused
from bot.content.sheets.limits import LARGEST_FILE, MEGABYTE, TOO_LARGE
from bot.content.sheets.sheet_cells import FORMULA
from bot.core.translation import msg

BAD_QUOTES: Final = msg("from row {row} on the quotation marks do not match; save the table anew, or as .xlsx")

_SEPARATORS: Final = (",", ";", "\t")
# Excel's own line, which says what parts the columns and is not shown as a row.
_SAID: Final = re.compile(r"sep=([,;\t])\r?\n?", re.IGNORECASE)
_ROWS_TO_JUDGE_BY: Final = 50


def read_csv(content: bytes) -> Book:
    """Read a CSV of commas, semicolons or tabs; every value is a text. FileRefused when it cannot be read as one."""
    if len(content) > LARGEST_FILE:
        raise FileRefused(TOO_LARGE, megabytes=LARGEST_FILE // MEGABYTE)
    text, encoding = decoded(content)
    said = _SAID.match(text)
    if said:
        text = text[said.end() :]
    gathering = Gathering("", Tally())
    number = 0
    try:
        for number, fields in enumerate(_records(text, said[1] if said else _separator(text)), 1):
            for column, value in enumerate(fields, 1):
                if value.startswith("="):
                    gathering.refuse(number, column, FORMULA)
                elif value:
                    gathering.put(number, column, value)
    except csv.Error:
        raise FileRefused(BAD_QUOTES, row=number + 1) from None
    return Book((gathering.sheet(),), has_addresses=True, encoding=encoding)


def _records(text: str, separator: str) -> Iterator[list[str]]:
    # A text that is too long is a matter of its cell, and no field is longer than the file.
    csv.field_size_limit(LARGEST_FILE)
    return csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)


def _separator(text: str) -> str:
    """What parts the columns: of the three signs the one that gives most rows as many columns as each other.

    With one that is another the quotation marks stand in the middle of fields, unless none of them is right.
    """
    best, most = _SEPARATORS[0], (False, 0, 0)
    for separator in _SEPARATORS:
        widths: Counter[int] = Counter()
        whole = True
        try:
            for number, fields in enumerate(_records(text, separator)):
                if number >= _ROWS_TO_JUDGE_BY:
                    break
                if len(fields) > 1:
                    widths[len(fields)] += 1
        except csv.Error:
            whole = False
        width, rows = max(widths.items(), key=lambda item: (item[1], item[0]), default=(0, 0))
        if rows and (whole, rows, width) > most:
            best, most = separator, (whole, rows, width)
    return best
