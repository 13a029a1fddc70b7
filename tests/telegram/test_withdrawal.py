"""What was made for a chat before somebody was shut out does not go out any more, wherever it waits."""

import asyncio
from pathlib import Path
from typing import Any

import pytest
from aiogram.utils.formatting import Text

from bot.telegram import replies
from bot.telegram.replies import Call
from bot.telegram.requests import Request
from bot.telegram.roles import Role
from bot.telegram.routes import Command, Routes
from bot.telegram.screens import Answers, Screen, Task, Withdrawal
from tests.support.rehearsal import Rehearsal, rehearsal, until
from tests.support.routes import Plain
from tests.support.updates import text

ADMIN, SHUT_OUT, OTHER = 1, 7, 8


@pytest.fixture(autouse=True)
def _quick_backoff(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.telegram.sender._FIRST_BACKOFF", 0.01)
    monkeypatch.setattr("bot.telegram.sender._LONGEST_BACKOFF", 0.02)


async def _shut_out(request: Request) -> Answers:
    await request.unit.write(replies.withdraw, SHUT_OUT)
    return Screen(Text("done")), Withdrawal(SHUT_OUT)


async def _chore(_request: Request) -> Answers:
    return Task("chore", {"visit": "closed"})


ROUTES = Routes(
    commands=(Command("out", "Shut out", _shut_out, Role.GUEST), Command("chore", "A chore", _chore, Role.GUEST))
)


async def owe(bot: Rehearsal, chat_id: int, *words: str) -> None:
    calls = [Call("sendMessage", {"chat_id": chat_id, "text": word}, chat_id) for word in words]
    bot.sender.submit(await bot.database.run("owe", replies.add_replies, calls, bot.clock.now()))


async def test_what_waits_in_the_store_and_in_the_sender_is_gone_and_others_get_theirs(store: Path) -> None:
    async with rehearsal(store, ROUTES) as bot:
        await owe(bot, SHUT_OUT, "secret 1", "secret 2")
        await owe(bot, OTHER, "for another")
        async with bot.working(sending=False):
            await bot.worker.accept([text("/out", user_id=ADMIN)])
        async with bot.working():
            await bot.quiet()
            assert sorted(bot.texts()) == ["done", "for another"]
        await bot.settlement.write()
        assert await bot.rows("SELECT * FROM replies") == []
        assert bot.settlement.owed == 0


async def test_messages_of_the_same_group_of_updates_are_not_even_stored_and_work_is(store: Path) -> None:
    """What a job makes is looked at when it is done: it may be about what they still may see."""
    async with rehearsal(store, ROUTES, Plain().routes()) as bot:
        updates = [
            text("/say secret", user_id=SHUT_OUT),
            text("/chore", user_id=SHUT_OUT),
            text("/out", user_id=ADMIN),
            text("/say after", user_id=SHUT_OUT),
        ]
        arrived = asyncio.ensure_future(bot.worker.accept(updates))
        async with bot.working():
            await arrived
            await bot.quiet()
        assert bot.database.committed.count("handle") == 1
        assert sorted(bot.texts()) == ["done", "en: after"]
        assert await bot.rows("SELECT kind, user_id FROM jobs") == [("chore", SHUT_OUT)]


async def test_what_is_on_its_way_ends_as_it_ends_and_is_not_tried_again(store: Path) -> None:
    async with rehearsal(store, ROUTES) as bot:
        bot.simulator.faults.add("429", method="sendMessage", chat_id=SHUT_OUT, retry_after=1, times=None)
        async with bot.working():
            await owe(bot, SHUT_OUT, "secret 1", "secret 2")
            await until(lambda: any(call.chat_id == SHUT_OUT for call in bot.calls("sendMessage")))
            bot.sender.withdraw([SHUT_OUT])
            await bot.quiet()
            assert bot.settlement.owed == 0
            await owe(bot, SHUT_OUT, "news")
            bot.simulator.faults.clear()
            await bot.quiet()
        assert bot.texts() == ["news"]


@pytest.mark.parametrize("kind", ["slow", "reset_before", "silent"])
async def test_withdrawing_in_the_middle_of_a_call_counts_nothing_twice(store: Path, kind: Any) -> None:
    async with rehearsal(store, ROUTES, in_flight=1) as bot:
        under_way = asyncio.Event()
        original = bot.wire.call

        async def watched(name: str, body: str, file: tuple[str, str, bytes] | None = None) -> object:
            under_way.set()
            await asyncio.sleep(0)
            if kind == "silent":
                raise ConnectionResetError
            return await original(name, body, file)

        bot.wire.call = watched  # type: ignore[method-assign]
        if kind != "silent":
            bot.simulator.faults.add(kind, method="sendMessage", seconds=0.05)
        async with bot.working():
            await owe(bot, SHUT_OUT, "first", "second")
            await under_way.wait()
            bot.sender.withdraw([SHUT_OUT])
            bot.sender.withdraw([SHUT_OUT, 12345])
            await bot.quiet()
            assert bot.settlement.owed == 0
            assert "second" not in bot.texts()
            await owe(bot, SHUT_OUT, "third")
            await bot.quiet()
            assert bot.settlement.owed == 0
