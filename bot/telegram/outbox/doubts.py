"""Deliveries of which nobody knows whether they arrived: how they come to be so, and how many they are."""

import datetime as dt
import sqlite3

from bot.core.moments import to_milliseconds
from bot.telegram.outbox.deliveries import REPEATABLE


def give_up_unanswered(connection: sqlite3.Connection, now: dt.datetime) -> tuple[int, int]:
    """At the start: what an earlier run was sending is uncertain; what may be repeated is queued again.

    Return how many deliveries of each kind there were.
    """
    marks = ",".join("?" * len(REPEATABLE))
    moment = to_milliseconds(now)
    again = connection.execute(
        # Not for whoever was forgotten meanwhile: where it would go nobody knows any more.
        "UPDATE deliveries SET state = CASE WHEN recipient IS NOT NULL AND dispatch_id IN "  # noqa: S608 - marks only
        "(SELECT dispatch_id FROM dispatches WHERE called_off IS NULL) THEN 'queued' ELSE 'cancelled' END, "
        "changed_at = ? WHERE state = 'sending' "
        f"AND payload_id IN (SELECT payload_id FROM payloads WHERE method IN ({marks}))",
        (moment, *REPEATABLE),
    ).rowcount
    uncertain = connection.execute(
        "UPDATE deliveries SET state = 'uncertain', reason = 'the bot stopped while it was sent', changed_at = ? "
        "WHERE state = 'sending'",
        (moment,),
    ).rowcount
    return uncertain, again


def doubt_what_is_due(connection: sqlite3.Connection, now: dt.datetime) -> int:
    """In a restored backup: what was due is uncertain, since it may have gone out after the backup was made.

    Return how many deliveries that are.
    """
    moment = to_milliseconds(now)
    return connection.execute(
        "UPDATE deliveries SET state = 'uncertain', reason = 'a backup was restored', changed_at = :now "
        "WHERE state IN ('waiting', 'queued', 'sending') "
        "AND dispatch_id IN (SELECT dispatch_id FROM dispatches WHERE finished_at IS NULL AND not_before <= :now)",
        {"now": moment},
    ).rowcount


def uncertain_since(connection: sqlite3.Connection, moment: int, besides: str) -> tuple[int, int]:
    """Count what became uncertain after a moment (milliseconds) for any other purpose, and return the latest such."""
    count, latest = connection.execute(
        "SELECT count(*), max(changed_at) FROM deliveries JOIN dispatches USING (dispatch_id) "
        "WHERE state = 'uncertain' AND changed_at > ? AND purpose <> ?",
        (moment, besides),
    ).fetchone()
    return count, latest or moment
