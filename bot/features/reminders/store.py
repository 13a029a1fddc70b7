"""The tables `rounds` and `planned_editions`: what is planned and how far it was carried out."""

import datetime as dt
import json
import sqlite3
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from bot.core.moments import from_milliseconds, to_milliseconds
from bot.features.reminders.rounds import Key, Round
from bot.telegram.subscriptions import Subscription

_MINUTE: Final = dt.timedelta(minutes=1)
_THIS: Final = "visit_id = :visit AND purpose = :purpose AND subject = :subject"
# Steps down from one number of minutes to the next that anybody chose, by an index: how many chose it costs nothing.
_CHOSEN: Final = """
    WITH RECURSIVE
    general (minutes) AS (
        SELECT max(reminder_minutes) FROM subscriptions WHERE visit_id = :visit
        UNION ALL
        SELECT (SELECT max(reminder_minutes) FROM subscriptions
                WHERE visit_id = :visit AND reminder_minutes < general.minutes)
        FROM general WHERE general.minutes IS NOT NULL),
    single (event_id, minutes) AS (
        SELECT value, (SELECT max(reminder_minutes) FROM agenda WHERE visit_id = :visit AND event_id = value)
        FROM json_each(:events)
        UNION ALL
        SELECT event_id, (SELECT max(reminder_minutes) FROM agenda
                          WHERE visit_id = :visit AND event_id = single.event_id AND reminder_minutes < single.minutes)
        FROM single WHERE single.minutes IS NOT NULL)
    SELECT minutes FROM general WHERE minutes IS NOT NULL UNION SELECT minutes FROM single WHERE minutes IS NOT NULL
"""


@dataclass(frozen=True, slots=True)
class Standing:
    """How far a round was carried out: who was due at `looked_at` or before was dealt with, None for nobody yet.

    Of what was due at `forgotten_at` or before nobody knows whether it was sent. Moments are aware, UTC.
    """

    key: Key
    ends_at: dt.datetime
    looked_at: dt.datetime | None
    forgotten_at: dt.datetime | None

    @property
    def after(self) -> dt.datetime | None:
        """What was due by then is not to be sent any more, or was."""
        return max((moment for moment in (self.looked_at, self.forgotten_at) if moment is not None), default=None)


def holds(connection: sqlite3.Connection, visit_id: str, edition_id: int) -> bool:
    """Tell whether this edition of the visit is the one that holds."""
    row = connection.execute("SELECT current_edition FROM visits WHERE visit_id = ?", (visit_id,)).fetchone()
    return row is not None and row[0] == edition_id


def planned_editions(connection: sqlite3.Connection) -> Mapping[str, int]:
    """Return of each visit the edition whose rounds are planned."""
    return dict(connection.execute("SELECT visit_id, edition_id FROM planned_editions").fetchall())


def plan(
    connection: sqlite3.Connection, visit_id: str, edition_id: int, rounds: Collection[Round], now: dt.datetime
) -> None:
    """Plan the rounds of a visit's edition anew. What is over already only stands there, should the clock be wrong."""
    connection.executemany(
        "INSERT INTO rounds (visit_id, purpose, subject, opens_at, ends_at, looked_at, closed) "
        "VALUES (:visit, :purpose, :subject, :opens, :ends, :looked, :ends <= :now) "
        # Everybody is looked at anew: something may have been added to it.
        "ON CONFLICT DO UPDATE SET opens_at = :opens, ends_at = :ends, looked_at = iif(:begun, looked_at, NULL)",
        [_planned(one, now) for one in rounds],
    )
    kept = {(one.key.purpose, one.key.subject) for one in rounds}
    stored = connection.execute(
        "SELECT purpose, subject FROM rounds WHERE visit_id = ? AND (closed OR ends_at > ?)",
        (visit_id, to_milliseconds(now)),
    ).fetchall()
    connection.executemany(
        "DELETE FROM rounds WHERE visit_id = ? AND purpose = ? AND subject = ?",
        [(visit_id, *row) for row in stored if row not in kept],
    )
    connection.execute(
        "INSERT INTO planned_editions (visit_id, edition_id) VALUES (?, ?) "
        "ON CONFLICT DO UPDATE SET edition_id = excluded.edition_id",
        (visit_id, edition_id),
    )


def rewind(connection: sqlite3.Connection, now: dt.datetime) -> int:
    """Look again at what was looked at in a time that has not come yet: the clock was set back. Return at how much.

    Nobody gets anything twice by this: their deliveries are still there.
    """
    return connection.execute(
        "UPDATE rounds SET looked_at = NULL, closed = 0, forgotten_at = iif(forgotten_at > :now, :now, forgotten_at) "
        "WHERE looked_at > :now",
        {"now": to_milliseconds(now)},
    ).rowcount


