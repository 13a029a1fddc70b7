"""The bot asks who it is until it is told, and takes nobody else's store."""

from pathlib import Path
from typing import Any

import pytest

from bot import opening
from bot.core.conditions import Condition
from bot.core.errors import OperatorError
from bot.telegram.front_desk import Identity
from bot.telegram.identity import who_am_i
from tests.support.rehearsal import rehearsal, telegram


async def test_telegram_says_who_the_bot_is(store: Path) -> None:
    async with telegram(bot_username="park_bot") as simulator, rehearsal(store, simulator=simulator) as bot:
        assert await who_am_i(bot.wire, Condition("way", bot.clock)) == Identity(1, "park_bot")


async def test_it_is_asked_until_it_answers(store: Path, monkeypatch: pytest.MonkeyPatch, log: list[Any]) -> None:
    monkeypatch.setattr("bot.telegram.identity._FIRST_BACKOFF", 0.001)
    async with rehearsal(store) as bot:
        for fault in ("5xx", "reset_before", "truncated", "json500"):
            bot.simulator.faults.add(fault, "getMe")
        assert (await who_am_i(bot.wire, Condition("way", bot.clock))).bot_id == 1
    assert log[0]["event"] == "way is in trouble"
    assert log[-1]["event"] == "way is well again"


async def test_a_refused_token_ends_with_a_sentence(store: Path) -> None:
    async with telegram(token="2:another") as simulator, rehearsal(store, simulator=simulator) as bot:
        with pytest.raises(OperatorError, match="BOT_TOKEN") as caught:
            await who_am_i(bot.wire, Condition("way", bot.clock))
        assert "simulated-telegram" not in str(caught.value)


async def test_a_store_belongs_to_the_bot_that_first_used_it(store: Path) -> None:
    async with rehearsal(store) as bot:
        await bot.database.run("check", opening.check_owner, 42)
        await bot.database.run("check", opening.check_owner, 42)
        with pytest.raises(OperatorError, match=r"bot 42.*to 43.*BOT_DATABASE"):
            await bot.database.run("check", opening.check_owner, 43)
        assert await bot.rows("SELECT value FROM notes WHERE name = 'bot_id'") == [("42",)]
