"""Rows of a table as documents: what stands in the cells, and under it what the visit said until now."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from bot.content.sheets.cells import as_id
from bot.content.sheets.fields import field_of, leaf
from bot.content.sheets.finding import FoundTable
from bot.content.sheets.grid import Book, CellError, CellProblem, Reason, Row
from bot.content.sheets.ids import new_id, title_of
from bot.content.sheets.layout import Table
from bot.content.texts import Document
from bot.core.languages import LANGUAGES
from bot.core.translation import msg

LOST_ID: Final = msg("the id is empty, and «{id}» has the same title: write {id}, or a new id if it is another")

_ID: Final = ("id",)
Leaves = dict[tuple[str, ...], Any]


@dataclass(slots=True)
class ReadRows:
    """The documents that the rows of a table make, with the number of each one's row, and what is wrong in cells."""

    documents: list[dict[str, Any]] = field(default_factory=list)
    numbers: list[int] = field(default_factory=list)
    problems: list[CellProblem] = field(default_factory=list)


def read_rows(found: FoundTable, entries: Mapping[str, Document], book: Book) -> ReadRows:
    """Return the rows as documents, in their order. `entries` are those of the table's section until now, by id.

    A field whose column is not there stays what it was. Ids of new rows are left to `give_ids`.
    """
    read = ReadRows()
    id_column = found.number_of(_ID)
    for row in found.rows:
        leaves = leaves_of(entries.get(id_in(row, id_column)), found.table)
        for number, problem in _read_row(found, row, leaves, book):
            read.problems.append(CellProblem(found.sheet, row.number, number, problem))
        read.documents.append(nested(leaves))
        read.numbers.append(row.number)
    return read


def id_in(row: Row, id_column: int | None) -> str:
    """Return the id in a row, one of digits too that a spreadsheet took for a number; empty where there is none."""
    value = None if id_column is None else row.cells.get(id_column)
    try:
        return "" if value is None else as_id(value)
    except CellError:
        return ""


def leaves_of(document: Document | None, table: Table) -> Leaves:
    """Return every field of a document that has a column, by its path, as YAML would have it."""
    return {} if document is None else {column.path: leaf(document, column.path) for column in table.columns}


def nested(leaves: Mapping[tuple[str, ...], Any]) -> dict[str, Any]:
    """Return the document that has these fields; those that are None or have nothing in them are left out."""
    document: dict[str, Any] = {}
    for path, value in leaves.items():
        if value is None or value == []:
            continue
        inside = document
        for step in path[:-1]:
            inside = inside.setdefault(step, {})
        inside[path[-1]] = value
    for language in LANGUAGES:
        # Whether a form is a source's follows from whether it names one.
        if form := document.get("names", {}).get(language):
            form["status"] = "source" if "source" in form else "ours"
    return document


def give_ids(
    found: FoundTable, read: ReadRows, entries: Mapping[str, Document], taken: set[str]
) -> Iterator[CellProblem]:
    """Give the documents without an id one that is none of `taken`, in small letters, which it is added to.

    Yields a problem where a row has lost its id: an entry of the same title is there no more, and whatever people
    have marked about it would be lost with it.
    """
    id_column = found.number_of(_ID)
    wrong = {problem.row for problem in read.problems if problem.column == id_column}
    there = {document.get("id") for document in read.documents}
    missing = {
        title_of(nested(leaves_of(entry, found.table))): item_id
        for item_id, entry in entries.items()
        if item_id not in there
    }
    known = [*entries]
    for document, number in zip(read.documents, read.numbers, strict=True):
        if "id" in document or number in wrong:
            continue
        lost = missing.get(title) if (title := title_of(document)) else None
        if lost is not None:
            yield CellProblem(found.sheet, number, id_column, Reason(LOST_ID, {"id": lost}))
            # Whatever refers to it is not to blame, nor are the columns that were not sent.
            _fill_up(document, found, entries[lost])
            document["id"] = lost
            continue
        # The id stands first, as in every document.
        document["id"] = new_id(found.table.name, document, known, taken)
        known.append(document["id"])


def _fill_up(document: dict[str, Any], found: FoundTable, entry: Document) -> None:
    sent = {column.path for column in found.columns.values()}
    rest = nested({path: value for path, value in leaves_of(entry, found.table).items() if path not in sent})
    for name, value in rest.items():
        if name not in document:
            document[name] = value


def _read_row(found: FoundTable, row: Row, leaves: Leaves, book: Book) -> Iterator[tuple[int, Reason]]:
    """Put what stands in the cells into `leaves`; yield the columns of cells that cannot be read, and why."""
    for number, column in found.columns.items():
        value = row.cells.get(number)
        if value is None:
            leaves[column.path] = None
            continue
        try:
            leaves[column.path] = field_of(column, value, leaves.get(column.path), book)
        except CellError as error:
            yield number, error.reason
