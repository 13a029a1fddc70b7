"""A visit as a workbook to be edited and sent back: changing nothing in it changes nothing in the visit."""

import io
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, Final

from bot.content.models import Visit
from bot.content.parts import entries
from bot.content.sheets.choosing import FIRST_ROW, LAST_ROW, drop_down
from bot.content.sheets.fields import cell_of, leaf
from bot.content.sheets.grid import Value, column_name
from bot.content.sheets.headings import HOW_TO, heading, sheet_title
from bot.content.sheets.layout import VISIT, Column, Table, tables
from bot.content.sheets.notes import EXAMPLES, EXAMPLES_TITLE, EXPLANATIONS, REQUIRED, note_for
from bot.content.sheets.origins import mark_of
from bot.content.sheets.styles import Look, format_of, make_look, note_size, width_of, write_value
from bot.core.translation import Translator

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.cell import Cell

# A sheet that is written row by row; openpyxl's types do not know what all it has.
_Sheet = Any

_HOW_TO_WIDTHS: Final = (28, 100)


def export_workbook(visit: Visit, tr: Translator, edition: int | None = None) -> bytes:
    """Return a visit as a workbook in the reader's language, every field of it in a column.

    `edition` is its number, which the workbook keeps in its properties.

    The first row holds the headings that never change and is hidden; people read the second. No cell is a formula.
    """
    # It takes a third of a second to import, which the start of the bot need not wait for.
    from openpyxl import Workbook  # noqa: PLC0415

    book = Workbook(write_only=True)
    if edition is not None:
        book.properties.subject = mark_of(visit.id, edition)
    look = make_look()
    _how_to(book, look, tr)
    for name, table in tables().items():
        rows: Sequence[Any] = (visit,) if name == VISIT else entries(visit, name)
        _sheet(book, look, table, rows, visit, tr)
    # The programme is what most come for.
    book.active = list(tables()).index("events") + 1
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def _sheet(book: "Workbook", look: Look, table: Table, rows: Sequence[Any], visit: Visit, tr: Translator) -> None:
    sheet: _Sheet = book.create_sheet(sheet_title(table.name, tr))
    sheet.freeze_panes = f"B{FIRST_ROW}"
    sheet.row_dimensions[1].hidden = True
    for number, column in enumerate(table.columns, 1):
        letter = column_name(number)
        dimension = sheet.column_dimensions[letter]
        dimension.width = width_of(column)
        # For rows that are still to be written.
        dimension.number_format = format_of(column)
        dimension.alignment = look.wrapped
        if (choices := drop_down(column, visit, tr)) is not None:
            choices.add(f"{letter}{FIRST_ROW}:{letter}{LAST_ROW}")
            sheet.data_validations.append(choices)
    sheet.append([*_keys(sheet, table)])
    sheet.append([*_headings(sheet, table, look, tr)])
    for row in rows:
        values = [(column, cell_of(column, leaf(row, column.path), tr)) for column in table.columns]
        sheet.append([_cell(sheet, column, value, look) for column, value in values])


def _keys(sheet: _Sheet, table: Table) -> Iterator["Cell"]:
    for column in table.columns:
        yield _written(sheet, column.key)


def _headings(sheet: _Sheet, table: Table, look: Look, tr: Translator) -> Iterator["Cell"]:
    from openpyxl.comments import Comment  # noqa: PLC0415

    for column in table.columns:
        star = " *" if column.required and len(column.path) == 1 and column.path != ("id",) else ""
        cell = _written(sheet, heading(column, tr) + star)
        cell.font, cell.fill, cell.alignment = look.heading_font, look.heading_fill, look.wrapped
        if (note := note_for(table.name, column, tr)) is not None:
            cell.comment = Comment(note, "bot", *note_size(note))
        yield cell


def _cell(sheet: _Sheet, column: Column, value: Value | None, look: Look) -> "Cell | None":
    if value is None:
        return None
    cell = _written(sheet, value, format_of(column))
    cell.alignment = look.wrapped
    return cell


def _written(sheet: _Sheet, value: Value, number_format: str | None = None) -> "Cell":
    from openpyxl.cell import WriteOnlyCell  # noqa: PLC0415

    cell: Cell = WriteOnlyCell(sheet)
    if number_format is not None:
        cell.number_format = number_format
    write_value(cell, value)
    return cell


def _how_to(book: "Workbook", look: Look, tr: Translator) -> None:
    sheet: _Sheet = book.create_sheet(tr(HOW_TO))
    for number, width in enumerate(_HOW_TO_WIDTHS, 1):
        sheet.column_dimensions[column_name(number)].width = width

    def line(first: str, second: str = "") -> None:
        cells = [_written(sheet, text, "@") for text in (first, second)]
        for cell in cells:
            cell.alignment = look.wrapped
        cells[0].font = look.heading_font
        sheet.append(cells)

    line(tr(HOW_TO), tr(REQUIRED))
    for title, text in EXPLANATIONS:
        line(tr(title), tr(text))
    sheet.append([])
    line(tr(EXAMPLES_TITLE))
    for title, example in EXAMPLES:
        line(tr(title), example)
