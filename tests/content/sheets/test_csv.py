"""CSV as it is saved in Russia, China and elsewhere: encoding and separator are found out."""

import csv
import io
from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.content.sheets import csv_text, encodings, limits, sheet_cells
from bot.content.sheets.book import read_book
from bot.content.sheets.grid import FileRefused, Sheet

RUSSIAN = (
    "id;Тема;Место;Дата;Время\r\n"
    "round-table;«Круглый стол» – вопросы и ответы;Пудун, зал № 3;23.09.2025;9:00\r\n"
    "lunch;Обед;;23.09.2025;13.30\r\n"
)
CHINESE = (
    "编号,主题,地点,日期,时间\r\n"
    "round-table,圆桌会议：生物医药合作,浦东新区三号会议室,2025年9月23日,9:00\r\n"
    "lunch,午餐,,2025年9月23日,13:30\r\n"
)
BOTH = CHINESE + "visit,参观园区 Экскурсия по парку,上海,2025-09-24,10:00\r\n"
SHORT_RUSSIAN = (
    "Дата;Тема",
    "дата,время",
    "ДАТА;ВРЕМЯ;МЕСТО",
    "Имя;Роль\r\nИван;Гид",
    "ВТОРОЙ ЭТАЖ",
    "Обед",
    "млрд юаней",
)
TEXT = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")))
SHORT_CHINESE = ("日期,主题", "时间;地点", "姓名,职务\r\n王伟,总经理", "日程", "上海，浦东", "编号\t中文名称")


def read_sheet(content: bytes) -> Sheet:
    (sheet,) = read_book(content, "programme.csv").sheets
    assert sheet.name == ""
    return sheet


def table(sheet: Sheet) -> list[list[object]]:
    return [[row.number, *row.cells.values()] for row in sheet.rows]


