"""An earlier edition holds again: the pointer moves, no edition is made or changed, and the audit tells it."""

import sqlite3

import pytest

from bot.content.editions import PUBLISHED, count, current_edition, newest, numbered, publish, publish_again
from bot.core import audit
from tests.content.builders import event, visit_of
from tests.support.clock import START
from tests.support.stores import memory_store

VISITS = [visit_of(event("a", "2026-09-24", f"{hour}:00")) for hour in (10, 11, 12)]


@pytest.fixture
def store() -> sqlite3.Connection:
    connection = memory_store()
    for visit in VISITS:
        assert publish(connection, visit, audit.COMMAND_LINE, START) is not None
    return connection


def test_it_holds_again_under_its_own_number(store: sqlite3.Connection) -> None:
    rows = store.execute("SELECT * FROM editions").fetchall()
    assert publish_again(store, "small", 1, 7, START, instead_of=3)
    held = current_edition(store, "small")
    assert held is not None
    assert (held.number, held.visit, held.author) == (1, VISITS[0], audit.COMMAND_LINE)
    assert store.execute("SELECT * FROM editions").fetchall() == rows
    assert store.execute('SELECT "start" FROM events').fetchall() == [("10:00:00",)]


def test_what_is_published_next_gets_the_next_number(store: sqlite3.Connection) -> None:
    publish_again(store, "small", 1, 7, START, instead_of=3)
    after = publish(store, visit_of(), audit.COMMAND_LINE, START)
    assert after is not None
    assert after.number == 4
    again = publish(store, VISITS[0], audit.COMMAND_LINE, START)
    assert again is not None
    assert again.number == 5


@pytest.mark.parametrize(("number", "instead_of"), [(1, 2), (1, 4), (9, 3), (3, 3), (0, 3)])
def test_nothing_happens_where_another_edition_holds_or_there_is_none(
    store: sqlite3.Connection, number: int, instead_of: int
) -> None:
    before = list(store.iterdump())
    assert not publish_again(store, "small", number, 7, START, instead_of=instead_of)
    assert list(store.iterdump()) == before


def test_every_publication_is_in_the_audit_with_the_numbers_before_and_after(store: sqlite3.Connection) -> None:
    publish_again(store, "small", 1, 7, START, instead_of=3)
    assert publish(store, VISITS[0], audit.COMMAND_LINE, START) is None
    found = audit.entries(store, None, 10)
    assert [(entry.before, entry.after) for entry in reversed(found)] == [
        ({}, {"edition": 1}),
        ({"edition": 1}, {"edition": 2}),
        ({"edition": 2}, {"edition": 3}),
        ({"edition": 3}, {"edition": 1, "again": True}),
    ]
    assert {(entry.action, entry.visit_id) for entry in found} == {(PUBLISHED, "small")}
    assert [entry.actor for entry in found] == [audit.reference(store, 7), *[audit.COMMAND_LINE] * 3]
    assert audit.latest(store, "small", PUBLISHED) == found[0]
    assert audit.verify(store).broken_at is None


def test_another_visit_is_not_touched(store: sqlite3.Connection) -> None:
    other = visit_of().model_copy(update={"id": "other"})
    publish(store, other, audit.COMMAND_LINE, START)
    assert publish_again(store, "small", 2, 7, START, instead_of=3)
    assert not publish_again(store, "other", 2, 7, START, instead_of=1)
    held = current_edition(store, "other")
    assert held is not None
    assert held.visit == other


def test_editions_are_read_by_number_and_newest_first(store: sqlite3.Connection) -> None:
    assert count(store, "small") == len(VISITS)
    assert [edition.number for edition in newest(store, "small", 2, 1)] == [2, 1]
    second = numbered(store, "small", 2)
    assert second is not None
    assert second.visit == VISITS[1]
    assert numbered(store, "small", 4) is None
    assert numbered(store, "other", 1) is None
