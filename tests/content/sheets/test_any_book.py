"""Whatever stands in a spreadsheet, it makes a visit or errors that can be said, and nothing else happens."""

import datetime as dt

from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from bot.content.models import Visit
from bot.content.rules import check
from bot.content.sheets.errors import UploadErrors
from bot.content.sheets.grid import Book
from bot.content.sheets.headings import heading, sheet_title
from bot.content.sheets.layout import tables
from bot.content.sheets.mapping import read_visit_from_book
from bot.core.translation import load_translators
from tests.content.sheets.books import Cell, current, sheet

TRANSLATORS = list(load_translators().values())
VALUES = st.one_of(
    st.none(),
    st.sampled_from(["dinner", "P1", "S1", "S1, S9", "T1", "en", "ru, en", "да", "high", "09:30", "2026-09-24", "O1"]),
    st.sampled_from(["x" * 3000, "{a}", "«b»", "a\nb", " ", "\u00a0", "=1", "Дом", "餐", "F01", "f01", "-", "+86 21"]),
    st.floats(allow_nan=False, allow_infinity=False),
    st.booleans(),
    st.dates(),
    st.times(),
    st.datetimes(),
)
HEADINGS = st.sampled_from([column for table in tables().values() for column in table.columns]).flatmap(
    lambda column: st.sampled_from([column.key, *(heading(column, tr) for tr in TRANSLATORS)])
)
NAMES = st.sampled_from([*(sheet_title(name, tr) for tr in TRANSLATORS for name in tables()), "Sheet1", "", "events"])


@st.composite
def books(draw: st.DrawFn) -> Book:
    sheets = []
    for _ in range(draw(st.integers(1, 3))):
        width = draw(st.integers(1, 6))
        headings: list[Cell] = ["id", *draw(st.lists(HEADINGS, min_size=width, max_size=width))]
        rows = draw(st.lists(st.lists(VALUES, min_size=width + 1, max_size=width + 2), max_size=4))
        # Most of the time a sheet of a known kind, so that more than its headings is looked at.
        table = draw(st.sampled_from([*tables().values()]))
        if draw(st.booleans()):
            keys = [column.key for column in table.columns]
            headings = ["id", *draw(st.permutations([key for key in keys if key != "id"]))[:width]]
            sheets.append(sheet(table.name, [headings, *rows]))
        else:
            sheets.append(sheet(draw(NAMES), [headings, *rows]))
    return Book(tuple(sheets), has_addresses=draw(st.booleans()), dates_from_1904=draw(st.booleans()))


def outcome(book: Book, visit: Visit | None) -> Visit | UploadErrors:
    try:
        return read_visit_from_book(book, visit, "any.xlsx")
    except UploadErrors as refused:
        return refused


@settings(max_examples=150, deadline=None, phases=(Phase.explicit, Phase.generate))
@given(books(), st.booleans())
def test_any_book_makes_a_visit_that_is_right_or_errors_that_can_be_said(book: Book, known: bool) -> None:
    visit = current() if known else None
    came = outcome(book, visit)
    if isinstance(came, UploadErrors):
        lines = [line for tr in TRANSLATORS for line in came.said(tr)]
        assert lines
        assert all(line and len(line) < 1000 for line in lines)
    else:
        assert check(came) == []
        assert outcome(book, visit) == came


def test_days_of_1904_are_counted_from_there() -> None:
    day = dt.date(2026, 9, 24)
    serial = float((day - dt.date(1904, 1, 1)).days)
    rows: list[list[Cell]] = [["id", "day"], ["dinner", serial], ["talk", serial]]
    visit = read_visit_from_book(Book((sheet("Events", rows),), has_addresses=True, dates_from_1904=True), current())
    assert [event.day for event in visit.events] == [day, day]
