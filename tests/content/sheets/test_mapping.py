"""Rows over the visit as it was: what stays, what goes, what is new."""

import datetime as dt

import pytest

from bot.content.sheets.grid import Book
from bot.content.sheets.mapping import read_visit_from_book
from tests.content import builders
from tests.content.sheets.books import Cell, book, csv, current, errors, read

EVENTS: list[list[Cell]] = [
    ["id", "title.en", "original", "sources", "day", "start"],
    ["dinner", "Dinner", "en", "S1", dt.date(2026, 9, 23), dt.time(19, 0)],
    ["talk", "talk", "en", "S1", dt.date(2026, 9, 24), dt.time(9, 0)],
]


def test_a_sheet_that_is_missing_leaves_its_section_as_it_was() -> None:
    visit = read(book(Events=EVENTS))
    assert visit.facts == current().facts
    assert visit.people == current().people
    assert visit.events[0].start == dt.time(19, 0)


def test_a_column_that_is_missing_leaves_its_field_as_it_was() -> None:
    dinner = read(book(Events=EVENTS)).events[0]
    assert dinner == current().events[0].model_copy(update={"title": dinner.title, "start": dt.time(19, 0)})
    assert dinner.place == "L1"


def test_an_empty_cell_empties_its_field() -> None:
    rows: list[list[Cell]] = [["id", "note.en", "place"], ["dinner", None, "  "], ["talk", None, None]]
    dinner, talk = read(book(Events=rows)).events
    assert (dinner.note, dinner.place) == (None, None)
    assert talk == current().events[1]


def test_a_row_that_is_missing_is_an_entry_removed_and_order_is_that_of_rows() -> None:
    visit = read(book(Facts=[["id"], ["F02"]]))
    assert [fact.id for fact in visit.facts] == ["F02"]
    swapped = read(book(Events=[["id"], ["talk"], ["dinner"]]))
    assert [event.id for event in swapped.events] == ["talk", "dinner"]
    assert swapped.events == current().events[::-1]


@pytest.mark.parametrize(
    ("titles", "item_id"),
    [
        ({"title.en": "Visit to the Museum of Science"}, "visit-to-the-museum"),
        ({"title.ru": "Ужин у реки"}, "uzhin-u-reki"),
        ({"title.zh": "晚宴"}, "V1"),
        ({"title.en": "Café ‘Été’"}, "cafe-ete"),
        ({"title.en": "Dinner"}, "dinner-2"),
        ({"title.en": "Donaudampfschifffahrtsgesellschaft"}, "donaudampfschifffahr"),
    ],
)
def test_a_new_row_without_an_id_gets_one_from_its_title(titles: dict[str, str], item_id: str) -> None:
    languages = [key.removeprefix("title.") for key in titles]
    spoken = [builders.source(f"S{number}", language=code) for number, code in enumerate(("en", "ru", "zh"), 1)]
    visit = current().model_copy(update={"sources": builders.visit_of(sources=spoken).sources})
    number = {"en": "S1", "ru": "S2", "zh": "S3"}[languages[0]]
    food = {"en": "Food", "ru": "Еда", "zh": "餐"}
    rows: list[list[Cell]] = [
        ["id", *titles, "original", "sources"],
        ["dinner", *(food[language] for language in languages), languages[0], number],
        [None, *titles.values(), languages[0], number],
    ]
    given = book(Events=rows)
    assert [event.id for event in read(given, visit).events] == ["dinner", item_id]
    assert read(given, visit) == read(given, visit)


def test_new_rows_of_one_title_get_an_id_each() -> None:
    rows: list[list[Cell]] = [["id", "title.en", "original", "sources"]]
    rows += [[item_id, "Lunch", "en", "S1"] for item_id in ("dinner", None, None, None)]
    assert [event.id for event in read(book(Events=rows)).events] == ["dinner", "lunch", "lunch-2", "lunch-3"]


def test_new_facts_are_counted_on_from_those_there_are() -> None:
    rows: list[list[Cell]] = [["id", "topic", "text.en", "original", "sources"]]
    rows += [[item_id, "T1", "A fact.", "en", "S1"] for item_id in ("F01", "F02", None, None)]
    assert [fact.id for fact in read(book(Facts=rows)).facts] == ["F01", "F02", "F03", "F04"]


def test_a_row_that_lost_its_id_is_told_which_it_was_and_nothing_else_is_blamed() -> None:
    rows: list[list[Cell]] = [["id", "names.en"], [None, "A Person"], ["P2", "Another Person"]]
    said = errors(book(People=rows))
    assert len(said) == 1
    assert said[0].startswith("People!A2: the id is empty, and «P1» has the same title: write P1")


def test_a_csv_is_the_table_whose_headings_it_has() -> None:
    visit = read(csv([["id", "names.en", "role.en"], ["P1", "A Person", "Chair"], ["P2", "Another Person", "Clerk"]]))
    assert [person.role.en for person in visit.people] == ["Chair", "Clerk"]


