"""The workbook that was sent, with its wrong cells marked, what to write beside each, and a list of all in front."""

import io
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, Final

from bot.content.sheets.book import read_book
from bot.content.sheets.errors import UploadError
from bot.content.sheets.grid import cell_name
from bot.content.sheets.guard import checked_parts
from bot.content.sheets.headings import TO_CORRECT, normal
from bot.content.sheets.recognising import said
from bot.content.sheets.saving import saved_in_memory
from bot.content.sheets.styles import RED, note_size, write_value
from bot.core.translation import Translator, load_translators, msg

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.cell import Cell, MergedCell
    from openpyxl.worksheet.worksheet import Worksheet

WHERE: Final = msg("Where")
ADVICE: Final = msg("Correct these cells, marked in red, and send the file again. This sheet is not read and may stay.")

_ZIP: Final = b"PK"
# Who wrote a note: from a cell that was marked before, the mark is taken off again.
_MARKER: Final = "bot: to correct"
_NOTED_BEFORE: Final = "\n· · ·\n"
_WIDTHS: Final = (34, 100)
_LONGEST_NOTE: Final = 2000
# More than anybody corrects in one go.
_MOST_LISTED: Final = 1000
# Files that are workbooks to everybody else and that openpyxl stumbles over all the same.
_STUMBLES: Final = (KeyError, ValueError, TypeError, AttributeError, IndexError)


def marked_workbook(content: bytes, name: str, errors: Sequence[UploadError], tr: Translator) -> bytes:
    """Return the spreadsheet in `content` as a workbook in which every error stands at its cell.

    A csv becomes a workbook of one sheet with the same rows. What was a formula is its text. Meant to run within limits
    of memory and time. Raises FileRefused for a file that is not read at all.
    """
    from openpyxl.styles import PatternFill  # noqa: PLC0415

    book = _opened(content, name)
    _take_off_marks(book)
    red = PatternFill("solid", start_color=RED, end_color=RED)
    for (title, row, column), reasons in _by_cell(errors, tr).items():
        sheet = _sheet_of(book, title)
        if sheet is None:
            continue
        sheet.sheet_properties.tabColor = RED
        if row is not None:
            _mark(sheet.cell(row, column or 1), "\n".join(reasons), red)
    _list(book, errors, tr)
    return saved_in_memory(book)


def _opened(content: bytes, name: str) -> "Workbook":
    from openpyxl import load_workbook  # noqa: PLC0415

    if not content.startswith(_ZIP):
        return _copied(content, name)
    checked_parts(content)
    try:
        book = load_workbook(io.BytesIO(content), keep_links=False)
    except _STUMBLES:
        return _copied(content, name)
    _without_formulas(book)
    return book


def _copied(content: bytes, name: str) -> "Workbook":
    """A new workbook with the values of a file and nothing else of it."""
    from openpyxl import Workbook  # noqa: PLC0415

    book = Workbook()
    del book[book.sheetnames[0]]
    for sheet in read_book(content, name).sheets:
        made = book.create_sheet(sheet.name or "CSV")
        for row in sheet.rows:
            for column, value in row.cells.items():
                write_value(made.cell(row.number, column), value)
    return book


def _without_formulas(book: "Workbook") -> None:
    from openpyxl.formatting.formatting import ConditionalFormattingList  # noqa: PLC0415

    book.defined_names.clear()
    for sheet in book.worksheets:
        sheet.conditional_formatting = ConditionalFormattingList()
        sheet.defined_names.clear()
        for cell in _cells(sheet):
            if cell.data_type == "f":
                formula: Any = cell.value
                text = formula if isinstance(formula, str) else getattr(formula, "text", None)
                write_value(cell, text or "=")


def _cells(sheet: "Worksheet") -> "Iterator[Cell]":
    """The cells that there are: one in the last row of all does not bring in the million above it."""
    from openpyxl.cell import Cell  # noqa: PLC0415

    # openpyxl itself offers rectangles only.
    for cell in list(sheet._cells.values()):  # noqa: SLF001
        if isinstance(cell, Cell):
            yield cell


