"""A bot that need not wait: the pace within a chat is Telegram's and has tests of its own."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.features.questions.stage import Stage, stage


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.telegram.pace._PRIVATE", (10_000, 1.0))
    monkeypatch.setattr("bot.telegram.pace._GROUP", (10_000, 1.0))
    monkeypatch.setattr("bot.telegram.outbox.courier._LOOK_EVERY", 0.02)
    monkeypatch.setattr("bot.telegram.panel_keeper._LOOK_EVERY", 0.02)
    monkeypatch.setattr("bot.telegram.panels.EDIT_EVERY", 0.05)


@pytest.fixture
def store(tmp_path: Path) -> Path:
    return tmp_path / "bot.sqlite3"


@pytest.fixture
async def play(store: Path) -> AsyncIterator[Stage]:
    async with stage(store) as opened, opened.run.working(delivering=True):
        yield opened
