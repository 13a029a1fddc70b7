"""Faults planted into what the bot sends by itself, each one that a bot might well have."""

import datetime as dt
import json
import sqlite3
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from bot.core.moments import to_milliseconds
from bot.features.announcements import corrections
from bot.telegram.outbox import claiming, concluding, courier, dispatches, doubts, following
from bot.telegram.outbox.claiming import Claimed
from bot.telegram.outbox.concluding import Conclusion
from bot.telegram.outbox.courier import Courier
from bot.telegram.outbox.standing import VisitStanding
from bot.telegram.outcomes import Moved, NotSent, Outcome, Sent, TooMany, Uncertain, outcome_of
from bot.telegram.slots import Slots
from tests.torture.planting import put

_LEASE: Final = dt.timedelta(seconds=1)
_MANY: Final = 500


def _claimed_as(state: str, wait: dt.timedelta) -> None:
    """Have the store say this of what is being sent, and nothing of its being sent until it has its outcome."""
    claim, conclude = claiming.claim, concluding.conclude

    def claim_and_say(
        connection: sqlite3.Connection, now: dt.datetime, room: int, visits: Mapping[str, VisitStanding]
    ) -> list[Claimed]:
        claimed = claim(connection, now, room, visits)
        connection.executemany(
            "UPDATE deliveries SET state = ?, not_before = ? WHERE delivery_id = ?",
            [(state, to_milliseconds(now + wait), one.delivery_id) for one in claimed],
        )
        return claimed

    def say_and_conclude(connection: sqlite3.Connection, conclusions: Sequence[Conclusion], now: dt.datetime) -> None:
        connection.executemany(
            "UPDATE deliveries SET state = 'sending' WHERE delivery_id = ? AND state = ?",
            [(one.claimed.delivery_id, state) for one in conclusions],
        )
        conclude(connection, conclusions, now)

    put(courier, "claim", claim_and_say)
    put(courier, "conclude", say_and_conclude)


def _leased() -> None:
    """Hide for a while from the queue what is being sent, instead of writing that it is."""
    _claimed_as("queued", _LEASE)


def _sent_before_the_call() -> None:
    """Write that it is sent before it is, and put that right when it was not."""
    _claimed_as("sent", dt.timedelta())


def _queued_after_a_crash() -> None:
    """At the start, send again what the run before was sending."""

    def send_again(connection: sqlite3.Connection, _now: dt.datetime) -> tuple[int, int]:
        return 0, connection.execute("UPDATE deliveries SET state = 'queued' WHERE state = 'sending'").rowcount

    put(doubts, "give_up_unanswered", send_again)


def _told_otherwise(otherwise: Callable[[Outcome], Outcome]) -> None:
    put(courier, "outcome_of", lambda error: otherwise(outcome_of(error)))


def _uncertain_sent_again() -> None:
    """Take a lost answer for a connection that was never made."""
    _told_otherwise(lambda outcome: NotSent(outcome.reason) if isinstance(outcome, Uncertain) else outcome)


def _too_many_taken_for_sent() -> None:
    """Take a 429 for an answer like any other."""
    _told_otherwise(lambda outcome: Sent({"message_id": 1}) if isinstance(outcome, TooMany) else outcome)


def _correction_overtakes() -> None:
    """Send corrections without waiting for the outcome of what they correct."""
    follow = following.follow

    def hasty(connection: sqlite3.Connection, dispatch_id: int, *args: Any, **kwargs: Any) -> int:
        added = follow(connection, dispatch_id, *args, **kwargs)
        connection.execute(
            "UPDATE deliveries SET state = 'queued' WHERE dispatch_id = ? AND state = 'waiting'", (dispatch_id,)
        )
        return added

    put(corrections, "follow", hasty)


def _restored_as_it_was() -> None:
    """Take up a restored backup where it stood."""
    put(doubts, "doubt_what_is_due", lambda _connection, _now: 0)
    put(dispatches, "pause_all", lambda _connection, _now: 0)


def _moved_group_told_twice() -> None:
    """Write to a group that moved at once under its new id, and note only that it moved."""
    attempt = Courier._attempt

    async def insist(self: Courier, claimed: Claimed) -> Outcome:
        outcome = await attempt(self, claimed)
        if isinstance(outcome, Moved):
            body = json.dumps({**json.loads(claimed.body), "chat_id": outcome.chat_id})
            await attempt(self, replace(claimed, body=body))
        return outcome

    put(Courier, "_attempt", insist)


def _anothers_message_id() -> None:
    """Note of each delivery the message id of the one before it."""
    message_ids = concluding.message_ids
    last: list[str | None] = ["1"]

    def late(result: object) -> str | None:
        last.append(message_ids(result))
        return last[-2]

    put(concluding, "message_ids", late)


def _more_claimed_than_fly() -> None:
    """Claim far more than may be unanswered at once."""
    room = Courier._room

    def take(self: Slots) -> None:
        self._free -= 1

    put(Slots, "take", take)
    put(Courier, "_room", lambda self: _MANY if room(self) else 0)


OUTBOX_BUGS: Final[dict[str, Callable[[], None]]] = {
    "leased": _leased,
    "sent before the call": _sent_before_the_call,
    "queued after a crash": _queued_after_a_crash,
    "uncertain sent again": _uncertain_sent_again,
    "429 taken for sent": _too_many_taken_for_sent,
    "correction overtakes": _correction_overtakes,
    "restored as it was": _restored_as_it_was,
    "moved group told twice": _moved_group_told_twice,
    "another's message id": _anothers_message_id,
    "more claimed than fly": _more_claimed_than_fly,
}
