"""A spreadsheet as a visit: its tables over what the visit said until now."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from bot.content.models import Visit
from bot.content.parts import SECTIONS, entries
from bot.content.problems import Problem
from bot.content.reader import validated
from bot.content.sheets.errors import UploadError, UploadErrors
from bot.content.sheets.finding import FoundTable, find_tables
from bot.content.sheets.grid import Book, CellProblem, Reason
from bot.content.sheets.layout import VISIT, tables
from bot.content.sheets.locating import Locator
from bot.content.sheets.rows import ReadRows, give_ids, id_in, leaves_of, nested, read_rows
from bot.core.translation import msg

NO_TABLES: Final = msg("there is no table of a visit in it: take the template as a start")
NO_VISIT: Final = msg("there is no visit yet that this could change: the sheet of the visit itself is missing")
ONE_ROW: Final = msg("a visit has one row here: empty this one, and send every visit in a workbook of its own")
NO_ROW: Final = msg("has no row: the visit itself needs one")

# What is asked of a visit beyond `rules.check`: what may not follow on the edition that holds.
Rule = Callable[[Visit], Iterable[Problem]]


def read_visit_from_book(
    book: Book, current: Visit | None, file: str = "", others: Sequence[Visit] = (), rule: Rule | None = None
) -> Visit:
    """Return the visit that a spreadsheet makes of `current`; `file` is its name.

    A table that is not there, and a field whose column is not there, stays as it was; an entry whose row is not there
    goes. A workbook that names one of the `others` changes that one; one that names a visit nobody knows stands alone.
    `rule` is asked as well once everything else is right. Raises UploadErrors.
    """
    assembled = assemble(book, current, file, others)
    in_document: list[Problem] = []
    visit = validated(assembled.document, in_document)
    if visit is not None and rule is not None and not assembled.problems and not in_document:
        in_document.extend(rule(visit))
    errors = assembled.locator.errors(assembled.problems, in_document)
    if errors or visit is None:
        raise UploadErrors(errors)
    return visit


@dataclass(frozen=True, slots=True)
class Assembled:
    """What a spreadsheet says, before anybody asks whether it is right, and what could not even be read."""

    document: dict[str, Any]
    problems: list[CellProblem]
    locator: Locator


def assemble(book: Book, current: Visit | None, file: str = "", others: Sequence[Visit] = ()) -> Assembled:
    """Return the document that a spreadsheet makes of a visit; as `read_visit_from_book`, without checking it.

    Raises UploadErrors where there is nothing to make a document of.
    """
    problems: list[CellProblem] = []
    found = find_tables(book, file, problems)
    base = _base(found.get(VISIT), current, others)
    if not found and not problems:
        raise UploadErrors([UploadError(file, Reason(NO_TABLES))])
    if base is None and VISIT not in found:
        problems.append(CellProblem("", None, None, Reason(NO_VISIT)))
        raise UploadErrors(Locator(file, book, found, {}, {}, {}).errors(problems, ()))
    read = {name: read_rows(table, _known(base, name), book) for name, table in found.items()}
    problems += _with_ids(found, read, base)
    problems += [problem for rows in read.values() for problem in rows.problems]
    problems += _of_one_row(found.get(VISIT))
    document = _document(read, base)
    return Assembled(document, problems, Locator(file, book, found, read, document, _gone(read, base)))


def _base(table: FoundTable | None, current: Visit | None, others: Sequence[Visit]) -> Visit | None:
    """The visit that a workbook changes: the one that it names."""
    named = "" if table is None or not table.rows else id_in(table.rows[0], table.number_of(("id",)))
    known = {visit.id: visit for visit in (*others, *(() if current is None else (current,)))}
    return known.get(named) if named else current


def _known(base: Visit | None, name: str) -> dict[str, Any]:
    if base is None:
        return {}
    return {base.id: base} if name == VISIT else {item.id: item for item in entries(base, name)}


def _with_ids(found: dict[str, FoundTable], read: dict[str, ReadRows], base: Visit | None) -> list[CellProblem]:
    """Give ids to the rows that have none; return what is wrong about rows that have lost theirs."""
    taken = {
        str(document["id"]).lower() for rows in read.values() for document in rows.documents if "id" in document
    } | {item_id.lower() for section in SECTIONS for item_id in _known(base, section)}
    return [
        problem
        for name in found
        if name != VISIT
        for problem in give_ids(found[name], read[name], _known(base, name), taken)
    ]


def _gone(read: dict[str, ReadRows], base: Visit | None) -> dict[str, str]:
    """The ids of entries that the file does not list any more, with the names of their tables."""
    kept = {document.get("id") for rows in read.values() for document in rows.documents}
    return {item_id: name for name in read if name != VISIT for item_id in _known(base, name) if item_id not in kept}


def _of_one_row(table: FoundTable | None) -> list[CellProblem]:
    if table is None:
        return []
    if not table.rows:
        return [CellProblem(table.sheet, None, None, Reason(NO_ROW))]
    return [CellProblem(table.sheet, row.number, None, Reason(ONE_ROW)) for row in table.rows[1:]]


def _document(read: dict[str, ReadRows], base: Visit | None) -> dict[str, Any]:
    own = read[VISIT].documents[:1] if VISIT in read else [nested(leaves_of(base, tables()[VISIT]))]
    document: dict[str, Any] = {"format": 1} | (own[0] if own else {})
    for section in SECTIONS:
        if section in read:
            document[section] = read[section].documents
        elif base is not None:
            document[section] = [nested(leaves_of(item, tables()[section])) for item in entries(base, section)]
    return document
