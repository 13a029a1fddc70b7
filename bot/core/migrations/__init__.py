"""Numbered .sql files, each applied once in a transaction of its own; PRAGMA user_version says how far a file is."""

import sqlite3
from importlib.resources import files

from bot.core.errors import OperatorError


def migrations() -> list[str]:
    """Return the migrations' SQL in order; the first brings a database from version 0 to 1."""
    folder = files(__package__)
    names = sorted(entry.name for entry in folder.iterdir() if entry.name.endswith(".sql"))
    return [folder.joinpath(name).read_text(encoding="utf-8") for name in names]


def migrate(connection: sqlite3.Connection) -> int:
    """Bring the database to the newest version and return how many steps that took.

    Raises OperatorError when the file was written by a newer version of the bot: it is left as it is.
    """
    steps = migrations()
    version: int = connection.execute("PRAGMA user_version").fetchone()[0]
    if version > len(steps):
        raise OperatorError(
            f"The database is of version {version}, this bot knows up to {len(steps)}. "
            "Start the newer bot again, or restore a backup made before the upgrade."
        )
    for number, sql in enumerate(steps[version:], start=version + 1):
        try:
            # One script, so that a crash leaves the step done with its number or not done at all.
            connection.executescript(f"BEGIN IMMEDIATE;\n{sql}\nPRAGMA user_version = {number};\nCOMMIT;")
        except sqlite3.Error:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            raise
    return len(steps) - version
