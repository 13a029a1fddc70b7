"""Telegram may bring updates itself: who shows the secret is heard, and what is acknowledged is committed."""

import io
import json
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from bot.core.conditions import Condition
from bot.core.errors import OperatorError
from bot.telegram.webhook import Webhook, WebhookAddress
from tests.support.proxies import closed_port
from tests.support.rehearsal import Rehearsal, rehearsal, telegram, until
from tests.support.routes import Plain
from tests.support.updates import text

SECRET = "a_secret-0123456789"
HEADER = "X-Telegram-Bot-Api-Secret-Token"


@asynccontextmanager
async def listening(bot: Rehearsal) -> AsyncIterator[str]:
    """Serve the webhook and give its address on this machine."""
    port = closed_port()
    address = WebhookAddress("https://localhost:8443/hook", SECRET, f"127.0.0.1:{port}")
    async with Webhook(bot.wire, bot.worker, address, Condition("the way", bot.clock)).serving():
        yield f"http://127.0.0.1:{port}/hook"


async def post(url: str, body: Any, secret: str | None = SECRET) -> tuple[int, bytes]:
    headers = {} if secret is None else {HEADER: secret}
    data = io.BytesIO(body if isinstance(body, bytes) else json.dumps(body).encode())
    async with aiohttp.ClientSession() as session, session.post(url, data=data, headers=headers) as response:
        return response.status, await response.read()


async def test_an_update_is_acknowledged_with_an_empty_200_after_the_commit(store: Path) -> None:
    async with rehearsal(store, Plain().routes()) as bot, bot.working(), listening(bot) as url:
        assert await post(url, text("/say a")) == (200, b"")
        assert await bot.rows("SELECT count(*) FROM updates") == [(1,)]
        await bot.quiet()
        assert bot.texts() == ["en: a"]


async def test_a_repeat_is_acknowledged_and_not_handled_again(store: Path) -> None:
    async with rehearsal(store, Plain().routes()) as bot, bot.working(), listening(bot) as url:
        once = text("/say a")
        assert [await post(url, once) for _ in range(3)] == [(200, b"")] * 3
        await bot.quiet()
        assert bot.texts() == ["en: a"]


@pytest.mark.parametrize("secret", [None, "", "wrong", SECRET[:-1], SECRET + "x", "ünï"])
async def test_whoever_does_not_know_the_secret_is_refused(store: Path, secret: str | None) -> None:
    async with rehearsal(store, Plain().routes()) as bot, bot.working(), listening(bot) as url:
        assert (await post(url, text("/say a"), secret))[0] == 403
        assert await bot.rows("SELECT * FROM updates") == []


async def raw(url: str, request: bytes) -> bytes:
    """Send bytes as they are and return the first line of the answer."""
    import asyncio  # noqa: PLC0415

    host, port = url.split("/")[2].split(":")
    reader, writer = await asyncio.open_connection(host, int(port))
    writer.write(request)
    line = await reader.readline()
    writer.close()
    await writer.wait_closed()
    return line


async def test_a_wrong_secret_is_refused_before_the_body_is_read(store: Path) -> None:
    async with rehearsal(store) as bot, listening(bot) as url:
        request = f"POST /hook HTTP/1.1\r\nHost: x\r\n{HEADER}: wrong\r\nContent-Length: 1000000\r\n\r\n{{"
        assert b" 403 " in await raw(url, request.encode())


async def test_a_secret_of_any_bytes_is_just_a_wrong_one(store: Path, caplog: Any) -> None:
    async with rehearsal(store) as bot, listening(bot) as url:
        request = b"POST /hook HTTP/1.1\r\nHost: x\r\n" + HEADER.encode() + b": \xff\xfe\r\nContent-Length: 0\r\n\r\n"
        assert b" 403 " in await raw(url, request)
    assert caplog.text == ""


@pytest.mark.parametrize("body", [b"", b"{", b"\xff\xfe", b"[]", b'"x"', b"null", b"{}", b'{"update_id": "1"}', b"5"])
async def test_what_is_no_update_is_a_400(store: Path, body: bytes) -> None:
    async with rehearsal(store) as bot, bot.working(), listening(bot) as url:
        assert (await post(url, body))[0] == 400
        assert await bot.rows("SELECT * FROM updates") == []


