"""Which files are read as content: told by their names, or where they have none by what Telegram says they are."""

from enum import Enum
from pathlib import PurePosixPath
from typing import Final

from aiogram.types import Document

from bot.content.problems import shortened

_READ: Final = frozenset({".xlsx", ".csv", ".yaml", ".yml"})
# Tables of other programs, which are meant as content and cannot be read.
_TABLES: Final = frozenset({".xls", ".xlsm", ".xlsb", ".xltx", ".ods", ".numbers", ".et", ".ett", ".tsv"})
_ENDINGS: Final = {
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": ".xlsx",
    "text/csv": ".csv",
    "application/yaml": ".yaml",
    "application/x-yaml": ".yaml",
    "text/yaml": ".yaml",
}
_LONGEST_NAME: Final = 60
_LONGEST_ENDING: Final = 10


class Kind(Enum):
    """What becomes of a file: it is read, it is a table that is not, or it is nothing of the kind."""

    READ = "read"
    TABLE = "table"
    OTHER = "other"


def kind_of(document: Document) -> Kind:
    """Return what becomes of a file."""
    ending = PurePosixPath(name_of(document)).suffix.lower()
    if ending in _READ:
        return Kind.READ
    return Kind.TABLE if ending in _TABLES else Kind.OTHER


def name_of(document: Document) -> str:
    """Return what to call a file: a short line with its ending, which tells how it is read."""
    name = document.file_name or "file" + _ENDINGS.get(document.mime_type or "", "")
    path = PurePosixPath(name)
    return shortened(path.stem, _LONGEST_NAME) + shortened(path.suffix, _LONGEST_ENDING)
