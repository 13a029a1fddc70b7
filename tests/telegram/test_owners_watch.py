"""Owners know: once, with what to do, and also when not even a row can be written."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path

import pytest

from bot.core.conditions import Condition
from bot.telegram.owners_watch import BACKUP, CONFLICT, DISK, OwnersWatch, Trouble
from tests.support.clock import ManualClock
from tests.support.rehearsal import Rehearsal, rehearsal, until
from tests.support.routes import Plain
from tests.support.translating import translators
from tests.support.updates import text
from tests.telegram.outbox.mail import posted

OWNER = 99


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.telegram.owners_watch._LOOK_EVERY", 0.005)
    monkeypatch.setattr("bot.telegram.outbox.courier._LOOK_EVERY", 0.005)


def watch(bot: Rehearsal, troubles: Sequence[Trouble] = ()) -> OwnersWatch:
    return OwnersWatch(bot.wire, bot.database, bot.clock, translators(), [OWNER, 98], troubles)


@asynccontextmanager
async def watched(bot: Rehearsal, *troubles: Trouble) -> AsyncIterator[None]:
    """Run the bot with its owner known to it, and the watch, for as long as the block."""
    async with bot.working(delivering=True):
        await bot.handle(text("/say hello", OWNER))
        looking = asyncio.create_task(watch(bot, troubles).run())
        try:
            yield
        finally:
            looking.cancel()


def told(bot: Rehearsal) -> list[str]:
    return bot.texts(OWNER)[1:]


async def look_again(bot: Rehearsal) -> None:
    """Wait until the watch has looked twice more, and what it queued is sent."""
    before = bot.database.committed.count("tell owners")
    await until(lambda: bot.database.committed.count("tell owners") >= before + 2)
    async with asyncio.timeout(5):
        while await bot.rows("SELECT 1 FROM dispatches WHERE finished_at IS NULL"):  # noqa: ASYNC110
            await asyncio.sleep(0.005)


async def test_what_was_set_aside_is_told_once_with_its_references(store: Path) -> None:
    async with rehearsal(store, Plain().routes()) as bot, watched(bot):
        await bot.handle(text("/fail"), text("/say x"), text("/fail"))
        await until(lambda: len(told(bot)) >= 1)
        await look_again(bot)
        assert "Q2, Q4" in "".join(told(bot))
        assert len(told(bot)) == 1
    async with rehearsal(store, Plain().routes()) as bot, watched(bot):
        await look_again(bot)
        assert told(bot) == []


async def test_an_owner_who_never_wrote_cannot_be_told_and_is_not_tried(store: Path) -> None:
    async with rehearsal(store, Plain().routes()) as bot, watched(bot):
        await bot.handle(text("/fail"))
        await until(lambda: len(told(bot)) == 1)
        assert bot.texts(98) == []


async def test_what_is_uncertain_is_told_and_not_what_was_told_of_it(store: Path) -> None:
    async with rehearsal(store, Plain().routes()) as bot, watched(bot):
        bot.simulator.faults.add("reset_after", method="sendMessage", times=2)
        await posted(bot, [7, 8])
        await until(lambda: len(told(bot)) >= 1)
        await look_again(bot)
        assert sum("nobody knows whether they arrived" in words for words in told(bot)) == len(told(bot))
        assert len(told(bot)) <= 2


async def test_a_second_program_with_the_same_token_is_told_while_it_is_there(store: Path) -> None:
    clock = ManualClock()
    receiving = Condition("receiving", clock)
    conflict = Trouble("conflict", receiving, CONFLICT, only="another program (409)")
    async with rehearsal(store, Plain().routes(), clock=clock) as bot, watched(bot, conflict):
        receiving.bad("the network is down")
        await look_again(bot)
        assert told(bot) == []
        receiving.bad("another program (409)")
        await until(lambda: len(told(bot)) == 1)
        receiving.good()
        await look_again(bot)
        receiving.bad("another program (409)")
        await look_again(bot)
        # Once an hour, however often it comes and goes.
        assert len(told(bot)) == 1
        receiving.good()
        await look_again(bot)
        clock.advance(3600)
        receiving.bad("another program (409)")
        await until(lambda: len(told(bot)) == 2)
        assert "/revoke" in told(bot)[0]


async def test_a_failed_backup_says_why(store: Path) -> None:
    backup = Condition("the backup", ManualClock())
    async with rehearsal(store, Plain().routes()) as bot, watched(bot, Trouble("backup", backup, BACKUP)):
        backup.bad("No space left on device")
        await until(lambda: len(told(bot)) == 1)
        assert "(No space left on device)" in told(bot)[0]


async def test_of_a_full_disk_they_are_told_without_a_row(store: Path) -> None:
    disk = Condition("the store", ManualClock())
    async with rehearsal(store, Plain().routes()) as bot, watched(bot, Trouble("disk", disk, DISK)):
        await look_again(bot)

        await bot.database.outside(lambda connection: connection.execute("PRAGMA query_only = ON"))
        disk.bad("database or disk is full")
        await until(lambda: len(told(bot)) == 1)
        assert "Telegram keeps" in told(bot)[0]
        await bot.database.outside(lambda connection: connection.execute("PRAGMA query_only = OFF"))
        await look_again(bot)
        assert len(told(bot)) == 1


async def fill_the_disk(bot: Rehearsal) -> None:
    """Let nothing be written any more that takes room; what is there can be read and units of work begin."""
    await bot.change(
        "CREATE TRIGGER full BEFORE INSERT ON payloads BEGIN SELECT RAISE(ABORT, 'database or disk is full'); END"
    )


async def test_of_a_disk_that_fills_up_they_are_told_though_telling_needs_room_too(store: Path) -> None:
    disk = Condition("the store", ManualClock())
    async with rehearsal(store, Plain().routes()) as bot, watched(bot, Trouble("disk", disk, DISK)):
        await fill_the_disk(bot)
        disk.bad("database or disk is full")
        await until(lambda: len(told(bot)) == 1)
        assert "Telegram keeps" in told(bot)[0]


async def test_what_surely_reached_nobody_is_told_again_and_then_not_for_an_hour(store: Path) -> None:
    clock = ManualClock()
    disk = Condition("the store", clock)
    async with rehearsal(store, Plain().routes(), clock=clock) as bot, watched(bot, Trouble("disk", disk, DISK)):
        await fill_the_disk(bot)
        bot.simulator.faults.add("429", method="sendMessage", retry_after=1)
        disk.bad("database or disk is full")
        await until(lambda: len(told(bot)) == 1)
        for bad in (False, True) * 3:
            (disk.bad if bad else lambda _: disk.good())("database or disk is full")
            looked = bot.database.committed.count("owners") + 2
            await until(partial(has_looked, bot, looked))
        assert len(told(bot)) == 1


def has_looked(bot: Rehearsal, times: int) -> bool:
    return bot.database.committed.count("owners") >= times


async def test_that_the_token_was_refused_is_told_when_the_bot_runs_again(store: Path) -> None:
    async with rehearsal(store, Plain().routes()) as bot:
        await bot.database.run("note refusal", watch(bot).note_refusal)
    async with rehearsal(store, Plain().routes()) as bot, watched(bot):
        await until(lambda: len(told(bot)) == 1)
        assert "refused the bot's token" in told(bot)[0]
        await look_again(bot)
        assert len(told(bot)) == 1
