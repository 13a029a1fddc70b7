"""Workbooks as spreadsheet programs write them: what stands in a cell is what is read."""

import datetime as dt
import io

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.cell import WriteOnlyCell
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from bot.content.sheets import limits, sheet_cells
from bot.content.sheets.book import read_book
from bot.content.sheets.cells import as_day, as_text, as_time
from bot.content.sheets.grid import Sheet, Value
from bot.content.sheets.plain_text import put_text
from bot.content.sheets.typed import trimmed
from tests.content.sheets.workbooks import MAIN, row_of, texts, workbook

TEXT = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), max_size=60)


def saved(book: openpyxl.Workbook) -> bytes:
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def read_sheet(content: bytes) -> Sheet:
    return read_book(content, "programme.xlsx").sheets[0]


def values(sheet: Sheet) -> dict[str, Value]:
    return {f"{column}/{row.number}": value for row in sheet.rows for column, value in row.cells.items()}


def styled(code: str, *numbers: str) -> bytes:
    """A workbook of these numbers in one row, all shown by one format."""
    styles = (
        f'<styleSheet xmlns="{MAIN}"><numFmts><numFmt numFmtId="164" formatCode="{code}"/></numFmts>'
        '<cellStyleXfs><xf numFmtId="0"/></cellStyleXfs><cellXfs><xf numFmtId="0"/><xf numFmtId="164"/></cellXfs>'
        "</styleSheet>"
    )
    cells = "".join(f'<c s="1"><v>{number}</v></c>' for number in numbers)
    return workbook(f'<row r="1">{cells}</row>', styles=styles)


def test_every_kind_of_value_comes_as_itself() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    day, time, moment = dt.date(2025, 9, 23), dt.time(9, 30), dt.datetime.fromisoformat("2025-09-23T09:30")
    sheet.append(["текст", 12, 0.5, True, False, day, time, moment])
    (row,) = read_sheet(saved(book)).rows
    assert list(row.cells.values()) == ["текст", 12, 0.5, True, False, day, time, moment]
    assert isinstance(row.cells[4], bool)


def test_rows_and_columns_are_numbered_as_the_spreadsheet_shows_them() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Программа"
    sheet["C4"], sheet["B2"] = "last", "first"
    read = read_sheet(saved(book))
    assert read.name == "Программа"
    assert [(row.number, dict(row.cells)) for row in read.rows] == [(2, {2: "first"}), (4, {3: "last"})]


def test_dates_are_right_in_workbooks_that_count_from_1904() -> None:
    book = openpyxl.Workbook()
    book.epoch = CALENDAR_MAC_1904
    sheet = book.active
    assert sheet is not None
    sheet.append([dt.date(2025, 9, 23), dt.datetime.fromisoformat("2025-09-23T18:45")])
    read = read_book(saved(book), "programme.xlsx")
    assert read.dates_from_1904
    found = list(read.sheets[0].rows[0].cells.values())
    assert found == [dt.date(2025, 9, 23), dt.datetime.fromisoformat("2025-09-23T18:45")]


def test_a_plain_number_is_a_day_of_the_right_calendar() -> None:
    old = read_book(workbook("<row><c><v>44461</v></c></row>", properties=' date1904="1"'), "programme.xlsx")
    new = read_book(workbook("<row><c><v>45923</v></c></row>"), "programme.xlsx")
    days = [as_day(book.sheets[0].rows[0].cells[1], dates_from_1904=book.dates_from_1904) for book in (old, new)]
    assert days == [dt.date(2025, 9, 23)] * 2


@pytest.mark.parametrize(
    "code", ["yyyy\\-mm\\-dd", "d mmmm yyyy", "[$-419]d mmm yy;@", 'yyyy"年"m"月"d"日"', "dd.mm.yyyy"]
)
def test_a_number_shown_as_a_date_is_that_day(code: str) -> None:
    content = styled(code.replace('"', "&quot;"), "45923", "45923.0")
    assert list(values(read_sheet(content)).values()) == [dt.date(2025, 9, 23)] * 2


def test_the_built_in_dates_of_chinese_excel_are_dates() -> None:
    styles = f'<styleSheet xmlns="{MAIN}"><cellXfs><xf numFmtId="0"/><xf numFmtId="31"/></cellXfs></styleSheet>'
    content = workbook('<row><c s="1"><v>45923</v></c><c s="0"><v>45923</v></c></row>', styles=styles)
    assert list(values(read_sheet(content)).values()) == [dt.date(2025, 9, 23), 45923]


@pytest.mark.parametrize("code", ["hh:mm", "[h]:mm", "h:mm AM/PM"])
def test_a_part_of_a_day_shown_as_a_time_is_that_time(code: str) -> None:
    found = values(read_sheet(styled(code, "0.375", "0.39583333333333331", "0")))
    assert [as_time(value) for value in found.values()] == [dt.time(9), dt.time(9, 30), dt.time(0)]


def test_a_number_that_is_no_date_though_shown_as_one_is_said() -> None:
    (problem,) = read_sheet(styled("yyyy", "99999999999")).problems
    assert (problem.cell, problem.reason.text) == ("A1", sheet_cells.NO_VALUE)


def test_a_formula_is_never_taken_for_its_last_value() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet["A1"], sheet["B7"] = "id", "=SUM(1,2)"
    read = read_sheet(saved(book))
    assert values(read) == {"1/1": "id"}
    (problem,) = read.problems
    assert str(problem) == "Sheet!B7: a formula stands here: copy the cell and paste it as a value"
    cached = workbook('<row r="7"><c r="B7"><f>1+1</f><v>2</v></c><c r="C7"><f t="shared" si="0"/><v>3</v></c></row>')
    assert [problem.cell for problem in read_sheet(cached).problems] == ["B7", "C7"]
    assert read_sheet(cached).rows == ()


