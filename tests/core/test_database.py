"""The store takes one unit of work at a time, and a unit is done whole or not at all."""

import asyncio
import sqlite3
import stat
import threading
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.core.database import Database, connect, connect_read_only
from bot.core.errors import OperatorError
from tests.support.watching import WatchedDatabase


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[WatchedDatabase]:
    opened = await WatchedDatabase.open(tmp_path / "bot.sqlite3")
    yield opened
    await opened.close()


def add(connection: sqlite3.Connection, name: str) -> None:
    connection.execute("INSERT INTO notes VALUES (?, '')", (name,))


def names(connection: sqlite3.Connection) -> list[str]:
    return [row[0] for row in connection.execute("SELECT name FROM notes ORDER BY rowid")]


async def test_what_a_unit_writes_is_committed_together(database: WatchedDatabase) -> None:
    async with database.unit("two notes") as unit:
        await unit.call(add, "first")
        await unit.call(add, "second")
    assert await database.run("look", names) == ["first", "second"]
    assert database.committed == ["two notes", "look"]


async def test_a_unit_that_asks_for_nothing_costs_no_commit(database: WatchedDatabase) -> None:
    async with database.unit("nothing"):
        pass
    assert database.committed == []


async def test_an_error_in_the_block_undoes_all_of_the_unit(database: Database) -> None:
    async def fail() -> None:
        async with database.unit("fails") as unit:
            await unit.call(add, "first")
            raise LookupError

    with pytest.raises(LookupError):
        await fail()
    assert await database.run("look", names) == []


async def test_a_failing_statement_undoes_all_of_the_unit(database: Database) -> None:
    async def fail() -> None:
        async with database.unit("fails") as unit:
            await unit.call(add, "first")
            await unit.call(add, "first")

    with pytest.raises(sqlite3.IntegrityError):
        await fail()
    assert await database.run("look", names) == []


async def test_an_error_in_the_last_function_undoes_all_of_the_unit(database: Database) -> None:
    def add_and_fail(connection: sqlite3.Connection) -> None:
        add(connection, "second")
        raise LookupError

    async def fail() -> None:
        async with database.unit("fails") as unit:
            await unit.call(add, "first")
            await unit.finish(add_and_fail)

    with pytest.raises(LookupError):
        await fail()
    assert await database.run("look", names) == []


async def test_units_take_turns_in_the_order_they_asked_and_reads_wait_too(database: Database) -> None:
    seen: list[list[str]] = []

    async def write_slowly() -> None:
        async with database.unit("slow") as unit:
            await unit.call(add, "first")
            for _ in range(20):
                await asyncio.sleep(0)
            await unit.call(add, "second")

    async def look() -> None:
        seen.append(await database.run("look", names))

    async def write_after() -> None:
        await database.run("third", add, "third")

    async with asyncio.TaskGroup() as tasks:
        for work in (write_slowly, look, write_after, look):
            tasks.create_task(work())
    assert seen == [["first", "second"], ["first", "second", "third"]]


async def test_many_units_at_once_lose_nothing(database: Database) -> None:
    def increase(connection: sqlite3.Connection) -> int:
        return int(connection.execute("SELECT value FROM notes").fetchone()[0]) + 1

    def put(connection: sqlite3.Connection, value: int) -> None:
        connection.execute("UPDATE notes SET value = ?", (str(value),))

    async def count() -> None:
        async with database.unit("count") as unit:
            value = await unit.call(increase)
            await asyncio.sleep(0)
            await unit.call(put, value)

    await database.run("begin", lambda connection: connection.execute("INSERT INTO notes VALUES ('n', '0')"))
    async with asyncio.TaskGroup() as tasks:
        for _ in range(50):
            tasks.create_task(count())
    assert await database.run("look", increase) == 51


