"""The simulator as a process of its own: `python -m bot simulate`."""

import asyncio

from bot.simulator.options import SimulatorOptions
from bot.simulator.simulator import Simulator


async def run_simulator(port: int, token: str) -> None:
    """Run until cancelled; tells on standard output where the page and the Bot API are."""
    await serve(SimulatorOptions(token=token), port)


async def serve(options: SimulatorOptions, port: int = 0) -> None:
    """Run a simulator with these options until cancelled; port 0 takes a free one."""
    simulator = Simulator(options)
    base_url = await simulator.start(port)
    print(f"Simulated Telegram: {base_url}", flush=True)  # noqa: T201 - a command tells what it did
    try:
        await asyncio.Event().wait()
    finally:
        await simulator.stop()
