"""One command, no token, no account: the bot with the simulator in one process, and the simulator alone."""

import asyncio
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp
import pytest

from bot.simulator import DEFAULT_TOKEN
from tests.end_to_end.line import free_port
from tests.end_to_end.process import BotProcess, command, environment, names_in


@pytest.fixture
async def alone(tmp_path: Path) -> AsyncIterator[BotProcess]:
    bot = await BotProcess.start(tmp_path, None, BOT_TOKEN="", BOT_SIMULATOR_PORT="0")
    await bot.logged("at work")
    yield bot
    await bot.kill()


async def test_it_starts_says_where_the_chat_page_is_and_answers_there(alone: BotProcess) -> None:
    address = (await alone.printed("Simulated Telegram")).split()[3]
    async with aiohttp.ClientSession() as session:
        async with session.get(address) as page:
            assert "text/html" in page.headers["Content-Type"]
        async with session.ws_connect(f"{address}/page-api/chat/1001/1001/socket") as pane:
            assert (await pane.receive_json())["type"] == "snapshot"
            await pane.send_json({"action": "send", "text": "/visit", "reply_to": None})
            texts: list[str] = []
            async with asyncio.timeout(10):
                while len(texts) < 2:
                    event = await pane.receive_json()
                    texts += [event["message"]["text"]] if event["type"] == "message" else []
    assert "Moscow delegation at Beike Chuan" in texts[1]
    # Nobody is at risk of taking the invented visit for a real one here, so it is there to try things out.
    assert "Sample visit" in texts[1]
    assert await alone.stop() == 0
    assert alone.complaints == []


async def test_the_simulators_store_is_not_the_real_bots(tmp_path: Path) -> None:
    bot = await BotProcess.start(tmp_path, None, BOT_TOKEN="", BOT_SIMULATOR_PORT="0", BOT_DATABASE="")
    await bot.logged("at work")
    assert await bot.stop() == 0
    assert "simulator.sqlite3" in names_in(tmp_path / "data")


async def test_a_taken_port_is_said_to_be_taken(alone: BotProcess, tmp_path: Path) -> None:
    port = (await alone.printed("Simulated Telegram")).split()[3].rpartition(":")[2]
    ended = await command(
        tmp_path, "run", BOT_TOKEN="", BOT_SIMULATOR_PORT=port, BOT_DATABASE=str(tmp_path / "other.sqlite3")
    )
    assert ended.code == 1
    assert f"Port {port} of the chat page cannot be used" in ended.err
    assert "BOT_SIMULATOR_PORT" in ended.err


async def test_the_simulator_alone_serves_a_bot_in_another_process(tmp_path: Path) -> None:
    port = free_port()
    simulator = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", "simulate", "--port", str(port)),
        cwd=tmp_path,
        env=environment(tmp_path, {}),
        stdout=asyncio.subprocess.PIPE,
    )
    assert simulator.stdout is not None
    try:
        async with asyncio.timeout(30):
            assert f"http://127.0.0.1:{port}".encode() in await simulator.stdout.readline()
        address = f"http://127.0.0.1:{port}"
        bot = await BotProcess.start(tmp_path, None, BOT_TOKEN=DEFAULT_TOKEN, BOT_API_URL=address)
        await bot.logged("at work")
        assert await bot.stop() == 0
    finally:
        simulator.terminate()
        assert await simulator.wait() in {0, -15, 143}


async def test_the_simulator_does_not_start_beside_a_real_token(tmp_path: Path) -> None:
    ended = await command(tmp_path, "simulate", BOT_TOKEN="1:real")
    assert ended.code == 1
    assert "does not start beside a real token" in ended.err
