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
    payloads: Mapping[int, int] | int,
    now: dt.datetime,
    *,
    states: Collection[State] = ("sending", "sent", "uncertain"),
    sent_since: dt.datetime | None = None,
    besides: str | None = None,
    values: Collection[object] = (),
) -> int:
    """Queue a dispatch behind the deliveries of another, each with the payload that stands for the one it follows.

    A single payload stands for all; where the followed payload has none in `payloads`, nothing is queued. Only those
    in these states are followed, and of those sent only what was sent since a moment. `besides` is a query of
    constants, with `values`, for those who are passed over. Whatever is not sent yet is waited for. Return how many
    were added.
    """
    if payloads == {}:
        return 0
    if isinstance(payloads, int):
        chosen, among, choices, known = "?", "", [payloads], []
    else:
        chosen = f"CASE payload_id{' WHEN ? THEN ?' * len(payloads)} END"
        among = f"AND payload_id IN ({_marks(payloads)}) "
        choices, known = [*chain.from_iterable(payloads.items())], [*payloads]
    moment = to_milliseconds(now)
    return connection.execute(
        "INSERT OR IGNORE INTO deliveries "  # noqa: S608 - marks only
        "(dispatch_id, recipient, payload_id, state, not_before, changed_at, follows) "
        f"SELECT ?, recipient, {chosen}, "
        "CASE state WHEN 'sent' THEN 'queued' ELSE 'waiting' END, ?, ?, delivery_id FROM deliveries "
        f"WHERE dispatch_id = ? AND state IN ({_marks(states)}) {among}"
        "AND recipient IS NOT NULL AND (state <> 'sent' OR (message_ids IS NOT NULL AND changed_at >= ?))"
        + (f" AND recipient NOT IN ({besides})" if besides is not None else ""),
        (
            dispatch_id,
            *choices,
            moment,
            moment,
            followed,
            *states,
            *known,
            to_milliseconds(sent_since) if sent_since is not None else 0,
            *values,
        ),
    ).rowcount


def catch_up(
    connection: sqlite3.Connection, dispatch_id: int, delivery_id: int, payload_id: int, now: dt.datetime
) -> None:
    """Queue a dispatch behind a delivery that turned out to have arrived, unless it has had its turn behind it."""
    queued = connection.execute(
        "INSERT INTO deliveries (dispatch_id, recipient, payload_id, state, not_before, changed_at, follows) "
        "SELECT ?, recipient, ?, 'queued', ?, ?, delivery_id FROM deliveries WHERE delivery_id = ? AND state = 'sent' "
        "ON CONFLICT (dispatch_id, recipient) DO UPDATE SET state = 'queued', not_before = excluded.not_before, "
        "changed_at = excluded.changed_at, reason = NULL WHERE state = 'cancelled'",
        (dispatch_id, payload_id, to_milliseconds(now), to_milliseconds(now), delivery_id),
    ).rowcount
    if queued:
        connection.execute("UPDATE dispatches SET finished_at = NULL WHERE dispatch_id = ?", (dispatch_id,))


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


def give_instead(
    connection: sqlite3.Connection, dispatch_id: int, old: int, new: int, whom: str, values: Collection[object]
) -> None:
    """Have those whom a query of constants selects get another payload of a dispatch, as far as theirs still waits."""
    connection.execute(
        "UPDATE deliveries SET payload_id = ? WHERE dispatch_id = ? AND payload_id = ? "  # noqa: S608 - constants only
        f"AND state IN ('waiting', 'queued') AND recipient IN ({whom})",
        (new, dispatch_id, old, *values),
    )


def cancel_for(connection: sqlite3.Connection, dispatch_id: int, recipient: int, reason: str, now: dt.datetime) -> None:
    """Let what a dispatch still holds for one recipient not go out any more."""
    connection.execute(
        "UPDATE deliveries SET state = 'cancelled', reason = ?, changed_at = ? "
        "WHERE dispatch_id = ? AND recipient = ? AND state IN ('waiting', 'queued')",
        (reason, to_milliseconds(now), dispatch_id, recipient),
    )


def _marks(values: Collection[object]) -> str:
    return ",".join("?" * len(values))
