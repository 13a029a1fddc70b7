"""Excel workbooks that people are sent: a table of texts, in which nothing is ever a formula."""

import io
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from bot.content.sheets.plain_text import put_text

if TYPE_CHECKING:
    from openpyxl.cell import Cell


def table_file(title: str, columns: Sequence[tuple[str, int]], rows: Iterable[Sequence[str]]) -> bytes:
    """Return a workbook of one sheet: `columns` are headings with their widths, and every cell is text."""
    # It takes a third of a second to import, which the start of the bot need not wait for.
    from openpyxl import Workbook  # noqa: PLC0415
    from openpyxl.cell import WriteOnlyCell  # noqa: PLC0415
    from openpyxl.styles import Font  # noqa: PLC0415
    from openpyxl.utils import get_column_letter  # noqa: PLC0415

    book = Workbook(write_only=True)
    sheet = book.create_sheet(title)
    for number, (_, width) in enumerate(columns, 1):
        sheet.column_dimensions[get_column_letter(number)].width = width
    sheet.freeze_panes = "A2"

    def cells(texts: Iterable[str], *, bold: bool = False) -> Iterator["Cell"]:
        for text in texts:
            made: Cell = WriteOnlyCell(sheet)
            # As text, whatever it begins with: a name must never become a formula.
            put_text(made, text)
            if bold:
                made.font = Font(bold=True)
            yield made

    sheet.append([*cells((heading for heading, _ in columns), bold=True)])
    for row in rows:
        sheet.append([*cells(row)])
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()
