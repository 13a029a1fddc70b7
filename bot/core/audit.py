"""The table `audit`: what organisers did and what was refused to whom, append-only, each entry chained to the last.

People stand in it under random references; `audit_people` links those to numbers until the person is forgotten. So
`before` and `after` hold no name and no number of anybody: an entry can never be erased.
"""

import datetime as dt
import hashlib
import json
import secrets
import sqlite3
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any, Final

from bot.core.moments import from_milliseconds, to_milliseconds

REFUSED: Final = "refused"
# Who acts without being a person whom Telegram knows: whoever operates the bot.
COMMAND_LINE: Final = "command line"
FIRST_START: Final = "first start"
NOBODY: Final = frozenset({COMMAND_LINE, FIRST_START})
# Whoever tries the same thing over and over fills one row an hour and not the disk.
_ONE_REFUSAL_WITHIN: Final = dt.timedelta(hours=1)
# Whoever is forgotten in between is somebody new each time, and a crowd is many: more in an hour tell nothing more.
_MOST_REFUSALS_WITHIN: Final = 100
_BEFORE_THE_FIRST: Final = "0" * 64
_SELECT: Final = "SELECT entry_id, at, actor, action, visit_id, subject, before, after FROM audit"
_Row = tuple[int, int, str, str, str | None, str | None, str | None, str | None]


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry. `actor` is a reference, `subject` a reference or what was done something to; `at` is aware, UTC."""

    entry_id: int
    at: dt.datetime
    actor: str
    action: str
    visit_id: str | None
    subject: str | None
    before: Mapping[str, Any]
    after: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Verdict:
    """How the chain stands: how many entries it has, and the first place where it is broken, None when it is whole."""

    entries: int
    broken_at: int | None


def record(
    connection: sqlite3.Connection,
    now: dt.datetime,
    actor_id: int | str,
    action: str,
    *,
    visit_id: str | None = None,
    subject: str | None = None,
    about: int | None = None,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
) -> None:
    """Add an entry in the unit of work of what it tells about. `about` names a person as its subject, by number.

    Who did it is a person's number, or what stands in the audit in their place: a reference, or one of NOBODY.
    """
    # The number comes from what SQLite ever gave out: new entries never fill the gap that erased last ones left.
    previous_id, previous_hash = connection.execute(
        "SELECT coalesce((SELECT seq FROM sqlite_sequence WHERE name = 'audit'), 0), "
        "coalesce((SELECT hash FROM audit ORDER BY entry_id DESC LIMIT 1), ?)",
        (_BEFORE_THE_FIRST,),
    ).fetchone()
    row: _Row = (
        previous_id + 1,
        to_milliseconds(now),
        reference(connection, actor_id) if isinstance(actor_id, int) else actor_id,
        action,
        visit_id,
        subject if about is None else reference(connection, about),
        _as_json(before),
        _as_json(after),
    )
    connection.execute(
        "INSERT INTO audit (entry_id, at, actor, action, visit_id, subject, before, after, previous_hash, hash) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (*row, previous_hash, _hash(previous_hash, row)),
    )


def refuse(
    connection: sqlite3.Connection, now: dt.datetime, actor_id: int, subject: str, visit_id: str | None = None
) -> None:
    """Note that something was refused to a person: one entry an hour for the same thing in the same visit.

    In one visit, and outside of all, there are at most a hundred in an hour, whoever they are of.
    """
    since = to_milliseconds(now - _ONE_REFUSAL_WITHIN)
    known, count = connection.execute(
        "SELECT EXISTS (SELECT 1 FROM audit WHERE action = 'refused' AND subject = :subject AND at > :since "
        "AND visit_id IS :visit AND actor = (SELECT reference FROM audit_people WHERE user_id = :actor)), "
        "(SELECT count(*) FROM audit WHERE action = 'refused' AND visit_id IS :visit AND at > :since)",
        {"subject": subject, "since": since, "visit": visit_id, "actor": actor_id},
    ).fetchone()
    if not known and count < _MOST_REFUSALS_WITHIN:
        record(connection, now, actor_id, REFUSED, visit_id=visit_id, subject=subject)


def reference(connection: sqlite3.Connection, user_id: int) -> str:
    """Return the reference under which a person stands in the audit, a new one the first time."""
    row = connection.execute("SELECT reference FROM audit_people WHERE user_id = ?", (user_id,)).fetchone()
    if row is not None:
        return str(row[0])
    made = secrets.token_hex(8)
    connection.execute("INSERT INTO audit_people (reference, user_id) VALUES (?, ?)", (made, user_id))
    return made


def people_behind(connection: sqlite3.Connection, references: Collection[str]) -> Mapping[str, int]:
    """Return the numbers of those of these people who were not forgotten, by reference."""
    marks = ",".join("?" * len(references))
    rows = connection.execute(
        f"SELECT reference, user_id FROM audit_people WHERE reference IN ({marks})",  # noqa: S608 - marks only
        tuple(references),
    )
    return dict(rows.fetchall())


def forget(connection: sqlite3.Connection, user_id: int) -> None:
    """Cut the link between a person and their reference; the entries stay."""
    connection.execute("DELETE FROM audit_people WHERE user_id = ?", (user_id,))


def count_about(connection: sqlite3.Connection, user_id: int) -> int:
    """Return in how many entries a person stands, as who did it or to whom it was done."""
    count: int = connection.execute(
        "WITH own AS (SELECT reference FROM audit_people WHERE user_id = ?) "
        "SELECT count(*) FROM audit "
        "WHERE actor IN (SELECT reference FROM own) OR subject IN (SELECT reference FROM own)",
        (user_id,),
    ).fetchone()[0]
    return count


def entries(
    connection: sqlite3.Connection, visit_ids: Collection[str] | None, limit: int, older_than: int | None = None
) -> list[Entry]:
    """Return entries of these visits, newest first; with None for the visits, of all and of none."""
    conditions: list[str] = []
    values: list[object] = []
    if visit_ids is not None:
        conditions.append(f"visit_id IN ({','.join('?' * len(visit_ids))})")
        values += visit_ids
    if older_than is not None:
        conditions.append("entry_id < ?")
        values.append(older_than)
    where = f"WHERE {' AND '.join(conditions)}" if conditions else ""
    rows = connection.execute(f"{_SELECT} {where} ORDER BY entry_id DESC LIMIT ?", (*values, limit))
    return [_entry(row) for row in rows]


def latest(connection: sqlite3.Connection, visit_id: str, action: str) -> Entry | None:
    """Return when this was last done in this visit, and by whom; None when never."""
    row = connection.execute(
        f"{_SELECT} WHERE visit_id = ? AND action = ? ORDER BY entry_id DESC LIMIT 1", (visit_id, action)
    ).fetchone()
    return None if row is None else _entry(row)


def verify(connection: sqlite3.Connection) -> Verdict:
    """Go along the whole chain: every entry as it was written, none missing, the last one included."""
    previous_hash, count = _BEFORE_THE_FIRST, 0
    rows = connection.execute(
        "SELECT entry_id, at, actor, action, visit_id, subject, before, after, previous_hash, hash "
        "FROM audit ORDER BY entry_id"
    )
    for *row, noted_previous, noted_hash in rows:
        expected = count + 1
        whole = row[0] == expected and noted_previous == previous_hash and noted_hash == _hash(previous_hash, row)
        if not whole:
            return Verdict(count, expected)
        previous_hash, count = noted_hash, expected
    # SQLite itself notes the highest number that it ever gave out.
    issued = connection.execute("SELECT seq FROM sqlite_sequence WHERE name = 'audit'").fetchone()
    if (issued[0] if issued else 0) != count:
        return Verdict(count, count + 1)
    return Verdict(count, None)


def _hash(previous_hash: str, row: Collection[Any]) -> str:
    return hashlib.sha256(json.dumps([previous_hash, *row], ensure_ascii=True).encode()).hexdigest()


def _as_json(values: Mapping[str, Any] | None) -> str | None:
    return None if values is None else json.dumps(values, ensure_ascii=False, sort_keys=True)


def _entry(row: _Row) -> Entry:
    entry_id, at, actor, action, visit_id, subject, before, after = row
    return Entry(
        entry_id,
        from_milliseconds(at),
        actor,
        action,
        visit_id,
        subject,
        json.loads(before) if before else {},
        json.loads(after) if after else {},
    )
