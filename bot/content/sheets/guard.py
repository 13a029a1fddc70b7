"""What is asked of a workbook's file before any library opens it.

An .xlsx is a zip of XML parts. Nothing that its headers promise is believed: parts are inflated and counted here, and
only what came through is read any further.
"""

import io
import re
import zipfile
import zlib
from collections.abc import Mapping
from typing import Final

from bot.content.sheets.declarations import BROKEN, each_element, refuse_declarations
from bot.content.sheets.grid import FileRefused
from bot.content.sheets.limits import (
    LARGEST_FILE,
    MEGABYTE,
    MOST_INFLATED,
    MOST_PARTS,
    MOST_TAGS,
    TOO_LARGE,
    TOO_MANY_PARTS,
    TOO_MUCH_FORMATTING,
    TOO_MUCH_INSIDE,
)
from bot.core.translation import msg

NOT_A_WORKBOOK: Final = msg("this is no workbook, whatever its name says; save the table as .xlsx or as CSV")
OTHER_FORMAT: Final = msg("this kind of workbook is not read; save it as .xlsx")
PASSWORD: Final = msg("the workbook is protected by a password; save it without one")
MACROS: Final = msg("the workbook may hold macros; save it as .xlsx, which has none")
LINKS: Final = msg("the workbook takes data from other files; break the links, or copy the values into a new workbook")
STRICT: Final = msg("the workbook is saved as Strict Open XML; save it as the usual .xlsx")

CONTENT_TYPES: Final = "[Content_Types].xml"

_OLE: Final = bytes.fromhex("D0CF11E0A1B11AE1")
_ENCRYPTED: Final = "EncryptedPackage".encode("utf-16-le")
_CHUNK: Final = 64 * 1024
_FLAGS_OF_ENCRYPTION: Final = 0x1 | 0x40 | 0x2000
_USUAL_COMPRESSION: Final = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})
_XML: Final = (".xml", ".rels", ".vml")
_ODD_NAME: Final = re.compile(r"^/|^[A-Za-z]:|\\|(^|/)\.\.(/|$)|[\x00-\x1f]")
_MACROS: Final = re.compile(r"vbaProject|macroEnabled|macrosheet|intlmacro|activeX|ms-office\.activeX", re.IGNORECASE)
_BINARY: Final = re.compile(r"sheet\.binary|ms-excel\.(sheet|template)\.binary", re.IGNORECASE)
_LINKED: Final = re.compile(r"externalLink|externalReference|connections(\.xml|\+xml|$)|queryTable", re.IGNORECASE)
_WORKBOOK: Final = re.compile(r"spreadsheetml\.(sheet|template)\.main\+xml")
_STRICT: Final = b"http://purl.oclc.org/ooxml/spreadsheetml/main"
_TYPE: Final = "http://schemas.openxmlformats.org/package/2006/content-types "
_RELATIONSHIP: Final = "http://schemas.openxmlformats.org/package/2006/relationships Relationship"
_BEGINNING: Final = 4096


def checked_parts(content: bytes) -> Mapping[str, bytes]:
    """Return an .xlsx workbook's parts of XML by name; others, such as pictures, are counted and left out.

    Raises FileRefused when anything about the file is not as it should be.
    """
    if len(content) > LARGEST_FILE:
        raise FileRefused(TOO_LARGE, megabytes=LARGEST_FILE // MEGABYTE)
    if content.startswith(_OLE):
        raise FileRefused(PASSWORD if _ENCRYPTED in content else OTHER_FORMAT)
    parts = _inflated(content)
    # Markup costs more to read than its size says, so that it is counted before anything reads it.
    if sum(part.count(b"<") for part in parts.values()) > MOST_TAGS:
        raise FileRefused(TOO_MUCH_FORMATTING)
    for part in parts.values():
        refuse_declarations(part)
    _refuse_kinds(parts)
    for name, part in parts.items():
        if name.endswith(".rels"):
            each_element(part, _refuse_links)
    return parts


def _inflated(content: bytes) -> dict[str, bytes]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = archive.infolist()
            _refuse_entries(entries)
            parts: dict[str, bytes] = {}
            left = MOST_INFLATED
            for entry in entries:
                kept = bytearray()
                with archive.open(entry) as part:
                    while chunk := part.read(_CHUNK):
                        left -= len(chunk)
                        if left < 0:
                            raise FileRefused(TOO_MUCH_INSIDE, megabytes=MOST_INFLATED // MEGABYTE)
                        if entry.filename.lower().endswith(_XML):
                            kept += chunk
                if kept:
                    parts[entry.filename] = bytes(kept)
            return parts
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, RuntimeError):
        raise FileRefused(BROKEN) from None


def _refuse_entries(entries: list[zipfile.ZipInfo]) -> None:
    if len(entries) > MOST_PARTS:
        raise FileRefused(TOO_MANY_PARTS, most=MOST_PARTS)
    if any(entry.flag_bits & _FLAGS_OF_ENCRYPTION for entry in entries):
        raise FileRefused(PASSWORD)
    names = [entry.filename for entry in entries]
    if (
        len({name.lower() for name in names}) < len(names)
        or any(
            _ODD_NAME.search(name) or _ODD_NAME.search(entry.orig_filename)
            for name, entry in zip(names, entries, strict=True)
        )
        or any(entry.compress_type not in _USUAL_COMPRESSION for entry in entries)
    ):
        raise FileRefused(BROKEN)
    if any(_MACROS.search(name) for name in names):
        raise FileRefused(MACROS)
    if any(_LINKED.search(name) for name in names):
        raise FileRefused(LINKS)


def _refuse_kinds(parts: Mapping[str, bytes]) -> None:
    """Refuse by what the list of the parts' types says is in the package."""
    if CONTENT_TYPES not in parts:
        raise FileRefused(NOT_A_WORKBOOK)
    kinds: list[str] = []

    def note(name: str, attributes: dict[str, str]) -> None:
        if name.startswith(_TYPE):
            kinds.append(attributes.get("ContentType", ""))

    each_element(parts[CONTENT_TYPES], note)
    for pattern, reason in ((_MACROS, MACROS), (_BINARY, OTHER_FORMAT), (_LINKED, LINKS)):
        if any(pattern.search(kind) for kind in kinds):
            raise FileRefused(reason)
    if not any(_WORKBOOK.search(kind) for kind in kinds):
        raise FileRefused(NOT_A_WORKBOOK)
    if any(_STRICT in part[:_BEGINNING] for name, part in parts.items() if name.endswith("workbook.xml")):
        raise FileRefused(STRICT)


def _refuse_links(name: str, attributes: dict[str, str]) -> None:
    """Refuse what fetches data from elsewhere; an address that a person may press is none of that."""
    if name != _RELATIONSHIP:
        return
    kind = attributes.get("Type", "").rpartition("/")[2]
    if _MACROS.search(kind):
        raise FileRefused(MACROS)
    if _LINKED.search(kind) or (attributes.get("TargetMode") == "External" and kind != "hyperlink"):
        raise FileRefused(LINKS)
