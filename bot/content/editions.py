"""The tables `editions` and `visits`: published content, immutable, and which edition of each visit holds now.

An author, and whoever makes an edition hold, is a person's reference in the audit or one of `audit.NOBODY`. Every
publication is in the audit, with the numbers of the editions that held before and hold after it.
"""

import datetime as dt
import sqlite3
from collections.abc import Mapping
from typing import Any, Final
from zoneinfo import ZoneInfo

from bot.content.confirming import without_outworn
from bot.content.library import Edition
from bot.content.models import Visit
from bot.core import audit
from bot.core.moments import from_milliseconds, to_milliseconds

_COLUMNS: Final = "edition_id, number, editions.visit_id, published_at, author, document"
_CURRENT: Final = f"SELECT {_COLUMNS} FROM visits JOIN editions ON edition_id = current_edition"  # noqa: S608 - columns only
PUBLISHED: Final = "published"


def publish(
    connection: sqlite3.Connection,
    visit: Visit,
    author: str,
    now: dt.datetime,
    *,
    also: Mapping[str, Any] | None = None,
) -> Edition | None:
    """Add an edition of the visit and make it the one that holds; None when nothing differs from that one.

    What was confirmed of another spelling of a name does not hold for a new one: see `confirming.without_outworn`.
    `now` is an aware moment; `also` is what the audit says besides. The caller's unit of work commits it.
    """
    current = current_edition(connection, visit.id)
    if current is not None:
        visit = without_outworn(current.visit, visit)
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
    before = None if current is None else {"edition": current.number}
    _note(connection, visit.id, author, now, before=before, after={"edition": number, **(also or {})})
    return Edition(edition_id, number, visit.id, now, author, visit)


def publish_again(
    connection: sqlite3.Connection,
    visit_id: str,
    number: int,
    actor: int | str,
    now: dt.datetime,
    *,
    instead_of: int,
    also: Mapping[str, Any] | None = None,
) -> bool:
    """Make an earlier edition the one that holds again; false, and nothing changes, unless `instead_of` still holds.

    The edition keeps its number and its author; `actor` is who publishes it now, as `audit.record` takes it;
    `also` is what the audit says besides. The caller's unit of work commits it.
    """
    moved = connection.execute(
        "UPDATE visits SET current_edition = wanted.edition_id FROM editions AS wanted, editions AS held "
        "WHERE visits.visit_id = :visit AND wanted.visit_id = :visit AND wanted.number = :number "
        "AND held.edition_id = current_edition AND held.number = :held AND held.number <> wanted.number",
        {"visit": visit_id, "number": number, "held": instead_of},
    ).rowcount
    if moved:
        after = {"edition": number, "again": True, **(also or {})}
        _note(connection, visit_id, actor, now, before={"edition": instead_of}, after=after)
    return bool(moved)


def numbered(connection: sqlite3.Connection, visit_id: str, number: int) -> Edition | None:
    """Return the edition of the visit with this number, whether it holds or not."""
    row = connection.execute(
        f"SELECT {_COLUMNS} FROM editions WHERE visit_id = ? AND number = ?",  # noqa: S608 - columns only
        (visit_id, number),
    ).fetchone()
    return None if row is None else _edition(row)


def by_id(connection: sqlite3.Connection, edition_id: int) -> Edition | None:
    """Return this edition, whether it holds or not."""
    row = connection.execute(f"SELECT {_COLUMNS} FROM editions WHERE edition_id = ?", (edition_id,)).fetchone()  # noqa: S608 - columns only
    return None if row is None else _edition(row)


def newest(connection: sqlite3.Connection, visit_id: str, limit: int = -1, offset: int = 0) -> list[Edition]:
    """Return editions of the visit, the highest number first."""
    rows = connection.execute(
        f"SELECT {_COLUMNS} FROM editions WHERE visit_id = ? ORDER BY number DESC LIMIT ? OFFSET ?",  # noqa: S608 - columns only
        (visit_id, limit, offset),
    )
    return [_edition(row) for row in rows]


def count(connection: sqlite3.Connection, visit_id: str) -> int:
    """Return how many editions the visit has."""
    found: int = connection.execute("SELECT count(*) FROM editions WHERE visit_id = ?", (visit_id,)).fetchone()[0]
    return found


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


def _note(
    connection: sqlite3.Connection,
    visit_id: str,
    actor: int | str,
    now: dt.datetime,
    *,
    before: Mapping[str, Any] | None,
    after: Mapping[str, Any],
) -> None:
    number = str(after["edition"])
    audit.record(connection, now, actor, PUBLISHED, visit_id=visit_id, subject=number, before=before, after=after)


def _edition(row: tuple[int, int, str, int, str, str]) -> Edition:
    edition_id, number, visit_id, published_at, author, document = row
    return Edition(
        edition_id, number, visit_id, from_milliseconds(published_at), author, Visit.model_validate_json(document)
    )
