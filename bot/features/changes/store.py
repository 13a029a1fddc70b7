"""The tables `notice_rounds` and `notice_last`: how far the telling has come, and what each person was last told."""

import datetime as dt
import json
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from bot.core.moments import from_milliseconds, to_milliseconds
from bot.telegram.due_notices import Due

_SELECT: Final = "SELECT round_id, visit_id, told_edition, known, edition_id, begun_at, after_user FROM notice_rounds"
_RESTORED: Final = "was to be told when the backup was restored"


@dataclass(frozen=True, slots=True)
class Round:
    """The telling of what differs in one edition from another, as far as it has come.

    Everybody up to `after_user` has their notice. `known` names the editions of events that were changed without
    notices since. `begun_at` is aware, UTC.
    """

    round_id: int
    visit_id: str
    told_edition: int
    known: Mapping[str, int]
    edition_id: int
    begun_at: dt.datetime
    after_user: int

    @property
    def reference(self) -> str:
        """How its dispatches begin to be called."""
        return f"{self.visit_id}:{self.round_id}:"


def open_rounds(connection: sqlite3.Connection) -> list[Round]:
    """Return the rounds that were begun and not carried out."""
    return [_round(row) for row in connection.execute(f"{_SELECT} ORDER BY round_id")]


def find(connection: sqlite3.Connection, round_id: int) -> Round | None:
    """Return a round that was begun and not carried out, or None."""
    row = connection.execute(f"{_SELECT} WHERE round_id = ?", (round_id,)).fetchone()
    return None if row is None else _round(row)


def begin(connection: sqlite3.Connection, due: Due, now: dt.datetime) -> bool:
    """Begin to tell what is due of a visit; false while the telling before is not carried out."""
    return bool(
        connection.execute(
            "INSERT INTO notice_rounds (visit_id, told_edition, known, edition_id, begun_at) "
            "SELECT visit_id, ?, ?, current_edition, ? FROM visits WHERE visit_id = ? ON CONFLICT DO NOTHING",
            (due.told_edition, json.dumps(dict(due.known)), to_milliseconds(now), due.visit_id),
        ).rowcount
    )


def go_on(connection: sqlite3.Connection, round_id: int, after_user: int) -> None:
    """Note that everybody up to a person has their notice."""
    connection.execute("UPDATE notice_rounds SET after_user = ? WHERE round_id = ?", (after_user, round_id))


def end(connection: sqlite3.Connection, round_id: int) -> None:
    """Note that everybody has their notice."""
    connection.execute("DELETE FROM notice_rounds WHERE round_id = ?", (round_id,))


def forget_due(connection: sqlite3.Connection, now: dt.datetime) -> int:
    """For a restored backup: tell nothing that was to be told, as its first life may have done so.

    What waited for the end of somebody's quiet hours ends as well. Return of how many visits something was to be told.
    """
    connection.execute(
        "UPDATE deliveries SET state = 'cancelled', reason = ?, changed_at = ? WHERE state = 'queued' "
        "AND not_before > ? AND dispatch_id IN (SELECT dispatch_id FROM dispatches WHERE purpose = 'notice')",
        (_RESTORED, to_milliseconds(now), to_milliseconds(now)),
    )
    visits = connection.execute(
        "SELECT count(*) FROM (SELECT visit_id FROM notice_due UNION SELECT visit_id FROM notice_rounds)"
    ).fetchone()[0]
    connection.execute("DELETE FROM notice_due")
    connection.execute("DELETE FROM notice_rounds")
    connection.execute("DELETE FROM notice_last")
    return int(visits)


def expire(connection: sqlite3.Connection, now: dt.datetime, keep_days: int) -> None:
    """Forget what nobody asks for any more: of notices that came to their end so many days ago."""
    before = to_milliseconds(now - dt.timedelta(days=keep_days))
    connection.execute(
        "DELETE FROM notice_last WHERE delivery_id IS NULL OR delivery_id IN (SELECT delivery_id FROM deliveries "
        "WHERE deliveries.delivery_id = notice_last.delivery_id AND changed_at < ? "
        "AND state NOT IN ('waiting', 'queued', 'sending'))",
        (before,),
    )
    connection.execute(
        "DELETE FROM notice_payloads WHERE payload_id NOT IN "
        "(SELECT payload_id FROM notice_last JOIN deliveries USING (delivery_id)) AND payload_id NOT IN "
        "(SELECT payload_id FROM dispatches JOIN deliveries USING (dispatch_id) "
        "WHERE purpose = 'notice' AND finished_at IS NULL)"
    )


def _round(row: tuple[int, str, int, str, int, int, int]) -> Round:
    round_id, visit_id, told_edition, known, edition_id, begun_at, after_user = row
    return Round(
        round_id,
        visit_id,
        told_edition,
        json.loads(known),
        edition_id,
        from_milliseconds(begun_at),
        after_user,
    )
