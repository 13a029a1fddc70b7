"""`bot doctor` goes along the chain of the audit, and says so in one line."""

import datetime as dt
from contextlib import closing
from pathlib import Path

import pytest

from bot.commands.doctor import doctor
from bot.core import audit
from bot.core.database import connect


@pytest.fixture
def database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "bot.sqlite3"
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("BOT_DATABASE", str(path))
    with closing(connect(path)) as connection:
        for number in range(3):
            audit.record(connection, dt.datetime(2026, 11, 22, tzinfo=dt.UTC), number, "left", visit_id="small")
    return path


def test_a_whole_chain_is_fine(database: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert database.exists()
    doctor()
    assert "     ok  the audit's chain is whole: 3 entries\n" in capsys.readouterr().out


def test_a_broken_chain_is_trouble(database: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with closing(connect(database)) as connection:
        connection.execute("DROP TRIGGER audit_is_never_changed")
        connection.execute("UPDATE audit SET action = 'joined' WHERE entry_id = 2")
    assert doctor() == 1
    assert "TROUBLE  the audit was tampered with: entry 2 is changed or missing\n" in capsys.readouterr().out


def test_a_database_from_before_the_audit_has_nothing_to_check(
    database: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with closing(connect(database)) as connection:
        connection.execute("DROP TABLE audit")
        connection.execute("PRAGMA user_version = 1")
    doctor()
    assert "audit" not in capsys.readouterr().out
