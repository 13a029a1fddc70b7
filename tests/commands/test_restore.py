"""`bot restore`: a sound backup takes the store's place and sends nothing again; anything else changes nothing."""

import datetime as dt
import hashlib
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from bot.core.backups import make_backup
from bot.core.database import connect
from bot.core.migrations import migrations
from bot.core.notebook import note, note_start, write_note
from bot.core.process_lock import process_lock
from bot.telegram import inbox, jobs, replies
from bot.telegram.outbox import deliveries, dispatches
from bot.telegram.outbox.claiming import claim
from bot.telegram.replies import Call
from tests.support.clock import START
from tests.support.command_line import CommandLine
from tests.support.updates import text


@pytest.fixture
def backup(line: CommandLine) -> Path:
    """A backup of a running bot with an update to handle, an answer with a file to send and a job to do."""
    with closing(connect(line.database)) as connection:
        write_note(connection, "bot_id", "123456")
        write_note(connection, "day", "of the backup")
        note_start(connection)
        inbox.store(connection, [text("my private words")], START)
        file_id = replies.add_file(connection, "a.txt", b"content")
        replies.add_replies(connection, [Call("sendDocument", {"chat_id": 7}, 7, file_id)], START)
        jobs.add_job(connection, "calendar", {}, 7, START)
        made = make_backup(connection, line.folder / "backups", START, keep=3)
        write_note(connection, "day", "after the backup")
    return made


