"""`bot restore FILE`: a backup takes the database's place, and sends nothing again."""

import datetime as dt
import os
import shutil
import sqlite3
from contextlib import closing, suppress
from pathlib import Path

from bot.core.database import connect
from bot.core.errors import OperatorError
from bot.core.migrations import migrations
from bot.core.notebook import note, note_stop
from bot.core.process_lock import process_lock
from bot.features.changes import store as changes
from bot.features.reminders import store as reminders
from bot.settings import load_settings
from bot.telegram.unfinished import Unfinished, forget_unfinished


def restore_backup(backup: Path) -> int:
    """Check the backup and put it in place; what stood there is kept beside it.

    Raises OperatorError when the bot runs, or the file is no sound backup of a version that this bot knows.
    """
    database = load_settings().database
    with process_lock(database):
        _check(backup)
        prepared = database.with_name(database.name + ".restoring")
        _copy(backup, prepared)
        with closing(connect(prepared)) as connection:
            connection.execute("BEGIN IMMEDIATE")
            now = dt.datetime.now(dt.UTC)
            reminders.forget_due(connection, now)
            untold = changes.forget_due(connection, now)
            unfinished = forget_unfinished(connection, now)
            note_stop(connection)
            connection.execute("COMMIT")
            # Everything into the one file, so that nothing beside it has to be moved along.
            connection.execute("PRAGMA journal_mode = DELETE")
        kept = _put_in_place(prepared, database)
    _tell(backup, unfinished, untold)
    if kept is not None:
        print(f"what stood there is kept as {kept}")  # noqa: T201
    return 0


def _tell(backup: Path, unfinished: Unfinished, untold: int) -> None:
    print(  # noqa: T201
        f"{backup.name} is restored; {unfinished.dropped} unfinished answers and jobs of its time are dropped"
    )
    if unfinished.uncertain:
        print(  # noqa: T201
            f"{unfinished.uncertain} messages that were due may have gone out since: they are uncertain, and nothing "
            "sends them again by itself; /announcements settles those of announcements"
        )
    if untold:
        print(f"changes of {untold} visits that were about to be told may have been since: nobody is told by itself")  # noqa: T201
    if unfinished.paused:
        print(f"{unfinished.paused} announcements that were to go out later are paused: /announcements resumes them")  # noqa: T201


def _check(backup: Path) -> None:
    if not backup.is_file():
        raise OperatorError(f"There is no file {backup}.")
    try:
        with closing(sqlite3.connect(f"{backup.resolve().as_uri()}?mode=ro&immutable=1", uri=True)) as connection:
            damage = [row[0] for row in connection.execute("PRAGMA integrity_check(3)") if row[0] != "ok"]
            version: int = connection.execute("PRAGMA user_version").fetchone()[0]
            note(connection, "bot_id")
    except sqlite3.Error as error:
        raise OperatorError(f"{backup} is no backup of this bot: {error}.") from None
    if damage:
        raise OperatorError(f"{backup} is damaged: {damage[0]}. Take an older one.")
    if version > len(migrations()):
        raise OperatorError(f"{backup} was made by a newer version of the bot ({version}). Use that one.")


def _copy(source: Path, target: Path) -> None:
    for leftover in (target, target.with_name(target.name + "-wal"), target.with_name(target.name + "-shm")):
        leftover.unlink(missing_ok=True)
    try:
        shutil.copyfile(source, target)
        target.chmod(0o600)
        with target.open("rb") as file:
            os.fsync(file.fileno())
    except OSError as error:
        raise OperatorError(f"{target} cannot be written: {error.strerror}.") from error


def _put_in_place(prepared: Path, database: Path) -> Path | None:
    """Put the prepared file in the database's place in one step; what stood there stays under another name."""
    kept: Path | None = None
    if database.exists():
        # Bring its log into the file first, so that the kept copy is whole by itself.
        # A damaged file is a good reason to restore; it is kept as it is, its log beside it.
        with suppress(sqlite3.Error), closing(sqlite3.connect(database)) as old:
            old.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        kept = database.with_name(f"{database.name}.before-{dt.datetime.now(dt.UTC):%Y%m%dT%H%M%S%fZ}")
        os.link(database, kept)
        for ending in ("-wal", "-shm"):
            beside = database.with_name(database.name + ending)
            if beside.exists():
                beside.replace(kept.with_name(kept.name + ending))
    prepared.replace(database)
    return kept
