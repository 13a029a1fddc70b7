"""Each step of the store's history is taken once and whole, and a newer file is left alone."""

import hashlib
import json
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.core import migrations as package
from bot.core.database import Database, connect
from bot.core.errors import OperatorError
from bot.core.migrations import migrate, migrations

NEWEST = len(migrations())


@pytest.fixture
def connection(tmp_path: Path) -> Iterator[sqlite3.Connection]:
    opened = sqlite3.connect(tmp_path / "bot.sqlite3", isolation_level=None)
    yield opened
    opened.close()


def version(connection: sqlite3.Connection) -> int:
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def schema(connection: sqlite3.Connection) -> list[str]:
    return [row[0] for row in connection.execute("SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY name")]


def test_an_empty_file_comes_to_the_newest_version_and_stays_there(connection: sqlite3.Connection) -> None:
    assert migrate(connection) == NEWEST
    assert version(connection) == NEWEST
    assert migrate(connection) == 0


def test_every_shipped_version_comes_to_the_same_schema(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    steps = migrations()
    schemas = []
    for start in range(NEWEST + 1):
        connection = sqlite3.connect(tmp_path / f"from-{start}.sqlite3", isolation_level=None)
        with monkeypatch.context() as older:
            older.setattr(package, "migrations", lambda start=start: steps[:start])
            assert migrate(connection) == start
        assert migrate(connection) == NEWEST - start
        schemas.append(schema(connection))
        connection.close()
    assert all(one == schemas[0] for one in schemas)


def test_what_an_older_version_held_is_there_after_the_step(
    connection: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    migrate(connection)
    connection.execute("INSERT INTO notes VALUES ('bot_id', '42')")
    monkeypatch.setattr(package, "migrations", lambda: [*migrations(), "ALTER TABLE notes ADD COLUMN more TEXT;"])
    assert migrate(connection) == 1
    assert connection.execute("SELECT * FROM notes").fetchall() == [("bot_id", "42", None)]


def test_a_step_that_fails_leaves_version_tables_and_rows_as_they_were(
    connection: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    migrate(connection)
    connection.execute("INSERT INTO notes VALUES ('bot_id', '42')")
    before = schema(connection)
    half = "CREATE TABLE more (id INTEGER PRIMARY KEY);\nDELETE FROM notes;\nINSERT INTO nowhere VALUES (1);"
    monkeypatch.setattr(package, "migrations", lambda: [*migrations(), half])
    with pytest.raises(sqlite3.OperationalError, match="nowhere"):
        migrate(connection)
    assert version(connection) == NEWEST
    assert schema(connection) == before
    assert connection.execute("SELECT * FROM notes").fetchall() == [("bot_id", "42")]
    assert not connection.in_transaction


def test_the_steps_before_a_failing_one_stand(connection: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch) -> None:
    steps = [*migrations(), "CREATE TABLE good (id INTEGER);", "CREATE TABLE bad (;"]
    monkeypatch.setattr(package, "migrations", lambda: steps)
    with pytest.raises(sqlite3.OperationalError):
        migrate(connection)
    assert version(connection) == NEWEST + 1
    assert connection.execute("SELECT count(*) FROM good").fetchone() == (0,)


def test_a_failing_step_is_a_sentence_for_the_operator(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(package, "migrations", lambda: ["CREATE TABLE bad (;"])
    with pytest.raises(OperatorError, match=r"bot\.sqlite3 cannot be used"):
        connect(tmp_path / "bot.sqlite3")


async def test_a_file_of_a_newer_version_is_refused_and_untouched(tmp_path: Path) -> None:
    path = tmp_path / "bot.sqlite3"
    connection = connect(path)
    connection.execute(f"PRAGMA user_version = {NEWEST + 1}")
    connection.close()
    before = hashlib.sha256(path.read_bytes()).digest()
    with pytest.raises(OperatorError, match=f"version {NEWEST + 1}.*up to {NEWEST}"):
        await Database.open(path)
    assert hashlib.sha256(path.read_bytes()).digest() == before


def test_the_views_show_the_current_edition_only(connection: sqlite3.Connection) -> None:
    migrate(connection)
    for number, words in ((1, "old"), (2, "new")):
        document = json.dumps(
            {"zone": "Asia/Shanghai", "facts": [{"id": "F1", "text": {"en": words}, "sources": ["S1"]}]}
        )
        connection.execute("INSERT INTO editions VALUES (?, 'v', ?, ?, 0, 'file')", (number, number, document))
    connection.execute("INSERT INTO visits VALUES ('v', 2, '2025-09-24')")
    assert connection.execute("SELECT visit_id, fact_id, en, sources FROM facts").fetchall() == [
        ("v", "F1", "new", '["S1"]')
    ]
    connection.execute("UPDATE visits SET current_edition = 1")
    assert connection.execute("SELECT en FROM facts").fetchall() == [("old",)]
    for view in ("events", "people", "quotes", "sources", "organisations"):
        assert connection.execute(f"SELECT count(*) FROM {view}").fetchone() == (0,)