def look(path: Path, query: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute(query).fetchall()


def day(path: Path) -> str | None:
    with closing(sqlite3.connect(path)) as connection:
        return note(connection, "day")


def kept_files(line: CommandLine) -> list[Path]:
    return sorted(line.database.parent.glob("bot.sqlite3.before-*"))


def digest(folder: Path) -> Iterator[tuple[str, str]]:
    for path in sorted(folder.iterdir()):
        if not path.name.endswith(".lock"):
            yield path.name, hashlib.sha256(path.read_bytes()).hexdigest()


def test_a_backup_takes_the_stores_place_and_what_stood_there_is_kept(line: CommandLine, backup: Path) -> None:
    ended = line.bot("restore", backup)
    assert (ended.code, ended.complained) == (0, "")
    assert day(line.database) == "of the backup"
    [kept] = kept_files(line)
    assert str(kept) in ended.said
    assert day(kept) == "after the backup"


def test_a_restored_backup_has_nothing_to_send_handle_or_do(line: CommandLine, backup: Path) -> None:
    ended = line.bot("restore", backup)
    assert "3 unfinished answers and jobs" in ended.said
    for table in ("replies", "files", "jobs"):
        assert look(line.database, f"SELECT count(*) FROM {table}") == [(0,)]
    assert look(line.database, "SELECT state, body, user_id FROM updates") == [("handled", None, None)]
    with closing(connect(line.database)) as connection:
        assert inbox.waiting(connection) == []
        assert replies.owed(connection) == []
        assert note_start(connection), "it counts as stopped cleanly, so that nothing is looked for"


def test_the_backup_itself_is_untouched_and_can_be_restored_again(line: CommandLine, backup: Path) -> None:
    before = hashlib.sha256(backup.read_bytes()).hexdigest()
    for _ in range(2):
        assert line.bot("restore", backup).code == 0
    assert hashlib.sha256(backup.read_bytes()).hexdigest() == before
    assert day(line.database) == "of the backup"


def test_a_backup_is_restored_where_no_store_was(line: CommandLine, backup: Path) -> None:
    line.database.unlink()
    ended = line.bot("restore", backup)
    assert ended.code == 0
    assert kept_files(line) == []
    assert day(line.database) == "of the backup"


def test_a_log_that_a_killed_bot_left_is_in_what_is_kept_and_not_in_what_is_restored(
    line: CommandLine, backup: Path
) -> None:
    copy = {}
    with closing(connect(line.database)) as connection:
        write_note(connection, "day", "only in the log")
        for ending in ("", "-wal"):
            path = line.database.with_name(line.database.name + ending)
            copy[path] = path.read_bytes()
    for path, content in copy.items():
        path.write_bytes(content)
    assert line.bot("restore", backup).code == 0
    assert day(line.database) == "of the backup"
    [kept] = kept_files(line)
    assert day(kept) == "only in the log"


def test_a_damaged_store_is_kept_as_it_is(line: CommandLine, backup: Path) -> None:
    line.database.write_bytes(b"damaged beyond recognition " * 300)
    assert line.bot("restore", backup).code == 0
    assert day(line.database) == "of the backup"
    assert kept_files(line)[0].read_bytes().startswith(b"damaged beyond")


def test_while_the_bot_runs_nothing_is_restored(line: CommandLine, backup: Path) -> None:
    with process_lock(line.database):
        ended = line.bot("restore", backup)
    assert ended.code == 1
    assert "already running" in ended.complained
    assert day(line.database) == "after the backup"


def foreign(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE something (else_ TEXT)")


def newer(path: Path) -> None:
    with closing(connect(path)) as connection:
        connection.execute(f"PRAGMA user_version = {len(migrations()) + 1}")


def damaged(path: Path) -> None:
    with closing(connect(path)) as connection:
        connection.executemany("INSERT INTO notes VALUES (?, ?)", [(str(n), "x" * 500) for n in range(400)])
    content = bytearray(path.read_bytes())
    content[len(content) // 2 : len(content) // 2 + 20_000] = b"\xa5" * 20_000
    path.write_bytes(content)


def no_database(path: Path) -> None:
    path.write_bytes(b"just some bytes " * 100)


def empty(path: Path) -> None:
    path.touch()


def absent(_path: Path) -> None:
    pass


@pytest.mark.parametrize("make", [foreign, newer, damaged, no_database, empty, absent])
def test_what_is_no_good_backup_changes_nothing_and_is_explained(line: CommandLine, backup: Path, make: object) -> None:
    assert callable(make)
    bad = line.folder / "bad.sqlite3"
    make(bad)
    before = list(digest(line.database.parent))
    ended = line.bot("restore", bad)
    assert (ended.code, ended.said) == (1, "")
    assert "bad.sqlite3" in ended.complained
    assert "Traceback" not in ended.complained
    assert list(digest(line.database.parent)) == before
    assert backup.exists()


def test_what_was_due_is_uncertain_and_what_was_to_go_out_later_waits_for_a_person(line: CommandLine) -> None:
    soon, later = dt.datetime.now(dt.UTC), dt.datetime.now(dt.UTC) + dt.timedelta(days=365)
    with closing(connect(line.database)) as connection:
        write_note(connection, "bot_id", "123456")
        due, planned = (
            dispatches.open_dispatch(connection, "announcement", f"announcement:{number}", soon, not_before=starts)
            for number, starts in ((1, soon), (2, later))
        )
        payload = dispatches.add_payload(connection, "sendMessage", {"text": "hello"})
        deliveries.enqueue(connection, due, [(7, payload), (8, payload)], soon)
        deliveries.enqueue(connection, planned, [(7, payload)], soon, not_before=later)
        connection.execute("UPDATE deliveries SET state = 'sending' WHERE recipient = 8")
        made = make_backup(connection, line.folder / "backups", START, keep=3)
    ended = line.bot("restore", made)
    assert "2 messages that were due may have gone out since" in ended.said
    assert "1 announcements that were to go out later are paused" in ended.said
    assert look(line.database, "SELECT state, count(*) FROM deliveries GROUP BY 1 ORDER BY 1") == [
        ("queued", 1),
        ("uncertain", 2),
    ]
    assert look(line.database, "SELECT paused, finished_at IS NULL FROM dispatches") == [(0, 0), (1, 1)]
    with closing(connect(line.database)) as connection:
        assert claim(connection, later, 100, {}) == []