def _take_off_marks(book: "Workbook") -> None:
    from openpyxl.comments import Comment  # noqa: PLC0415
    from openpyxl.styles import PatternFill  # noqa: PLC0415

    listed = {normal(translator(TO_CORRECT)) for translator in load_translators().values()}
    for sheet in book.worksheets:
        if normal(sheet.title) in listed:
            del book[sheet.title]
            continue
        for cell in _cells(sheet):
            if cell.comment is None:
                continue
            text = cell.comment.text
            if cell.comment.author == _MARKER:
                cell.fill = PatternFill()
                text = text.partition(_NOTED_BEFORE)[2]
            # The size of a note is lost when a workbook is opened.
            cell.comment = Comment(text, "bot", *note_size(text)) if text else None


def _mark(cell: "Cell | MergedCell", reason: str, red: Any) -> None:
    from openpyxl.cell import Cell  # noqa: PLC0415
    from openpyxl.comments import Comment  # noqa: PLC0415

    if not isinstance(cell, Cell):
        # Within merged cells; the list in front has it all the same.
        return
    cell.fill = red
    before = f"{_NOTED_BEFORE}{cell.comment.text}" if cell.comment is not None else ""
    text = reason[:_LONGEST_NOTE] + before
    cell.comment = Comment(text, _MARKER, *note_size(text))


def _list(book: "Workbook", errors: Sequence[UploadError], tr: Translator) -> None:
    from openpyxl.styles import Alignment, Font  # noqa: PLC0415
    from openpyxl.worksheet.hyperlink import Hyperlink  # noqa: PLC0415

    sheet = book.create_sheet(tr(TO_CORRECT), 0)
    book.active = 0
    for number, width in enumerate(_WIDTHS):
        sheet.column_dimensions["AB"[number]].width = width
    sheet.freeze_panes = "A3"
    rows = [(tr(TO_CORRECT), tr(ADVICE)), (tr(WHERE), tr(TO_CORRECT))]
    rows += [(said(error.place, tr) or error.file, said(error.reason, tr)) for error in errors[:_MOST_LISTED]]
    if (more := len(errors) - _MOST_LISTED) > 0:
        rows.append(("", tr("and {count} more", count=tr.number(more))))
    for row, texts in enumerate(rows, 1):
        for column, text in enumerate(texts, 1):
            cell = sheet.cell(row, column)
            write_value(cell, text)
            cell.alignment = Alignment(vertical="top", wrap_text=True)
            if row <= len(("title", "headings")):
                cell.font = Font(bold=True)
    for row, error in enumerate(errors[:_MOST_LISTED], 3):
        found = _sheet_of(book, error.sheet)
        if found is not None and error.row is not None:
            title = found.title.replace("'", "''")
            cell = sheet.cell(row, 1)
            target = f"'{title}'!{cell_name(error.row, error.column or 1)}"
            cell.hyperlink = Hyperlink(ref=cell.coordinate, location=target)
            cell.font = Font(underline="single", color="FF0563C1")


def _sheet_of(book: "Workbook", title: str) -> "Worksheet | None":
    # A csv has one sheet, and it has no name.
    wanted = title or "CSV"
    return next((sheet for sheet in book.worksheets if sheet.title == wanted), None)


def _by_cell(errors: Iterable[UploadError], tr: Translator) -> dict[tuple[str, int | None, int | None], list[str]]:
    """What to say at each cell; of errors about a field that has no cell of its own, with the field's name."""
    found: dict[tuple[str, int | None, int | None], list[str]] = defaultdict(list)
    for error in errors:
        reason = said(error.reason, tr)
        found[error.sheet, error.row, error.column].append(
            f"{error.path}: {reason}" if error.path and error.sheet else reason
        )
    return found
