"""Backups of the running database: made by SQLite itself, a few kept, the rest removed."""

import datetime as dt
import os
import sqlite3
from pathlib import Path

_PATTERN = "bot-*.sqlite3"


def make_backup(connection: sqlite3.Connection, folder: Path, now: dt.datetime, keep: int) -> Path:
    """Write a consistent copy of the open database into the folder, keep the newest `keep`, return the new one.

    The copy appears under its name only when it is whole. Raises OSError or sqlite3.Error when it cannot be written.
    """
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    final = folder / f"bot-{now:%Y%m%dT%H%M%SZ}.sqlite3"
    partial = final.with_suffix(".partial")
    # What a process left that was killed in the middle of this; nobody else makes backups here.
    for left in folder.glob("bot-*.partial*"):
        left.unlink(missing_ok=True)
    try:
        # SQLite fills an empty file as it would make a new one; made here first, so that nobody else may read it.
        os.close(os.open(partial, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        connection.execute("VACUUM INTO ?", (str(partial),))
        with partial.open("rb") as file:
            os.fsync(file.fileno())
        partial.replace(final)
    finally:
        partial.unlink(missing_ok=True)
    # The one just made stays even when the clock was set back and others look newer.
    for old in [path for path in backups(folder) if path != final][keep - 1 :]:
        old.unlink(missing_ok=True)
    return final


def backups(folder: Path) -> list[Path]:
    """Return the backups in the folder, newest first."""
    return sorted(folder.glob(_PATTERN), reverse=True)
