"""Errors come all at once, each at the cell that has to change, and say what to write."""

import datetime as dt

import pytest

from bot.content.sheets.errors import UploadErrors
from bot.content.sheets.grid import Book, CellProblem, Reason, Sheet
from bot.content.sheets.mapping import read_visit_from_book
from bot.content.sheets.uploads import read_upload
from bot.core.translation import load_translators
from tests.content import builders
from tests.content.sheets.books import Cell, book, csv, current, errors

EVENT_ROWS: list[Cell] = ["id", "title.en", "original", "sources", "day", "start", "end", "place"]


def events(*rows: list[Cell]) -> list[str]:
    return errors(book(Events=[EVENT_ROWS, *rows]))


def test_a_reference_to_nothing_proposes_what_is_nearest() -> None:
    rows: list[list[Cell]] = [["id", "people"], ["dinner", "P1, P22"], ["talk", None]]
    assert errors(book(Events=rows)) == [
        "Events!B2: there is no P22 here; a person is needed; did you mean P2?",
    ]


def test_an_id_written_twice_is_told_with_the_cell_of_the_first() -> None:
    rows: list[list[Cell]] = [["id", "title.en", "original", "sources"]]
    rows += [[item_id, "Food", "en", "S1"] for item_id in ("dinner", "talk", "Dinner")]
    assert errors(book(Events=rows)) == ["Events!A4: Dinner is already the id of an event (Events!A2); ids are unique"]


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (["talk", "Talk", "en", "S1", "24.13.2026"], "Events!E2: «24.13.2026» is no day: write it as 2025-09-23"),
        (["talk", "Talk", "en", "S1", None, "9:00"], "Events!E2: a time needs its day"),
        (["talk", "Talk", "en", "S1", "2026-09-24", "9:00", "8:00"], "Events!G2: the end is not after the start"),
        (["talk", None, "en", "S1"], "Events!B2: is missing"),
        (["talk", "Talk", "en"], "Events!D2: talk names no source: write the id of a page that was read and says so"),
        (["talk", "Доклад", "en", "S1"], "Events!B2: is not written in English"),
        (["talk", "Talk", "ru", "S1"], "Events!C2: ru is not the language of any of its sources (en)"),
        (
            ["t a l k", "Talk", "en", "S1"],
            "Events!A2: «t a l k» is not an id: it takes Latin letters, digits and single hyphens, as round-table",
        ),
        (["talk", "Talk", "en", "S1", dt.date(2026, 9, 24), None, None, "nowhere"], "Events!H2: there is no nowhere"),
    ],
)
def test_an_error_stands_at_the_cell_to_be_changed(row: list[Cell], said: str) -> None:
    found = events(row)
    assert [one for one in found if one.startswith(said)], found


def test_a_cell_that_cannot_be_read_is_told_once_and_nothing_follows_from_it() -> None:
    assert events(["talk", "Talk", "en", "S1", "soon", "9:00", "10:00"]) == [
        "Events!E2: «soon» is no day: write it as 2025-09-23"
    ]


def test_errors_come_all_at_once_in_the_order_of_the_file() -> None:
    given = book(
        Facts=[["id", "topic", "confidence"], ["F01", "T9", "sure"], ["F02", None, "high"]],
        Events=[EVENT_ROWS, ["dinner", "D", "en", "S9", "soon"]],
    )
    assert errors(given) == [
        "Facts!B2: there is no T9 here; a topic is needed",
        "Facts!C2: «sure» is not one of: high, medium, low",
        "Facts!B3: is missing",
        "Events!D2: there is no S9 here; a source is needed",
        "Events!E2: «soon» is no day: write it as 2025-09-23",
    ]


def test_an_unknown_column_is_named_with_the_nearest() -> None:
    rows: list[list[Cell]] = [["id", "titel.en", "Whatever"], ["dinner", "D", "x"], ["talk", "T", "y"]]
    assert errors(book(Events=rows)) == [
        "Events!B1: «titel.en» is no column here; did you mean «title.en»?",
        "Events!C1: «Whatever» is no column here",
    ]


def test_columns_without_a_heading_twice_the_same_and_without_ids_are_refused() -> None:
    assert errors(book(Events=[["id", None, "title.en"], ["dinner", "x", "D"], ["talk", None, "T"]])) == [
        "Events!B2: the column has no heading: write one from the template, or empty the column"
    ]
    assert errors(book(Events=[["id", "call", "Кому звонить"], ["dinner"], ["talk"]])) == [
        "Events!C1: «call» has a column already: call"
    ]
    assert errors(book(Events=[["title.en", "day"], ["Dinner"]])) == [
        "Events!1: has no column `id`, by which rows are told apart"
    ]


def test_sheets_that_are_unknown_empty_of_headings_or_there_twice_are_refused() -> None:
    dinner: list[list[Cell]] = [["id"], ["dinner"], ["talk"]]
    assert errors(book(My_notes=[["buy milk"]], Events=dinner)) == [
        "My notes: the sheet is not known: give it the name of one of the template’s sheets, or delete it"
    ]
    assert errors(book(Events=dinner, События=dinner)) == [
        "События: is a second sheet for the same; the first is «Events»"
    ]
    assert errors(book(Events=[["nothing", "of"], ["the", "kind"]])) == [
        "Events: has no headings: take them from the template, or delete the sheet"
    ]


def test_what_no_longer_fits_in_a_table_that_was_not_sent_is_named_without_a_cell() -> None:
    said = errors(csv([["id", "names.en", "role.en"], ["P2", "Another Person", "Director"]]))
    assert all("P1" in one for one in said)
    assert {one.partition(":")[0] for one in said} == {"facts.F01.about", "events.dinner.people"}


