"""Books for tests, written as rows."""

from bot.content.models import Visit
from bot.content.sheets.errors import UploadErrors
from bot.content.sheets.grid import Book, Row, Sheet, Value
from bot.content.sheets.mapping import read_visit_from_book
from tests.content import builders
from tests.content.builders import Json

Cell = Value | None
TOPICS: list[Json] = [{"id": "T1", "title": {"en": "A topic"}}]


def book(**sheets: list[list[Cell]]) -> Book:
    """Return a book of these sheets; `_` in a sheet's name is a space."""
    return Book(tuple(sheet(name.replace("_", " "), rows) for name, rows in sheets.items()), has_addresses=True)


def csv(rows: list[list[Cell]]) -> Book:
    return Book((sheet("", rows),), has_addresses=True)


def sheet(name: str, rows: list[list[Cell]]) -> Sheet:
    found = (
        Row(number, {column: value for column, value in enumerate(values, 1) if value is not None})
        for number, values in enumerate(rows, 1)
    )
    return Sheet(name, tuple(row for row in found if row.cells))


def current() -> Visit:
    """A small visit with something of most things."""
    return builders.visit_of(
        builders.event(
            "dinner", "2026-09-23", "18:00", "20:00", place="L1", people=["P1"], note={"en": "Bring a coat"}
        ),
        builders.event("talk", "2026-09-24", "09:00"),
        topics=TOPICS,
        facts=[builders.fact("F01", about=["P1"]), builders.fact("F02")],
        people=[builders.person("P1"), builders.person("P2", names=builders.name("Another Person"))],
        places=[builders.place("L1")],
    )


def read(given: Book, visit: Visit | None = None, file: str = "") -> Visit:
    return read_visit_from_book(given, visit or current(), file)


def errors(given: Book, visit: Visit | None = None, file: str = "") -> list[str]:
    """Return what is said in English against a book."""
    try:
        read(given, visit, file)
    except UploadErrors as refused:
        return [": ".join(filter(None, (str(error.place), str(error.reason)))) for error in refused.errors]
    return []
