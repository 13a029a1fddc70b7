"""Saving a workbook without touching the disk: where people's files are handled nothing may be written to it."""

import io
from typing import TYPE_CHECKING, Any
from zipfile import ZIP_DEFLATED, ZipFile

if TYPE_CHECKING:
    from openpyxl import Workbook


def saved_in_memory(book: "Workbook") -> bytes:
    """Return a workbook, one that is not written row by row, as a file."""
    from openpyxl.drawing.spreadsheet_drawing import SpreadsheetDrawing  # noqa: PLC0415
    from openpyxl.worksheet._writer import WorksheetWriter  # noqa: PLC0415
    from openpyxl.writer.excel import ExcelWriter  # noqa: PLC0415

    content = io.BytesIO()
    archive = ZipFile(content, "w", ZIP_DEFLATED)

    class Writer(ExcelWriter):
        """openpyxl's own, whose sheets go through temporary files."""

        def write_worksheet(self, ws: Any) -> None:
            """Write a sheet as openpyxl does, by way of memory."""
            ws._drawing = SpreadsheetDrawing()  # noqa: SLF001
            ws._drawing.charts = ws._charts  # noqa: SLF001
            ws._drawing.images = ws._images  # noqa: SLF001
            part = io.BytesIO()
            writer: Any = WorksheetWriter(ws, part)
            writer.write()
            ws._rels = writer._rels  # noqa: SLF001
            archive.writestr(ws.path[1:], part.getvalue())
            self.manifest.append(ws)

    Writer(book, archive).save()
    return content.getvalue()