def test_a_csv_that_may_be_two_tables_is_the_one_its_name_says() -> None:
    rows: list[list[Cell]] = [["id", "title.ru", "title.en", "title.zh"], ["G1", "Автобус", "Bus", None]]
    assert [group.id for group in read(csv(rows), file="visit - groups.csv").groups] == ["G1"]
    assert [group.id for group in read(csv(rows), file="Группы.csv").groups] == ["G1"]
    assert errors(csv(rows), file="table.csv") == [
        "it may be any of visit, events, topics, groups: call the file or the sheet after the one it is"
    ]


@pytest.mark.parametrize(
    "headings", [["Id", "Title (en)", "Start"], ["ID", "заголовок (en)", "НАЧАЛО"], ["id", "标题（en）", "开始时间"]]
)
def test_headings_may_be_those_for_people_in_any_language(headings: list[Cell]) -> None:
    rows: list[list[Cell]] = [headings, ["dinner", "Supper", "18:30"], ["talk", "talk", "9.00"]]
    visit = read(book(События=rows))
    assert (visit.events[0].title.en, visit.events[0].start) == ("Supper", dt.time(18, 30))
    assert visit.events[1] == current().events[1]


def test_titles_and_remarks_above_the_headings_are_passed_over() -> None:
    rows: list[list[Cell]] = [["Programme, as agreed"], ["people"], [], ["id", "title.en"], ["dinner", "Supper"]]
    assert [event.title.en for event in read(book(Events=rows)).events] == ["Supper"]


def test_a_sheet_with_a_name_of_its_own_is_known_by_its_headings() -> None:
    rows: list[list[Cell]] = [["id", "day", "start", "status"], ["dinner", "2026-09-25", "18:00", "отменено"]]
    event = read(book(Programme_v2=rows)).events[0]
    assert (event.day, event.status) == (dt.date(2026, 9, 25), "cancelled")


def test_sheets_that_explain_or_list_errors_are_not_read() -> None:
    assert read(book(How_to_fill_it_in=[["id", "nonsense"]], Что_исправить=[["x"]], Events=EVENTS)).events


def test_words_of_choices_and_yes_are_taken_in_every_language() -> None:
    rows: list[list[Cell]] = [["id", "context", "confidence"], ["F01", "да", "низкая"], ["F02", "否", "中"]]
    first, second = read(book(Facts=rows)).facts
    assert (first.context, first.confidence, second.context, second.confidence) == (True, "low", False, "medium")


def test_a_form_of_a_name_is_a_sources_when_it_names_one() -> None:
    rows: list[list[Cell]] = [["id", "names.en", "names.en.source"], ["P1", "A Person", "S1"], ["P2", "Ann", None]]
    first, second = read(book(People=rows)).people
    assert first.names.en is not None
    assert second.names.en is not None
    assert (first.names.en.status, second.names.en.status) == ("source", "ours")


VISIT_ROW: list[list[Cell]] = [
    ["id", "title.en", "host", "zone", "home_zone"],
    ["other", "Other", "O1", "Asia/Shanghai", "Europe/Moscow"],
]


def test_a_workbook_changes_the_visit_that_it_names() -> None:
    other = current().model_copy(update={"id": "other"})
    visit = read_visit_from_book(book(visit=VISIT_ROW), current(), "", (other,))
    assert visit == other.model_copy(update={"title": visit.title})
    assert visit.title.en == "Other"


def test_a_workbook_of_a_visit_that_nobody_knows_stands_alone() -> None:
    said = errors(book(visit=VISIT_ROW, Events=EVENTS))
    assert any("sources" in one for one in said)
    whole = read(
        book(
            visit=VISIT_ROW,
            Sources=[
                ["id", "publisher.en", "url", "language", "seen_on"],
                ["S1", "P", "https://a.test/", "en", "2026-01-01"],
            ],
            Organisations=[["id", "kind", "names.en", "original", "sources"], ["O1", "park", "Park", "en", "S1"]],
        )
    )
    assert (whole.id, whole.events, whole.people) == ("other", (), ())


def test_without_a_visit_to_change_the_visit_itself_is_needed() -> None:
    with pytest.raises(Exception, match="the sheet of the visit itself is missing"):
        read_visit_from_book(book(Events=EVENTS), None)


def test_a_book_without_tables_is_refused() -> None:
    with pytest.raises(Exception, match="there is no table of a visit in it"):
        read_visit_from_book(Book((), has_addresses=True), current())


def test_an_id_of_digits_is_the_same_whether_text_or_number() -> None:
    visit = builders.visit_of(builders.event("12", "2026-09-23"), builders.event("7"))
    rows: list[list[Cell]] = [["id", "title.en"], [12.0, "Twelve"], ["7", "Seven"]]
    twelve, seven = read(book(Events=rows), visit).events
    assert (twelve.id, twelve.day, twelve.title.en) == ("12", dt.date(2026, 9, 23), "Twelve")
    assert seven.id == "7"


def test_a_row_of_spaces_is_no_entry() -> None:
    rows: list[list[Cell]] = [["id", "title.en"], ["dinner", "D"], [" ", "\u00a0"], ["talk", "T"]]
    assert [event.id for event in read(book(Events=rows)).events] == ["dinner", "talk"]
