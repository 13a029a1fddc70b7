"""What is owed is counted, and what is settled is deleted with the next commit or soon after."""

import asyncio
import sqlite3
from pathlib import Path
from typing import Any

import pytest

from bot.core.conditions import Condition
from bot.core.moments import SystemClock
from bot.telegram import replies
from bot.telegram.replies import Call
from bot.telegram.settlement import Settlement
from tests.support.rehearsal import rehearsal, until
from tests.support.watching import WatchedDatabase


async def test_what_could_not_be_committed_is_kept_for_the_next_time(store: Path) -> None:
    database = await WatchedDatabase.open(store)
    settlement = Settlement(database, Condition("the store", SystemClock()))
    stored = await database.run("owe", replies.add_replies, [Call("getMe", {})] * 2, SystemClock().now())
    for reply in stored:
        settlement.owe()
        settlement.settle(reply.reply_id)
    await database.outside(lambda connection: connection.execute("PRAGMA query_only = ON"))
    with pytest.raises(sqlite3.OperationalError):
        await settlement.write()
    await database.outside(lambda connection: connection.execute("PRAGMA query_only = OFF"))
    assert await settlement.write()
    assert not await settlement.write()
    assert await database.run("look", replies.owed) == []
    await database.close()


async def test_what_is_given_back_comes_before_what_came_since(store: Path) -> None:
    database = await WatchedDatabase.open(store)
    settlement = Settlement(database, Condition("the store", SystemClock()))
    settlement.settle(1)
    taken = settlement.take()
    settlement.settle(2)
    settlement.give_back(taken)
    assert settlement.take() == [1, 2]
    await database.close()


async def test_settling_in_time_of_trouble_says_nothing_about_the_store(
    store: Path, log: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Marks that the worker took along leave the settlement nothing to write: that is no sign of a well store."""
    monkeypatch.setattr("bot.telegram.settlement._QUIET", 0.0)
    database = await WatchedDatabase.open(store)
    storage = Condition("the store", SystemClock())
    settlement = Settlement(database, storage)
    async with asyncio.TaskGroup() as tasks:
        running = tasks.create_task(settlement.run())
        storage.bad("full")
        settlement.settle(1)
        taken = settlement.take()
        settlement._waiting.set()
        await until(lambda: not settlement._waiting.is_set())
        assert storage.is_bad
        settlement.give_back(taken)
        await until(lambda: not storage.is_bad)
        running.cancel()
    await database.close()
    assert [entry["event"] for entry in log] == ["the store is in trouble", "the store is well again"]


async def test_the_settlement_waits_out_a_store_in_trouble(
    store: Path, log: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.telegram.settlement._QUIET", 0.0)
    monkeypatch.setattr("bot.telegram.settlement._RETRY", 0.001)
    async with rehearsal(store) as bot, bot.working():
        stored = await bot.database.run("owe", replies.add_replies, [Call("getMe", {}, 7)], bot.clock.now())
        await bot.database.outside(lambda connection: connection.execute("PRAGMA query_only = ON"))
        bot.sender.submit(stored)
        await until(lambda: bot.storage._failures > 3)
        await bot.database.outside(lambda connection: connection.execute("PRAGMA query_only = OFF"))
        await until(lambda: not bot.storage.is_bad)
        assert await bot.rows("SELECT * FROM replies") == []
    assert len(log) == 2
