"""A store in trouble costs no update anything, and an update that kills the process is found and set aside."""

import asyncio
import os
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from bot.core.database import connect
from bot.core.notebook import note_start
from bot.telegram import inbox
from tests.support.clock import START
from tests.support.rehearsal import IDENTITY, Rehearsal, rehearsal, until
from tests.support.routes import Plain
from tests.support.updates import text

LONG = "long " * 1500


@pytest.fixture(autouse=True)
def _quick_retries(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.telegram.worker._STORAGE_RETRY", 0.01)


async def fill_the_disk(bot: Rehearsal) -> None:
    """Let SQLite find no more room, as on a full disk."""
    await bot.database.outside(lambda connection: connection.execute("PRAGMA max_page_count = 1").fetchall())


async def make_room(bot: Rehearsal) -> None:
    await bot.database.outside(lambda connection: connection.execute("PRAGMA max_page_count = 1000000").fetchall())


def trouble(log: list[Any]) -> list[str]:
    return [entry["event"] for entry in log if "the store" in entry["event"]]


async def test_a_full_disk_keeps_updates_waiting_and_goes_on_later_with_one_log_line(
    store: Path, log: list[Any]
) -> None:
    async with rehearsal(store, Plain().routes()) as bot, bot.working():
        await bot.handle(text("/say before"))
        await bot.settlement.write()
        await fill_the_disk(bot)
        accepted = asyncio.ensure_future(bot.worker.accept([text(f"/nothing {LONG}"), text("/say b")]))
        await until(lambda: bot.storage.is_bad)
        seen = bot.storage._failures
        await until(lambda: bot.storage._failures > seen + 5)
        assert not accepted.done()
        assert bot.texts() == ["en: before"]
        assert trouble(log) == ["the store is in trouble"]
        await make_room(bot)
        await accepted
        await bot.quiet()
        assert bot.texts() == ["en: before", "en: b"]
        assert await bot.rows("SELECT DISTINCT state FROM updates") == [("handled",)]
    assert trouble(log) == ["the store is in trouble", "the store is well again"]


async def test_a_disk_that_fills_while_a_handler_writes_is_not_the_updates_fault(store: Path, log: list[Any]) -> None:
    plain = Plain()
    async with rehearsal(store, plain.routes()) as bot:
        await bot.database.run("store", inbox.store, [text("/write a"), text(f"/write {LONG}")], bot.clock.now())
        await bot.worker.resume(after_crash=False)
        await fill_the_disk(bot)
        async with bot.working():
            await until(lambda: bot.storage._failures > 3)
            assert await bot.rows("SELECT DISTINCT state FROM updates") == [("received",)]
            assert await bot.rows("SELECT * FROM notes") == []
            await make_room(bot)
            await bot.quiet()
            assert bot.texts(7)[0] == "written: a"
            assert await bot.rows("SELECT DISTINCT state FROM updates") == [("handled",)]
    assert [entry for entry in log if "quarantined" in entry["event"]] == []


async def test_what_is_settled_while_the_store_is_in_trouble_is_written_down_later(store: Path) -> None:
    async with rehearsal(store, Plain().routes()) as bot, bot.working(settling=False):
        await bot.handle(text("/say a"))
        await bot.database.outside(lambda connection: connection.execute("PRAGMA query_only = ON"))
        accepted = asyncio.ensure_future(bot.worker.accept([text("/say b")]))
        await until(lambda: bot.storage._failures > 2)
        await bot.database.outside(lambda connection: connection.execute("PRAGMA query_only = OFF"))
        await accepted
        await bot.quiet()
        assert bot.texts() == ["en: a", "en: b"]
        assert len(await bot.rows("SELECT * FROM replies")) == 1


async def test_marks_of_what_is_settled_outlive_a_commit_that_fails(store: Path) -> None:
    async with rehearsal(store, Plain().routes()) as bot:
        async with bot.working(settling=False):
            await bot.handle(text("/say a"))
        await bot.change("CREATE TEMP TRIGGER fail BEFORE INSERT ON replies BEGIN SELECT RAISE(ABORT, 'no'); END")
        await bot.database.run("store", inbox.store, [text("/say b")], bot.clock.now())
        await bot.worker.resume(after_crash=False)
        with pytest.raises(sqlite3.IntegrityError):
            await bot.worker.run(IDENTITY)
        assert await bot.settlement.write()
        assert await bot.rows("SELECT * FROM replies") == []


async def test_trouble_after_a_crash_counts_as_one_attempt_however_often_it_is_tried(store: Path) -> None:
    async with rehearsal(store, Plain().routes()) as bot:
        await bot.database.run("store", inbox.store, [text(f"/write {LONG}")], bot.clock.now())
        await bot.worker.resume(after_crash=True)
        await fill_the_disk(bot)
        async with bot.working():
            await until(lambda: bot.storage._failures > 10)
        assert await bot.rows("SELECT state, attempts FROM updates") == [("received", 1)]
        bot.worker._waiting.clear()
    async with rehearsal(store, Plain().routes(), after_crash=True) as bot, bot.working():
        await bot.quiet()
        assert await bot.rows("SELECT state FROM updates") == [("handled",)]


async def test_a_crash_in_the_bots_own_code_ends_the_worker_and_keeps_the_updates(store: Path) -> None:
    async with rehearsal(store, Plain().routes()) as bot:
        await bot.database.run("store", inbox.store, [text("/say a")], bot.clock.now())
        await bot.worker.resume(after_crash=False)
        await bot.change("DROP TABLE jobs")
        await bot.change("ALTER TABLE replies RENAME TO gone")
        with pytest.raises(sqlite3.OperationalError):
            await bot.worker.run(IDENTITY)
        assert await bot.rows("SELECT state FROM updates") == [("received",)]


async def test_after_a_crash_updates_are_tried_alone_with_the_attempt_committed_first(store: Path) -> None:
    async with rehearsal(store, Plain().routes()) as bot:
        await bot.database.run("store", inbox.store, [text("/say a"), text("/say b")], bot.clock.now())
        await bot.worker.resume(after_crash=True)
        bot.database.committed.clear()
        await bot.worker._turn(IDENTITY)
        await bot.worker._turn(IDENTITY)
        assert bot.database.committed == ["count attempt", "handle alone"] * 2
        assert await bot.rows("SELECT attempts FROM updates") == [(1,), (1,)]


async def test_what_arrives_soon_after_a_crash_is_tried_alone_too_and_later_in_groups(store: Path) -> None:
    async with rehearsal(store, Plain().routes(), after_crash=True) as bot, bot.working():
        for _ in range(5):
            await bot.handle(*[text("/nothing") for _ in range(22)])
        assert bot.database.committed.count("handle alone") == 100
        assert bot.database.committed.count("handle") >= 1


def test_an_update_that_kills_the_process_five_times_alone_is_set_aside(store: Path) -> None:
    with closing(connect(store)) as connection:
        updates = [text("/write before"), text("/die"), text("/read")]
        inbox.store(connection, updates, START)
        note_start(connection)
        connection.execute("UPDATE notes SET value = 'stopped'")
    done = subprocess.run(
        [sys.executable, "-m", "tests.telegram.dying_run", str(store)],
        capture_output=True,
        text=True,
        timeout=100,
        check=True,
        cwd=Path(__file__).parents[2],
    )
    # In a group first, which counts nothing, then five times alone; the seventh run gets past it.
    lines = done.stdout.splitlines()
    assert [line for line in lines if line.startswith("exit")] == ["exit 9"] * 6 + ["exit 0"], done.stderr
    assert lines[-2] == "read: before"
    with closing(sqlite3.connect(store)) as connection:
        assert connection.execute("SELECT state, reason FROM updates ORDER BY arrival").fetchall() == [
            ("handled", None),
            ("quarantined", "the process died of it"),
            ("handled", None),
        ]
        assert connection.execute("SELECT value FROM notes WHERE name = 'written'").fetchall() == [("before",)]


def test_what_was_being_handled_when_the_process_was_killed_is_handled_once_by_the_next(store: Path) -> None:
    """kill -9 in the middle of a handler: its half-done writes are gone, and the update is not."""
    with closing(connect(store)) as connection:
        inbox.store(connection, [text("/hang")], START)
    script = (
        "import asyncio, sys; from pathlib import Path\n"
        "from tests.support.rehearsal import rehearsal\n"
        "from tests.support.routes import Plain\n"
        "async def main():\n"
        "    plain = Plain()\n"
        "    async with rehearsal(Path(sys.argv[1]), plain.routes(), seconds=60) as bot, bot.working():\n"
        "        while not plain.seen: await asyncio.sleep(0.01)\n"
        "        print('hanging', flush=True); await asyncio.sleep(60)\n"
        "asyncio.run(main())\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", script, str(store)],
        stdout=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).parents[2],
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "hanging\n"
        os.kill(process.pid, signal.SIGKILL)
    with closing(connect(store)) as connection:
        assert connection.execute("SELECT state, attempts FROM updates").fetchall() == [("received", 0)]
        assert connection.execute("SELECT * FROM notes").fetchall() == []