def refusal(content: bytes, name: str = "programme.csv") -> str:
    with pytest.raises(FileRefused) as refused:
        read_book(content, name)
    assert "{" not in str(refused.value)
    return refused.value.reason.text


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "cp1251"])
def test_russian_in_the_encodings_it_is_saved_in(encoding: str) -> None:
    found = table(read_sheet(RUSSIAN.encode(encoding)))
    assert found[1] == [2, "round-table", "«Круглый стол» – вопросы и ответы", "Пудун, зал № 3", "23.09.2025", "9:00"]
    assert found[2] == [3, "lunch", "Обед", "23.09.2025", "13.30"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030", "gbk"])
@pytest.mark.parametrize("text", [CHINESE, BOTH])
def test_chinese_in_the_encodings_it_is_saved_in_also_beside_russian(encoding: str, text: str) -> None:
    found = table(read_sheet(text.encode(encoding)))
    assert found[1] == [2, "round-table", "圆桌会议：生物医药合作", "浦东新区三号会议室", "2025年9月23日", "9:00"]


@pytest.mark.parametrize("text", SHORT_RUSSIAN)
def test_a_few_words_of_russian_are_not_taken_for_chinese(text: str) -> None:
    assert encodings.decoded(text.encode("cp1251"))[0] == text


@pytest.mark.parametrize("text", SHORT_CHINESE)
def test_a_few_words_of_chinese_are_not_taken_for_russian(text: str) -> None:
    assert encodings.decoded(text.encode("gb18030"))[0] == text


@settings(deadline=None)
@given(st.lists(st.sampled_from(RUSSIAN.replace("\r\n", ";").split(";")), min_size=4, max_size=12))
def test_any_rows_of_russian_are_read_as_they_are(cells: Sequence[str]) -> None:
    text = ";".join(cells)
    assert encodings.decoded(text.encode("cp1251"))[0] == text


@settings(deadline=None)
@given(st.lists(st.sampled_from(CHINESE.replace("\r\n", ",").split(",")), min_size=4, max_size=12))
def test_any_rows_of_chinese_are_read_as_they_are(cells: Sequence[str]) -> None:
    text = ",".join(cells)
    assert encodings.decoded(text.encode("gb18030"))[0] == text


@pytest.mark.parametrize("encoding", ["koi8-r", "cp866"])
def test_old_russian_encodings_are_refused_by_name(encoding: str) -> None:
    assert refusal(RUSSIAN.replace("«", "").replace("»", "").replace("–", "-").replace("№", "").encode(encoding)) == (
        encodings.OLD_RUSSIAN
    )


@pytest.mark.parametrize(
    "content",
    [
        CHINESE.replace("编", "").encode("big5", "ignore") * 3,
        "日本語のカタカナ、ひらがな".encode("shift-jis"),
        "Größe;Übergang;Straße".encode("latin-1"),
        RUSSIAN.encode() + b"\xff",
        b"\xef\xbb\xbfid;\xd0",
        b"\xff\xfei\x00d\x00;",
        bytes(range(128, 256)) * 10,
    ],
)
def test_an_encoding_that_is_none_of_these_is_refused_with_what_to_do(content: bytes) -> None:
    assert refusal(content) == encodings.UNKNOWN


@pytest.mark.parametrize("content", [RUSSIAN.encode("utf-16-le"), b"id;\x00", b"\x7fELF\x01", b"id\x1b;title"])
def test_what_is_no_text_is_refused(content: bytes) -> None:
    assert refusal(content) == encodings.NOT_TEXT


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_the_separator_is_found_out_whatever_else_stands_in_the_cells(separator: str) -> None:
    rows = [
        ["Programme", "", ""],
        ["id", "title, in full", "a; b"],
        ["1", "two\nlines", 'said "yes"'],
        ["2", "", "x\ty"],
    ]
    written = io.StringIO()
    csv.writer(written, delimiter=separator).writerows(rows)
    sheet = read_sheet(written.getvalue().encode())
    assert [(row.number, dict(row.cells)) for row in sheet.rows] == [
        (number, {column: cell for column, cell in enumerate(row, 1) if cell}) for number, row in enumerate(rows, 1)
    ]


def test_the_separator_is_what_all_rows_have_not_what_some_have_more_of() -> None:
    found = table(read_sheet(b"id;title\n1;Talks, tea, talks\n2;Tea, talks, tea\n"))
    assert found == [[1, "id", "title"], [2, "1", "Talks, tea, talks"], [3, "2", "Tea, talks, tea"]]


def test_one_column_and_the_line_that_names_the_separator() -> None:
    assert table(read_sheet(b"id\r\nF28\r\n")) == [[1, "id"], [2, "F28"]]
    assert table(read_sheet(b"sep=;\r\na,b;c\r\n")) == [[1, "a,b", "c"]]


def test_empty_rows_are_counted_and_left_out() -> None:
    assert table(read_sheet(b"id;title\n\n;;\nF28;x\n")) == [[1, "id", "title"], [4, "F28", "x"]]


def test_a_formula_is_a_problem_of_its_cell() -> None:
    sheet = read_sheet(b'id,title\n1,=SUM(A1)\n2,"=""007"""\n3,+7 916\n')
    assert [(problem.cell, problem.reason.text) for problem in sheet.problems] == [
        ("B2", sheet_cells.FORMULA),
        ("B3", sheet_cells.FORMULA),
    ]
    assert table(sheet)[-1] == [4, "3", "+7 916"]


@pytest.mark.parametrize("content", [b'id,title\n1,"open\n2,x\n', b'id,title\n1,"a"b\n'])
def test_quotation_marks_that_do_not_match_are_refused_with_their_row(content: bytes) -> None:
    with pytest.raises(FileRefused, match="from row 2 on") as refused:
        read_book(content, "programme.csv")
    assert refused.value.reason.text == csv_text.BAD_QUOTES


def test_the_limits_hold_for_csv_too() -> None:
    assert len(read_sheet(b"a;b\n" * 5000).rows) == 5000
    assert refusal(b"a;b\n" * 5001) == limits.TOO_MANY_ROWS
    assert refusal(b"a;" * 51) == limits.TOO_MANY_COLUMNS
    (problem,) = read_sheet(b"a;" + b"b" * 4001).problems
    assert (problem.cell, problem.reason.text) == ("B1", limits.TEXT_TOO_LONG)
    (problem,) = read_sheet(b"a;" + b"b" * 1_000_000).problems
    assert problem.reason.text == limits.TEXT_TOO_LONG


@settings(deadline=None)
@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_refused(content: bytes) -> None:
    for name in ("programme.csv", "programme.xlsx"):
        try:
            read_book(content, name)
        except FileRefused as refused:
            said = str(refused)
        else:
            said = "a book"
        assert said


@settings(deadline=None)
@given(st.lists(st.lists(TEXT, min_size=5, max_size=5), max_size=5))
def test_what_a_spreadsheet_saves_is_read_back(rows: list[list[str]]) -> None:
    written = io.StringIO()
    csv.writer(written, delimiter=";").writerows([["id", "title", "place", "day", "start"], *rows])
    sheet = read_sheet(written.getvalue().encode("utf-8-sig"))
    found = {(row.number, column): value for row in sheet.rows[1:] for column, value in row.cells.items()}
    for (row, column), value in found.items():
        assert rows[row - 2][column - 1] == value
    assert len(found) + len(sheet.problems) <= sum(len(row) for row in rows)


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_a_quotation_mark_that_is_never_closed_is_said_to_be_one(separator: str) -> None:
    lines = [separator.join(cells) for cells in (("id", "title.en"), ("lunch", "Lunch"), ("dinner", '"Dinner'))]
    assert refusal("\r\n".join(lines).encode()) == csv_text.BAD_QUOTES
