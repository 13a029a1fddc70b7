"""An .xlsx workbook as a Book.

openpyxl (with defusedxml) says what the workbook consists of, from parts that passed the guard; the two kinds of part
that may be large, sheets and texts, are read in one pass each.
"""

import datetime as dt
import io
import re
import warnings
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from openpyxl.reader.excel import ExcelReader
from openpyxl.utils.datetime import MAC_EPOCH
from openpyxl.xml.constants import ARC_STYLE, SHARED_STRINGS

from bot.content.sheets.declarations import BROKEN
from bot.content.sheets.gathering import Gathering, Tally
from bot.content.sheets.grid import Book, FileRefused
from bot.content.sheets.guard import CONTENT_TYPES, checked_parts
from bot.content.sheets.number_formats import DateStyles, date_styles
from bot.content.sheets.shared_texts import shared_texts
from bot.content.sheets.sheet_cells import Shared, read_cells
from bot.core.translation import msg

NO_SHEETS: Final = msg("the workbook has no sheet with cells")
TOO_MANY_NAMES: Final = msg("the workbook defines too many names; copy the tables into a new one")

_DESCRIBES: Final = re.compile(r"workbook[^/]*\.xml(\.rels)?$")
# The list of sheets and the names defined in the workbook.
_MOST_TAGS_OF_DESCRIPTION: Final = 10_000


@dataclass(frozen=True, slots=True)
class _Description:
    """What a workbook consists of: its sheets with their parts, the part of its texts, where its dates begin."""

    sheets: tuple[tuple[str, str, bool], ...]
    texts: str
    epoch: dt.datetime


def read_xlsx(content: bytes) -> Book:
    """Read a workbook's values; FileRefused when it does not pass the guard, is damaged or beyond the limits."""
    parts = checked_parts(content)
    description = _described(parts)
    shared = Shared(
        texts=shared_texts(parts[description.texts]) if description.texts in parts else [],
        styles=date_styles(parts[ARC_STYLE]) if ARC_STYLE in parts else DateStyles(),
        epoch=description.epoch,
    )
    tally = Tally()
    sheets = []
    for name, part, hidden in description.sheets:
        if part not in parts:
            raise FileRefused(BROKEN)
        gathering = Gathering(name, tally)
        read_cells(parts[part], shared, gathering)
        sheets.append(gathering.sheet(hidden=hidden))
    return Book(tuple(sheets), has_addresses=True, dates_from_1904=description.epoch == MAC_EPOCH)


def _described(parts: Mapping[str, bytes]) -> _Description:
    with warnings.catch_warnings():
        # Of what openpyxl leaves out, nothing is asked for.
        warnings.simplefilter("ignore")
        try:
            reader = ExcelReader(_description_alone(parts), read_only=True, keep_links=False)
            reader.read_manifest()
            reader.read_workbook()
            texts = reader.package.find(SHARED_STRINGS)  # type: ignore[no-untyped-call]
            sheets = tuple(
                (sheet.name, relationship.target, sheet.state != "visible")
                for sheet, relationship in reader.parser.find_sheets()
                if relationship.Type.endswith("/worksheet")
            )
        except (FileRefused, MemoryError):
            raise
        except Exception:  # noqa: BLE001 - openpyxl raises whatever its assumptions come to
            raise FileRefused(BROKEN) from None
    if not sheets:
        raise FileRefused(NO_SHEETS)
    if len({part for _, part, _ in sheets}) < len(sheets):
        raise FileRefused(BROKEN)
    return _Description(sheets, "" if texts is None else texts.PartName.lstrip("/"), reader.wb.epoch)


def _description_alone(parts: Mapping[str, bytes]) -> io.BytesIO:
    """A workbook of nothing but what describes it, so that openpyxl has nothing else to open."""
    small = io.BytesIO()
    with zipfile.ZipFile(small, "w") as archive:
        for name, part in parts.items():
            if name == CONTENT_TYPES or _DESCRIBES.search(name):
                if part.count(b"<") > _MOST_TAGS_OF_DESCRIPTION:
                    raise FileRefused(TOO_MANY_NAMES)
                archive.writestr(name, part)
    small.seek(0)
    return small
