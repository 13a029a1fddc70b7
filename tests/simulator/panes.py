"""The browser's end of a pane, without a browser."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import aiohttp

from tests.simulator.conftest import Http


class Pane:
    """The browser's end of a pane."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self._socket = socket

    async def do(self, **action: Any) -> None:
        await self._socket.send_json(action)

    async def next(self, kind: str) -> dict[str, Any]:
        """The next event, which is of this kind."""
        event: dict[str, Any] = await self._socket.receive_json(timeout=10)
        assert event["type"] == kind, event
        return event


@asynccontextmanager
async def pane(http: Http, persona: int, chat: int | None = None) -> AsyncIterator[Pane]:
    path = f"/page-api/chat/{persona}/{chat or persona}/socket"
    async with http.session.ws_connect(http.simulator.base_url + path) as socket:
        yield Pane(socket)
