"""Workbooks made part by part, as no spreadsheet program would, and the confined process measured."""

import io
import json
import subprocess
import sys
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[3]
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
SHEET = "xl/worksheets/sheet1.xml"

TYPES = (
    f'<Types xmlns="{PACKAGE}/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    '<Override PartName="/xl/workbook.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>'
    '<Override PartName="/xl/sharedStrings.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"/>'
    "</Types>"
)
TO_WORKBOOK = (
    f'<Relationships xmlns="{PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>'
)
WORKBOOK = (
    f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><workbookPr{{properties}}/>'
    '<sheets><sheet name="Programme" sheetId="1" r:id="rId1"/></sheets></workbook>'
)
TO_SHEET = (
    f'<Relationships xmlns="{PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{OFFICE}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>'
)


def sheet(rows: str, after: str = "") -> str:
    """The XML of a sheet with these rows."""
    return f'<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData>{after}</worksheet>'


def texts(*items: str) -> str:
    """The XML of a workbook's texts."""
    return f'<sst xmlns="{MAIN}">' + "".join(f"<si><t>{item}</t></si>" for item in items) + "</sst>"


def row_of(values: Iterable[str], number: int = 1) -> str:
    """The XML of a row of texts."""
    cells = "".join(f'<c t="inlineStr"><is><t>{value}</t></is></c>' for value in values)
    return f'<row r="{number}">{cells}</row>'


def parts(rows: str = "", *, after: str = "", properties: str = "", **others: str) -> dict[str, str | bytes]:
    """The parts of a workbook of one sheet; `others` replace or add parts by these short names."""
    names = {"types": "[Content_Types].xml", "texts": "xl/sharedStrings.xml", "styles": "xl/styles.xml"}
    return {
        "[Content_Types].xml": TYPES,
        "_rels/.rels": TO_WORKBOOK,
        "xl/workbook.xml": WORKBOOK.format(properties=properties),
        "xl/_rels/workbook.xml.rels": TO_SHEET,
        SHEET: sheet(rows, after),
        **{names[name]: part for name, part in others.items()},
    }


def zipped(contents: Mapping[str, str | bytes], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip of these parts."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", compression) as archive:
        for name, part in contents.items():
            archive.writestr(name, part)
    return made.getvalue()


def workbook(rows: str = "", **others: str) -> bytes:
    """A workbook of one sheet with these rows."""
    return zipped(parts(rows, **others))


@dataclass(frozen=True, slots=True)
class Measured:
    """What the confined process said last, as JSON, the processor's seconds it took and the memory it had at most."""

    last: list[Any]
    seconds: float
    megabytes: float


_MEASURING = """
import sys, time
from bot.content.sheets.child import main
main()
# Not ru_maxrss, which counts what the process was before it became this one.
peak = next(line for line in open("/proc/self/status") if line.startswith("VmHWM"))
sys.stderr.write(f"{time.process_time()} {peak.split()[1]}")
"""


def measured(content: bytes, name: str = "programme.xlsx") -> Measured:
    """Read a file in the confined process as `confined` starts it, with its memory measured at the end."""
    asked = json.dumps({"task": "read", "argument": {"name": name}}).encode()
    done = subprocess.run(
        [sys.executable, "-B", "-E", "-s", "-c", _MEASURING],
        input=asked + b"\n" + content,
        cwd=ROOT,
        capture_output=True,
        check=True,
    )
    seconds, kilobytes = done.stderr.split()
    return Measured(json.loads(done.stdout.splitlines()[-1]), float(seconds), int(kilobytes) / 1024)
