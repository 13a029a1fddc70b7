"""The table `deliveries`: one row a recipient, in exactly one state, whatever dies when."""

import datetime as dt
import sqlite3
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal, get_args

from bot.core.moments import from_milliseconds, to_milliseconds

State = Literal["waiting", "queued", "sending", "sent", "rejected", "uncertain", "expired", "cancelled"]
STATES: Final[tuple[State, ...]] = get_args(State)
ENDS: Final[frozenset[State]] = frozenset({"sent", "rejected", "uncertain", "expired", "cancelled"})
# Done twice they do what done once does, so they alone are tried again when their answer is lost.
REPEATABLE: Final = frozenset(
    {
        "editMessageText",
        "editMessageCaption",
        "editMessageReplyMarkup",
        "deleteMessage",
        "deleteMessages",
        "unpinChatMessage",
    }
)

_SELECT: Final = (
    "SELECT delivery_id, dispatch_id, recipient, state, message_ids, reason, changed_at, follows FROM deliveries"
)


@dataclass(frozen=True, slots=True)
class Delivery:
    """A row of `deliveries`. `recipient` is None once the person is forgotten; `changed_at` is aware, UTC."""

    delivery_id: int
    dispatch_id: int
    recipient: int | None
    state: State
    message_ids: tuple[int, ...]
    reason: str | None
    changed_at: dt.datetime
    follows: int | None


def enqueue(
    connection: sqlite3.Connection,
    dispatch_id: int,
    recipients: Iterable[tuple[int, int]],
    now: dt.datetime,
    not_before: dt.datetime | None = None,
) -> int:
    """Queue the dispatch for these recipients, each with their payload; who has a delivery in it gets no second one.

    Return how many were queued.
    """
    moment = to_milliseconds(now)
    earliest = to_milliseconds(not_before or now)
    return connection.executemany(
        "INSERT OR IGNORE INTO deliveries (dispatch_id, recipient, payload_id, state, not_before, changed_at) "
        "VALUES (?, ?, ?, 'queued', ?, ?)",
        [(dispatch_id, recipient, payload_id, earliest, moment) for recipient, payload_id in recipients],
    ).rowcount


def enqueue_following(
    connection: sqlite3.Connection, dispatch_id: int, followed: Mapping[int, int], now: dt.datetime
) -> int:
    """Queue the dispatch behind other deliveries, to the same recipients: payloads by the delivery each follows.

    Each waits until that one is sent, and is cancelled if it ends otherwise; while that is uncertain it waits on.
    Return how many were added.
    """
    moment = to_milliseconds(now)
    return connection.executemany(
        "INSERT OR IGNORE INTO deliveries "
        "(dispatch_id, recipient, payload_id, state, not_before, changed_at, follows, reason) "
        "SELECT :dispatch, recipient, :payload, CASE WHEN state = 'sent' THEN 'queued' "
        "WHEN state IN ('waiting', 'queued', 'sending', 'uncertain') THEN 'waiting' ELSE 'cancelled' END, "
        ":now, :now, delivery_id, NULL FROM deliveries WHERE delivery_id = :followed AND recipient IS NOT NULL",
        [
            {"dispatch": dispatch_id, "payload": payload_id, "followed": delivery_id, "now": moment}
            for delivery_id, payload_id in followed.items()
        ],
    ).rowcount


def in_state(
    connection: sqlite3.Connection, dispatch_id: int, states: Collection[State], limit: int = -1, offset: int = 0
) -> list[Delivery]:
    """Return the deliveries of a dispatch in these states, in the order in which they were queued."""
    marks = ",".join("?" * len(states))
    rows = connection.execute(
        f"{_SELECT} WHERE dispatch_id = ? AND state IN ({marks}) ORDER BY delivery_id LIMIT ? OFFSET ?",
        (dispatch_id, *states, limit, offset),
    )
    return [_delivery(row) for row in rows]


def of_recipient(connection: sqlite3.Connection, dispatch_id: int, recipient: int) -> Delivery | None:
    """Return what a dispatch holds for this recipient, or None."""
    row = connection.execute(f"{_SELECT} WHERE dispatch_id = ? AND recipient = ?", (dispatch_id, recipient)).fetchone()
    return None if row is None else _delivery(row)


def tally(connection: sqlite3.Connection, dispatch_id: int) -> Mapping[State, int]:
    """Count the deliveries of a dispatch by state; every state is named."""
    counted = dict(
        connection.execute(
            "SELECT state, count(*) FROM deliveries WHERE dispatch_id = ? GROUP BY state", (dispatch_id,)
        )
    )
    return {state: counted.get(state, 0) for state in STATES}


def cancel(connection: sqlite3.Connection, dispatch_id: int, reason: str, now: dt.datetime) -> int:
    """Cancel everything of a dispatch that has not gone out, and return how much that was.

    What is on its way cannot be called back: it ends as its outcome says.
    """
    return connection.execute(
        "UPDATE deliveries SET state = 'cancelled', reason = ?, changed_at = ? "
        "WHERE dispatch_id = ? AND state IN ('waiting', 'queued')",
        (reason, to_milliseconds(now), dispatch_id),
    ).rowcount


def payload_of(connection: sqlite3.Connection, delivery_id: int) -> int | None:
    """Return the payload that a delivery has, or None when there is no such delivery."""
    row = connection.execute("SELECT payload_id FROM deliveries WHERE delivery_id = ?", (delivery_id,)).fetchone()
    return None if row is None else int(row[0])


