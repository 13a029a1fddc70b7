"""The audit: append-only, chained so that no byte of it changes unseen, naming people by marks that can be cut."""

import datetime as dt
import sqlite3
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core import audit
from bot.core.audit import Verdict
from tests.support.clock import START
from tests.support.stores import memory_store

COLUMNS = ("entry_id", "at", "actor", "action", "visit_id", "subject", "before", "after", "previous_hash", "hash")
NUMBERS = {"entry_id", "at"}
MINUTE = dt.timedelta(minutes=1)


@pytest.fixture
def store() -> Iterator[sqlite3.Connection]:
    connection = memory_store()
    yield connection
    connection.close()


def written(entries: int = 4) -> sqlite3.Connection:
    """A store with so many entries, its triggers gone: somebody has the file and an editor."""
    connection = memory_store()
    for number in range(entries):
        audit.record(
            connection,
            START + number * MINUTE,
            7 + number % 2,
            "role",
            visit_id="small",
            about=9,
            before={"role": "member", "groups": ["автобус"]},
            after={"role": "editor"},
        )
    connection.execute("DROP TRIGGER audit_is_never_changed")
    connection.execute("DROP TRIGGER audit_is_never_erased")
    return connection


def test_an_empty_audit_is_whole(store: sqlite3.Connection) -> None:
    assert audit.verify(store) == Verdict(0, None)


def test_entries_are_whole_and_read_newest_first() -> None:
    connection = written()
    assert audit.verify(connection) == Verdict(4, None)
    entries = audit.entries(connection, ["small"], 3)
    assert [entry.entry_id for entry in entries] == [4, 3, 2]
    assert entries[0].at == START + 3 * MINUTE
    assert entries[0].before == {"role": "member", "groups": ["автобус"]}
    assert [entry.entry_id for entry in audit.entries(connection, ["small"], 3, older_than=2)] == [1]
    assert audit.entries(connection, ["other"], 3) == []
    assert audit.entries(connection, [], 3) == []
    assert len(audit.entries(connection, None, 10)) == 4


@given(
    row=st.integers(1, 4),
    column=st.sampled_from(COLUMNS),
    place=st.integers(0, 63),
    letter=st.characters(codec="utf-8", exclude_characters="\0"),
    distance=st.integers(-(2**40), 2**40).filter(bool),
)
def test_no_change_of_any_byte_goes_unseen(row: int, column: str, place: int, letter: str, distance: int) -> None:
    connection = written()
    old = connection.execute(f"SELECT {column} FROM audit WHERE entry_id = ?", (row,)).fetchone()[0]
    new: object
    if column in NUMBERS:
        new = old + distance
    else:
        place %= len(old)
        new = old[:place] + (letter if letter != old[place] else "~") + old[place + 1 :]
    try:
        connection.execute(f"UPDATE audit SET {column} = ? WHERE entry_id = ?", (new, row))
    except sqlite3.IntegrityError:
        return  # Another entry has this number, or it is no JSON: SQLite refuses it by itself.
    assert audit.verify(connection).broken_at is not None


@pytest.mark.parametrize("column", ["visit_id", "subject", "before", "after"])
def test_what_was_said_cannot_be_unsaid(column: str) -> None:
    connection = written()
    connection.execute(f"UPDATE audit SET {column} = NULL WHERE entry_id = 4")
    assert audit.verify(connection) == Verdict(3, 4)


@pytest.mark.parametrize("row", [1, 2, 3, 4])
def test_no_entry_goes_unseen_the_last_one_neither(row: int) -> None:
    connection = written()
    connection.execute("DELETE FROM audit WHERE entry_id = ?", (row,))
    assert audit.verify(connection) == Verdict(row - 1, row)


def test_entries_that_come_later_do_not_hide_that_the_last_one_was_erased() -> None:
    connection = written()
    connection.execute("DELETE FROM audit WHERE entry_id = 4")
    audit.record(connection, START, 7, "left")
    assert audit.verify(connection) == Verdict(3, 4)


def test_entries_that_changed_places_are_seen() -> None:
    connection = written()
    for old, new in ((2, 100), (3, 2), (100, 3)):
        connection.execute("UPDATE audit SET entry_id = ? WHERE entry_id = ?", (new, old))
    assert audit.verify(connection).broken_at == 2


