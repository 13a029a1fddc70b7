"""The way to Telegram fails: the log says so once and once when it is well again, and nothing is lost."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.simulator import Simulator
from tests.end_to_end.line import Line
from tests.end_to_end.process import TOKEN, BotProcess
from tests.end_to_end.visitor import Visitor


@pytest.fixture
async def line(simulator: Simulator) -> AsyncIterator[Line]:
    line = await Line.to(simulator.base_url)
    yield line
    await line.close()


@pytest.fixture
async def behind(line: Line, tmp_path: Path) -> AsyncIterator[BotProcess]:
    """A bot that reaches Telegram over the line only."""
    bot = await BotProcess.start(tmp_path, None, BOT_TOKEN=TOKEN, BOT_API_URL=f"http://{line.address}")
    await bot.logged("at work")
    yield bot
    await bot.kill()


async def test_many_failed_attempts_are_one_line_and_one_when_it_is_well_again(
    simulator: Simulator, line: Line, behind: BotProcess
) -> None:
    visitor = Visitor.new(simulator)
    await visitor.ask("/start")
    await behind.idle()
    line.deaf = True
    await line.hang_up()
    simulator.send_text(visitor.user_id, "/park")
    await line.dropped_at_least(3)
    line.deaf = False
    well = await behind.logged("receiving from Telegram is well again")
    await simulator.wait_for(lambda: len(visitor.said()) == 2)
    assert "903,000" in visitor.said()[-1]["text"]
    assert well["failures"] >= 3
    assert len(behind.events("receiving from Telegram is in trouble")) <= 2
    assert len(behind.complaints) == len(behind.events("receiving from Telegram is in trouble"))


async def test_an_answer_that_cannot_leave_waits_and_leaves_once(
    simulator: Simulator, line: Line, behind: BotProcess
) -> None:
    simulator.faults.add("429", "sendMessage", retry_after=2)
    visitor = Visitor.new(simulator)
    simulator.send_text(visitor.user_id, "/start")
    await behind.logged("Telegram asks for a pause in sending")
    await line.close()
    await behind.logged("sending to Telegram is in trouble")
    assert visitor.said() == []
    await line.open()
    await behind.logged("sending to Telegram is well again")
    await visitor.ask("/park")
    assert [message["text"][:6] for message in visitor.said()] == ["Moscow", "Beike "]


async def test_a_start_without_a_network_waits_for_it(simulator: Simulator, line: Line, tmp_path: Path) -> None:
    await line.close()
    bot = await BotProcess.start(tmp_path, None, BOT_TOKEN=TOKEN, BOT_API_URL=f"http://{line.address}")
    try:
        await bot.logged("the way to Telegram is in trouble")
        await line.open()
        await bot.logged("at work")
        assert (await Visitor.new(simulator).ask("/start")).buttons
        assert len(bot.events("the way to Telegram is in trouble")) == 1
        assert len(bot.events("the way to Telegram is well again")) == 1
    finally:
        await bot.kill()


async def test_a_bot_that_waits_for_the_network_stops_at_once_when_asked(line: Line, tmp_path: Path) -> None:
    await line.close()
    bot = await BotProcess.start(tmp_path, None, BOT_TOKEN=TOKEN, BOT_API_URL=f"http://{line.address}")
    await bot.logged("the way to Telegram is in trouble")
    assert await bot.stop() == 0
    assert bot.events("stopped")


async def test_another_process_with_the_same_token_is_said_once_and_waited_out(
    simulator: Simulator, tmp_path: Path
) -> None:
    simulator.faults.add("409", "getUpdates", times=2)
    bot = await BotProcess.beside(simulator, tmp_path)
    try:
        simulator.send_text(1001, "/start")
        trouble = await bot.logged("receiving from Telegram is in trouble")
        assert "another process polls with the same token (409)" in trouble["reason"]
        well = await bot.logged("receiving from Telegram is well again")
        assert well["failures"] == 2
        await simulator.wait_for(lambda: len(simulator.messages(1001)) == 2)
        assert len(bot.complaints) == 1
    finally:
        await bot.kill()


async def test_a_webhook_that_somebody_left_is_removed(simulator: Simulator, tmp_path: Path) -> None:
    simulator.world.webhook.url = "http://127.0.0.1:9/left"
    bot = await BotProcess.beside(simulator, tmp_path)
    try:
        await simulator.wait_for(lambda: not simulator.world.webhook.url)
        assert (await Visitor.new(simulator).ask("/start")).buttons
        assert len(bot.complaints) == 1
    finally:
        await bot.kill()


async def test_an_answer_whose_fate_is_unknown_is_not_sent_again(simulator: Simulator, tmp_path: Path) -> None:
    bot = await BotProcess.beside(simulator, tmp_path)
    try:
        visitor = Visitor.new(simulator)
        simulator.faults.add("reset_after", "sendMessage")
        await visitor.ask("/start")
        await bot.logged("a reply's fate is uncertain, it is not repeated")
        await visitor.ask("/help")
        assert len(visitor.said()) == 2
    finally:
        await bot.kill()


@pytest.mark.parametrize("kind", ["http", "socks5"])
async def test_a_proxy_carries_everything(simulator: Simulator, tmp_path: Path, kind: str) -> None:
    proxy = Line(kind="http" if kind == "http" else "socks5")
    await proxy.open()
    bot = await BotProcess.beside(simulator, tmp_path, BOT_PROXY_URL=f"{kind}://{proxy.address}")
    try:
        visitor = Visitor.new(simulator)
        await visitor.ask("/start")
        assert proxy.passed >= 1
        await proxy.close()
        simulator.send_text(visitor.user_id, "/help")
        await bot.logged("receiving from Telegram is in trouble")
        await proxy.open()
        await simulator.wait_for(lambda: len(visitor.said()) == 2, 20)
    finally:
        await bot.kill()
        await proxy.close()


async def test_a_proxys_password_is_used_and_never_logged(simulator: Simulator, tmp_path: Path) -> None:
    proxy = Line(kind="http", credentials="courier:Pa55-of-the-proxy")
    await proxy.open()
    bot = await BotProcess.beside(simulator, tmp_path, BOT_PROXY_URL=f"http://{proxy.credentials}@{proxy.address}")
    try:
        await Visitor.new(simulator).ask("/start")
        assert proxy.refused == 0
        proxy.credentials = "courier:changed-meanwhile"
        await proxy.hang_up()
        await bot.logged("receiving from Telegram is in trouble")
        assert await bot.stop() == 0
        assert "Pa55-of-the-proxy" not in "\n".join((*bot.err, *bot.out))
    finally:
        await bot.kill()
        await proxy.close()
