"""The table `jobs`: work that needs the network or takes long, done outside of handlers, its result committed once."""

import datetime as dt
import json
import sqlite3
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any, Final

from bot.core.moments import to_milliseconds

ATTEMPTS: Final = 5
_AT_ONCE: Final = dt.timedelta()
_BACKOFF_SECONDS: Final = (2, 10, 60, 300, 900)


@dataclass(frozen=True, slots=True)
class Job:
    """A piece of work: its kind, what it needs to know, and for whom it is done."""

    job_id: int
    kind: str
    payload: dict[str, Any]
    user_id: int | None
    attempts: int


def add_job(
    connection: sqlite3.Connection,
    kind: str,
    payload: dict[str, Any],
    user_id: int | None,
    now: dt.datetime,
    after: dt.timedelta = _AT_ONCE,
) -> None:
    """Have this work done soon, or `after` a while."""
    connection.execute(
        "INSERT INTO jobs (kind, payload, user_id, state, not_before, created_at) VALUES (?, ?, ?, 'waiting', ?, ?)",
        (kind, json.dumps(payload), user_id, to_milliseconds(now + after), to_milliseconds(now)),
    )


def replace_job(connection: sqlite3.Connection, kind: str, now: dt.datetime) -> None:
    """Have the one job of its kind done soon, in place of an earlier one."""
    connection.execute("DELETE FROM jobs WHERE kind = ?", (kind,))
    add_job(connection, kind, {}, None, now)


def put_off(
    connection: sqlite3.Connection,
    kind: str,
    payload: dict[str, Any],
    user_id: int,
    now: dt.datetime,
    after: dt.timedelta,
) -> None:
    """Have this work done after a while, in place of the same work for the same person that was to be done before."""
    connection.execute(
        "DELETE FROM jobs WHERE kind = ? AND user_id = ? AND payload = ? AND state = 'waiting'",
        (kind, user_id, json.dumps(payload)),
    )
    add_job(connection, kind, payload, user_id, now, after)


def next_job(
    connection: sqlite3.Connection, now: dt.datetime, kinds: Collection[str] = (), *, other: bool = True
) -> Job | None:
    """Return the job of these kinds that has been due longest, of any `other` kind; None when none is due."""
    row = connection.execute(
        "SELECT job_id, kind, payload, user_id, attempts FROM jobs "
        "WHERE state = 'waiting' AND not_before <= :now AND (kind IN (SELECT value FROM json_each(:kinds))) <> :other "
        "ORDER BY not_before, job_id LIMIT 1",
        {"now": to_milliseconds(now), "kinds": json.dumps([*kinds]), "other": other},
    ).fetchone()
    return None if row is None else Job(row[0], row[1], json.loads(row[2]), row[3], row[4])


def is_waiting(connection: sqlite3.Connection, job_id: int) -> bool:
    """Tell whether the job is still wanted: the person may have been forgotten meanwhile."""
    row = connection.execute("SELECT 1 FROM jobs WHERE job_id = ? AND state = 'waiting'", (job_id,)).fetchone()
    return row is not None


def finish_job(connection: sqlite3.Connection, job_id: int) -> None:
    """Remove a job that is done."""
    connection.execute("DELETE FROM jobs WHERE job_id = ?", (job_id,))


def postpone_job(connection: sqlite3.Connection, job: Job, reason: str, now: dt.datetime, *, forever: bool) -> bool:
    """Note a failed attempt and try later, or give up after five unless it is to be tried forever; True if given up.

    What a job that is given up needed to know, such as a link that invites, nobody needs any more: it is erased.
    """
    attempts = job.attempts + 1
    give_up = attempts >= ATTEMPTS and not forever
    wait = _BACKOFF_SECONDS[min(attempts, len(_BACKOFF_SECONDS)) - 1]
    connection.execute(
        "UPDATE jobs SET attempts = ?, reason = ?, not_before = ? WHERE job_id = ?",
        (attempts, reason[:200], to_milliseconds(now) + wait * 1000, job.job_id),
    )
    if give_up:
        connection.execute("UPDATE jobs SET state = 'failed', payload = '{}' WHERE job_id = ?", (job.job_id,))
    return give_up


def given_up_after(connection: sqlite3.Connection, job_id: int) -> list[tuple[int, str]]:
    """Return number and kind of the jobs that were given up, above the number given."""
    return connection.execute(
        "SELECT job_id, kind FROM jobs WHERE state = 'failed' AND job_id > ? ORDER BY job_id", (job_id,)
    ).fetchall()


def expire_jobs(connection: sqlite3.Connection, now: dt.datetime, keep_days: int) -> None:
    """Remove jobs that were given up `keep_days` days ago."""
    connection.execute(
        "DELETE FROM jobs WHERE state = 'failed' AND created_at <= ?", (to_milliseconds(now) - keep_days * 86_400_000,)
    )
