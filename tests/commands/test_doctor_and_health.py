"""`bot doctor` and `bot health` look without touching, also while the bot runs, and say what is wrong."""

import os
import sqlite3
import time
from contextlib import closing
from pathlib import Path

import pytest

from bot.core.database import connect
from bot.core.heartbeat import heartbeat_path
from bot.core.migrations import migrations
from bot.core.process_lock import process_lock
from bot.telegram import inbox
from bot.telegram.outbox import deliveries, dispatches
from tests.support.clock import START
from tests.support.command_line import CommandLine
from tests.support.updates import text


def trouble(said: str) -> list[str]:
    return [line.removeprefix("TROUBLE  ") for line in said.splitlines() if line.startswith("TROUBLE")]


def test_without_a_store_there_is_nothing_to_look_at(line: CommandLine) -> None:
    ended = line.bot("doctor")
    assert ended.code == 1
    assert "There is no database" in ended.complained
    assert list(line.folder.iterdir()) == []


def test_a_sound_store_is_well(line: CommandLine, small_file: Path) -> None:
    line.bot("publish", small_file)
    ended = line.bot("doctor")
    assert (ended.code, ended.complained, trouble(ended.said)) == (0, "", [])
    assert "the file is sound" in ended.said
    assert "visit small (sample): edition 1" in ended.said
    assert "2 facts, 0 events" in ended.said
    assert "not running" in ended.said


def test_looking_changes_nothing_and_leaves_nothing(line: CommandLine, small_file: Path) -> None:
    line.bot("publish", small_file)
    before = {path: path.stat().st_mtime_ns for path in line.database.parent.iterdir()}
    line.bot("doctor")
    assert {path: path.stat().st_mtime_ns for path in line.database.parent.iterdir()} == before


def test_it_looks_while_the_bot_runs(line: CommandLine, small_file: Path) -> None:
    line.bot("publish", small_file)
    with process_lock(line.database), closing(connect(line.database)) as writer:
        writer.execute("BEGIN IMMEDIATE")
        heartbeat_path(line.database).touch()
        ended = line.bot("doctor")
        assert ended.code == 0
        assert "the bot runs, last heartbeat" in ended.said


def test_a_store_without_a_visit_is_in_trouble(line: CommandLine) -> None:
    connect_and_close(line)
    ended = line.bot("doctor")
    assert ended.code == 1
    assert trouble(ended.said) == ["no visit is published: python -m bot publish FILE"]


def test_what_was_set_aside_or_given_up_is_named_without_its_words(line: CommandLine, small_file: Path) -> None:
    line.bot("publish", small_file)
    with closing(connect(line.database)) as connection:
        [one] = inbox.store(connection, [text("my private words")], START)
        inbox.quarantine(connection, one.arrival, "LookupError at bot/x.py:1")
        connection.execute(
            "INSERT INTO jobs (kind, payload, state, not_before, created_at, reason) "
            "VALUES ('calendar', '{}', 'failed', 0, 0, 'why')"
        )
    ended = line.bot("doctor")
    assert ended.code == 1
    assert trouble(ended.said) == [
        "update Q1 is quarantined: LookupError at bot/x.py:1",
        "job 1 (calendar) was given up: why",
    ]
    assert "private words" not in ended.said + ended.complained


def test_what_became_of_messages_out_is_counted_by_purpose(line: CommandLine, small_file: Path) -> None:
    line.bot("publish", small_file)
    with closing(connect(line.database)) as connection:
        payload = dispatches.add_payload(connection, "sendMessage", {"text": "hello"})
        for purpose, recipients in (("announcement", [1, 2]), ("reminder", [1])):
            number = dispatches.open_dispatch(connection, purpose, "1", START)
            deliveries.enqueue(connection, number, [(recipient, payload) for recipient in recipients], START)
        connection.execute("UPDATE deliveries SET state = 'sent' WHERE delivery_id = 1")
    said = line.bot("doctor").said
    assert "messages out, announcement: queued 1, sent 1" in said
    assert "messages out, reminder: queued 1" in said


def test_a_store_of_a_newer_version_is_trouble(line: CommandLine) -> None:
    connect_and_close(line, f"PRAGMA user_version = {len(migrations()) + 1}")
    ended = line.bot("doctor")
    assert ended.code == 1
    assert "use the newer bot" in trouble(ended.said)[0]
    assert "Traceback" not in ended.complained


@pytest.mark.parametrize("content", [b"", b"no database at all " * 200])
def test_a_file_that_is_no_store_of_the_bot_is_a_sentence(line: CommandLine, content: bytes) -> None:
    line.database.parent.mkdir()
    line.database.write_bytes(content)
    ended = line.bot("doctor")
    assert ended.code == 1
    assert "Traceback" not in ended.complained
    assert "bot.sqlite3" in ended.complained or trouble(ended.said)


def test_a_damaged_store_is_told(line: CommandLine, small_file: Path) -> None:
    line.bot("publish", small_file)
    size = line.database.stat().st_size
    with line.database.open("r+b") as file:
        file.seek(size // 2)
        file.write(os.urandom(size // 4))
    ended = line.bot("doctor")
    assert ended.code == 1
    assert "Traceback" not in ended.complained
    assert "damaged" in ended.said or "cannot be read" in ended.complained


def test_a_row_that_refers_to_nothing_is_trouble(line: CommandLine, small_file: Path) -> None:
    line.bot("publish", small_file)
    with closing(sqlite3.connect(line.database)) as connection, connection:
        connection.execute("INSERT INTO visits VALUES ('ghost', 99, '2025-01-01')")
    ended = line.bot("doctor")
    assert ended.code == 1
    assert "a row of visits refers to nothing in editions" in ended.said


def test_an_old_heartbeat_is_trouble(line: CommandLine, small_file: Path) -> None:
    line.bot("publish", small_file)
    heartbeat_path(line.database).touch()
    os.utime(heartbeat_path(line.database), (time.time() - 600, time.time() - 600))
    assert "killed or is stuck" in trouble(line.bot("doctor").said)[0]


def test_health_is_the_heartbeats_age(line: CommandLine) -> None:
    line.database.parent.mkdir()
    absent = line.bot("health")
    assert (absent.code, absent.said) == (1, "no heartbeat: the bot is not running here\n")
    heartbeat_path(line.database).touch()
    assert line.bot("health").code == 0
    os.utime(heartbeat_path(line.database), (time.time() - 91, time.time() - 91))
    assert line.bot("health").code == 1


def connect_and_close(line: CommandLine, *statements: str) -> None:
    with closing(connect(line.database)) as connection:
        for statement in statements:
            connection.execute(statement)
