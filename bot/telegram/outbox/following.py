"""What follows a whole dispatch: its corrections, its recall; and an end to what nobody wants to go out any more."""

import datetime as dt
import sqlite3
from collections.abc import Collection, Mapping
from itertools import chain

from bot.core.moments import to_milliseconds
from bot.telegram.outbox import deliveries, dispatches
from bot.telegram.outbox.deliveries import State


def follow(
    connection: sqlite3.Connection,
    dispatch_id: int,
    followed: int,
    payloads: Mapping[int, int],
    now: dt.datetime,
    *,
    states: Collection[State] = ("sending", "sent", "uncertain"),
    sent_since: dt.datetime | None = None,
    besides: str | None = None,
    values: Collection[object] = (),
) -> int:
    """Queue a dispatch behind the deliveries of another, each with the payload that stands for the one it follows.

    Only those in these states are followed, and of those sent only what was sent since a moment; where the followed
    payload has none in `payloads`, nothing is. `besides` is a query of constants, with `values`, for those who are
    passed over. Whatever is not sent yet is waited for. Return how many were added.
    """
    if not payloads:
        return 0
    moment = to_milliseconds(now)
    return connection.execute(
        "INSERT OR IGNORE INTO deliveries "  # noqa: S608 - marks only
        "(dispatch_id, recipient, payload_id, state, not_before, changed_at, follows) "
        f"SELECT ?, recipient, CASE payload_id{' WHEN ? THEN ?' * len(payloads)} END, "
        "CASE state WHEN 'sent' THEN 'queued' ELSE 'waiting' END, ?, ?, delivery_id FROM deliveries "
        f"WHERE dispatch_id = ? AND state IN ({_marks(states)}) AND payload_id IN ({_marks(payloads)}) "
        "AND recipient IS NOT NULL AND (state <> 'sent' OR (message_ids IS NOT NULL AND changed_at >= ?))"
        + (f" AND recipient NOT IN ({besides})" if besides is not None else ""),
        (
            dispatch_id,
            *chain.from_iterable(payloads.items()),
            moment,
            moment,
            followed,
            *states,
            *payloads,
            to_milliseconds(sent_since) if sent_since is not None else 0,
            *values,
        ),
    ).rowcount


def call_off(connection: sqlite3.Connection, dispatch_id: int, reason: str, now: dt.datetime) -> int:
    """Let nothing more of a dispatch go out, nor of what waits for it; return how much of it was still to go out.

    What is on its way cannot be called back, but is not tried again either.
    """
    connection.execute(
        "UPDATE dispatches SET called_off = coalesce(called_off, ?) WHERE dispatch_id = ?", (reason, dispatch_id)
    )
    cancelled = deliveries.cancel(connection, dispatch_id, reason, now)
    connection.execute(
        "UPDATE deliveries SET state = 'cancelled', reason = ?, changed_at = ? WHERE state = 'waiting' "
        "AND follows IN (SELECT delivery_id FROM deliveries WHERE dispatch_id = ? AND state = 'cancelled')",
        (reason, to_milliseconds(now), dispatch_id),
    )
    dispatches.close_if_done(connection, dispatch_id, now)
    return cancelled


def cancel_for(connection: sqlite3.Connection, dispatch_id: int, recipient: int, reason: str, now: dt.datetime) -> None:
    """Let what a dispatch still holds for one recipient not go out any more."""
    connection.execute(
        "UPDATE deliveries SET state = 'cancelled', reason = ?, changed_at = ? "
        "WHERE dispatch_id = ? AND recipient = ? AND state IN ('waiting', 'queued')",
        (reason, to_milliseconds(now), dispatch_id, recipient),
    )


def _marks(values: Collection[object]) -> str:
    return ",".join("?" * len(values))
