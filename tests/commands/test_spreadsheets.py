"""`bot export` and `bot publish` with workbooks and tables: errors with their cells, and nothing goes silently."""

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from tests.commands.test_editions import EVENT, holding, publish
from tests.support.command_line import CommandLine, Ended

SECOND = EVENT | {"id": "E2", "title": {"en": "Dinner"}, "start": "19:00"}


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which a visit with two events was published and written out."""
    folder = tmp_path_factory.mktemp("prepared")
    line = CommandLine(folder)
    publish(line, folder / "small.yaml", events=[EVENT, SECOND])
    path = folder / "programme.xlsx"
    assert line.bot("export", "small", path).said == f"small: edition 1 is written to {path}\n"
    return folder


@pytest.fixture
def book(line: CommandLine, prepared: Path) -> Path:
    """The workbook in an operator's hands."""
    shutil.copytree(prepared, line.folder, dirs_exist_ok=True)
    return line.folder / "programme.xlsx"


def edited(path: Path, change: Callable[[Any], None]) -> None:
    book = load_workbook(path)
    change(book["Events"])
    book.save(path)


def column(sheet: Any, key: str) -> int:
    return next(int(cell.column) for cell in sheet[1] if cell.value == key)


def test_a_workbook_that_nobody_changed_is_no_new_edition(line: CommandLine, book: Path) -> None:
    assert line.bot("publish", book) == Ended(0, "small: nothing differs from the edition that holds\n", "")


def test_a_changed_workbook_is_published_and_says_what_does_not_fit(line: CommandLine, book: Path) -> None:
    def later(sheet: Any) -> None:
        sheet.cell(4, column(sheet, "start")).value = "11:00"

    edited(book, later)
    said = line.bot("publish", book).said
    assert "Event: Dinner\n    when: Thu 24 September, 19:00 → 11:00" in said
    assert "does not fit: At once for everybody: Tour and Dinner, Thu 24 September, 11:00" in said


def test_an_older_workbook_is_said_to_take_back_what_came_since(line: CommandLine, book: Path) -> None:
    older = book.with_name("final.xlsx")
    shutil.copy(book, older)
    edited(book, lambda sheet: sheet.cell(4, column(sheet, "start"), "20:00"))
    assert "takes back" not in line.bot("publish", book).said
    edited(older, lambda sheet: sheet.cell(3, column(sheet, "start"), "10:00"))
    assert f"{older} was made from edition 1 and takes back what 2 says otherwise" in line.bot("publish", older).said


def test_errors_come_all_at_once_with_their_cells(line: CommandLine, book: Path) -> None:
    def spoil(sheet: Any) -> None:
        sheet.cell(3, column(sheet, "start")).value = "25:00"
        sheet.cell(4, column(sheet, "place")).value = "hall-9"

    edited(book, spoil)
    ended = line.bot("publish", book)
    assert ended.code == 1
    assert ended.complained.splitlines() == [
        "programme.xlsx: Events!D3: «25:00» is no time: write it as 09:30",
        "programme.xlsx: Events!J4: there is no hall-9 here; a place is needed",
    ]
    assert holding(line) == 1


def test_what_a_workbook_does_not_list_goes_only_when_that_is_said(line: CommandLine, book: Path) -> None:
    edited(book, lambda sheet: sheet.delete_rows(4))
    ended = line.bot("publish", book)
    assert ended.code == 1
    assert "with --remove this goes:\n  − Dinner · Thu 24 September, 19:00\n" in ended.complained
    assert holding(line) == 1
    assert "− Event: Dinner" in line.bot("publish", book, "--remove").said
    assert holding(line) == 2


@pytest.mark.usefixtures("book")
def test_a_table_changes_the_only_visit_or_the_one_that_is_named(line: CommandLine, tmp_path: Path) -> None:
    table = tmp_path / "events.csv"
    rows = ["id;day;start;title.en;original;sources"]
    rows += [f"{one['id']};2026-09-24;{one['start']};{one['title']['en']};en;S2" for one in (EVENT, SECOND)]
    table.write_bytes("\n".join(rows).replace("11:00", "11:30").encode("utf-8"))
    assert "edition 2 is published" in line.bot("publish", table).said
    assert line.bot("publish", table, "--visit", "nowhere").complained == (
        "No visit nowhere is published; published are: small.\n"
    )


@pytest.mark.usefixtures("book")
def test_what_is_no_workbook_is_a_sentence(line: CommandLine, tmp_path: Path) -> None:
    junk = tmp_path / "junk.xlsx"
    junk.write_bytes(b"junk")
    assert line.bot("publish", junk).complained.startswith("junk.xlsx: ")
    assert "cannot be read: No such file" in line.bot("publish", tmp_path / "nowhere.xlsx").complained
    assert "cannot be written" in line.bot("export", "small", tmp_path / "no" / "folder.xlsx").complained
