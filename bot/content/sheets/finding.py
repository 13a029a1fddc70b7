"""Finding in a spreadsheet the tables of a visit, their headings and their rows."""

import difflib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import PurePath
from typing import Final

from bot.content.problems import shortened
from bot.content.sheets.grid import Book, CellProblem, Reason, Row, Sheet
from bot.content.sheets.headings import columns_by_heading, normal, set_aside, titles
from bot.content.sheets.layout import VISIT, Column, Table, tables
from bot.content.sheets.typed import trimmed
from bot.core.translation import msg

UNKNOWN_SHEET: Final = msg("the sheet is not known: give it the name of one of the template’s sheets, or delete it")
WHICH_TABLE: Final = msg("it cannot be told which table this is: take the headings from the template")
WHICH_OF_THESE: Final = msg("it may be any of {tables}: call the file or the sheet after the one it is")
NO_HEADINGS: Final = msg("has no headings: take them from the template, or delete the sheet")
SECOND_SHEET: Final = msg("is a second sheet for the same; the first is «{sheet}»")
NO_IDS: Final = msg("has no column `id`, by which rows are told apart")
NO_SUCH_COLUMN: Final = msg("«{heading}» is no column here")
NEAREST_COLUMN: Final = msg("«{heading}» is no column here; did you mean «{word}»?")
NO_HEADING: Final = msg("the column has no heading: write one from the template, or empty the column")
SECOND_COLUMN: Final = msg("«{heading}» has a column already: {column}")

# Titles and remarks of an organiser's own stand above the headings in at most this many rows.
_ROWS_TO_LOOK_AT: Final = 20
_LONGEST_SHOWN: Final = 60


@dataclass(frozen=True, slots=True)
class FoundTable:
    """A table of a visit as it lies in a sheet: what stands in which column, and the rows below the headings."""

    table: Table
    sheet: str
    columns: Mapping[int, Column]
    headings: Mapping[int, str]
    rows: tuple[Row, ...]

    def under(self, path: tuple[str, ...]) -> list[int]:
        """Return the numbers of the columns that hold this field or a part of it, the field itself first."""
        numbers = [number for number, column in self.columns.items() if column.path[: len(path)] == path]
        return sorted(numbers, key=lambda number: (self.columns[number].path != path, number))

    def number_of(self, path: tuple[str, ...]) -> int | None:
        """Return the number of the column that holds this field."""
        return next((number for number, column in self.columns.items() if column.path == path), None)


def find_tables(book: Book, file: str, problems: list[CellProblem]) -> dict[str, FoundTable]:
    """Return the tables of a spreadsheet by their names; what is wrong with sheets and headings is noted.

    `file` is its name, which tells between tables that have the same headings.
    """
    found: dict[str, FoundTable] = {}
    for sheet in book.sheets:
        if normal(sheet.name) in set_aside() and sheet.name:
            continue
        problems += sheet.problems
        name = _table_of(sheet, file, problems)
        if name is None:
            continue
        if name in found:
            problems.append(
                CellProblem(sheet.name, None, None, Reason(SECOND_SHEET, {"sheet": shortened(found[name].sheet)}))
            )
            continue
        table = _laid_out(sheet, tables()[name], problems)
        if table is not None:
            found[name] = table
    return found


def _table_of(sheet: Sheet, file: str, problems: list[CellProblem]) -> str | None:
    """The table that a sheet holds, by its title, else by its headings; None where it holds none."""
    titled = titles().get(normal(sheet.name))
    if titled is not None or not sheet.rows:
        return titled
    fits = {name: _best(sheet, name)[0] for name in tables()}
    likely = [name for name, fit in fits.items() if fit == max(fits.values())]
    called = _called(sheet.name or PurePath(file).stem, likely)
    if max(fits.values()) < 2:  # noqa: PLR2004 - a single word may stand anywhere
        reason = Reason(UNKNOWN_SHEET if sheet.name else WHICH_TABLE)
    elif len(called) == 1:
        return called[0]
    else:
        reason = Reason(WHICH_OF_THESE, {"tables": ", ".join(likely)})
    problems.append(CellProblem(sheet.name, None, None, reason))
    return None


