"""A backup is whole or not there; the newest few are kept."""

import datetime as dt
import sqlite3
from pathlib import Path

import pytest

from bot.core.backups import backups, make_backup
from bot.core.database import connect
from tests.support.clock import START


def test_a_backup_holds_what_is_committed_and_opens_by_itself(tmp_path: Path) -> None:
    connection = connect(tmp_path / "bot.sqlite3")
    connection.execute("INSERT INTO notes VALUES ('a', 'b')")
    made = make_backup(connection, tmp_path / "backups", START, keep=3)
    connection.close()
    assert made.name == "bot-20250924T090000Z.sqlite3"
    copy = sqlite3.connect(made)
    assert copy.execute("SELECT value FROM notes").fetchone() == ("b",)
    assert copy.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    copy.close()


def test_a_backup_is_for_its_owner_only(tmp_path: Path) -> None:
    connection = connect(tmp_path / "bot.sqlite3")
    made = make_backup(connection, tmp_path / "backups", START, keep=3)
    connection.close()
    assert made.stat().st_mode & 0o777 == 0o600
    assert made.parent.stat().st_mode & 0o777 == 0o700


def test_the_newest_are_kept(tmp_path: Path) -> None:
    connection = connect(tmp_path / "bot.sqlite3")
    for day in range(4):
        make_backup(connection, tmp_path / "backups", START + dt.timedelta(days=day), keep=2)
    connection.close()
    assert [path.name[4:12] for path in backups(tmp_path / "backups")] == ["20250927", "20250926"]


def test_a_backup_made_while_the_clock_is_behind_is_kept_all_the_same(tmp_path: Path) -> None:
    connection = connect(tmp_path / "bot.sqlite3")
    for day in (5, 6, 0):
        made = make_backup(connection, tmp_path / "backups", START + dt.timedelta(days=day), keep=2)
    connection.close()
    assert made.exists()
    assert len(backups(tmp_path / "backups")) == 2


def test_a_backup_that_cannot_be_finished_leaves_nothing_that_looks_like_one(tmp_path: Path) -> None:
    connection = connect(tmp_path / "bot.sqlite3")
    connection.execute("BEGIN")
    with pytest.raises(sqlite3.OperationalError):
        make_backup(connection, tmp_path / "backups", START, keep=2)
    connection.close()
    assert list((tmp_path / "backups").iterdir()) == []


def test_what_a_killed_process_left_halfway_goes_with_the_next_backup(tmp_path: Path) -> None:
    folder = tmp_path / "backups"
    folder.mkdir()
    for left in ("bot-20250923T090000Z.partial", "bot-20250923T090000Z.partial-journal"):
        (folder / left).write_text("half")
    connection = connect(tmp_path / "bot.sqlite3")
    made = make_backup(connection, folder, START, keep=2)
    connection.close()
    assert list(folder.iterdir()) == [made]


def test_other_files_in_the_folder_are_left_alone(tmp_path: Path) -> None:
    folder = tmp_path / "backups"
    folder.mkdir()
    (folder / "mine.sqlite3").write_text("mine")
    connection = connect(tmp_path / "bot.sqlite3")
    make_backup(connection, folder, START, keep=1)
    connection.close()
    assert (folder / "mine.sqlite3").exists()
