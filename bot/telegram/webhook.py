"""Webhook mode: Telegram brings updates to us; each is answered with an empty 200 when it is committed."""

import asyncio
import hmac
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from aiogram.exceptions import TelegramUnauthorizedError
from aiohttp import web

from bot.core.conditions import Condition
from bot.core.errors import OperatorError
from bot.telegram.front_desk import HANDLED_KINDS
from bot.telegram.inbox import acceptable
from bot.telegram.poller import REFUSED
from bot.telegram.wire import Wire, brief
from bot.telegram.worker import Worker

_SECRET_HEADER: Final = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - the header's name
_LARGEST_UPDATE: Final = 1024 * 1024
# Telegram waits a minute for an answer; what is not committed by then is brought again.
_COMMIT_SECONDS: Final = 30.0
_RETRY_SECONDS: Final = 5.0


@dataclass(frozen=True, slots=True)
class WebhookAddress:
    """Where Telegram calls (`url`), the secret it must show, and where we listen (host:port)."""

    url: str
    secret: str
    listen: str


class Webhook:
    """Receives updates over HTTP while its `serving` block is open."""

    def __init__(self, wire: Wire, worker: Worker, address: WebhookAddress, way: Condition) -> None:
        self._wire = wire
        self._worker = worker
        self._address = address
        self._way = way

    @asynccontextmanager
    async def serving(self) -> AsyncIterator[None]:
        """Listen. Raises OperatorError when the address is taken or not ours."""
        application = web.Application(client_max_size=_LARGEST_UPDATE)
        application.router.add_post(urlsplit(self._address.url).path or "/", self._receive)
        runner = web.AppRunner(application, access_log=None, handle_signals=False, shutdown_timeout=1.0)
        await runner.setup()
        host, _, port = self._address.listen.rpartition(":")
        try:
            await web.TCPSite(runner, host or None, int(port)).start()
        except (OSError, OverflowError) as error:
            await runner.cleanup()
            reason = error.strerror if isinstance(error, OSError) else "there is no such port"
            raise OperatorError(f"BOT_LISTEN={self._address.listen} cannot be used: {reason}.") from error
        try:
            yield
        finally:
            await runner.cleanup()

    async def register(self) -> None:
        """Tell Telegram the address, waiting out the network. Raises OperatorError when the token is refused."""
        parameters = {
            "url": self._address.url,
            "secret_token": self._address.secret,
            "max_connections": 1,
            "allowed_updates": list(HANDLED_KINDS),
        }
        while True:
            try:
                await self._wire.call("setWebhook", json.dumps(parameters))
            except TelegramUnauthorizedError:
                raise OperatorError(REFUSED) from None
            except Exception as error:  # noqa: BLE001 - the network may fail in any way
                self._way.bad(brief(error))
                await asyncio.sleep(_RETRY_SECONDS)
            else:
                self._way.good()
                return

    async def _receive(self, request: web.Request) -> web.Response:
        shown = request.headers.get(_SECRET_HEADER, "")
        # A header may hold any bytes, which aiohttp shows as surrogates.
        if not hmac.compare_digest(shown.encode(errors="surrogateescape"), self._address.secret.encode()):
            return web.Response(status=403)
        try:
            update = json.loads(await request.read())
        except (ValueError, RecursionError):
            return web.Response(status=400)
        if not acceptable(update):
            return web.Response(status=400)
        try:
            async with asyncio.timeout(_COMMIT_SECONDS):
                await self._worker.accept([update])
        except TimeoutError:
            return web.Response(status=503)
        return web.Response()