def _called(name: str, likely: list[str]) -> list[str]:
    """Which of some tables a file or a sheet may be, by what it is called: all of them where that tells nothing."""
    words = f" {normal(name)} "
    named = {table for title, table in titles().items() if table != VISIT and f" {title} " in words}
    return [table for table in likely if table in named] or likely


def _best(sheet: Sheet, name: str) -> tuple[int, int]:
    """How many headings of a table its best row has, and the place of that row among the sheet's rows."""
    known = columns_by_heading(name)
    fits = [_fit(row, known) for row in sheet.rows[:_ROWS_TO_LOOK_AT]]
    best = max(fits, default=0)
    return best, fits.index(best) if fits else 0


def _fit(row: Row, known: Mapping[str, Column]) -> int:
    return len({known[word].path for value in row.cells.values() if (word := normal(str(value))) in known})


def _laid_out(sheet: Sheet, table: Table, problems: list[CellProblem]) -> FoundTable | None:
    fit, place = _best(sheet, table.name)
    if not fit:
        problems.append(CellProblem(sheet.name, None, None, Reason(NO_HEADINGS)))
        return None
    known = columns_by_heading(table.name)
    first, *below = sheet.rows[place:]
    rows = [first]
    if below and _names_the_same(first, below[0], known):
        rows.append(below.pop(0))
    # A row in which somebody left nothing but spaces is no entry.
    below = [row for row in below if any(trimmed(str(value)) for value in row.cells.values())]
    columns: dict[int, Column] = {}
    problems.extend(_read_headings(sheet.name, rows, below, known, columns))
    headings = {
        number: shortened(str(value).strip(), _LONGEST_SHOWN)
        for row in reversed(rows)
        for number, value in row.cells.items()
    }
    if ("id",) not in {column.path for column in columns.values()}:
        problems.append(CellProblem(sheet.name, first.number, None, Reason(NO_IDS)))
        return None
    return FoundTable(table, sheet.name, columns, headings, tuple(below))


def _names_the_same(first: Row, second: Row, known: Mapping[str, Column]) -> bool:
    """Whether a row names the columns once more, for people, as the template does."""
    same = sum(
        normal(str(value)) in known and known.get(normal(str(first.cells.get(number, "")))) == known[normal(str(value))]
        for number, value in second.cells.items()
    )
    return same * 2 > len(second.cells)


def _read_headings(
    sheet: str, rows: list[Row], below: list[Row], known: Mapping[str, Column], columns: dict[int, Column]
) -> Iterator[CellProblem]:
    """Add to `columns` what stands where; yield what is wrong with the headings."""
    taken: dict[tuple[str, ...], int] = {}
    used = {number: row.number for row in reversed(below) for number in row.cells}
    for number in sorted({*used, *(number for row in rows for number in row.cells)}):
        headings = [(row.number, str(row.cells[number])) for row in rows if number in row.cells]
        column = next((known[normal(text)] for _, text in headings if normal(text) in known), None)
        if column is None:
            if headings:
                yield CellProblem(sheet, headings[-1][0], number, _unknown(headings[-1][1], known))
            else:
                yield CellProblem(sheet, used[number], number, Reason(NO_HEADING))
        elif column.path in taken:
            values = {"heading": column.key, "column": rows[0].cells.get(taken[column.path], column.key)}
            shown = {name: shortened(str(value), _LONGEST_SHOWN) for name, value in values.items()}
            yield CellProblem(sheet, headings[0][0], number, Reason(SECOND_COLUMN, shown))
        else:
            taken[column.path] = number
            columns[number] = column


def _unknown(heading: str, known: Mapping[str, Column]) -> Reason:
    shown = shortened(heading.strip(), _LONGEST_SHOWN)
    close = difflib.get_close_matches(normal(heading[:_LONGEST_SHOWN]), known, n=1, cutoff=0.6)
    if not close:
        return Reason(NO_SUCH_COLUMN, {"heading": shown})
    return Reason(NEAREST_COLUMN, {"heading": shown, "word": known[close[0]].key})
