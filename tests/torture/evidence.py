"""What a campaign leaves to be judged: what was pushed, what the ledger says, what the store holds, and the traces."""

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.core.database import connect_read_only
from bot.core.errors import OperatorError
from bot.simulator.ledger import Call
from tests.torture.editions.checks import EditionEvidence
from tests.torture.flow import Pushed
from tests.torture.outbox.checks import OutboxEvidence


@dataclass(frozen=True, slots=True)
class Update:
    """A row of the inbox."""

    arrival: int
    update_id: int
    state: str
    reason: str | None


@dataclass(frozen=True, slots=True)
class Effect:
    """A row of the torture's own table, in the order in which they were written."""

    kind: str
    number: int | None
    chat_id: int


@dataclass(frozen=True, slots=True)
class Store:
    """What the bot's store holds after the last stop.

    `backups`: how many of them are whole, and the names of the files beside them that are not.
    """

    updates: tuple[Update, ...]
    effects: tuple[Effect, ...]
    languages: dict[int, str]
    left: dict[str, int]
    integrity: tuple[str, ...]
    stopped: bool
    backups: tuple[int, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Evidence:
    """Everything that the checks look at.

    `crashes`: for each death without notice, the number of the last call that the ledger had then. `deadly_tries`: by
    the number of a deadly update, the units of work in which it killed the process. `slowest`: the longest time in
    seconds between writing and answer among people who wrote at once, without and with poison among them.
    """

    pushed: tuple[Pushed, ...]
    calls: tuple[Call, ...]
    crashes: tuple[int, ...]
    deadly_tries: dict[int, list[str]]
    chosen_languages: dict[int, str]
    slowest: tuple[float, float]
    store: Store
    outbox: OutboxEvidence | None = None
    editions: EditionEvidence | None = None


_LEFT = {
    "updates not handled": "SELECT count(*) FROM updates WHERE state = 'received'",
    "answers owed": "SELECT count(*) FROM replies",
    "jobs": "SELECT count(*) FROM jobs",
    "files": "SELECT count(*) FROM files",
    "bodies of handled updates": "SELECT count(*) FROM updates WHERE state = 'handled' AND body IS NOT NULL",
}
_BACKUP_DUE = "SELECT NOT EXISTS (SELECT 1 FROM notes WHERE name = 'last_backup_at')"


def read_store(database: Path, backups: Path) -> Store:
    """Read the store of a bot that has stopped, and its backups."""
    connection = sqlite3.connect(database)
    try:

        def rows(query: str) -> list[Any]:
            return connection.execute(query).fetchall()

        return Store(
            tuple(Update(*row) for row in rows("SELECT arrival, update_id, state, reason FROM updates")),
            tuple(Effect(*row) for row in rows("SELECT kind, number, chat_id FROM torture_effects ORDER BY effect")),
            {row[0]: row[1] or "" for row in rows("SELECT user_id, language FROM users")},
            {what: int(rows(query)[0][0]) for what, query in _LEFT.items()},
            tuple(str(row[0]) for row in rows("PRAGMA integrity_check") + rows("PRAGMA foreign_key_check")),
            rows("SELECT value FROM notes WHERE name = 'run_state'") == [("stopped",)],
            _backups(backups),
        )
    finally:
        connection.close()


def _backups(folder: Path) -> tuple[int, tuple[str, ...]]:
    files = sorted(folder.iterdir()) if folder.exists() else []
    broken = tuple(file.name for file in files if not _is_whole(file))
    return len(files) - len(broken), broken


def _is_whole(backup: Path) -> bool:
    if backup.suffix != ".sqlite3":
        return False
    try:
        connection = connect_read_only(backup)
        try:
            return connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        finally:
            connection.close()
    except (OperatorError, sqlite3.Error):
        return False


def is_idle(database: Path) -> bool:
    """Tell whether a running bot has nothing left to handle, to send, to do or to back up."""
    if not database.exists():
        return False
    queries: Sequence[str] = [*[*_LEFT.values()][:3], _BACKUP_DUE]
    try:
        connection = connect_read_only(database)
        try:
            return not any(connection.execute(query).fetchone()[0] for query in queries)
        finally:
            connection.close()
    except sqlite3.Error:
        return False
