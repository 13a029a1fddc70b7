"""The tables `editions` and `visits`: published content, immutable, and which edition of each visit holds now."""

import datetime as dt
import sqlite3
from zoneinfo import ZoneInfo

from bot.content.library import Edition
from bot.content.models import Visit
from bot.core.moments import from_milliseconds, to_milliseconds

_CURRENT = """
    SELECT edition_id, number, editions.visit_id, published_at, author, document
    FROM visits JOIN editions ON edition_id = current_edition
"""


def publish(connection: sqlite3.Connection, visit: Visit, author: str, now: dt.datetime) -> Edition | None:
    """Add an edition of the visit and make it the one that holds; None when nothing differs from that one.

    `now` is an aware moment. The caller's unit of work commits it.
    """
    current = current_edition(connection, visit.id)
    if current is not None and current.visit == visit:
        return None
    number: int = connection.execute(
        "SELECT coalesce(max(number), 0) + 1 FROM editions WHERE visit_id = ?", (visit.id,)
    ).fetchone()[0]
    edition_id: int = connection.execute(
        "INSERT INTO editions (visit_id, number, document, published_at, author) VALUES (?, ?, ?, ?, ?) "
        "RETURNING edition_id",
        (visit.id, number, visit.model_dump_json(exclude_defaults=True), to_milliseconds(now), author),
    ).fetchone()[0]
    connection.execute(
        "INSERT INTO visits (visit_id, current_edition, first_published_on) VALUES (?, ?, ?) "
        "ON CONFLICT (visit_id) DO UPDATE SET current_edition = excluded.current_edition",
        (visit.id, edition_id, now.astimezone(ZoneInfo(visit.zone)).date().isoformat()),
    )
    return Edition(edition_id, number, visit.id, now, author, visit)


def current_edition(connection: sqlite3.Connection, visit_id: str) -> Edition | None:
    """Return the edition of the visit that holds, or None when the visit was never published."""
    row = connection.execute(f"{_CURRENT} WHERE visits.visit_id = ?", (visit_id,)).fetchone()
    return None if row is None else _edition(row)


def current_editions(connection: sqlite3.Connection) -> tuple[Edition, ...]:
    """Return the editions that hold, one a visit, in the order in which the visits were first published."""
    rows = connection.execute(f"{_CURRENT} ORDER BY first_published_on, visits.rowid")
    return tuple(_edition(row) for row in rows)


def first_published_on(connection: sqlite3.Connection, visit_id: str) -> dt.date | None:
    """Return the day (local to the visit) from which a sample's numbered days count; None before that day."""
    row = connection.execute("SELECT first_published_on FROM visits WHERE visit_id = ?", (visit_id,)).fetchone()
    return None if row is None else dt.date.fromisoformat(row[0])


def _edition(row: tuple[int, int, str, int, str, str]) -> Edition:
    edition_id, number, visit_id, published_at, author, document = row
    return Edition(
        edition_id, number, visit_id, from_milliseconds(published_at), author, Visit.model_validate_json(document)
    )