@pytest.mark.parametrize("statement", ["UPDATE audit SET action = 'x'", "DELETE FROM audit"])
def test_the_store_itself_refuses_changes(store: sqlite3.Connection, statement: str) -> None:
    audit.record(store, START, 7, "left")
    with pytest.raises(sqlite3.IntegrityError, match="append-only"):
        store.execute(statement)


def test_an_entry_goes_with_the_unit_of_work_that_is_undone(store: sqlite3.Connection) -> None:
    audit.record(store, START, 7, "left")
    store.execute("SAVEPOINT one")
    audit.record(store, START, 7, "joined")
    store.execute("ROLLBACK TO one")
    audit.record(store, START, 8, "joined")
    assert audit.verify(store) == Verdict(2, None)


def test_people_stand_under_marks_and_are_nobody_once_forgotten(store: sqlite3.Connection) -> None:
    audit.record(store, START, 1234567, "role", about=7654321)
    [entry] = audit.entries(store, None, 5)
    assert audit.people_behind(store, [entry.actor, entry.subject or ""]) == {
        entry.actor: 1234567,
        entry.subject: 7654321,
    }
    assert "1234567" not in repr(store.execute("SELECT * FROM audit").fetchall())
    assert audit.count_about(store, 1234567) == audit.count_about(store, 7654321) == 1
    audit.forget(store, 7654321)
    assert audit.people_behind(store, [entry.actor, entry.subject or ""]) == {entry.actor: 1234567}
    assert audit.count_about(store, 7654321) == 0
    assert audit.verify(store) == Verdict(1, None)
    assert audit.reference(store, 7654321) != entry.subject


def test_a_refusal_is_noted_once_an_hour_for_each_person_and_thing(store: sqlite3.Connection) -> None:
    for minutes, person, what in [(0, 7, "/members"), (59, 7, "/members"), (59, 8, "/members"), (59, 7, "/audit")]:
        audit.refuse(store, START + minutes * MINUTE, person, what)
    assert len(audit.entries(store, None, 9)) == 3
    audit.refuse(store, START + 60 * MINUTE, 7, "/members")
    assert len(audit.entries(store, None, 9)) == 4


def test_a_refusal_in_one_visit_hides_none_in_another(store: sqlite3.Connection) -> None:
    for visit_id in ("small", "other", None, "small", "other", None):
        audit.refuse(store, START, 7, "mbrs", visit_id)
    assert [entry.visit_id for entry in audit.entries(store, None, 9)] == [None, "other", "small"]


def test_nobody_fills_the_disk_by_being_forgotten_over_and_over(store: sqlite3.Connection) -> None:
    for visit_id in (None, "small"):
        for _ in range(200):
            audit.refuse(store, START, 7, "/members", visit_id)
            audit.forget(store, 7)
    assert len(audit.entries(store, None, 999)) == 200
    audit.refuse(store, START, 8, "/audit", "other")
    assert len(audit.entries(store, ["other"], 9)) == 1
    audit.refuse(store, START + 60 * MINUTE, 7, "/members")
    assert len(audit.entries(store, None, 999)) == 202


def test_looking_is_done_by_indexes(store: sqlite3.Connection) -> None:
    audit.record(store, START, 7, "left", visit_id="small")
    for query in (
        "SELECT 1 FROM audit WHERE action = 'refused' AND subject = 'x' AND actor = 'y' AND visit_id IS 'z' AND at > 5",
        "SELECT count(*) FROM audit WHERE action = 'refused' AND visit_id IS 'z' AND at > 5",
        "SELECT * FROM audit WHERE visit_id IN ('a', 'b') AND entry_id < 9 ORDER BY entry_id DESC LIMIT 5",
        "SELECT count(*) FROM audit WHERE actor = 'x' OR subject = 'x'",
    ):
        plan = " ".join(row[3] for row in store.execute(f"EXPLAIN QUERY PLAN {query}"))
        assert "SCAN audit" not in plan, plan


def test_a_long_chain_is_verified_as_well() -> None:
    connection = memory_store()
    connection.execute("BEGIN")
    for number in range(2000):
        audit.record(connection, START + number * MINUTE, number % 50, "role", about=number % 20)
    connection.execute("COMMIT")
    assert audit.verify(connection) == Verdict(2000, None)