def test_such_an_entry_is_named_in_the_readers_language() -> None:
    rows: list[list[Cell]] = [["id", "names.en", "role.en"], ["P2", "Another Person", "Director"]]
    with pytest.raises(UploadErrors) as refused:
        read_visit_from_book(csv(rows), current(), "people.csv")
    lines = refused.value.said(load_translators()["ru"])
    assert [line.partition(":")[0] for line in lines] == ["Факты, F01, о чём", "События, dinner, люди"]
    rows = [["id", "start"], ["dinner", "21:00"], ["talk", None]]
    with pytest.raises(UploadErrors) as refused:
        read_visit_from_book(book(События=rows), current(), "x.xlsx")
    assert refused.value.said(load_translators()["ru"]) == ["События!A2 (конец): конец не позже начала"]


def test_an_error_of_a_csv_names_row_and_column() -> None:
    assert errors(csv([["id", "Начало", "title.en", "day"], ["dinner", "25:00", "D", "2026-09-23"]])) == [
        "row 2, Начало: «25:00» is no time: write it as 09:30"
    ]


def test_a_field_whose_column_is_missing_is_named_at_the_rows_id() -> None:
    rows: list[list[Cell]] = [["id", "start"], ["dinner", "21:00"], ["talk", None]]
    assert errors(book(Events=rows)) == ["Events!A2 (end): the end is not after the start"]


def test_cells_that_hold_no_value_are_among_the_errors_and_are_told_once() -> None:
    formula = CellProblem("Events", 2, 2, Reason("a formula stands here"))
    given = book(Events=[["id", "title.en"], ["dinner", None], ["talk", "Talk"]])
    with_problem = Book((Sheet("Events", given.sheets[0].rows, (formula,)),), has_addresses=True)
    assert errors(with_problem) == ["Events!B2: a formula stands here"]


def test_a_rule_of_the_caller_is_asked_once_all_is_right() -> None:
    from bot.content.problems import Problem  # noqa: PLC0415

    given = book(Events=[["id", "title.en"], ["dinner", "Dinner"], ["talk", "Talk"]])
    with pytest.raises(UploadErrors) as refused:
        read_visit_from_book(given, current(), "x.xlsx", rule=lambda _: [Problem(("events", 1, "title"), "no")])
    assert str(refused.value) == "x.xlsx: Events!B3: no"


def test_errors_are_said_in_the_readers_language() -> None:
    rows: list[list[Cell]] = [["id", "topic"], ["F01", "T9"], ["F02", None]]
    with pytest.raises(UploadErrors) as refused:
        read_visit_from_book(book(Факты=rows), current(), "x.xlsx")
    translators = load_translators()
    assert refused.value.said(translators["ru"]) == [
        "Факты!B2: T9 здесь нет; нужно: тема",
        "Факты!B3: не заполнено",
    ]
    assert refused.value.said(translators["zh"])[1] == "Факты!B3: 未填写"
    assert str(refused.value).startswith("x.xlsx: Факты!B2: there is no T9 here")


def test_sheets_and_choices_are_named_as_the_reader_knows_them() -> None:
    translators = load_translators()
    rows: list[list[Cell]] = [["id", "title.ru"], ["G1", "Автобус"]]
    with pytest.raises(UploadErrors) as refused:
        read_visit_from_book(csv(rows), current(), "x.csv")
    (said,) = refused.value.said(translators["ru"])
    assert "Сам визит, События, Темы, Группы" in said
    with pytest.raises(UploadErrors) as refused:
        read_visit_from_book(csv([["id", "confidence"], ["F01", "sure"], ["F02", None]]), current(), "facts.csv")
    assert refused.value.said(translators["zh"]) == ["第 2 行，confidence: “sure”不在列表中：高、中、低"]


def test_yaml_is_read_as_ever_and_its_errors_have_lines() -> None:
    content = builders.SAMPLE.read_bytes()
    visit = read_upload(content, "sample.YAML", None, builders.FIRST_DAY)
    assert visit.id == "sample"
    with pytest.raises(UploadErrors) as refused:
        read_upload(content.replace(b"host: sample-park", b"host: nobody"), "sample.yaml", None, builders.FIRST_DAY)
    (error,) = refused.value.errors
    assert error.line == content.split(b"host:")[0].count(b"\n") + 1
    assert str(error) == f"sample.yaml: line {error.line}, host: there is no nobody here; an organisation is needed"


def test_a_file_that_is_no_table_is_one_error_of_the_whole_file() -> None:
    with pytest.raises(UploadErrors) as refused:
        read_upload(b"PK\x03\x04 and so on", "table.xlsx", current(), builders.FIRST_DAY)
    (error,) = refused.value.errors
    assert (error.sheet, error.row, error.line) == ("", None, None)


def test_nothing_of_a_file_is_said_at_length_or_over_several_lines() -> None:
    endless = "x\n" * 1000
    rows: list[list[Cell]] = [["id", "title.en", endless], ["dinner", "D", endless], ["talk", "T", endless]]
    given = book(Events=rows)
    named = Book((*given.sheets, Sheet(endless, given.sheets[0].rows)), has_addresses=True)
    for said in (*errors(named), *errors(csv([["id", "start"], ["dinner", endless]]))):
        assert len(said) < 200
        assert "\n" not in said


def test_of_what_has_no_row_any_more_is_said_where_it_stood() -> None:
    people = book(People=[["id", "names.en"], ["P2", "Another Person"]])
    gone = "the row P1 is gone from “people”: put it back, or take P1 out here as well"
    assert sorted(errors(people)) == [f"events.dinner.people: {gone}", f"facts.F01.about: {gone}"]