def open_rounds(connection: sqlite3.Connection, now: dt.datetime) -> list[Standing]:
    """Return the rounds in which something may be due, the earliest first."""
    rows = connection.execute(
        "SELECT visit_id, purpose, subject, ends_at, looked_at, forgotten_at FROM rounds "
        "WHERE NOT closed AND opens_at <= ? ORDER BY opens_at",
        (to_milliseconds(now),),
    )
    return [
        Standing(Key(visit, purpose, subject), from_milliseconds(ends), _moment(looked), _moment(forgotten))
        for visit, purpose, subject, ends, looked, forgotten in rows
    ]


def is_due(connection: sqlite3.Connection, one: Round, after: dt.datetime | None, now: dt.datetime) -> bool:
    """Tell whether the time of anybody at all came after one moment and until another."""
    moments = {one.moment}
    if one.day is None:
        events = json.dumps([event.id for event in one.events])
        rows = connection.execute(_CHOSEN, {"visit": one.key.visit_id, "events": events})
        chosen = {minutes for (minutes,) in rows} | {Subscription().reminder_minutes or 0}
        moments = {one.moment - minutes * _MINUTE for minutes in chosen}
    return any(moment <= now and (after is None or after < moment) for moment in moments)


def note_looked(connection: sqlite3.Connection, key: Key, at: dt.datetime) -> None:
    """Note that everybody whose time in a round had come by then was dealt with."""
    connection.execute(
        f"UPDATE rounds SET looked_at = :at WHERE {_THIS}",  # noqa: S608 - constants only
        {**_named(key), "at": to_milliseconds(at)},
    )


def close(connection: sqlite3.Connection, key: Key, now: dt.datetime) -> None:
    """Note that a round is over and nothing of it is under way any more."""
    connection.execute(
        f"UPDATE rounds SET closed = 1, looked_at = :at WHERE {_THIS}",  # noqa: S608 - constants only
        {**_named(key), "at": to_milliseconds(now)},
    )


def forget_due(connection: sqlite3.Connection, now: dt.datetime) -> int:
    """For a restored backup: leave alone whatever was due by now, as its first life may have sent it.

    What waited for somebody's quiet hours ends as well; what was queued for now is for the outbox to doubt. Return how
    many rounds that may concern.
    """
    connection.execute(
        "UPDATE deliveries SET state = 'cancelled', reason = 'waited when the backup was restored', changed_at = :now "
        "WHERE state = 'queued' AND not_before > :now AND dispatch_id IN "
        "(SELECT dispatch_id FROM dispatches WHERE purpose IN ('reminder', 'digest'))",
        {"now": to_milliseconds(now)},
    )
    return connection.execute(
        "UPDATE rounds SET looked_at = :now, forgotten_at = :now, closed = ends_at <= :now "
        "WHERE NOT closed AND opens_at <= :now",
        {"now": to_milliseconds(now)},
    ).rowcount


def changed_people(connection: sqlite3.Connection, limit: int) -> list[int]:
    """Return some of those whose choices changed since they were last looked at."""
    return [
        row[0] for row in connection.execute("SELECT user_id FROM reminder_changes ORDER BY user_id LIMIT ?", (limit,))
    ]


def note_changed(connection: sqlite3.Connection, user_ids: Iterable[int]) -> None:
    """Have these people looked at again."""
    connection.executemany(
        "INSERT INTO reminder_changes SELECT user_id FROM users WHERE user_id = ? ON CONFLICT DO NOTHING",
        [(user_id,) for user_id in user_ids],
    )


def forget_changes(connection: sqlite3.Connection, user_ids: Iterable[int]) -> None:
    """Note that these people were looked at."""
    connection.executemany("DELETE FROM reminder_changes WHERE user_id = ?", [(user_id,) for user_id in user_ids])


def _planned(one: Round, now: dt.datetime) -> dict[str, object]:
    begun = (one.moment if one.day is None else one.ends_at) <= now
    # What began before it was planned comes too late for all but those who want to hear of the beginning itself.
    looked = now if one.ends_at <= now else one.moment - dt.timedelta(milliseconds=1) if begun else None
    return {
        **_named(one.key),
        "opens": to_milliseconds(one.opens_at),
        "ends": to_milliseconds(one.ends_at),
        "looked": None if looked is None else to_milliseconds(looked),
        "begun": begun,
        "now": to_milliseconds(now),
    }


def _named(key: Key) -> dict[str, str]:
    return {"visit": key.visit_id, "purpose": key.purpose, "subject": key.subject}


def _moment(milliseconds: int | None) -> dt.datetime | None:
    return None if milliseconds is None else from_milliseconds(milliseconds)
