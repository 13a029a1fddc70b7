"""What goes wrong with some deliveries, or with sending at all, holds up the others no longer than it must."""

import asyncio
import datetime as dt
from pathlib import Path

import pytest

from bot.telegram import replies
from bot.telegram.replies import Call
from tests.support.clock import ManualClock
from tests.support.rehearsal import Rehearsal, rehearsal, until
from tests.telegram.outbox.mail import finished, posted, states

_WAITED = "SELECT 1 FROM deliveries WHERE state = 'queued' AND not_before > changed_at"


async def owe(bot: Rehearsal, chat_id: int) -> None:
    """Have the sender answer somebody."""
    answer = Call("sendMessage", {"chat_id": chat_id, "text": "answer"}, chat_id)
    bot.sender.submit(await bot.database.run("owe", replies.add_replies, [answer], bot.clock.now()))


async def test_however_much_expires_the_next_message_does_not_wait_for_it(store: Path) -> None:
    clock = ManualClock()
    async with rehearsal(store, clock=clock) as bot:
        late = await posted(bot, range(100, 4100), expires_at=clock.now() + dt.timedelta(minutes=5))
        clock.advance(300)
        await posted(bot, [7], reference="announcement:2")
        async with bot.working(delivering=True):
            await until(lambda: bot.texts(7) == ["hello"], 2)
        assert await finished(bot, late)
        assert set((await states(bot, late)).values()) == {"expired"}


async def test_an_answer_to_a_chat_that_has_had_its_share_meanwhile_holds_up_no_delivery(store: Path) -> None:
    async with rehearsal(store, in_flight=1) as bot, bot.working(delivering=True):
        bot.pace.pause(0.2)
        await owe(bot, 7)
        await until(lambda: bot.pace.answers_waiting == 1)
        for _ in range(5):
            bot.pace.note(7)
        await posted(bot, [8])
        # The chat's share comes back after five seconds.
        await until(lambda: bot.texts(8) == ["hello"], 3)
        assert bot.texts(7) == []


async def test_while_answers_keep_waiting_no_row_says_sending_for_long(
    store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.telegram.outbox.courier._LONGEST_WAIT", 0.05)
    async with rehearsal(store) as bot, bot.working(delivering=True):
        bot.pace.answers_waiting = 1
        number = await posted(bot, [1])
        async with asyncio.timeout(5):
            while not await bot.rows(_WAITED):  # noqa: ASYNC110 - the courier brings it about
                await asyncio.sleep(0.005)
        bot.pace.answers_waiting = 0
        await until(lambda: bot.texts(1) == ["hello"])
        assert await states(bot, number) != {1: "uncertain"}


async def test_a_method_that_telegram_refuses_while_getme_is_answered_is_tried_less_and_less_often(
    store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.telegram.outbox.courier._LOOK_EVERY", 0.002)
    monkeypatch.setattr("bot.telegram.outbox.courier._FIRST_BACKOFF", 0.1)
    async with rehearsal(store) as bot:
        bot.simulator.faults.add("401", method="sendMessage", times=None)
        async with bot.working(delivering=True):
            await posted(bot, [1])
            await until(lambda: len(bot.calls("getMe")) == 4)
            asked = [call.at for call in bot.calls("getMe")]
            assert asked[3] - asked[0] > 0.65
            assert len(bot.calls("sendMessage")) <= 4
            bot.simulator.faults.clear()
            await until(lambda: bot.texts(1) == ["hello"])


async def test_a_store_that_takes_outcomes_again_is_well(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.telegram.outbox.courier._STORAGE_RETRY", 0.01)
    async with rehearsal(store) as bot:
        await bot.change(
            "CREATE TRIGGER full BEFORE UPDATE ON deliveries BEGIN SELECT RAISE(ABORT, 'database or disk is full'); END"
        )
        async with bot.working(delivering=True):
            await posted(bot, [1])
            await until(lambda: bot.storage.is_bad)
            await bot.change("DROP TRIGGER full")
            await until(lambda: bot.texts(1) == ["hello"])
            await until(lambda: not bot.storage.is_bad)
