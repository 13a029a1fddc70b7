"""`bot doctor`: whether the database is sound and how things stand. Looks only, also while the bot runs."""

import datetime as dt
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass

from bot.core import audit
from bot.core.backups import backups
from bot.core.database import connect_read_only
from bot.core.heartbeat import STALE_AFTER, heartbeat_path, seconds_since_beat
from bot.core.migrations import migrations
from bot.core.notebook import note
from bot.settings import Settings, load_settings


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the report. `trouble`: somebody has to do something."""

    text: str
    trouble: bool = False


def doctor() -> int:
    """Print the report; 1 when something is in trouble."""
    settings = load_settings()
    with closing(connect_read_only(settings.database)) as connection:
        parts = (_soundness, _content, _work, _messages_out, _audit)
        findings = [finding for part in parts for finding in _readable(part, connection)]
    findings += _surroundings(settings)
    for finding in findings:
        print(f"{'TROUBLE' if finding.trouble else '     ok'}  {finding.text}")  # noqa: T201
    return int(any(finding.trouble for finding in findings))


def _readable(
    part: Callable[[sqlite3.Connection], Iterator[Finding]], connection: sqlite3.Connection
) -> Iterator[Finding]:
    """Give a part's findings; where the file cannot be read any further, that is one."""
    try:
        yield from part(connection)
    except sqlite3.Error as error:
        yield Finding(f"damaged, or no database of this bot: {error}; restore a backup", True)


def _soundness(connection: sqlite3.Connection) -> Iterator[Finding]:
    version: int = connection.execute("PRAGMA user_version").fetchone()[0]
    known = len(migrations())
    if version > known:
        yield Finding(f"the database is of version {version}, this bot knows up to {known}: use the newer bot", True)
    else:
        later = "" if version == known else f"; the next start brings it to {known}"
        yield Finding(f"database version {version}{later}")
    damage = [row[0] for row in connection.execute("PRAGMA integrity_check(5)") if row[0] != "ok"]
    yield from (Finding(f"damaged: {line}; restore a backup", True) for line in damage)
    dangling = connection.execute("PRAGMA foreign_key_check").fetchall()
    yield from (Finding(f"a row of {row[0]} refers to nothing in {row[2]}", True) for row in dangling[:5])
    if not damage and not dangling:
        yield Finding("the file is sound")
    owner = note(connection, "bot_id")
    yield Finding(f"belongs to the bot {owner}" if owner else "belongs to no bot yet")


def _content(connection: sqlite3.Connection) -> Iterator[Finding]:
    rows = connection.execute(
        "SELECT visits.visit_id, number, published_at, json_extract(document, '$.sample'), "
        "json_array_length(document, '$.facts'), json_array_length(document, '$.events') "
        "FROM visits JOIN editions ON edition_id = current_edition ORDER BY first_published_on"
    ).fetchall()
    if not rows:
        yield Finding("no visit is published: python -m bot publish FILE", True)
    for visit_id, number, published_at, sample, facts, events in rows:
        when = dt.datetime.fromtimestamp(published_at / 1000, dt.UTC)
        yield Finding(
            f"visit {visit_id}{' (sample)' if sample else ''}: edition {number} of {when:%Y-%m-%d %H:%M} UTC, "
            f"{facts or 0} facts, {events or 0} events"
        )


def _work(connection: sqlite3.Connection) -> Iterator[Finding]:
    users, waiting, owed = connection.execute(
        "SELECT (SELECT count(*) FROM users), (SELECT count(*) FROM updates WHERE state = 'received'), "
        "(SELECT count(*) FROM replies)"
    ).fetchone()
    yield Finding(f"people who have written to the bot: {users}")
    yield Finding(f"updates to handle: {waiting}, answers to send: {owed}")
    quarantined = connection.execute(
        "SELECT arrival, reason FROM updates WHERE state = 'quarantined' ORDER BY arrival DESC LIMIT 5"
    ).fetchall()
    for arrival, reason in quarantined:
        yield Finding(f"update Q{arrival} is quarantined: {reason}", True)
    for kind, job_id, reason in connection.execute("SELECT kind, job_id, reason FROM jobs WHERE state = 'failed'"):
        yield Finding(f"job {job_id} ({kind}) was given up: {reason}", True)


def _messages_out(connection: sqlite3.Connection) -> Iterator[Finding]:
    """Say what became of what the bot sent by itself: one line a purpose."""
    if connection.execute("SELECT 1 FROM sqlite_schema WHERE name = 'deliveries'").fetchone() is None:
        return
    counted: dict[str, list[str]] = {}
    rows = connection.execute(
        "SELECT purpose, state, count(*) FROM deliveries JOIN dispatches USING (dispatch_id) "
        "GROUP BY purpose, state ORDER BY purpose, state"
    )
    for purpose, state, count in rows:
        counted.setdefault(purpose, []).append(f"{state} {count}")
    for purpose, states in counted.items():
        yield Finding(f"messages out, {purpose}: {', '.join(states)}")


def _audit(connection: sqlite3.Connection) -> Iterator[Finding]:
    if connection.execute("SELECT 1 FROM sqlite_schema WHERE name = 'audit'").fetchone() is None:
        return
    verdict = audit.verify(connection)
    if verdict.broken_at is None:
        yield Finding(f"the audit's chain is whole: {verdict.entries} entries")
    else:
        yield Finding(f"the audit was tampered with: entry {verdict.broken_at} is changed or missing", True)


def _surroundings(settings: Settings) -> Iterator[Finding]:
    kept = backups(settings.backups)
    if kept:
        yield Finding(f"backups: {len(kept)}, the newest {kept[0].name}")
    else:
        yield Finding(f"no backup in {settings.backups} yet; the running bot makes one a day")
    age = seconds_since_beat(heartbeat_path(settings.database))
    if age is None:
        yield Finding("the bot is not running on this database")
    elif age < STALE_AFTER:
        yield Finding(f"the bot runs, last heartbeat {age:.0f} s ago")
    else:
        yield Finding(f"last heartbeat {age / 60:.0f} min ago: the bot was killed or is stuck; see its log", True)
