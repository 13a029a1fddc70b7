"""The members of visits: their roles, their groups, and who may not come back."""

import datetime as dt
import sqlite3
from collections.abc import Iterator

import pytest

from bot.telegram import invites, members, people
from bot.telegram.invites import Offer
from bot.telegram.naming import clean_name
from bot.telegram.roles import Role
from tests.support.clock import START
from tests.support.stores import memory_store

HOUR = dt.timedelta(hours=1)


@pytest.fixture
def store() -> Iterator[sqlite3.Connection]:
    connection = memory_store()
    people.remember(connection, [(number, "en") for number in range(1, 6)], START)
    for number, name in ((1, "Chen"), (2, "Anna"), (3, "Boris")):
        members.add(connection, "small", number, Role.MEMBER, name, START)
    members.join_group(connection, "small", 1, "bus-a")
    members.join_group(connection, "small", 1, "press")
    members.join_group(connection, "small", 2, "bus-a")
    members.add(connection, "other", 1, Role.ADMIN, "Chen", START)
    yield connection
    connection.close()


def test_a_person_has_a_role_in_each_visit(store: sqlite3.Connection) -> None:
    assert members.roles_by_user(store, [1, 2, 9]) == {
        1: {"small": Role.MEMBER, "other": Role.ADMIN},
        2: {"small": Role.MEMBER},
    }
    assert people.users_by_id(store, [1])[1].roles == {"small": Role.MEMBER, "other": Role.ADMIN}
    assert members.organisers(store) == {1}


def test_members_are_counted_and_listed_by_group_and_name(store: sqlite3.Connection) -> None:
    counted = members.tally(store, "small")
    assert (counted.members, counted.by_group, counted.without_group) == (3, {"bus-a": 2, "press": 1}, 1)
    assert [one.name for one in members.everyone(store, "small")] == ["Anna", "Boris", "Chen"]
    assert [one.name for one in members.everyone(store, "small", 1, 1)] == ["Boris"]
    assert [one.name for one in members.of_group(store, "small", "bus-a", 9, 0)] == ["Anna", "Chen"]
    assert [one.name for one in members.without_group(store, "small", 9, 0)] == ["Boris"]
    chen = members.member(store, "small", 1)
    assert chen is not None
    assert set(chen.groups) == {"bus-a", "press"}
    assert members.tally(store, "unheard-of").members == 0


def test_nobody_is_a_member_who_never_wrote_in_private(store: sqlite3.Connection) -> None:
    with pytest.raises(sqlite3.IntegrityError):
        members.add(store, "small", 77, Role.MEMBER, "Nobody", START)


def test_groups_and_memberships_go_with_the_person(store: sqlite3.Connection) -> None:
    people.forget(store, 1, START)
    assert members.memberships(store, 1) == []
    assert store.execute("SELECT user_id FROM member_groups").fetchall() == [(2,)]
    assert members.names(store, [1, 2], None) == {2: "Anna"}


def test_names_are_told_of_these_visits_only(store: sqlite3.Connection) -> None:
    members.add(store, "other", 4, Role.MEMBER, "Dmitri", START)
    members.add(store, "other", 2, Role.MEMBER, "Anna, as others know her", START + HOUR)
    assert members.names(store, [1, 2, 4], ["small"]) == {1: "Chen", 2: "Anna"}
    assert members.names(store, [1, 2, 4], []) == {}
    assert members.names(store, [2, 4], None) == {2: "Anna, as others know her", 4: "Dmitri"}


def test_who_was_removed_is_kept_out_under_a_mark_that_outlives_forgetting(store: sqlite3.Connection) -> None:
    invites.make(store, Offer("small", Role.MEMBER, None, 9, START + HOUR), "token", 2, START)
    members.drop(store, "small", 3)
    members.bar(store, "small", 3, START)
    people.forget(store, 3, START)
    assert members.barred_since(store, "small", 3) == START
    assert members.barred_since(store, "other", 3) is None
    assert members.barred_since(store, "small", 4) is None
    assert "'3'" not in repr(store.execute("SELECT * FROM removals").fetchall())


def test_who_was_taken_out_of_a_group_is_kept_from_links_into_that_group_alone(store: sqlite3.Connection) -> None:
    invites.make(store, Offer("small", Role.MEMBER, "press", 9, START + 2 * HOUR), "press", 2, START)
    invites.make(store, Offer("small", Role.MEMBER, None, 9, START + 3 * HOUR), "no group", 2, START)
    members.bar(store, "small", 1, START, "press")
    assert members.barred_since(store, "small", 1, "press") == START
    assert members.barred_since(store, "small", 1, "bus-a") is None
    assert members.barred_since(store, "small", 1) is None
    members.expire(store, START + HOUR)
    assert members.barred_since(store, "small", 1, "press") == START
    members.bar(store, "small", 1, START + HOUR)
    assert members.barred_since(store, "small", 1, "press") == START + HOUR
    members.expire(store, START + 2 * HOUR)
    assert store.execute("SELECT group_id FROM removals").fetchall() == [("",)]


def test_who_is_let_in_again_is_kept_from_links_of_before_still(store: sqlite3.Connection) -> None:
    members.drop(store, "small", 3)
    members.bar(store, "small", 3, START)
    members.bar(store, "small", 3, START + HOUR)
    assert members.barred_since(store, "small", 3) == START + HOUR
    members.add(store, "small", 3, Role.MEMBER, "Boris", START)
    assert members.barred_since(store, "small", 3) == START + HOUR


@pytest.mark.parametrize(
    ("shown", "kept"),
    [
        ("Анна Петрова", "Анна Петрова"),
        ("  Anna \n\t Petrova ", "Anna Petrova"),
        ("evil\u202etxt.exe", "evil txt.exe"),
        ("\ud800half", "half"),
        ("\u3164\u2800", "?"),
        ("", "?"),
        ("x" * 200, "x" * 64),
        ("=1+1", "=1+1"),
        ("👩\u200d🔬 Li", "👩\u200d🔬 Li"),
        ("\u200d", "?"),
    ],
)
def test_a_name_is_one_line_that_disguises_nothing(shown: str, kept: str) -> None:
    assert clean_name(shown) == kept


def test_members_are_found_by_indexes(store: sqlite3.Connection) -> None:
    for query in (
        "SELECT role FROM members WHERE user_id IN (1, 2)",
        "SELECT * FROM members WHERE visit_id = 'small' ORDER BY name, user_id LIMIT 10",
        "SELECT user_id FROM member_groups WHERE visit_id = 'small' AND group_id = 'press'",
    ):
        plan = " ".join(row[3] for row in store.execute(f"EXPLAIN QUERY PLAN {query}"))
        assert "SCAN" not in plan, plan
        assert "B-TREE" not in plan, plan