def test_an_error_and_nonsense_in_a_cell_are_said() -> None:
    read = read_sheet(
        workbook(
            '<row r="1"><c t="e"><v>#REF!</v></c><c><v>1e999</v></c><c><v>one</v></c><c t="d"><v>soon</v></c>'
            '<c t="d"><v>2025-09-23T00:00:00</v></c></row>'
        )
    )
    assert [(problem.cell, problem.reason.text) for problem in read.problems] == [
        ("A1", sheet_cells.ERROR_VALUE),
        ("B1", sheet_cells.NO_VALUE),
        ("C1", sheet_cells.NO_VALUE),
        ("D1", sheet_cells.NO_VALUE),
    ]
    assert values(read) == {"5/1": dt.date(2025, 9, 23)}


def test_a_text_of_4000_characters_is_read_and_a_longer_one_is_a_problem_of_its_cell() -> None:
    read = read_sheet(workbook(row_of(["я" * 4000, "я" * 4001, " " + "я" * 4000 + " ", "я" * 100_000])))
    assert list(read.rows[0].cells) == [1, 3]
    assert [problem.cell for problem in read.problems] == ["B1", "D1"]
    assert read.problems[0].reason.text == limits.TEXT_TOO_LONG
    shared = workbook('<row><c t="s"><v>0</v></c><c t="s"><v>1</v></c></row>', texts=texts("я" * 4001, "short"))
    assert values(read_sheet(shared)) == {"2/1": "short"}


def test_no_more_problems_are_listed_than_anybody_reads() -> None:
    rows = "".join(f"<row>{'<c><f>1</f></c>' * 50}</row>" for _ in range(50))
    assert len(read_sheet(workbook(rows)).problems) == limits.MOST_PROBLEMS


def test_a_merged_title_holds_its_value_in_the_first_cell_alone() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["Программа визита"])
    sheet.append(["id", "title"])
    sheet.merge_cells("A1:D1")
    assert values(read_sheet(saved(book))) == {"1/1": "Программа визита", "1/2": "id", "2/2": "title"}
    # Some programs leave in a merged range what stood there before and nobody sees.
    left = workbook(
        row_of(["seen", "hidden"]) + row_of(["hidden", "hidden", "seen"], 2),
        after=('<mergeCells><mergeCell ref="A1:B2"/><mergeCell ref="XFD1:XFD1048576"/></mergeCells>'),
    )
    assert values(read_sheet(left)) == {"1/1": "seen", "3/2": "seen"}


def test_texts_in_pieces_are_one_and_their_pronunciation_is_none_of_it() -> None:
    rich = "<r><t>北</t></r><r><rPr><b/></rPr><t>京</t></r><rPh sb='0' eb='1'><t>ペキン</t></rPh>"
    strings = f'<sst xmlns="{MAIN}"><si>{rich}</si><si><t xml:space="preserve"> a_x000D_&#10;b </t></si></sst>'
    content = workbook(
        f'<row><c t="s"><v>0</v></c><c t="inlineStr"><is>{rich}</is></c><c t="s"><v>1</v></c></row>', texts=strings
    )
    assert [as_text(value) for value in values(read_sheet(content)).values()] == ["北京", "北京", "a\nb"]


def test_a_cell_of_spaces_is_empty_and_rows_without_numbers_count_on() -> None:
    blank = "<row><c t='inlineStr'><is><t>\u00a0\u200b </t></is></c></row>"
    read = read_sheet(workbook(blank + "<row><c/><c><v>1</v></c></row>"))
    assert values(read) == {"2/2": 1}


def test_hidden_sheets_are_read_and_marked_and_charts_are_left_out() -> None:
    book = openpyxl.Workbook()
    hidden = book.create_sheet("Lists")
    hidden.sheet_state = "hidden"
    book.create_chartsheet("Chart")
    read = read_book(saved(book), "programme.xlsx")
    assert [(sheet.name, sheet.hidden) for sheet in read.sheets] == [("Sheet", False), ("Lists", True)]


def test_a_workbook_is_known_by_its_content_whatever_it_is_called() -> None:
    assert read_book(workbook(row_of("a")), "programme.csv").sheets[0].rows
    assert read_book(workbook(row_of("a")), "no name").sheets[0].rows


@settings(deadline=None)
@given(st.lists(TEXT, min_size=1, max_size=8))
def test_what_is_written_as_text_is_read_as_that_text(written: list[str]) -> None:
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("Texts")
    cells = [WriteOnlyCell(sheet) for _ in written]
    for cell, text in zip(cells, written, strict=True):
        put_text(cell, text)
    sheet.append(cells)
    read = read_sheet(saved(book))
    assert read.problems == ()
    found = {column: as_text(value) for row in read.rows for column, value in row.cells.items()}
    assert found == {column: trimmed(text) for column, text in enumerate(written, 1) if trimmed(text)}


@pytest.mark.parametrize("text", ["=1+1", "+79161234567", "-5", "@SUM(A1)", "_x0041_", "_x005F_x0041_", "\tx"])
def test_a_text_that_looks_like_a_formula_or_a_character_stays_a_text(text: str) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    put_text(sheet["A1"], text)
    content = saved(book)
    assert values(read_sheet(content)) == {"1/1": text}
    again = openpyxl.load_workbook(io.BytesIO(content)).active
    assert again is not None
    assert again["A1"].data_type == "s"
