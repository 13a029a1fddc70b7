"""A file that somebody sent is fetched through the bot's session, counted while it is read, its address kept secret."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp_socks
import pytest
from aiogram.exceptions import TelegramBadRequest, TelegramNetworkError
from aiohttp import ClientTimeout, web

from bot.telegram import wire as wires
from bot.telegram.downloads import FileGone, FileTooLarge
from bot.telegram.wire import Wire, brief
from tests.support.proxies import closed_port, refusing_http_proxy
from tests.support.rehearsal import TOKEN, telegram

MEGABYTE = 1024 * 1024


@asynccontextmanager
async def wired(base_url: str, proxy: str | None = None) -> AsyncIterator[Wire]:
    wire = Wire(TOKEN, base_url, proxy, connections=4)
    try:
        yield wire
    finally:
        await wire.close()


@asynccontextmanager
async def serving(path: str, give: Any) -> AsyncIterator[str]:
    """A Bot API that tells this path of any file, and gives what `give` answers to a request for it."""

    async def tell(_request: web.Request) -> web.Response:
        return web.json_response({"ok": True, "result": {"file_id": "a", "file_unique_id": "a", "file_path": path}})

    app = web.Application()
    app.router.add_post("/bot{token}/getFile", tell)
    app.router.add_get("/file/bot{token}/{path:.+}", give)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    try:
        yield f"http://127.0.0.1:{runner.addresses[0][1]}"
    finally:
        await runner.cleanup()


async def test_what_somebody_sent_comes_byte_by_byte_as_it_was() -> None:
    async with telegram() as simulator, wired(simulator.base_url) as wire:
        content = bytes(range(256)) * 5000
        stored = simulator.world.files.add("document", "a visit.xlsx", content)
        assert await wire.download(stored.file_id, 5 * MEGABYTE) == content
        assert await wire.download(stored.file_id, len(content)) == content


async def test_what_is_larger_than_is_taken_is_given_up() -> None:
    async with telegram() as simulator, wired(simulator.base_url) as wire:
        stored = simulator.world.files.add("document", "a.xlsx", bytes(5 * MEGABYTE + 1))
        with pytest.raises(FileTooLarge):
            await wire.download(stored.file_id, 5 * MEGABYTE)


async def test_bytes_are_counted_while_they_come_whatever_was_said_of_their_number() -> None:
    sent = 0

    async def endless(request: web.Request) -> web.StreamResponse:
        nonlocal sent
        response = web.StreamResponse()
        await response.prepare(request)
        try:
            for _ in range(64):
                await response.write(bytes(MEGABYTE))
                sent += MEGABYTE
        except ConnectionError:
            pass
        return response

    async with serving("documents/a.xlsx", endless) as url, wired(url) as wire:
        with pytest.raises(FileTooLarge):
            await wire.download("a", MEGABYTE)
        assert sent < 32 * MEGABYTE


async def test_more_than_telegram_gives_to_bots_and_what_it_does_not_know_is_its_refusal() -> None:
    async with telegram() as simulator, wired(simulator.base_url) as wire:
        stored = simulator.world.files.add("document", "a.xlsx", bytes(20 * MEGABYTE + 1))
        for file_id in (stored.file_id, "unknown"):
            with pytest.raises(TelegramBadRequest):
                await wire.download(file_id, 5 * MEGABYTE)


async def test_a_file_that_is_gone_or_lies_elsewhere_is_said_to_be_gone() -> None:
    async def elsewhere(_request: web.Request) -> web.Response:
        raise web.HTTPFound("http://127.0.0.1:9/somewhere")

    async def nowhere(_request: web.Request) -> web.Response:
        raise web.HTTPNotFound

    for give in (elsewhere, nowhere):
        async with serving("documents/a.xlsx", give) as url, wired(url) as wire:
            with pytest.raises(FileGone):
                await wire.download("a", MEGABYTE)


async def test_a_server_of_ones_own_may_name_a_file_on_its_disk(tmp_path: Path) -> None:
    async def never(_request: web.Request) -> web.Response:
        raise web.HTTPGone

    file = tmp_path / "a.csv"
    file.write_bytes(b"id;title")
    async with serving(str(file), never) as url, wired(url) as wire:
        assert await wire.download("a", 8) == b"id;title"
        with pytest.raises(FileTooLarge):
            await wire.download("a", 7)
    async with serving("/nowhere/at/all", never) as url, wired(url) as wire:
        with pytest.raises(FileGone):
            await wire.download("a", 8)


async def test_the_token_is_in_no_error(monkeypatch: pytest.MonkeyPatch) -> None:
    async def hang(_request: web.Request) -> web.Response:
        await asyncio.Event().wait()
        return web.Response()

    async def hang_up(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse(headers={"Content-Length": "100"})
        await response.prepare(request)
        await response.write(b"half")
        assert request.transport is not None
        request.transport.close()
        return response

    monkeypatch.setattr(wires, "_DOWNLOAD_TIMEOUT", ClientTimeout(total=0.2))
    for give in (hang, hang_up):
        async with serving("documents/a.xlsx", give) as url, wired(url) as wire:
            with pytest.raises(TelegramNetworkError) as caught:
                await wire.download("a", MEGABYTE)
            secret = TOKEN.partition(":")[2]
            assert secret not in str(caught.value) + repr(caught.value) + brief(caught.value)
            assert caught.value.__cause__ is None
            assert caught.value.__suppress_context__


async def test_the_proxy_is_kept_to() -> None:
    async with refusing_http_proxy() as proxy, wired(f"http://127.0.0.1:{closed_port()}", proxy) as wire:
        with pytest.raises(aiohttp_socks.ProxyError):
            await wire.download("a", MEGABYTE)
