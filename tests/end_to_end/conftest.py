"""A simulated Telegram and the real process beside it: for one test, or shared by the tests of a module."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.simulator import Simulator
from tests.end_to_end.process import BotProcess, telegram


@pytest.fixture
async def simulator() -> AsyncIterator[Simulator]:
    simulated = telegram()
    await simulated.start()
    yield simulated
    await simulated.stop()


@pytest.fixture
async def bot(simulator: Simulator, tmp_path: Path) -> AsyncIterator[BotProcess]:
    process = await BotProcess.beside(simulator, tmp_path)
    yield process
    await process.kill()
