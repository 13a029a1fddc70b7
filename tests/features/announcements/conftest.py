"""A bot that need not wait: the pace within a chat is Telegram's and has tests of its own."""

import datetime as dt
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.features.announcements.office import Office, at_work, office


@pytest.fixture
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.telegram.pace._PRIVATE", (10_000, 1.0))
    monkeypatch.setattr("bot.telegram.pace._GROUP", (10_000, 1.0))
    monkeypatch.setattr("bot.telegram.outbox.courier._LOOK_EVERY", 0.02)
    monkeypatch.setattr("bot.telegram.panel_keeper._LOOK_EVERY", 0.02)
    monkeypatch.setattr("bot.telegram.job_runner._LOOK_EVERY", 0.02)
    monkeypatch.setattr("bot.telegram.panels.EDIT_EVERY", 0.05)
    monkeypatch.setattr("bot.features.announcements.albums.GATHERED_AFTER", dt.timedelta(seconds=0.3))


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """Return where the store is."""
    return tmp_path / "bot.sqlite3"


@pytest.fixture
async def desk(place: Path, _quick: None) -> AsyncIterator[Office]:
    """Return the office at work."""
    async with office(place) as opened, at_work(opened):
        yield opened
