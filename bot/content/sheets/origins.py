"""From which edition a workbook was made: a mark in its properties, which stays whatever people call the file."""

import io
import re
import zipfile
from html import unescape
from typing import Final

_PROPERTIES: Final = "docProps/core.xml"
_LARGEST: Final = 64 * 1024
_MARK: Final = re.compile(r"<dc:subject>([^<]{1,200})</dc:subject>")


def mark_of(visit_id: str, number: int) -> str:
    """Return the mark of an edition; a file that bears it in its name is told by that as well."""
    return f"{visit_id}-edition-{number}"


def number_in(mark: str, visit_id: str) -> int | None:
    """Return the number in the mark of an edition of this visit, or in a name that begins with one."""
    found = re.match(rf"{re.escape(visit_id)}-edition-([0-9]{{1,9}})(?![0-9])", mark)
    return None if found is None else int(found[1])


def mark_in(content: bytes) -> str:
    """Return the mark in a workbook that passed the guard; nothing where there is none, or in any other file."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive, archive.open(_PROPERTIES) as part:
            found = _MARK.search(part.read(_LARGEST).decode("utf-8", "replace"))
    except (KeyError, zipfile.BadZipFile):
        return ""
    return "" if found is None else unescape(found[1])
