"""Webhook mode: Telegram brings updates over HTTP; here the simulator plays the reverse proxy in front as well."""

import io
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import aiohttp
import pytest
import pytest_asyncio

from bot.simulator import Simulator
from tests.end_to_end.line import free_port
from tests.end_to_end.process import BotProcess, command, telegram
from tests.end_to_end.visitor import Visitor

pytestmark = pytest.mark.asyncio(loop_scope="module")

SECRET = "the-secret-of-the-webhook"
URL = "https://bot.example.org/hook/of-ours"


@dataclass(frozen=True, slots=True)
class Hooked:
    simulator: Simulator
    bot: BotProcess
    address: str
    settings: dict[str, str]


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def hooked(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Hooked]:
    listen = f"127.0.0.1:{free_port()}"
    simulator = telegram(webhook_proxy=f"http://{listen}", webhook_backoff=0.2)
    await simulator.start()
    settings = {"BOT_WEBHOOK_URL": URL, "BOT_WEBHOOK_SECRET": SECRET, "BOT_LISTEN": listen}
    bot = await BotProcess.beside(simulator, tmp_path_factory.mktemp("bot"), **settings)
    yield Hooked(simulator, bot, f"http://{listen}/hook/of-ours", settings)
    await bot.kill()
    await simulator.stop()


async def posted(address: str, body: bytes, headers: dict[str, str]) -> tuple[int, bytes]:
    """Post this to the bot; returns the status and the body of its answer."""
    content = io.BytesIO(body)
    async with aiohttp.ClientSession() as session, session.post(address, data=content, headers=headers) as answer:
        return answer.status, await answer.read()


async def test_updates_arrive_and_are_answered(hooked: Hooked) -> None:
    visitor = Visitor.new(hooked.simulator)
    seen = await visitor.ask("/start")
    pressed = await visitor.press(seen, "park:beike-chuan-2025")
    assert pressed.edited is not None
    assert "903,000" in pressed.edited.text
    assert hooked.simulator.ledger.of("getUpdates") == []


async def test_the_webhook_is_set_with_its_secret_for_what_is_handled_one_at_a_time(hooked: Hooked) -> None:
    (call,) = hooked.simulator.ledger.of("setWebhook")
    assert call.parameters == {
        "url": URL,
        "secret_token": SECRET,
        "max_connections": 1,
        "allowed_updates": ["message", "edited_message", "callback_query", "my_chat_member"],
    }


@pytest.mark.parametrize("secret", [None, "", "wrong", SECRET + "x", SECRET[:-1], SECRET.upper(), "тайна"])
async def test_who_does_not_know_the_secret_is_refused(hooked: Hooked, secret: str | None) -> None:
    headers = {} if secret is None else {"X-Telegram-Bot-Api-Secret-Token": secret}
    visitor = Visitor.new(hooked.simulator)
    sender = hooked.simulator.world.people[visitor.user_id].as_user()
    chat = {"id": visitor.user_id, "type": "private"}
    forged = {"update_id": 1, "message": {"message_id": 1, "date": 1, "text": "/start", "chat": chat, "from": sender}}
    assert await posted(hooked.address, json.dumps(forged).encode(), headers) == (403, b"")


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"", 400),
        (b"not json", 400),
        (b"[]", 400),
        (b"{}", 400),
        (b'{"update_id": "1"}', 400),
        (b'{"update_id": -1}', 400),
        (b"\xff\xfe", 400),
        (b"[" * 100_000, 400),
        (b'{"update_id": 7, "padding": "' + b"x" * 2**21 + b'"}', 413),
    ],
    ids=["empty", "no json", "list", "no id", "id as text", "negative", "no utf-8", "too deep", "too large"],
)
async def test_what_is_no_update_is_refused(hooked: Hooked, body: bytes, status: int) -> None:
    headers = {"X-Telegram-Bot-Api-Secret-Token": SECRET}
    assert (await posted(hooked.address, body, headers))[0] == status


async def test_an_update_is_answered_with_an_empty_200_once_it_is_stored(hooked: Hooked) -> None:
    visitor = Visitor.new(hooked.simulator)
    person = hooked.simulator.world.people[visitor.user_id]
    chat = hooked.simulator.world.private_chat(person)
    update = {
        "update_id": 5_000_000_000,
        "message": {"message_id": 1, "date": 1, "text": "/help", "chat": chat.as_chat, "from": person.as_user()},
    }
    headers = {"X-Telegram-Bot-Api-Secret-Token": SECRET}
    for _ in range(2):
        assert await posted(hooked.address, json.dumps(update).encode(), headers) == (200, b"")
    await visitor.ask("/park")
    # Brought twice, handled once: Telegram repeats what it is not sure of.
    assert len(visitor.said()) == 2


async def test_nothing_else_is_there(hooked: Hooked) -> None:
    root = hooked.address.removesuffix("/hook/of-ours")
    async with aiohttp.ClientSession() as session:
        async with session.get(hooked.address) as answer:
            assert answer.status == 405
        async with session.post(f"{root}/elsewhere") as answer:
            assert answer.status == 404


async def test_what_was_written_while_the_bot_was_down_arrives_when_it_is_back(hooked: Hooked) -> None:
    visitor = Visitor.new(hooked.simulator)
    await visitor.ask("/start")
    assert await hooked.bot.stop() == 0
    assert hooked.bot.complaints == []
    hooked.simulator.send_text(visitor.user_id, "/park")
    again = await BotProcess.beside(hooked.simulator, hooked.bot.folder, **hooked.settings)
    await hooked.simulator.wait_for(lambda: len(visitor.said()) == 2)
    assert await again.stop() == 0
    assert again.complaints == []

    polling = await BotProcess.beside(hooked.simulator, hooked.bot.folder)
    await polling.logged("receiving from Telegram is in trouble")
    assert (await visitor.ask("/help")).buttons
    assert hooked.simulator.world.webhook.url == ""
    assert await polling.stop() == 0


async def test_without_a_secret_it_does_not_start(tmp_path: Path) -> None:
    ended = await command(tmp_path, "run", BOT_TOKEN="1:x", BOT_WEBHOOK_URL=URL)
    assert ended.code == 1
    assert "BOT_WEBHOOK_URL needs BOT_WEBHOOK_SECRET" in ended.err
    ended = await command(tmp_path, "run", BOT_TOKEN="1:x", BOT_WEBHOOK_URL="http://x.org", BOT_WEBHOOK_SECRET="s")
    assert ended.code == 1
    assert "BOT_WEBHOOK_URL" in ended.err
