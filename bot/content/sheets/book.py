"""A file that somebody sent as a Book, by what it is and what it is called."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from bot.content.sheets.csv_text import read_csv
from bot.content.sheets.grid import Book, FileRefused
from bot.content.sheets.guard import MACROS, NOT_A_WORKBOOK, OTHER_FORMAT
from bot.content.sheets.limits import LARGEST_FILE, MEGABYTE, TOO_LARGE
from bot.content.sheets.wire import pieces_of
from bot.content.sheets.xlsx import read_xlsx
from bot.core.translation import msg

EMPTY: Final = msg("the file is empty")

_ZIP: Final = b"PK"
_OLE: Final = b"\xd0\xcf\x11\xe0"
_WITH_MACROS: Final = (".xlsm", ".xltm", ".xlam")
_OTHER_FORMATS: Final = (".xls", ".xlsb", ".xlt", ".ods", ".numbers", ".et")
_CSV: Final = (".csv", ".tsv", ".txt")


def read_book(content: bytes, name: str) -> Book:
    """Read an .xlsx or a .csv; what a file is goes by its content, and its name can only make it refused.

    Raises FileRefused with the reason. Meant to run within limits of memory and time: see `confined.read_confined`.
    """
    called = name.lower()
    if not content:
        raise FileRefused(EMPTY)
    if len(content) > LARGEST_FILE:
        raise FileRefused(TOO_LARGE, megabytes=LARGEST_FILE // MEGABYTE)
    if called.endswith(_WITH_MACROS):
        raise FileRefused(MACROS)
    if content.startswith((_ZIP, _OLE)):
        return read_xlsx(content)
    if called.endswith(_OTHER_FORMATS):
        raise FileRefused(OTHER_FORMAT)
    if not called.endswith(_CSV):
        raise FileRefused(NOT_A_WORKBOOK)
    return read_csv(content)


def read(content: bytes, argument: Mapping[str, Any]) -> Iterator[Any]:
    """Read the file called `argument["name"]` and give the pieces of its Book: a task of the confined process."""
    return pieces_of(read_book(content, argument["name"]))
