"""What the running bot does for itself: a heartbeat, one backup a day, and erasing what was kept long enough."""

import asyncio
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
import structlog
from structlog.testing import capture_logs

from bot.core.backups import backups
from bot.core.conditions import Condition
from bot.core.heartbeat import heartbeat_path, seconds_since_beat
from bot.telegram import inbox
from bot.upkeep import Upkeep
from tests.support.clock import ManualClock
from tests.support.rehearsal import until
from tests.support.updates import text
from tests.support.watching import WatchedDatabase

DAY = 86_400


class Kept:
    """An upkeep with its store, its clock and its folders."""

    def __init__(self, database: WatchedDatabase, folder: Path) -> None:
        self.database = database
        self.clock = ManualClock()
        self.folder = folder / "backups"
        self.heartbeat = heartbeat_path(folder / "bot.sqlite3")
        self.storage = Condition("the store", self.clock)
        self.backup = Condition("the daily backup", self.clock)
        self.upkeep = Upkeep(database, self.clock, self.storage, self.backup, self.heartbeat, self.folder, 2, 7)

    async def look(self) -> None:
        """Run one look of the tidying loop."""
        before = self.database.committed.count("backup due")
        async with running(self.upkeep.tidy()):
            await until(lambda: self.database.committed.count("backup due") > before)
            # What follows the look takes its turn before this does.
            await self.database.run("after", lambda connection: connection.execute("SELECT 1").fetchone())
            await self.database.run("after", lambda connection: connection.execute("SELECT 1").fetchone())
            await self.database.run("after", lambda connection: connection.execute("SELECT 1").fetchone())


@asynccontextmanager
async def running(loop: Coroutine[Any, Any, None]) -> AsyncIterator[None]:
    async with asyncio.TaskGroup() as tasks:
        task = tasks.create_task(loop)
        try:
            yield
        finally:
            task.cancel()


@pytest.fixture
async def kept(tmp_path: Path) -> AsyncIterator[Kept]:
    database = await WatchedDatabase.open(tmp_path / "bot.sqlite3")
    yield Kept(database, tmp_path)
    await database.close()


async def test_a_backup_is_made_at_once_and_then_every_day(kept: Kept) -> None:
    await kept.look()
    assert len(backups(kept.folder)) == 1
    kept.clock.advance(DAY - 1)
    await kept.look()
    assert len(backups(kept.folder)) == 1
    kept.clock.advance(1)
    await kept.look()
    assert len(backups(kept.folder)) == 2
    kept.clock.advance(DAY)
    await kept.look()
    assert len(backups(kept.folder)) == 2, "two are kept"


async def test_a_clock_that_was_set_back_does_not_stop_the_backups(kept: Kept) -> None:
    kept.clock.advance(30 * DAY)
    await kept.look()
    kept.clock.advance(-30 * DAY)
    await kept.look()
    assert len(backups(kept.folder)) == 2


async def test_a_backup_that_cannot_be_written_is_one_log_line_and_tried_again(
    kept: Kept, monkeypatch: pytest.MonkeyPatch
) -> None:
    structlog.reset_defaults()
    monkeypatch.setattr("bot.upkeep._LOOK_EVERY", 0.001)
    kept.folder.write_text("a file where the folder should be", encoding="utf-8")
    with capture_logs() as log:
        async with running(kept.upkeep.tidy()):
            await until(lambda: kept.database.committed.count("backup due") > 3)
            kept.folder.unlink()
            await until(lambda: "backup made" in kept.database.committed and len(log) == 3)
    assert [entry["event"] for entry in log] == [
        "the daily backup is in trouble",
        "a backup is made",
        "the daily backup is well again",
    ]


async def test_what_was_kept_long_enough_is_erased(kept: Kept) -> None:
    [one] = await kept.database.run("store", inbox.store, [text("a")], kept.clock.now())
    await kept.database.run("set aside", inbox.quarantine, one.arrival, "why")
    await kept.look()
    kept.clock.advance(7 * DAY)
    await kept.look()
    rows = await kept.database.run("look", lambda connection: connection.execute("SELECT * FROM updates").fetchall())
    assert rows == []


async def test_the_heart_beats_while_the_store_takes_its_turn_and_not_after_the_stop(kept: Kept) -> None:
    async with running(kept.upkeep.beat()):
        await until(kept.heartbeat.exists)
        assert seconds_since_beat(kept.heartbeat) is not None
    assert not kept.heartbeat.exists()
    assert seconds_since_beat(kept.heartbeat) is None


async def test_the_heart_does_not_beat_while_the_store_is_held(kept: Kept) -> None:
    async with kept.database.unit("hangs"), running(kept.upkeep.beat()):
        for _ in range(50):
            await asyncio.sleep(0)
        assert not kept.heartbeat.exists()


async def test_a_heartbeat_that_cannot_be_written_stops_nothing(kept: Kept, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_path: Path) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("bot.upkeep.beat", fail)
    async with running(kept.upkeep.beat()):
        await until(lambda: kept.storage.is_bad)
