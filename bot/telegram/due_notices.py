"""The table `notice_due`: visits of which something was published that people are still to be told."""

import datetime as dt
import json
import sqlite3
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Final

from bot.content import editions
from bot.content.library import Edition
from bot.content.noticeable import changes_between, starts_within
from bot.core.moments import from_milliseconds, to_milliseconds

# So long a further edition is waited for: somebody corrects themselves, or goes on.
SETTLES: Final = dt.timedelta(minutes=1)
# So long where something of it starts soon.
SETTLES_SOON: Final = dt.timedelta(seconds=10)
SOON: Final = dt.timedelta(minutes=30)
# However many further editions follow each other.
SETTLES_AT_MOST: Final = dt.timedelta(minutes=3)


@dataclass(frozen=True, slots=True)
class Due:
    """What is to be told of a visit, and when: what differs from the edition that was last told.

    `known` names the editions of events that were changed without notices since. Moments are aware, UTC.
    """

    visit_id: str
    told_edition: int
    known: Mapping[str, int]
    begun_at: dt.datetime
    due_at: dt.datetime
    soon: bool


def note_publication(
    connection: sqlite3.Connection,
    before: Edition,
    after: Edition,
    now: dt.datetime,
    *,
    notices: bool,
    settle: dt.timedelta | None = None,
) -> dt.datetime | None:
    """Note that an edition took another's place, so that people hear of it, or without `notices` do not.

    `settle` is how long a further edition is waited for; None for as long as usual. Return when people hear of it;
    None when there is nothing to be heard.
    """
    changes = changes_between(before.visit, after.visit, now)
    waiting = due(connection, before.visit_id)
    if not changes:
        return waiting.due_at if waiting is not None else None
    if not notices:
        _let_be_known(connection, before, after, changes, waiting, now)
        return None
    soon = any(starts_within(change, SOON, now) for change in changes.values()) or bool(waiting and waiting.soon)
    begun_at = now if waiting is None else min(waiting.begun_at, now)
    length = settle if settle is not None else SETTLES_SOON if soon else SETTLES
    due_at = min(now + length, begun_at + SETTLES_AT_MOST)
    connection.execute(
        "INSERT INTO notice_due (visit_id, told_edition, begun_at, due_at, soon) VALUES (?, ?, ?, ?, ?) "
        "ON CONFLICT (visit_id) DO UPDATE SET begun_at = excluded.begun_at, due_at = excluded.due_at, "
        "soon = excluded.soon",
        (before.visit_id, before.edition_id, to_milliseconds(begun_at), to_milliseconds(due_at), soon),
    )
    return due_at


def due(connection: sqlite3.Connection, visit_id: str) -> Due | None:
    """Return what is to be told of a visit; None when nothing is."""
    row = connection.execute(
        "SELECT visit_id, told_edition, known, begun_at, due_at, soon FROM notice_due WHERE visit_id = ?", (visit_id,)
    ).fetchone()
    return None if row is None else _due(row)


def due_now(connection: sqlite3.Connection, now: dt.datetime) -> list[Due]:
    """Return what is to be told by now, the earliest first; also what a clock that was set back would keep waiting."""
    rows = connection.execute(
        "SELECT visit_id, told_edition, known, begun_at, due_at, soon FROM notice_due "
        "WHERE due_at <= :now OR begun_at > :now ORDER BY due_at",
        {"now": to_milliseconds(now)},
    )
    return [_due(row) for row in rows]


def next_due(connection: sqlite3.Connection) -> dt.datetime | None:
    """Return when the next of it is to be told; None when nothing is."""
    (moment,) = connection.execute("SELECT min(due_at) FROM notice_due").fetchone()
    return None if moment is None else from_milliseconds(moment)


def drop(connection: sqlite3.Connection, visit_id: str) -> None:
    """Note that nothing is to be told of a visit any more."""
    connection.execute("DELETE FROM notice_due WHERE visit_id = ?", (visit_id,))


def _let_be_known(
    connection: sqlite3.Connection,
    before: Edition,
    after: Edition,
    changed: Collection[str],
    waiting: Due | None,
    now: dt.datetime,
) -> None:
    """Have nobody told what these events became; what they are to be told anyway they are told as it is now.

    It is due at once: what is on its way and says what held before is to be put right.
    """
    waits = _awaited(connection, waiting, before, now)
    known = {event: after.edition_id for event in changed if event not in waits}
    if waiting is not None:
        known = {**waiting.known, **known}
    connection.execute(
        "INSERT INTO notice_due (visit_id, told_edition, known, begun_at, due_at) "
        "VALUES (:visit, :told, :known, :now, :now) ON CONFLICT (visit_id) DO UPDATE SET known = excluded.known",
        {
            "visit": before.visit_id,
            "told": before.edition_id,
            "known": json.dumps(known),
            "now": to_milliseconds(now),
        },
    )


def _awaited(connection: sqlite3.Connection, waiting: Due | None, held: Edition, now: dt.datetime) -> Collection[str]:
    """Return the events of which people are to be told something that was published before."""
    told = None if waiting is None else editions.by_id(connection, waiting.told_edition)
    if waiting is None or told is None:
        return ()
    awaited = set(changes_between(told.visit, held.visit, now)) - waiting.known.keys()
    for edition_id in set(waiting.known.values()):
        known = editions.by_id(connection, edition_id)
        if known is not None:
            changed = changes_between(known.visit, held.visit, now)
            awaited |= {event for event, number in waiting.known.items() if number == edition_id and event in changed}
    return awaited


def _due(row: tuple[str, int, str, int, int, int]) -> Due:
    visit_id, told_edition, known, begun_at, due_at, soon = row
    return Due(
        visit_id,
        told_edition,
        json.loads(known),
        from_milliseconds(begun_at),
        from_milliseconds(due_at),
        bool(soon),
    )
