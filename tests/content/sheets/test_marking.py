"""The workbook comes back with its wrong cells marked, and can be corrected and sent as it is."""

import datetime as dt
import io
from collections.abc import Iterator

import openpyxl
import pytest
from openpyxl.cell import Cell
from openpyxl.workbook import Workbook

from bot.content.models import Visit
from bot.content.sheets.confined_uploads import marked_confined, upload_confined
from bot.content.sheets.errors import UploadErrors
from bot.content.sheets.grid import FileRefused
from bot.content.sheets.marking import marked_workbook
from bot.content.sheets.styles import RED
from bot.content.sheets.template import export_workbook
from bot.content.sheets.uploads import read_upload
from bot.core.translation import load_translators
from tests.content import builders
from tests.content.sheets.books import current

TRANSLATORS = load_translators()
NOON = dt.datetime(2026, 9, 24, 12, tzinfo=dt.UTC)


def edited(**cells: str | dt.date) -> bytes:
    """The exported workbook with these cells of the programme changed."""
    workbook = openpyxl.load_workbook(io.BytesIO(export_workbook(current(), TRANSLATORS["en"])))
    for place, value in cells.items():
        workbook["Events"][place] = value
    return saved(workbook)


def saved(workbook: Workbook) -> bytes:
    content = io.BytesIO()
    workbook.save(content)
    return content.getvalue()


def refused(content: bytes, name: str = "visit.xlsx") -> UploadErrors:
    with pytest.raises(UploadErrors) as errors:
        read_upload(content, name, current(), builders.FIRST_DAY)
    return errors.value


def marked(content: bytes, name: str = "visit.xlsx", language: str = "en") -> bytes:
    tr = next(tr for tr in TRANSLATORS.values() if tr.language == language)
    return marked_workbook(content, name, refused(content, name).errors, tr)


def opened(content: bytes) -> Workbook:
    return openpyxl.load_workbook(io.BytesIO(content))


def red_cells(workbook: Workbook) -> Iterator[Cell]:
    for sheet in workbook.worksheets:
        for row in sheet.iter_rows():
            yield from (cell for cell in row if isinstance(cell, Cell) and cell.fill.start_color.rgb == RED)


def test_a_wrong_cell_is_red_and_says_what_to_write() -> None:
    workbook = opened(marked(edited(B3="soon", J4="nowhere")))
    cells = {cell.coordinate: cell.comment.text for cell in red_cells(workbook) if cell.comment is not None}
    assert cells == {
        "B3": "«soon» is no day: write it as 2025-09-23",
        "J4": "there is no nowhere here; a place is needed",
    }


def test_the_first_sheet_lists_every_error_and_leads_to_its_cell() -> None:
    sheet = opened(marked(edited(B3="soon", J4="nowhere"), language="ru")).worksheets[0]
    assert sheet.title == "Что исправить"
    listed = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=3)]
    assert [row[0] for row in listed] == ["Events!B3", "Events!J4"]
    assert listed[1][1] == "nowhere здесь нет; нужно: место"
    link = sheet["A3"].hyperlink
    assert link is not None
    assert link.location == "'Events'!B3"


def test_corrected_it_is_read_and_the_rest_is_as_it_was() -> None:
    workbook = opened(marked(edited(J4="nowhere")))
    workbook["Events"]["J4"] = None
    assert read_upload(saved(workbook), "visit.xlsx", current(), builders.FIRST_DAY) == current()


def test_marked_again_it_has_only_the_new_marks_and_the_template_its_notes() -> None:
    workbook = opened(marked(edited(B3="soon", J4="nowhere", B2="Tag")))
    workbook["Events"]["B3"] = dt.date(2026, 9, 23)
    again = opened(marked(saved(workbook), language="zh"))
    assert [cell.coordinate for cell in red_cells(again)] == ["J4"]
    assert again.sheetnames.count("需要更正的内容") == 1
    assert "What to correct" not in again.sheetnames
    note = again["Events"]["B2"].comment
    assert note is not None
    assert note.text.startswith("A date, as 2025-09-23")


