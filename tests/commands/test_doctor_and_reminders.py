"""`bot doctor` counts the reminders that came to nothing because their time had passed."""

import datetime as dt
from contextlib import closing
from pathlib import Path

import pytest

from bot.commands.doctor import doctor
from bot.core.database import connect
from bot.telegram import people
from bot.telegram.outbox import deliveries, dispatches
from bot.telegram.outbox.claiming import claim

NOW = dt.datetime(2026, 9, 24, 3, 30, tzinfo=dt.UTC)


def test_expired_reminders_are_counted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "bot.sqlite3"
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("BOT_DATABASE", str(path))
    with closing(connect(path)) as connection:
        people.remember(connection, [(1, "en"), (2, "en")], NOW)
        dispatch_id = dispatches.open_dispatch(connection, "reminder", "small:start", NOW, expires_at=NOW)
        payload_id = dispatches.add_payload(connection, "sendMessage", {"text": "In 30 min"})
        deliveries.enqueue(connection, dispatch_id, [(1, payload_id), (2, payload_id)], NOW)
        claim(connection, NOW, 10, {})
    doctor()
    assert "     ok  messages out, reminder: expired 2\n" in capsys.readouterr().out
