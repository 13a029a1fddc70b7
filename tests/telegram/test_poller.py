"""Updates are asked for again only when the last ones are committed, and whatever the network does is waited out."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from bot.core.conditions import Condition
from bot.core.errors import OperatorError
from bot.telegram.poller import Poller
from tests.support.proxies import closed_port
from tests.support.rehearsal import Rehearsal, rehearsal, telegram, until
from tests.support.routes import Plain
from tests.support.updates import text


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("_FIRST_BACKOFF", "_LONGEST_BACKOFF", "_CONFLICT_BACKOFF"):
        monkeypatch.setattr(f"bot.telegram.poller.{name}", 0.01)


@asynccontextmanager
async def polling(bot: Rehearsal) -> AsyncIterator[Poller]:
    poller = Poller(bot.wire, bot.worker, Condition("receiving from Telegram", bot.clock))
    async with asyncio.TaskGroup() as tasks:
        task = tasks.create_task(poller.run())
        try:
            yield poller
        finally:
            task.cancel()


def answering_with(bot: Rehearsal, *answers: Any) -> list[int | None]:
    """Have getUpdates answer with these and then with nothing more; returns the offsets that it is asked with."""
    asked: list[int | None] = []
    waiting = list(answers)

    async def get_updates(offset: int | None, _seconds: int, _kinds: list[str]) -> list[Any]:
        asked.append(offset)
        if not waiting:
            await asyncio.Event().wait()
        return list(waiting.pop(0))

    bot.wire.get_updates = get_updates  # type: ignore[method-assign, assignment]
    return asked


def offsets(bot: Rehearsal) -> list[Any]:
    return [call.parameters.get("offset") for call in bot.calls("getUpdates")]


def lines(log: list[Any]) -> list[str]:
    return [entry["event"] for entry in log]


async def test_updates_are_answered_and_confirmed_by_the_next_question(store: Path) -> None:
    async with (
        telegram(first_update_id=500) as simulator,
        rehearsal(store, Plain().routes(), simulator=simulator) as bot,
        bot.working(),
    ):
        simulator.add_user(7)
        simulator.send_text(7, "/say a")
        simulator.send_text(7, "/say b")
        async with polling(bot):
            await until(lambda: bot.texts() == ["en: a", "en: b"])
            simulator.send_text(7, "/say c")
            await until(lambda: len(bot.texts()) == 3 and len(offsets(bot)) == 2)
            simulator.send_text(7, "/say d")
            await until(lambda: len(bot.texts()) == 4 and len(offsets(bot)) == 3)
        assert offsets(bot) == [None, 502, 503]


async def test_every_question_names_the_kinds_that_are_handled(store: Path) -> None:
    async with rehearsal(store, Plain().routes()) as bot, bot.working():
        bot.simulator.push_update(text("/say a"))
        async with polling(bot):
            await until(lambda: bot.texts() == ["en: a"])
        [asked] = bot.calls("getUpdates")
        assert asked.parameters["allowed_updates"] == ["message", "edited_message", "callback_query", "my_chat_member"]
        assert asked.parameters["timeout"] == 30
        assert asked.parameters["limit"] == 100


async def test_nothing_is_confirmed_before_it_is_committed(store: Path) -> None:
    async with rehearsal(store, Plain().routes()) as bot:
        bot.simulator.push_update(text("/say a"))
        async with polling(bot):
            await until(lambda: bool(bot.worker._arrivals))
            for _ in range(50):
                await asyncio.sleep(0.001)
            assert len(bot.calls("getUpdates")) == 1
            assert len(bot.simulator.pending_updates) == 1
            async with bot.working():
                await until(lambda: not bot.simulator.pending_updates)
                assert await bot.rows("SELECT count(*) FROM updates") == [(1,)]


async def test_what_was_committed_but_not_confirmed_is_handled_once(store: Path) -> None:
    async with telegram() as simulator:
        simulator.push_update(text("/say a"))
        async with rehearsal(store, Plain().routes(), simulator=simulator) as bot, bot.working():
            await bot.handle(*simulator.pending_updates)
            await bot.settlement.write()
        async with rehearsal(store, Plain().routes(), simulator=simulator) as bot, bot.working(), polling(bot):
            await until(lambda: not simulator.pending_updates)
            await bot.quiet()
            assert bot.texts() == ["en: a"]


async def test_ids_that_start_anew_are_followed(store: Path) -> None:
    async with telegram(first_update_id=900_000_000) as simulator:
        simulator.add_user(7)
        async with rehearsal(store, Plain().routes(), simulator=simulator) as bot, bot.working():
            async with polling(bot):
                simulator.send_text(7, "/say a")
                await until(lambda: bot.texts() == ["en: a"] and not simulator.pending_updates)
            simulator.world.updates.jump_to(17)
            simulator.send_text(7, "/say b")
            async with polling(bot):
                await until(lambda: bot.texts() == ["en: a", "en: b"] and not simulator.pending_updates)


async def test_one_update_that_is_none_does_not_stop_the_others(store: Path) -> None:
    async with rehearsal(store, Plain().routes()) as bot, bot.working():
        asked = answering_with(bot, [{"message": {"text": "no id"}}, text("/say a", update_id=70), "x"])
        async with polling(bot):
            await until(lambda: bot.texts() == ["en: a"])
        assert asked == [None, 71]


async def test_an_answer_of_nothing_but_junk_is_logged_and_not_asked_for_in_a_hurry(
    store: Path, log: list[Any]
) -> None:
    async with rehearsal(store, Plain().routes()) as bot, bot.working():
        asked = answering_with(bot, [{"message": {"text": "our secret"}}])
        async with polling(bot):
            await until(lambda: len(asked) == 2)
    assert lines(log) == ["Telegram sent what is no update; it is ignored"]
    assert "our secret" not in str(log)


async def test_another_process_with_the_same_token_is_named_once_and_waited_out(store: Path, log: list[Any]) -> None:
    async with rehearsal(store, Plain().routes()) as bot, bot.working():
        bot.simulator.faults.add("409", "getUpdates", times=4)
        bot.simulator.push_update(text("/say a"))
        async with polling(bot):
            await until(lambda: bot.texts() == ["en: a"])
    assert lines(log) == ["receiving from Telegram is in trouble", "receiving from Telegram is well again"]
    assert "another process" in log[0]["reason"]


async def test_a_webhook_that_is_left_over_is_removed_with_what_waits_kept(store: Path, log: list[Any]) -> None:
    async with rehearsal(store, Plain().routes()) as bot, bot.working():
        bot.simulator.world.webhook.url = "https://example.org/left-over"
        bot.simulator.push_update(text("/say a"))
        async with polling(bot):
            await until(lambda: bot.texts() == ["en: a"])
        [removed] = bot.calls("deleteWebhook")
        assert "drop_pending_updates" not in removed.parameters
    assert "webhook" in log[0]["reason"]


async def test_a_webhook_that_cannot_be_removed_is_tried_again(store: Path) -> None:
    async with rehearsal(store, Plain().routes()) as bot, bot.working():
        bot.simulator.world.webhook.url = "https://example.org/left-over"
        bot.simulator.faults.add("5xx", "deleteWebhook", times=2)
        bot.simulator.push_update(text("/say a"))
        async with polling(bot):
            await until(lambda: bot.texts() == ["en: a"])
        assert len(bot.calls("deleteWebhook")) == 3


async def test_a_token_that_is_refused_ends_with_a_sentence(store: Path) -> None:
    async with rehearsal(store) as bot:
        bot.simulator.faults.add("401", "getUpdates")
        with pytest.raises(OperatorError, match="BOT_TOKEN"):
            await Poller(bot.wire, bot.worker, Condition("receiving from Telegram", bot.clock)).run()


async def test_a_network_that_is_down_and_well_again_is_two_lines(store: Path, log: list[Any]) -> None:
    async with rehearsal(store, Plain().routes()) as bot, bot.working():
        right = bot.wire._session.api
        bot.wire._session.api = type(right).from_base(f"http://127.0.0.1:{closed_port()}")
        bot.simulator.push_update(text("/say a"))
        async with polling(bot) as poller:
            await until(lambda: poller._way._failures > 5)
            bot.wire._session.api = right
            await until(lambda: bot.texts() == ["en: a"])
    assert lines(log) == ["receiving from Telegram is in trouble", "receiving from Telegram is well again"]
    assert log[0]["reason"] == "ClientConnectorError"


@pytest.mark.parametrize("fault", ["reset_before", "reset_after", "truncated", "json500", "5xx", "400", "403"])
async def test_whatever_the_answer_suffers_the_updates_come(store: Path, fault: Any) -> None:
    async with rehearsal(store, Plain().routes()) as bot, bot.working():
        bot.simulator.faults.add(fault, "getUpdates", times=2)
        bot.simulator.push_update(text("/say a"))
        async with polling(bot):
            await until(lambda: bot.texts() == ["en: a"])
            await bot.quiet()
        assert bot.texts() == ["en: a"]


async def test_a_429_is_obeyed(store: Path) -> None:
    async with rehearsal(store, Plain().routes()) as bot, bot.working():
        bot.simulator.faults.add("429", "getUpdates", retry_after=1)
        bot.simulator.push_update(text("/say a"))
        async with polling(bot):
            await until(lambda: bot.texts() == ["en: a"])
        first, second = bot.calls("getUpdates")[:2]
        assert second.at - first.at >= 0.95