async def test_a_body_beyond_any_update_is_not_taken(store: Path) -> None:
    async with rehearsal(store) as bot, listening(bot) as url:
        assert (await post(url, b" " * (1024 * 1024 + 1)))[0] == 413


async def test_other_paths_and_methods_are_nothing(store: Path) -> None:
    async with rehearsal(store) as bot, listening(bot) as url:
        assert (await post(url + "/more", text("/say a")))[0] == 404
        async with aiohttp.ClientSession() as session, session.get(url, headers={HEADER: SECRET}) as response:
            assert response.status == 405


async def test_an_update_that_the_store_cannot_take_is_asked_for_again_later(
    store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.telegram.webhook._COMMIT_SECONDS", 0.05)
    monkeypatch.setattr("bot.telegram.worker._STORAGE_RETRY", 0.01)
    async with rehearsal(store, Plain().routes()) as bot, bot.working(), listening(bot) as url:
        await bot.database.outside(lambda connection: connection.execute("PRAGMA query_only = ON"))
        once = text("/say a")
        assert (await post(url, once))[0] == 503
        await bot.database.outside(lambda connection: connection.execute("PRAGMA query_only = OFF"))
        monkeypatch.setattr("bot.telegram.webhook._COMMIT_SECONDS", 10)
        assert (await post(url, once))[0] == 200
        await bot.quiet()
        assert bot.texts() == ["en: a"]


async def test_telegram_is_told_the_address_the_secret_and_one_connection(store: Path, log: list[Any]) -> None:
    async with rehearsal(store) as bot:
        address = WebhookAddress("https://localhost:8443/hook", SECRET, "127.0.0.1:0")
        await Webhook(bot.wire, bot.worker, address, Condition("the way", bot.clock)).register()
        [call] = bot.calls("setWebhook")
        assert call.parameters == {
            "url": "https://localhost:8443/hook",
            "secret_token": SECRET,
            "max_connections": 1,
            "allowed_updates": ["message", "edited_message", "callback_query", "my_chat_member"],
        }
        assert log == []


async def test_registering_waits_out_the_network_and_ends_at_a_refused_token(
    store: Path, monkeypatch: pytest.MonkeyPatch, log: list[Any]
) -> None:
    monkeypatch.setattr("bot.telegram.webhook._RETRY_SECONDS", 0.01)
    async with rehearsal(store) as bot:
        webhook = Webhook(
            bot.wire, bot.worker, WebhookAddress("https://localhost:8443/", SECRET, ":0"), Condition("way", bot.clock)
        )
        bot.simulator.faults.add("5xx", times=3)
        await webhook.register()
        assert [entry["event"] for entry in log] == ["way is in trouble", "way is well again"]
        bot.simulator.faults.add("401")
        with pytest.raises(OperatorError, match="BOT_TOKEN"):
            await webhook.register()


async def test_an_address_that_is_taken_or_no_address_is_a_sentence(store: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        async with rehearsal(store) as bot:
            for listen in (f"127.0.0.1:{taken.getsockname()[1]}", "127.0.0.1:99999", "203.0.113.7:8080"):
                address = WebhookAddress("https://localhost:8443/", SECRET, listen)
                webhook = Webhook(bot.wire, bot.worker, address, Condition("way", bot.clock))
                with pytest.raises(OperatorError, match=f"BOT_LISTEN={listen}"):
                    async with webhook.serving():
                        pass


async def test_the_simulated_telegram_brings_its_updates(store: Path) -> None:
    async with (
        telegram(webhook_backoff=0.01) as simulator,
        rehearsal(store, Plain().routes(), simulator=simulator) as bot,
        bot.working(),
        listening(bot) as url,
    ):
        simulator.add_user(7)
        simulator.world.webhook.url, simulator.world.webhook.secret_token = url, SECRET
        simulator.send_text(7, "/say a")
        await until(lambda: bot.texts() == ["en: a"])
        await until(lambda: not simulator.pending_updates)
