"""What somebody decides about an event, and whom an event concerns."""

import datetime as dt
import sqlite3

import pytest

from bot.content.models import Event
from bot.telegram import agenda, members, people, subscriptions
from bot.telegram.agenda import Decision, OwnProgramme, concerns
from bot.telegram.roles import Role
from bot.telegram.subscriptions import Subscription
from tests.support.stores import memory_store

NOW = dt.datetime(2026, 9, 24, 4, 0, tzinfo=dt.UTC)
STARRED, MUTED = Decision(starred=True), Decision(muted=True)


@pytest.fixture
def store() -> sqlite3.Connection:
    connection = memory_store()
    people.remember(connection, [(7, "en"), (8, "en")], NOW)
    return connection


def _event(*groups: str) -> Event:
    return Event.model_validate(
        {"id": "tour", "title": {"en": "Tour"}, "original": ["en"], "sources": ["S1"], "groups": groups}
    )


def test_a_member_is_concerned_by_what_is_for_everybody_and_for_their_groups() -> None:
    for groups in ((), ("a",), ("a", "b")):
        assert concerns(_event(), groups, Decision())
    assert concerns(_event("a", "b"), ("b", "c"), Decision())
    assert not concerns(_event("a", "b"), ("c",), Decision())
    assert not concerns(_event("a"), (), Decision())


def test_a_guest_is_concerned_by_nothing_of_itself() -> None:
    assert not concerns(_event(), None, Decision())
    assert not concerns(_event("a"), None, Decision())


@pytest.mark.parametrize("groups", [None, (), ("a",)])
def test_a_star_makes_an_event_ones_own_and_a_mute_takes_it_away(groups: tuple[str, ...] | None) -> None:
    for event in (_event(), _event("a"), _event("b")):
        assert concerns(event, groups, STARRED)
        assert not concerns(event, groups, MUTED)


def test_a_decision_is_kept_for_its_person_visit_and_event_alone(store: sqlite3.Connection) -> None:
    assert agenda.star(store, 7, "small", "tour", on=True) == STARRED
    assert agenda.decision(store, 7, "small", "tour") == STARRED
    assert agenda.decisions(store, 7, "small") == {"tour": STARRED}
    for person, visit, event in ((8, "small", "tour"), (7, "other", "tour"), (7, "small", "dinner")):
        assert agenda.decision(store, person, visit, event) == Decision()


def test_deciding_twice_is_as_deciding_once(store: sqlite3.Connection) -> None:
    for _ in range(2):
        assert agenda.mute(store, 7, "small", "tour", on=True) == MUTED
    assert store.execute("SELECT count(*) FROM agenda").fetchone() == (1,)


def test_a_star_ends_a_mute_and_a_mute_takes_the_star(store: sqlite3.Connection) -> None:
    agenda.star(store, 7, "small", "tour", on=True)
    assert agenda.mute(store, 7, "small", "tour", on=True) == MUTED
    assert agenda.star(store, 7, "small", "tour", on=True) == STARRED


def test_taking_back_one_leaves_the_other(store: sqlite3.Connection) -> None:
    agenda.mute(store, 7, "small", "tour", on=True)
    assert agenda.star(store, 7, "small", "tour", on=False) == MUTED
    agenda.star(store, 7, "small", "tour", on=True)
    assert agenda.mute(store, 7, "small", "tour", on=False) == STARRED


def test_a_time_for_the_reminder_ends_a_mute_and_leaves_the_star(store: sqlite3.Connection) -> None:
    agenda.mute(store, 7, "small", "tour", on=True)
    assert agenda.remind(store, 7, "small", "tour", None) == MUTED
    assert agenda.remind(store, 7, "small", "tour", 0) == Decision(reminder_minutes=0)
    agenda.star(store, 7, "small", "tour", on=True)
    assert agenda.remind(store, 7, "small", "tour", 120) == Decision(starred=True, reminder_minutes=120)
    assert agenda.remind(store, 7, "small", "tour", None) == STARRED


@pytest.mark.parametrize("minutes", [-1, 121])
def test_a_reminder_too_far_ahead_is_refused(store: sqlite3.Connection, minutes: int) -> None:
    with pytest.raises(ValueError, match="0 to 120 minutes"):
        agenda.remind(store, 7, "small", "tour", minutes)


def test_a_row_that_says_nothing_is_not_kept(store: sqlite3.Connection) -> None:
    agenda.star(store, 7, "small", "tour", on=True)
    agenda.remind(store, 7, "small", "tour", 10)
    agenda.star(store, 7, "small", "tour", on=False)
    agenda.remind(store, 7, "small", "tour", None)
    agenda.mute(store, 7, "small", "dinner", on=False)
    assert store.execute("SELECT * FROM agenda").fetchall() == []


def test_a_forgotten_persons_decisions_go_with_them(store: sqlite3.Connection) -> None:
    for person in (7, 8):
        agenda.star(store, person, "small", "tour", on=True)
    people.forget(store, 7, NOW)
    agenda.star(store, 7, "small", "dinner", on=True)
    assert store.execute("SELECT user_id, event_id FROM agenda").fetchall() == [(8, "tour")]


def test_a_reminder_comes_at_the_events_own_time_else_the_usual_and_only_of_ones_own_events() -> None:
    own = OwnProgramme((), {"tour": Decision(reminder_minutes=0)}, 30)
    assert own.reminder(_event()) == 0
    assert OwnProgramme((), {}, 30).reminder(_event()) == 30
    assert OwnProgramme((), {}, None).reminder(_event()) is None
    assert OwnProgramme((), {"tour": Decision(reminder_minutes=10)}, None).reminder(_event()) == 10
    assert OwnProgramme((), {"tour": MUTED}, 30).reminder(_event()) is None
    assert OwnProgramme(None, {}, 30).reminder(_event()) is None
    assert OwnProgramme(None, {"tour": STARRED}, 30).reminder(_event()) == 30


def test_a_persons_programme_is_read_with_their_groups_decisions_and_usual_reminder(store: sqlite3.Connection) -> None:
    assert agenda.own_programme(store, 7, "small") == OwnProgramme(None, {}, 30)
    members.add(store, "small", 7, Role.MEMBER, "Anna", NOW)
    members.join_group(store, "small", 7, "a")
    agenda.star(store, 7, "small", "tour", on=True)
    subscriptions.subscribe(store, 7, "small", Subscription(reminder_minutes=10))
    assert agenda.own_programme(store, 7, "small") == OwnProgramme(("a",), {"tour": STARRED}, 10)
    assert agenda.own_programme(store, 7, "other") == OwnProgramme(None, {}, 30)