async def test_a_unit_cancelled_halfway_through_a_statement_is_undone_and_the_next_goes_on(database: Database) -> None:
    entered, release = threading.Event(), threading.Event()

    def write_and_wait(connection: sqlite3.Connection) -> None:
        add(connection, "half")
        entered.set()
        release.wait(10)

    async def half() -> None:
        async with database.unit("half") as unit:
            await unit.call(write_and_wait)

    async with asyncio.TaskGroup() as tasks:
        cancelled = tasks.create_task(half())
        await asyncio.to_thread(entered.wait, 10)
        cancelled.cancel()
        after = tasks.create_task(database.run("after", names))
        await asyncio.sleep(0)
        release.set()
        assert await after == []
    assert cancelled.cancelled()


async def test_a_unit_cancelled_twice_is_still_undone(database: Database) -> None:
    entered, release = threading.Event(), threading.Event()

    def write_and_wait(connection: sqlite3.Connection) -> None:
        add(connection, "half")
        entered.set()
        release.wait(10)

    async def half() -> None:
        async with database.unit("half") as unit:
            await unit.call(write_and_wait)

    async with asyncio.TaskGroup() as tasks:
        cancelled = tasks.create_task(half())
        await asyncio.to_thread(entered.wait, 10)
        cancelled.cancel()
        await asyncio.sleep(0)
        cancelled.cancel()
        after = tasks.create_task(database.run("after", names))
        await asyncio.sleep(0)
        release.set()
        assert await after == []


async def test_a_commit_that_was_begun_before_the_cancellation_stands(database: Database) -> None:
    entered, release = threading.Event(), threading.Event()

    def write_and_wait(connection: sqlite3.Connection) -> None:
        add(connection, "whole")
        entered.set()
        release.wait(10)

    async with asyncio.TaskGroup() as tasks:
        cancelled = tasks.create_task(database.run("whole", write_and_wait))
        await asyncio.to_thread(entered.wait, 10)
        cancelled.cancel()
        release.set()
        assert await database.run("after", names) == ["whole"]


async def test_a_commit_that_fails_leaves_nothing_and_the_store_usable(database: Database) -> None:
    def write_what_cannot_be_committed(connection: sqlite3.Connection) -> None:
        add(connection, "first")
        connection.execute("PRAGMA defer_foreign_keys = ON")
        connection.execute("INSERT INTO visits VALUES ('v', 999, '2025-01-01')")

    with pytest.raises(sqlite3.IntegrityError):
        await database.run("fails", write_what_cannot_be_committed)

    async def fail() -> None:
        async with database.unit("fails") as unit:
            await unit.call(write_what_cannot_be_committed)

    with pytest.raises(sqlite3.IntegrityError):
        await fail()
    assert await database.run("look", names) == []
    await database.run("works", add, "second")
    assert await database.run("look", names) == ["second"]


async def test_work_outside_a_transaction_takes_its_turn(database: Database, tmp_path: Path) -> None:
    async def write_slowly() -> None:
        async with database.unit("before") as unit:
            await unit.call(add, "first")
            await asyncio.sleep(0.001)
            await unit.call(add, "second")

    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(write_slowly())
        tasks.create_task(
            database.outside(lambda connection: connection.execute("VACUUM INTO ?", (str(tmp_path / "copy"),)))
        )
        tasks.create_task(database.run("after", add, "third"))
    copy = sqlite3.connect(tmp_path / "copy")
    assert names(copy) == ["first", "second"]
    copy.close()


def test_the_connection_is_set_up_as_the_design_says(tmp_path: Path) -> None:
    connection = connect(tmp_path / "new" / "folder" / "bot.sqlite3")
    expected = {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "secure_delete": 1,
        "temp_store": 2,
        "busy_timeout": 5000,
    }
    assert {name: connection.execute(f"PRAGMA {name}").fetchone()[0] for name in expected} == expected
    connection.close()


