"""The cells of one sheet of a workbook, read in one pass that keeps nothing but values.

A sheet may have a million rows without a value, or one cell in its farthest corner; neither takes memory here, which
is why the part is not read by openpyxl, and why only the limits of `Gathering` end a sheet.
"""

import datetime as dt
import math
import re
from dataclasses import dataclass
from typing import Final

from openpyxl.utils.datetime import from_excel, from_ISO8601

from bot.content.sheets.declarations import BROKEN, DEEPEST, parse, safe_parser
from bot.content.sheets.gathering import Gathering
from bot.content.sheets.grid import FileRefused, Value
from bot.content.sheets.limits import MOST_COLUMNS, MOST_ROWS
from bot.content.sheets.number_formats import DateStyles
from bot.content.sheets.shared_texts import MAIN, written_text
from bot.core.translation import msg

FORMULA: Final = msg("a formula stands here: copy the cell and paste it as a value")
ERROR_VALUE: Final = msg("the spreadsheet shows an error here, «{value}»: write the value itself")
NO_VALUE: Final = msg(
    "the spreadsheet holds something here that is neither a text nor a number nor a date: write it anew"
)

_ROW: Final = MAIN + "row"
_CELL: Final = MAIN + "c"
_FORMULA: Final = MAIN + "f"
_VALUE: Final = MAIN + "v"
_TEXT: Final = MAIN + "t"
_PHONETIC: Final = MAIN + "rPh"
_MERGED: Final = MAIN + "mergeCell"
_PLACE: Final = re.compile(r"\$?([A-Z]{1,3})\$?([1-9][0-9]{0,6})")
_NUMBER: Final = re.compile(r"[+-]?([0-9]{1,40}(\.[0-9]{0,40})?|\.[0-9]{1,40})([eE][+-]?[0-9]{1,4})?")
_DIGITS: Final = re.compile(r"-?[0-9]{1,15}")
_LONGEST_ERROR: Final = 20


@dataclass(frozen=True, slots=True)
class Shared:
    """What the sheets of a workbook have in common: its texts, its styles, and the day from which dates count."""

    texts: list[str]
    styles: DateStyles
    epoch: dt.datetime


def read_cells(part: bytes, shared: Shared, into: Gathering) -> None:
    """Put every value of a sheet's part into the gathering; FileRefused when it is no XML or beyond the limits."""
    reader = _Reader(shared, into)
    parse(reader.parser, part)
    for first, last in reader.merged:
        into.drop(first, last)


class _Reader:
    def __init__(self, shared: Shared, into: Gathering) -> None:
        self.merged: list[tuple[tuple[int, int], tuple[int, int]]] = []
        self._merged_cells = 0
        self._shared = shared
        self._into = into
        self._depth = 0
        self._pronounced = False
        self._row = 0
        self._column = 0
        self._kind = "n"
        self._style = 0
        self._is_formula = False
        self._pieces: list[str] = []
        self.parser = safe_parser()
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        if self._depth > DEEPEST:
            raise FileRefused(BROKEN)
        if name == _CELL:
            self._begin_cell(attributes)
        elif name in (_VALUE, _TEXT):
            if not self._pronounced:
                self.parser.CharacterDataHandler = self._pieces.append
        elif name == _ROW:
            number = attributes.get("r", "")
            self._row = int(number) if _DIGITS.fullmatch(number) else self._row + 1
            self._column = 0
        elif name == _FORMULA:
            self._is_formula = True
        elif name == _PHONETIC:
            self._pronounced = True
        elif name == _MERGED:
            self._merge(attributes.get("ref", ""))

    def _end(self, name: str) -> None:
        self._depth -= 1
        if name == _CELL:
            if self._is_formula:
                self._into.refuse(self._row, self._column, FORMULA)
            elif self._pieces:
                self._take(written_text(self._pieces))
            self._pieces.clear()
        elif name in (_VALUE, _TEXT):
            self.parser.CharacterDataHandler = None
        elif name == _PHONETIC:
            self._pronounced = False

    def _begin_cell(self, attributes: dict[str, str]) -> None:
        place = attributes.get("r")
        if place is None:
            self._column += 1
        else:
            self._row, self._column = _place(place)
        self._kind = attributes.get("t", "n")
        style = attributes.get("s", "0")
        self._style = int(style) if _DIGITS.fullmatch(style) else 0
        self._is_formula = False
        self._pieces.clear()

    def _merge(self, ref: str) -> None:
        start, _, end = ref.partition(":")
        first, last = _place(start), _place(end or start)
        last = min(last[0], MOST_ROWS), min(last[1], MOST_COLUMNS)
        self._merged_cells += max(0, last[0] - first[0] + 1) * max(0, last[1] - first[1] + 1)
        # Merged ranges never overlap, so that together they are no larger than the table.
        if self._merged_cells > MOST_ROWS * MOST_COLUMNS:
            raise FileRefused(BROKEN)
        self.merged.append((first, last))

    def _take(self, text: str) -> None:
        value: Value | None
        match self._kind:
            case "s":
                position = int(text) if _DIGITS.fullmatch(text) else -1
                if not 0 <= position < len(self._shared.texts):
                    raise FileRefused(BROKEN)
                value = self._shared.texts[position]
            case "str" | "inlineStr":
                value = text
            case "b":
                value = text.strip() not in {"0", "false"}
            case "e":
                self._into.refuse(self._row, self._column, ERROR_VALUE, value=text[:_LONGEST_ERROR])
                return
            case "d":
                value = _iso(text)
            case _:
                value = self._number(text.strip())
        if value is None:
            self._into.refuse(self._row, self._column, NO_VALUE)
        else:
            self._into.put(self._row, self._column, value)

    def _number(self, text: str) -> Value | None:
        if not _NUMBER.fullmatch(text):
            return None
        number = int(text) if _DIGITS.fullmatch(text) else float(text)
        if not math.isfinite(number):
            return None
        if self._style in self._shared.styles.moments or (
            self._style in self._shared.styles.lengths and 0 <= number < 1
        ):
            try:
                return _without_midnight(from_excel(number, self._shared.epoch))
            except (OverflowError, ValueError):
                return None
        return number


def _iso(text: str) -> Value | None:
    try:
        moment = from_ISO8601(text)  # type: ignore[no-untyped-call]
    except (OverflowError, ValueError):
        return None
    return _without_midnight(moment)


def _without_midnight(moment: object) -> Value | None:
    """A whole day as a date: a spreadsheet keeps it as the day's midnight."""
    if isinstance(moment, dt.datetime):
        return moment.date() if moment.time() == dt.time() else moment
    return moment if isinstance(moment, dt.date | dt.time) else None


def _place(name: str) -> tuple[int, int]:
    """The row and column of a cell's name."""
    found = _PLACE.fullmatch(name)
    if found is None:
        raise FileRefused(BROKEN)
    column = 0
    for letter in found[1]:
        column = column * 26 + ord(letter) - ord("A") + 1
    return int(found[2]), column
