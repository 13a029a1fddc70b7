"""What moved lately: where an event stood a day ago, known alike from memory and from the store."""

import datetime as dt
import sqlite3
from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.content import editions
from bot.content.library import Edition
from bot.content.loading import successor, with_moves
from bot.content.moves import Move, moved_from
from bot.core import audit
from tests.content.builders import event, visit_of
from tests.support.stores import memory_store

DAY = "2026-09-24"
START = dt.datetime(2026, 9, 24, 0, 0, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)


def publish(store: sqlite3.Connection, now: dt.datetime, *events: dict[str, Any]) -> None:
    editions.publish(store, visit_of(*events), audit.COMMAND_LINE, now)


def loaded(store: sqlite3.Connection, now: dt.datetime) -> Edition:
    [edition] = with_moves(store, editions.current_editions(store), now)
    return edition


def moved(edition: Edition, event_id: str, now: dt.datetime) -> Move | None:
    found = edition.event(event_id)
    assert found is not None
    return moved_from(edition.moves, edition.visit, found, now)


def at(clock: str) -> dt.datetime:
    return dt.datetime.fromisoformat(f"{DAY}T{clock}+08:00")


def test_it_tells_the_start_of_a_day_ago_and_since_when_it_is_another() -> None:
    store = memory_store()
    for hours, start in enumerate(["11:00", "11:10", "11:30"]):
        publish(store, START + hours * HOUR, event("a", DAY, start), event("b", DAY, "15:00"))
    edition, now = loaded(store, START + 3 * HOUR), START + 3 * HOUR
    assert moved(edition, "a", now) == Move(START + 2 * HOUR, at("11:00"))
    assert moved(edition, "b", now) is None
    # An hour of the day after the first step is forgotten, then the second.
    assert moved(edition, "a", now + 22.5 * HOUR) == Move(START + 2 * HOUR, at("11:10"))
    assert moved(edition, "a", now + 24 * HOUR) is None


def test_what_moved_back_did_not_move() -> None:
    store = memory_store()
    for hours, start in enumerate(["11:00", "11:30", "11:00"]):
        publish(store, START + hours * HOUR, event("a", DAY, start))
    assert moved(loaded(store, START + 3 * HOUR), "a", START + 3 * HOUR) is None


def test_an_edition_published_again_counts_from_then_and_not_from_when_it_was_new() -> None:
    store = memory_store()
    publish(store, START, event("a", DAY, "11:00"))
    publish(store, START + HOUR, event("a", DAY, "11:30"))
    editions.publish_again(store, "small", 1, audit.COMMAND_LINE, START + 30 * HOUR, instead_of=2)
    edition, now = loaded(store, START + 31 * HOUR), START + 31 * HOUR
    assert moved(edition, "a", now) == Move(START + 30 * HOUR, at("11:30"))


@pytest.mark.parametrize("start", [None, "11:30"])
def test_what_came_or_had_no_time_did_not_move(start: str | None) -> None:
    store = memory_store()
    publish(store, START, event("a", DAY, start), event("c", DAY, "10:00"))
    publish(store, START + HOUR, event("a", DAY, "11:30"), event("b", DAY, "12:00"), event("c", DAY))
    edition, now = loaded(store, START + HOUR), START + HOUR
    assert [moved(edition, one, now) for one in "abc"] == [None, None, None]


def test_the_time_is_that_of_the_events_own_zone_then() -> None:
    store = memory_store()
    publish(store, START, event("a", DAY, "11:00"))
    publish(store, START + HOUR, event("a", DAY, "11:00", zone="Europe/Moscow"))
    assert moved(loaded(store, START + HOUR), "a", START + HOUR) == Move(START + HOUR, at("11:00"))


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 9), st.lists(st.sampled_from([None, "10:00", "11:00"]), max_size=3)), max_size=8)
)
def test_memory_that_follows_every_edition_knows_what_the_store_tells(
    steps: Sequence[tuple[int, Sequence[str | None]]],
) -> None:
    store = memory_store()
    publish(store, START, event("x", DAY, "09:00"))
    known, now = loaded(store, START), START
    for hours, starts in steps:
        now += hours * HOUR
        publish(store, now, *(event(f"E{number}", DAY, start) for number, start in enumerate(starts)))
        followed = successor(store, "small", known)
        assert followed is not None
        known = followed
    edition = loaded(store, now)
    assert edition == known
    assert [moved(known, one.id, now) for one in known.visit.events] == [
        moved(edition, one.id, now) for one in edition.visit.events
    ]