def test_a_note_that_was_there_stays_below_the_mark_and_comes_back() -> None:
    workbook = opened(edited(B3="soon"))
    workbook["Events"]["B3"].comment = openpyxl.comments.Comment("ask Li", "Ann")
    once = opened(marked(saved(workbook)))
    note = once["Events"]["B3"].comment
    assert note is not None
    assert note.text.startswith("«soon» is no day")
    assert note.text.endswith("ask Li")
    once["Events"]["J4"] = "nowhere"
    once["Events"]["B3"] = None
    once["Events"]["D3"] = once["Events"]["E3"] = None
    twice = opened(marked(saved(once)))["Events"]["B3"].comment
    assert twice is not None
    assert twice.text == "ask Li"


def test_what_was_a_formula_is_text_and_so_is_what_looks_like_one() -> None:
    workbook = opened(edited(G3="=1+1", B3="soon"))
    workbook["Events"]["X30"] = "=HYPERLINK(1)"
    content = marked(saved(workbook))
    kinds = {cell.data_type for sheet in opened(content) for row in sheet.iter_rows() for cell in row}
    assert "f" not in kinds
    assert opened(content)["Events"]["G3"].value == "=1+1"


def test_a_csv_comes_back_as_a_workbook_with_the_same_rows() -> None:
    content = "id;Начало;title.en\n\ndinner;25:00;Dinner\ntalk;;Talk\n".encode("cp1251")
    workbook = opened(marked(content, "events.csv", language="ru"))
    sheet = workbook["CSV"]
    assert [[cell.value for cell in row] for row in sheet.iter_rows(max_col=3) if any(cell.value for cell in row)] == [
        ["id", "Начало", "title.en"],
        ["dinner", "25:00", "Dinner"],
        ["talk", None, "Talk"],
    ]
    (red,) = red_cells(workbook)
    assert red.value == "25:00"
    assert workbook.worksheets[0]["A3"].value == f"строка {red.row}, Начало"


def test_an_error_of_a_whole_sheet_colours_its_tab_and_is_listed() -> None:
    workbook = opened(edited())
    workbook.create_sheet("Notes")["A1"] = "mine"
    result = opened(marked(saved(workbook)))
    colour = result["Notes"].sheet_properties.tabColor
    assert colour is not None
    assert colour.rgb == RED
    assert result.worksheets[0]["A3"].value == "Notes"


async def test_the_confined_process_reads_refuses_and_marks() -> None:
    good = export_workbook(current(), TRANSLATORS["zh"])
    assert (await upload_confined(good, "visit.xlsx", current(), builders.FIRST_DAY, now=NOON)).visit == current()
    bad = edited(B3="soon")
    with pytest.raises(UploadErrors) as errors:
        await upload_confined(bad, "visit.xlsx", current(), builders.FIRST_DAY)
    assert str(errors.value) == str(refused(bad))
    content = await marked_confined(bad, "visit.xlsx", errors.value.errors, "en")
    assert [cell.coordinate for cell in red_cells(opened(content))] == ["B3"]


async def test_the_confined_process_wants_a_source_for_what_a_fact_says_otherwise() -> None:
    changed = Visit.model_validate(
        current().model_dump(mode="json") | {"facts": [builders.fact("F01", text={"en": "Another."}, about=["P1"])]}
    )
    content = export_workbook(changed, TRANSLATORS["en"])
    with pytest.raises(UploadErrors) as errors:
        await upload_confined(content, "visit.xlsx", None, builders.FIRST_DAY, (current(),), NOON)
    (error,) = errors.value.errors
    assert (error.sheet, error.cell, str(error.reason)[:26]) == ("Facts", "F3", "F01 says something else th")


async def test_a_file_that_is_no_workbook_is_refused_by_the_confined_process_as_well() -> None:
    with pytest.raises(UploadErrors) as errors:
        await upload_confined(b"nothing", "visit.xlsx", current(), builders.FIRST_DAY)
    assert errors.value.errors[0].file == "visit.xlsx"
    with pytest.raises(FileRefused):
        await marked_confined(b"PK nothing", "visit.xlsx", (), "en")


def test_where_very_much_is_wrong_the_list_says_how_much_more_there_is() -> None:
    rows = "\n".join(f"e{number},nonsense,nonsense" for number in range(600))
    said = f"id,day,start\n{rows}".encode()
    listed = opened(marked(said, "events.csv")).worksheets[0]
    wrong = len(refused(said, "events.csv").errors)
    assert listed.cell(listed.max_row, 2).value == f"and {wrong - 1000:,} more"