def test_every_table_is_strict(tmp_path: Path) -> None:
    connection = connect(tmp_path / "bot.sqlite3")
    tables = connection.execute(
        "SELECT name, strict FROM pragma_table_list "
        "WHERE schema = 'main' AND type = 'table' AND name NOT LIKE 'sqlite_%'"
    ).fetchall()
    assert len(tables) > 5
    assert [name for name, strict in tables if not strict] == []
    connection.close()


def test_what_is_deleted_is_not_left_in_the_file(tmp_path: Path) -> None:
    path = tmp_path / "bot.sqlite3"
    connection = connect(path)
    connection.execute("INSERT INTO notes VALUES ('secret', 'Grüße aus Schanghai')")
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    assert "Grüße aus Schanghai".encode() in path.read_bytes()
    connection.execute("DELETE FROM notes")
    connection.close()
    assert "Grüße aus Schanghai".encode() not in path.read_bytes()


@pytest.mark.parametrize("content", [b"not a database, but as long as one " * 40, b"SQLite format 3\0" + b"x" * 4096])
async def test_a_file_that_is_no_database_is_refused_with_a_sentence(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "bot.sqlite3"
    path.write_bytes(content)
    with pytest.raises(OperatorError, match=r"bot\.sqlite3"):
        await Database.open(path)
    assert path.read_bytes() == content


async def test_a_folder_is_refused_with_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(OperatorError, match="BOT_DATABASE"):
        await Database.open(tmp_path)


async def test_a_path_below_a_file_is_refused_with_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(OperatorError, match="BOT_DATABASE"):
        await Database.open(tmp_path / "file" / "bot.sqlite3")


def test_a_reader_looks_at_what_is_committed_while_the_bot_writes(tmp_path: Path) -> None:
    path = tmp_path / "bot.sqlite3"
    writer = connect(path)
    add(writer, "committed")
    writer.execute("BEGIN IMMEDIATE")
    add(writer, "open")
    reader = connect_read_only(path)
    assert names(reader) == ["committed"]
    with pytest.raises(sqlite3.OperationalError, match="readonly"):
        add(reader, "forbidden")
    writer.execute("COMMIT")
    assert names(reader) == ["committed", "open"]
    reader.close()
    writer.close()


def test_a_reader_of_a_store_at_rest_writes_nothing_beside_it(tmp_path: Path) -> None:
    path = tmp_path / "bot.sqlite3"
    writer = connect(path)
    add(writer, "kept")
    writer.close()
    before = sorted(tmp_path.iterdir())
    folder_mode = stat.S_IMODE(tmp_path.stat().st_mode)
    tmp_path.chmod(0o500)
    try:
        reader = connect_read_only(path)
        assert names(reader) == ["kept"]
        reader.close()
        assert sorted(tmp_path.iterdir()) == before == [path]
    finally:
        tmp_path.chmod(folder_mode)


def test_there_is_nothing_to_read_where_no_store_is(tmp_path: Path) -> None:
    with pytest.raises(OperatorError, match="no database"):
        connect_read_only(tmp_path / "bot.sqlite3")
    assert list(tmp_path.iterdir()) == []


def test_reading_what_is_no_database_is_a_sentence(tmp_path: Path) -> None:
    path = tmp_path / "bot.sqlite3"
    path.write_bytes(b"anything but a database " * 100)
    with pytest.raises(OperatorError, match="cannot be read"):
        connect_read_only(path)


def _files_in(folder: Path) -> list[Path]:
    return list(folder.iterdir())


async def test_nobody_else_on_the_machine_may_read_the_database_or_its_log(tmp_path: Path) -> None:
    database = await Database.open(tmp_path / "bot.sqlite3")
    await database.run("write", lambda connection: connection.execute("INSERT INTO notes VALUES ('a', 'b')"))
    rights = {file.name: file.stat().st_mode & 0o077 for file in tmp_path.iterdir()}  # noqa: ASYNC240
    await database.close()
    assert rights == {"bot.sqlite3": 0, "bot.sqlite3-wal": 0, "bot.sqlite3-shm": 0}
