"""A programme that changes altogether: compared, published, and a notice queued for everybody whom it concerns."""

import datetime as dt
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from statistics import median
from typing import Final

from bot.content.comparing import compare
from bot.content.editions import current_edition
from bot.content.models import Event, Visit
from bot.core import audit
from bot.core.database import connect
from bot.core.moments import SystemClock
from bot.core.translation import load_translators
from bot.features.changes import planner
from bot.features.changes.outgoing import PURPOSE
from bot.telegram.hearing import who_hears
from bot.telegram.publishing import publish
from tests.bench.prepared import FIRST_MEMBER, with_members
from tests.bench.processes import BenchError
from tests.bench.report import Row
from tests.bench.ring import Ring

_AT_ONCE: Final = 250
_FIRST_DAY: Final = dt.date(2100, 9, 1)
_A_DAY: Final = 20
_SETTLED: Final = dt.timedelta(minutes=5)

CHANGES_BAR: Final = 3.0


async def changes(ring: Ring) -> list[Row]:
    """In every round each event moves by half an hour, and a tenth of the members has starred or muted some."""
    seconds, asking, longest = [], [], []
    events, people = ring.size.events, ring.size.affected
    with ring.folder_of_its_own() as folder:
        path = folder / "bot.sqlite3"
        visit_id = with_members(path, people)
        with closing(connect(path)) as connection:
            visit = _decided(connection, visit_id, events)
            for number in range(min(5, ring.size.rounds)):
                # The last notice has arrived.
                connection.execute("UPDATE deliveries SET state = 'sent' WHERE state = 'queued'")
                moved = _with_events(visit, events, 30 * (1 + number % 2), number % 2)
                asked, took, transaction = _one_round(connection, moved)
                asking.append(asked)
                seconds.append(took)
                longest.append(transaction)
            _check(connection, people, len(seconds))
    return [
        Row(
            f"an edition of {events:,} events compared and published, {people:,} people told",
            f"{median(seconds):.2f} s ({min(seconds):.2f} to {max(seconds):.2f})",
            bar=f"< {CHANGES_BAR:.0f} s",
            met=median(seconds) < CHANGES_BAR,
        ),
        Row("… who will be told, asked before", f"{1000 * median(asking):.0f} ms"),
        Row("… the longest of its transactions", f"{1000 * median(longest):.0f} ms"),
    ]


def _one_round(connection: sqlite3.Connection, moved: Visit) -> tuple[float, float, float]:
    """Publish and tell; return the seconds of asking who will be told, of all else, and of the longest transaction."""
    held = current_edition(connection, moved.id)
    now, translators = SystemClock().now(), load_translators()
    if held is None:
        raise BenchError("the visit is not published")
    began = time.perf_counter()
    who_hears(connection, held.visit, moved, now)
    asked = time.perf_counter() - began
    transactions = []

    @contextmanager
    def transaction() -> Iterator[None]:
        begins = time.perf_counter()
        connection.execute("BEGIN IMMEDIATE")
        yield
        connection.execute("COMMIT")
        transactions.append(time.perf_counter() - begins)

    began = time.perf_counter()
    compare(held.visit, moved)
    with transaction():
        publish(connection, moved, author=audit.COMMAND_LINE, now=now, expected=held.number)
    with transaction():
        agenda = planner.begin_due(connection, now + _SETTLED)
    for one in agenda.rounds:
        with transaction():
            telling = planner.prepare(connection, one, translators, now + _SETTLED)
        more = True
        while more:
            with transaction():
                more = planner.tell(connection, telling, _AT_ONCE, now + _SETTLED)
    return asked, time.perf_counter() - began, max(transactions)


def _decided(connection: sqlite3.Connection, visit_id: str, events: int) -> Visit:
    """Publish the programme as it is at first, and let people star and mute events."""
    held = current_edition(connection, visit_id)
    if held is None:
        raise BenchError("the visit is not published")
    visit = _with_events(held.visit, events, 0, 0)
    connection.execute("BEGIN IMMEDIATE")
    publish(connection, visit, author=audit.COMMAND_LINE, now=SystemClock().now())
    connection.execute(
        "INSERT INTO agenda (user_id, visit_id, event_id, starred, muted) "
        "SELECT user_id, ?1, 'event-' || ((user_id / 10 * 7 + value) % min(?2, 20)), value % 2, value % 2 = 0 "
        "FROM users, json_each('[1,2,3]') WHERE user_id % 10 = 0 AND user_id >= ?3",
        (visit_id, events, FIRST_MEMBER),
    )
    connection.execute("DELETE FROM notice_due")
    connection.execute("COMMIT")
    return visit


def _with_events(visit: Visit, count: int, minutes: int, hall: int) -> Visit:
    """Return the visit with so many events, all so much later, in one hall or the other."""
    start = dt.datetime.combine(_FIRST_DAY, dt.time(10)) + dt.timedelta(minutes=minutes)
    found = tuple(
        Event(
            id=f"event-{number}",
            title=visit.title,
            original=("en",),
            day=_FIRST_DAY + dt.timedelta(days=number // _A_DAY),
            start=start.time(),
            room=visit.title if hall else None,
            sources=(visit.sources[0].id,),
        )
        for number in range(count)
    )
    return visit.model_copy(update={"events": found})


def _check(connection: sqlite3.Connection, people: int, rounds: int) -> None:
    """What was measured was the work: everybody has the notice of each round, the last still to go out."""
    counted = connection.execute(
        "SELECT state, count(*) FROM deliveries JOIN dispatches USING (dispatch_id) WHERE purpose = ? GROUP BY state",
        (PURPOSE,),
    ).fetchall()
    expected = {"queued": people, "sent": people * (rounds - 1)}
    if dict(counted) != {state: count for state, count in expected.items() if count}:
        raise BenchError(f"{dict(counted)} notices in place of {expected}")
