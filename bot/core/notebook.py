"""The table `notes`: what the bot has to remember about itself."""

import sqlite3


def note(connection: sqlite3.Connection, name: str) -> str | None:
    """Return what was noted under this name, or None."""
    row = connection.execute("SELECT value FROM notes WHERE name = ?", (name,)).fetchone()
    return None if row is None else str(row[0])


def write_note(connection: sqlite3.Connection, name: str, value: str) -> None:
    """Note a value under a name, in place of what stood there."""
    connection.execute(
        "INSERT INTO notes (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
        (name, value),
    )


def note_start(connection: sqlite3.Connection) -> bool:
    """Note that the bot runs and return whether it stopped cleanly the last time (true for a new database)."""
    clean = note(connection, "run_state") in {None, "stopped"}
    write_note(connection, "run_state", "running")
    return clean


def note_stop(connection: sqlite3.Connection) -> None:
    """Note that everything was written and the bot stops."""
    write_note(connection, "run_state", "stopped")
