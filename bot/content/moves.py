"""What moved lately: which events start at another time than a day ago, and since when, as the editions tell it."""

import datetime as dt
import json
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final
from zoneinfo import ZoneInfo

from bot.content.agenda import instant, starts_at
from bot.content.models import Event, Visit
from bot.core.moments import from_milliseconds, to_milliseconds

# So long a reader may still have the old time in mind.
_LATELY: Final = dt.timedelta(days=1)
# Of a very busy day the last steps are enough: each costs the start of the bot the reading of an edition.
_MOST_STEPS: Final = 60


@dataclass(frozen=True, slots=True)
class Move:
    """The instant at which an event got another start, and the start that it had until then; both in UTC."""

    at: dt.datetime
    start: dt.datetime


# Those of each event, the oldest first.
Moves = Mapping[str, tuple[Move, ...]]
_Starts = Mapping[str, dt.datetime | None]


def moved_from(moves: Moves, visit: Visit, event: Event, now: dt.datetime) -> Move | None:
    """Return where an event stood a day ago and when it got its present start; None where it stands as it did then."""
    lately = [move for move in moves.get(event.id, ()) if move.at > now - _LATELY]
    start = starts_at(visit, event)
    if not lately or start is None or lately[0].start == start:
        return None
    return Move(lately[-1].at, lately[0].start)


def following(moves: Moves, before: Visit, after: Visit, at: dt.datetime) -> Moves:
    """Return the moves known after an edition took another's place at this moment (aware)."""
    return _extended(moves, _starts_in(before), _starts_in(after), at)


def recent_moves(connection: sqlite3.Connection, visit_id: str, now: dt.datetime) -> Moves:
    """Read what moved lately from the editions that held, each in its turn, as the audit tells."""
    rows = connection.execute(
        "SELECT at, json_extract(before, '$.edition'), json_extract(after, '$.edition') FROM audit WHERE visit_id = ? "
        "AND action = 'published' AND before IS NOT NULL AND at > ? ORDER BY entry_id DESC LIMIT ?",
        (visit_id, to_milliseconds(now - _LATELY), _MOST_STEPS),
    ).fetchall()
    starts = _starts_of(connection, visit_id, {number for _, *numbers in rows for number in numbers})
    moves: Moves = {}
    for at, before, after in reversed(rows):
        moves = _extended(moves, starts.get(before, {}), starts.get(after, {}), from_milliseconds(at))
    return moves


def _extended(moves: Moves, before: _Starts, after: _Starts, at: dt.datetime) -> Moves:
    known = {
        event_id: lately
        for event_id, kept in moves.items()
        if (lately := tuple(move for move in kept if move.at > at - _LATELY))
    }
    for event_id in before.keys() & after.keys():
        was = before[event_id]
        if was is not None and was != after[event_id]:
            known[event_id] = (*known.get(event_id, ()), Move(at, was))
    return known


def _starts_in(visit: Visit) -> _Starts:
    return {event.id: starts_at(visit, event) for event in visit.events}


def _starts_of(connection: sqlite3.Connection, visit_id: str, numbers: set[int]) -> Mapping[int, _Starts]:
    """Read when the events of these editions start, by their numbers; the rest of the documents is not looked at."""
    rows = connection.execute(
        "SELECT number, json_extract(value, '$.id'), json_extract(value, '$.day'), json_extract(value, '$.start'), "
        "coalesce(json_extract(value, '$.zone'), json_extract(document, '$.zone')) "
        "FROM editions, json_each(document, '$.events') "
        "WHERE visit_id = ? AND number IN (SELECT value FROM json_each(?))",
        (visit_id, json.dumps(sorted(numbers))),
    )
    found: dict[int, dict[str, dt.datetime | None]] = {}
    for number, event_id, day, start, zone in rows:
        known = day is not None and start is not None
        found.setdefault(number, {})[event_id] = (
            instant(dt.date.fromisoformat(day), dt.time.fromisoformat(start), ZoneInfo(zone)) if known else None
        )
    return found
