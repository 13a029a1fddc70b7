"""What became of deliveries that were sent: written together, each ending in one state or queued again."""

import datetime as dt
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from bot.core.moments import to_milliseconds
from bot.telegram import panels, people
from bot.telegram.moved_chats import move_chat
from bot.telegram.outbox import dispatches
from bot.telegram.outbox.claiming import Claimed
from bot.telegram.outbox.deliveries import REPEATABLE, State, release_followers
from bot.telegram.outcomes import Moved, NotSent, Outcome, OwnTrouble, Rejected, Sent, TooMany, Uncertain

# A call that may be repeated is given up after this many lost answers.
_TRIES: Final = 5
_AGAIN_AFTER: Final = dt.timedelta(seconds=5)
# Said by Telegram of a change that was made already, as after a repeated call.
_ALREADY: Final = ("message is not modified", "CHAT_NOT_MODIFIED")

_END: Final = (
    # Whoever was forgotten meanwhile leaves no message ids behind; what a press has settled stays settled.
    "UPDATE deliveries SET state = ?, reason = ?, changed_at = ?, "
    "message_ids = CASE WHEN recipient IS NULL THEN NULL ELSE ? END WHERE delivery_id = ? AND state = 'sending'"
)


@dataclass(frozen=True, slots=True)
class Conclusion:
    """What became of a delivery. `wait` is how long it is kept back where it did not go out, in seconds."""

    claimed: Claimed
    outcome: Outcome
    wait: float = 0.0


def conclude(connection: sqlite3.Connection, conclusions: Sequence[Conclusion], now: dt.datetime) -> None:
    """Write these down. A dispatch of which nothing is under way any more is closed."""
    _end_sent(connection, conclusions, now)
    for conclusion in conclusions:
        _conclude(connection, conclusion, now)
    for dispatch_id in {conclusion.claimed.dispatch_id for conclusion in conclusions}:
        dispatches.close_if_done(connection, dispatch_id, now)
        if (dispatch := dispatches.by_id(connection, dispatch_id)) is not None:
            panels.touch(connection, dispatch.reference)


def _conclude(connection: sqlite3.Connection, conclusion: Conclusion, now: dt.datetime) -> None:
    claimed = conclusion.claimed
    match conclusion.outcome:
        case Sent():
            pass  # With all others that were sent.
        case Rejected(reason) if any(said in reason for said in _ALREADY):
            _end(connection, claimed, "sent", None, now)
        case Rejected(reason, unreachable):
            if unreachable:
                people.mark_unreachable(connection, claimed.chat_id, now)
            _end(connection, claimed, "rejected", reason, now)
        case Uncertain() if claimed.method in REPEATABLE and claimed.attempts < _TRIES:
            _queue_again(connection, claimed, now, _AGAIN_AFTER, attempts=1)
        case Uncertain(reason):
            _end(connection, claimed, "uncertain", reason, now)
        case Moved(new_id):
            move_chat(connection, claimed.chat_id, new_id)
            _queue_again(connection, claimed, now, dt.timedelta())
        case NotSent() | TooMany() | OwnTrouble():
            _queue_again(connection, claimed, now, dt.timedelta(seconds=conclusion.wait))


def _end_sent(connection: sqlite3.Connection, conclusions: Sequence[Conclusion], now: dt.datetime) -> None:
    """Write down together what was sent: nearly everything is, and statements one by one take their time."""
    sent = [
        (one.claimed.delivery_id, message_ids(one.outcome.result))
        for one in conclusions
        if isinstance(one.outcome, Sent)
    ]
    moment = to_milliseconds(now)
    connection.executemany(_END, [("sent", None, moment, ids, number) for number, ids in sent])
    release_followers(connection, [number for number, _ in sent], "sent", now)


def message_ids(result: object) -> str | None:
    """Return the ids of the messages in Telegram's answer, with commas; None where it holds none."""
    messages = result if isinstance(result, list) else [result]
    ids = [str(message["message_id"]) for message in messages if isinstance(message, dict) and "message_id" in message]
    return ",".join(ids) or None


def _end(
    connection: sqlite3.Connection,
    claimed: Claimed,
    state: State,
    reason: str | None,
    now: dt.datetime,
    ids: str | None = None,
) -> None:
    connection.execute(_END, (state, reason, to_milliseconds(now), ids, claimed.delivery_id))
    release_followers(connection, (claimed.delivery_id,), state, now)


def _queue_again(
    connection: sqlite3.Connection, claimed: Claimed, now: dt.datetime, wait: dt.timedelta, attempts: int = 0
) -> None:
    """Have it sent later, unless nobody wants that any more; what surely did not go out was no attempt."""
    row = connection.execute(
        "UPDATE deliveries SET state = CASE WHEN recipient IS NULL OR called_off IS NOT NULL THEN 'cancelled' "
        "ELSE 'queued' END, reason = called_off, not_before = ?, attempts = attempts - 1 + ? FROM dispatches "
        "WHERE delivery_id = ? AND state = 'sending' AND dispatches.dispatch_id = deliveries.dispatch_id "
        "RETURNING state",
        (to_milliseconds(now + wait), attempts, claimed.delivery_id),
    ).fetchone()
    if row is not None and row[0] == "cancelled":
        release_followers(connection, (claimed.delivery_id,), "cancelled", now)
