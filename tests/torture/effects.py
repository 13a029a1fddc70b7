"""Effects that can be counted: a table without any uniqueness, so that what happens twice stands there twice."""

import sqlite3
from typing import Final

EFFECT: Final = "effect"
POISON: Final = "poison"
UNSTORABLE: Final = "unstorable"
DEADLY: Final = "deadly"
JOB: Final = "job"
DOCUMENT: Final = "document"

# Triggers count what the bot's own job does: each job ordered, and each document that a finished job owes.
_TABLES: Final = f"""
CREATE TABLE IF NOT EXISTS torture_effects (
    effect INTEGER PRIMARY KEY AUTOINCREMENT, kind TEXT NOT NULL, number INTEGER, chat_id INTEGER
) STRICT;
CREATE TRIGGER IF NOT EXISTS torture_jobs AFTER INSERT ON jobs WHEN new.kind = 'calendar' BEGIN
    INSERT INTO torture_effects (kind, number, chat_id)
    VALUES ('{JOB}', json_extract(new.payload, '$.number'), json_extract(new.payload, '$.chat_id'));
END;
CREATE TRIGGER IF NOT EXISTS torture_documents AFTER INSERT ON replies WHEN new.method = 'sendDocument' BEGIN
    INSERT INTO torture_effects (kind, chat_id) VALUES ('{DOCUMENT}', new.chat_id);
END;
"""


def make_tables(connection: sqlite3.Connection) -> None:
    """Add the table and its triggers to the bot's store, unless they are there."""
    connection.executescript(_TABLES)


def add_effect(connection: sqlite3.Connection, kind: str, number: int, chat_id: int) -> None:
    """Have an effect that can be counted."""
    connection.execute("INSERT INTO torture_effects (kind, number, chat_id) VALUES (?, ?, ?)", (kind, number, chat_id))