def replace_payload(connection: sqlite3.Connection, dispatch_id: int, old: int, new: int) -> int:
    """Have those who have not got a payload yet get another in its place; return how many they may be.

    What is on its way or uncertain may come back, and goes out with the new one then.
    """
    return connection.execute(
        "UPDATE deliveries SET payload_id = ? WHERE dispatch_id = ? AND payload_id = ? "
        "AND state IN ('waiting', 'queued', 'sending', 'uncertain')",
        (new, dispatch_id, old),
    ).rowcount


def payloads_in_use(connection: sqlite3.Connection, dispatch_id: int) -> list[int]:
    """Return the payloads that the deliveries of a dispatch have."""
    rows = connection.execute("SELECT DISTINCT payload_id FROM deliveries WHERE dispatch_id = ?", (dispatch_id,))
    return [row[0] for row in rows]


def resend(connection: sqlite3.Connection, delivery_id: int, now: dt.datetime) -> bool:
    """Queue an uncertain delivery anew because a person decided so.

    False when it is not uncertain any more, its recipient is forgotten, or its dispatch was called off.
    """
    moment = to_milliseconds(now)
    row = connection.execute(
        "UPDATE deliveries SET state = 'queued', not_before = ?, changed_at = ?, reason = NULL "
        "WHERE delivery_id = ? AND state = 'uncertain' AND recipient IS NOT NULL AND dispatch_id IN "
        "(SELECT dispatch_id FROM dispatches WHERE called_off IS NULL) RETURNING dispatch_id",
        (moment, moment, delivery_id),
    ).fetchone()
    if row is not None:
        connection.execute("UPDATE dispatches SET finished_at = NULL WHERE dispatch_id = ?", row)
    return row is not None


def leave(connection: sqlite3.Connection, delivery_id: int, now: dt.datetime) -> bool:
    """End an uncertain delivery as it is because a person decided so; False when it is not uncertain any more."""
    left = connection.execute(
        "UPDATE deliveries SET state = 'cancelled', reason = 'uncertain, left so', changed_at = ? "
        "WHERE delivery_id = ? AND state = 'uncertain'",
        (to_milliseconds(now), delivery_id),
    ).rowcount
    if left:
        release_followers(connection, (delivery_id,), "cancelled", now)
    return bool(left)


def prove(connection: sqlite3.Connection, dispatch_id: int, recipient: int, message_id: int, now: dt.datetime) -> bool:
    """Settle a delivery of which the outcome is not known as sent: its recipient pressed a button under it.

    True when it was not known. The answer to what is on its way changes nothing any more, and what was queued anew
    does not go out again.
    """
    row = connection.execute(
        "UPDATE deliveries SET state = 'sent', message_ids = ?, reason = NULL, changed_at = ? "
        "WHERE dispatch_id = ? AND recipient = ? AND (state IN ('sending', 'uncertain') "
        "OR (state IN ('queued', 'expired', 'cancelled') AND attempts > 0) "
        # The first copy of what was sent again by hand, and that time refused.
        "OR (state = 'rejected' AND attempts > 1)) RETURNING delivery_id",
        (str(message_id), to_milliseconds(now), dispatch_id, recipient),
    ).fetchone()
    if row is not None:
        release_followers(connection, (row[0],), "sent", now)
    return row is not None


def release_followers(
    connection: sqlite3.Connection, delivery_ids: Collection[int], state: State, now: dt.datetime
) -> None:
    """Queue what waited for these deliveries once they are sent, or cancel it once that cannot happen any more."""
    if state in {"sent", "rejected", "expired", "cancelled"}:
        released = "queued" if state == "sent" else "cancelled"
        moment = to_milliseconds(now)
        connection.executemany(
            "UPDATE deliveries SET state = ?, changed_at = ? WHERE follows = ? AND state = 'waiting'",
            [(released, moment, delivery_id) for delivery_id in delivery_ids],
        )


def move_chat(connection: sqlite3.Connection, old_id: int, new_id: int) -> None:
    """Readdress everything for a chat: its group became a supergroup with another id, and its messages have others."""
    connection.execute(
        "UPDATE OR IGNORE deliveries SET recipient = ?, message_ids = NULL WHERE recipient = ?", (new_id, old_id)
    )
    connection.execute(
        "UPDATE deliveries SET state = 'cancelled', reason = 'the group moved' "
        "WHERE recipient = ? AND state IN ('waiting', 'queued', 'sending')",
        (old_id,),
    )


def forget(connection: sqlite3.Connection, recipient: int, now: dt.datetime) -> None:
    """Erase who got what: deliveries keep their state, and what has not gone out never will."""
    connection.execute(
        "UPDATE deliveries SET state = 'cancelled', reason = 'forgotten', changed_at = ? "
        "WHERE recipient = ? AND state IN ('waiting', 'queued')",
        (to_milliseconds(now), recipient),
    )
    connection.execute("UPDATE deliveries SET recipient = NULL, message_ids = NULL WHERE recipient = ?", (recipient,))


def count_for(connection: sqlite3.Connection, recipient: int) -> int:
    """Count the deliveries that name this recipient."""
    row = connection.execute("SELECT count(*) FROM deliveries WHERE recipient = ?", (recipient,)).fetchone()
    return int(row[0])


def _delivery(row: tuple[Any, ...]) -> Delivery:
    number, dispatch_id, recipient, state, message_ids, reason, changed_at, follows = row
    ids = tuple(int(part) for part in message_ids.split(",")) if message_ids else ()
    return Delivery(number, dispatch_id, recipient, state, ids, reason, from_milliseconds(changed_at), follows)
