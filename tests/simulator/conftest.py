"""A simulated Telegram for each test, and a client that is nothing but HTTP."""

from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest

from bot.simulator import Simulator, SimulatorOptions


class Http:
    """Calls the Bot API without any library for bots."""

    def __init__(self, session: aiohttp.ClientSession, simulator: Simulator) -> None:
        self.session = session
        self.simulator = simulator

    def url(self, method: str) -> str:
        return f"{self.simulator.base_url}/bot{self.simulator.options.token}/{method}"

    async def answer(self, method: str, **parameters: Any) -> dict[str, Any]:
        """Telegram's whole JSON answer."""
        async with self.session.post(self.url(method), json=parameters) as response:
            body: dict[str, Any] = await response.json()
            assert body["ok"] == (response.status == 200)
            assert body["ok"] or body["error_code"] == response.status
            return body

    async def call(self, method: str, **parameters: Any) -> Any:
        """The result of a call that is to succeed."""
        body = await self.answer(method, **parameters)
        assert body["ok"], body
        return body["result"]

    async def refusal(self, method: str, **parameters: Any) -> str:
        """The description of a call that is to be refused."""
        body = await self.answer(method, **parameters)
        assert not body["ok"], body
        return str(body["description"])


def options(**changes: Any) -> SimulatorOptions:
    """Options for tests: small numbers, everything remembered."""
    values: dict[str, Any] = {"first_message_id": 1, "first_update_id": 1, "keep_calls": None}
    return SimulatorOptions(**(values | changes))


@pytest.fixture
async def simulator() -> AsyncIterator[Simulator]:
    simulated = Simulator(options())
    await simulated.start()
    yield simulated
    await simulated.stop()


@pytest.fixture
async def http(simulator: Simulator) -> AsyncIterator[Http]:
    async with aiohttp.ClientSession() as session:
        yield Http(session, simulator)
