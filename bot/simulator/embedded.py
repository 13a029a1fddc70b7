"""The simulator inside the bot's own process, for a start without a token."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from bot.core.errors import OperatorError
from bot.simulator.options import DEFAULT_TOKEN, SimulatorOptions
from bot.simulator.simulator import Simulator


@dataclass(frozen=True, slots=True)
class SimulatedTelegram:
    """Where the simulated Telegram is, the token that it takes, and the persona who owns the bot."""

    api_url: str
    token: str
    owner_ids: frozenset[int]


@asynccontextmanager
async def embedded_simulator(port: int) -> AsyncIterator[SimulatedTelegram]:
    """Run a simulator on the loopback address. Raises OperatorError when the port is taken."""
    simulator = Simulator(SimulatorOptions())
    try:
        url = await simulator.start(port)
    except OSError as error:
        await simulator.stop()
        raise OperatorError(
            f"Port {port} of the chat page cannot be used ({error.strerror}). Set BOT_SIMULATOR_PORT to another."
        ) from error
    print(f"\nSimulated Telegram: open {url} in a browser and chat with the bot. Stop with Ctrl+C.\n", flush=True)  # noqa: T201
    try:
        yield SimulatedTelegram(url, DEFAULT_TOKEN, simulator.organisers())
    finally:
        await simulator.stop()
