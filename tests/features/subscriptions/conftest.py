"""The whole bot at its front desk, with a public visit and a closed one."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.support.whole_bot import WholeBot, whole_bot


@pytest.fixture
async def bot(tmp_path: Path) -> AsyncIterator[WholeBot]:
    async with whole_bot(tmp_path / "bot.sqlite3") as opened:
        yield opened
