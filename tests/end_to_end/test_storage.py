"""The disk: when it is full nothing is lost, and every day a copy is made."""

import datetime as dt
import os
import resource
import shutil
import sqlite3
import subprocess
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from bot.simulator import Simulator
from tests.end_to_end.process import TOKEN, BotProcess, names_in
from tests.end_to_end.visitor import Visitor


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 8 MB, where this user may mount one."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mounted = shutil.which("mount") is not None and os.geteuid() == 0
    if mounted:
        done = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=8m", "tmpfs", folder], check=False, timeout=10)
        mounted = done.returncode == 0
    if not mounted:
        pytest.skip("no small disk can be mounted here; the test with a limit on file sizes stands for it")
    yield folder
    subprocess.run(["umount", "--lazy", folder], check=True, timeout=10)


async def survives(bot: BotProcess, simulator: Simulator, fill: Callable[[], None], free: Callable[[], None]) -> None:
    visitor = Visitor.new(simulator)
    await visitor.ask("/start")
    await bot.idle()
    fill()
    simulator.send_text(visitor.user_id, "/park")
    await bot.logged("the store is in trouble")
    assert len(visitor.said()) == 1
    # What could not be stored is not confirmed, so Telegram still has it.
    assert [update["message"]["text"] for update in simulator.pending_updates] == ["/park"]
    free()
    await bot.logged("the store is well again")
    await simulator.wait_for(lambda: len(visitor.said()) == 2)
    assert (await visitor.ask("/help")).buttons
    assert len(visitor.said()) == 3
    assert {line["level"] for line in bot.complaints} == {"warning"}
    assert await bot.stop() == 0
    assert bot.stored("PRAGMA integrity_check") == [("ok",)]


async def test_a_full_disk_loses_nothing(simulator: Simulator, small_disk: Path) -> None:
    bot = await BotProcess.beside(simulator, small_disk)
    filler = small_disk / "filler"
    try:
        await survives(bot, simulator, lambda: _fill(filler), filler.unlink)
    finally:
        await bot.kill()


async def test_a_file_that_may_not_grow_loses_nothing(simulator: Simulator, bot: BotProcess) -> None:
    def limit(size: int) -> None:
        resource.prlimit(bot.process.pid, resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))

    await survives(bot, simulator, lambda: limit(4096), lambda: limit(resource.RLIM_INFINITY))


async def test_a_disk_that_is_full_at_the_start_is_said_to_be(simulator: Simulator, small_disk: Path) -> None:
    _fill(small_disk / "filler")
    first = await BotProcess.start(small_disk, None, BOT_TOKEN=TOKEN, BOT_API_URL=simulator.base_url)
    assert await first.ended(60) == 1
    (small_disk / "filler").unlink()
    second = await BotProcess.beside(simulator, small_disk)
    assert await second.stop() == 0
    _fill(small_disk / "filler")
    third = await BotProcess.start(small_disk, None, BOT_TOKEN=TOKEN, BOT_API_URL=simulator.base_url)
    assert await third.ended(60) == 1
    for bot in (first, third):
        assert str(small_disk / "bot.sqlite3") in bot.err[-1]
        assert bot.complaints == [{"event": bot.err[-1], "level": "unreadable"}]


async def test_a_copy_is_made_at_the_first_start_and_a_day_later(simulator: Simulator, tmp_path: Path) -> None:
    bot = await BotProcess.beside(simulator, tmp_path)
    made = await bot.logged("a backup is made")
    copy = tmp_path / "backups" / made["file"]
    assert copy.stat().st_mode & 0o077 == 0
    with closing(sqlite3.connect(copy)) as store:
        assert store.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert store.execute("SELECT visit_id FROM visits").fetchall() == [("beike-chuan-2025",)]
    await bot.stop()

    same_day = await BotProcess.beside(simulator, tmp_path)
    await Visitor.new(simulator).ask("/start")
    await same_day.stop()
    assert names_in(tmp_path / "backups") == {made["file"]}

    yesterday = dt.datetime.now(dt.UTC) - dt.timedelta(hours=25)
    with closing(sqlite3.connect(tmp_path / "bot.sqlite3")) as store, store:
        moment = str(int(yesterday.timestamp() * 1000))
        store.execute("UPDATE notes SET value = ? WHERE name = 'last_backup_at'", (moment,))
    next_day = await BotProcess.beside(simulator, tmp_path, BOT_KEEP_BACKUPS="1")
    newer = await next_day.logged("a backup is made")
    assert await next_day.stop() == 0
    assert names_in(tmp_path / "backups") == {newer["file"]}
    assert newer["file"] > made["file"]


async def test_a_copy_that_cannot_be_written_stops_nothing(simulator: Simulator, tmp_path: Path) -> None:
    (tmp_path / "backups").write_text("a file where the folder should be", encoding="utf-8")
    bot = await BotProcess.beside(simulator, tmp_path)
    trouble = await bot.logged("the daily backup is in trouble")
    assert trouble["reason"]
    assert (await Visitor.new(simulator).ask("/start")).buttons
    assert await bot.stop() == 0


def _fill(path: Path) -> None:
    with path.open("wb", buffering=0) as file:
        for size in (65536, 4096, 512, 1):
            try:
                while True:
                    file.write(b"\0" * size)
            except OSError:
                continue
