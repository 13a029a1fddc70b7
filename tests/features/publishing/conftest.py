"""A bot that need not wait: the pace within a chat is Telegram's and has tests of its own."""

import pytest


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.telegram.pace._PRIVATE", (10_000, 1.0))
    monkeypatch.setattr("bot.telegram.job_runner._LOOK_EVERY", 0.02)
