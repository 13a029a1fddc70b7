"""What somebody wants to get, and when: kept as chosen, gone with the person, and nothing kept that says nothing."""

import datetime as dt
import sqlite3
from dataclasses import fields, replace
from zoneinfo import ZoneInfo

import pytest

from bot.telegram import agenda, people, subscriptions
from bot.telegram.subscriptions import Quiet, Subscription
from tests.support.stores import memory_store

NOW = dt.datetime(2026, 9, 24, 4, 0, tzinfo=dt.UTC)  # 07:00 in Moscow
MOSCOW = ZoneInfo("Europe/Moscow")
NIGHT = (dt.time(22), dt.time(7))


@pytest.fixture
def store() -> sqlite3.Connection:
    connection = memory_store()
    people.remember(connection, [(7, "en"), (8, "en")], NOW)
    return connection


def test_who_never_chose_gets_what_the_columns_say_by_default(store: sqlite3.Connection) -> None:
    assert subscriptions.subscription(store, 7, "small") == Subscription()
    store.execute("INSERT INTO subscriptions (user_id, visit_id) VALUES (7, 'small')")
    assert subscriptions.subscription(store, 7, "small") == Subscription()


@pytest.mark.parametrize(
    "wanted",
    [
        Subscription(announcements=False),
        Subscription(changes="all"),
        Subscription(changes="off"),
        Subscription(reminder_minutes=None),
        Subscription(reminder_minutes=0),
        Subscription(digest=False),
        Subscription(news=True),
    ],
)
def test_each_choice_is_kept_for_its_person_and_visit_alone(store: sqlite3.Connection, wanted: Subscription) -> None:
    subscriptions.subscribe(store, 7, "small", wanted)
    assert subscriptions.subscription(store, 7, "small") == wanted
    assert subscriptions.subscription(store, 8, "small") == Subscription()
    assert subscriptions.subscription(store, 7, "other") == Subscription()


def test_a_choice_replaces_the_one_before(store: sqlite3.Connection) -> None:
    subscriptions.subscribe(store, 7, "small", Subscription(False, "all", 10, False, True))
    changed = Subscription(True, "off", None, False, False)
    subscriptions.subscribe(store, 7, "small", changed)
    assert subscriptions.subscription(store, 7, "small") == changed


def test_who_is_back_to_the_defaults_has_no_row(store: sqlite3.Connection) -> None:
    subscriptions.subscribe(store, 7, "small", Subscription(digest=False))
    subscriptions.subscribe(store, 7, "small", Subscription())
    assert store.execute("SELECT * FROM subscriptions").fetchall() == []


@pytest.mark.parametrize("minutes", [-1, 121])
def test_a_reminder_too_far_ahead_is_refused(store: sqlite3.Connection, minutes: int) -> None:
    with pytest.raises(ValueError, match="0 to 120 minutes"):
        subscriptions.subscribe(store, 7, "small", Subscription(reminder_minutes=minutes))


@pytest.mark.parametrize(
    ("topic", "off"),
    [
        ("announcements", {"announcements": False, "news": False}),
        ("changes", {"changes": "off"}),
        ("reminders", {"reminder_minutes": None}),
        ("digest", {"digest": False}),
    ],
)
def test_stopping_a_topic_switches_off_that_and_nothing_else(
    store: sqlite3.Connection, topic: subscriptions.Topic, off: dict[str, object]
) -> None:
    everything = Subscription(announcements=True, changes="all", reminder_minutes=10, digest=True, news=True)
    subscriptions.subscribe(store, 7, "small", everything)
    assert subscriptions.stop(store, 7, "small", topic) == everything
    now = subscriptions.subscription(store, 7, "small")
    for field in fields(Subscription):
        assert getattr(now, field.name) == off.get(field.name, getattr(everything, field.name))


def test_every_topic_of_a_message_can_be_stopped() -> None:
    stated = memory_store().execute("SELECT sql FROM sqlite_schema WHERE name = 'dispatches'").fetchone()[0]
    assert all(f"'{topic}'" in stated for topic in subscriptions.TOPICS)


def test_stopping_reminders_ends_those_set_for_single_events_too(store: sqlite3.Connection) -> None:
    agenda.remind(store, 7, "small", "tour", 10)
    agenda.remind(store, 7, "small", "dinner", 60)
    agenda.star(store, 7, "small", "dinner", on=True)
    agenda.mute(store, 7, "small", "fair", on=True)
    agenda.remind(store, 7, "other", "tour", 10)
    subscriptions.stop(store, 7, "small", "reminders")
    assert agenda.decisions(store, 7, "small") == {
        "dinner": agenda.Decision(starred=True),
        "fair": agenda.Decision(muted=True),
    }
    assert agenda.decision(store, 7, "other", "tour").reminder_minutes == 10


def test_quiet_hours_and_a_mute_are_kept_beside_each_other(store: sqlite3.Connection) -> None:
    until = NOW + dt.timedelta(hours=25)
    subscriptions.set_quiet_hours(store, 7, NIGHT)
    subscriptions.mute(store, 7, until)
    assert subscriptions.quiet(store, 7) == Quiet(*NIGHT, until)
    assert subscriptions.quiet(store, 8) == Quiet()
    subscriptions.set_quiet_hours(store, 7, (dt.time(23), dt.time(0)))
    assert subscriptions.quiet(store, 7) == Quiet(dt.time(23), dt.time(0), until)
    subscriptions.mute(store, 7, None)
    assert subscriptions.quiet(store, 7) == Quiet(dt.time(23), dt.time(0))
    subscriptions.set_quiet_hours(store, 7, None)
    assert store.execute("SELECT * FROM quiet_hours").fetchall() == []


def test_quiet_hours_that_begin_when_they_end_are_refused(store: sqlite3.Connection) -> None:
    with pytest.raises(ValueError, match="another time"):
        subscriptions.set_quiet_hours(store, 7, (dt.time(22), dt.time(22, 0, 30)))
    assert subscriptions.quiet(store, 7) == Quiet()


def test_a_forgotten_persons_choices_go_with_them(store: sqlite3.Connection) -> None:
    for person in (7, 8):
        subscriptions.subscribe(store, person, "small", Subscription(news=True))
        subscriptions.set_quiet_hours(store, person, NIGHT)
    people.forget(store, 7, NOW)
    for table in ("subscriptions", "quiet_hours"):
        assert store.execute(f"SELECT user_id FROM {table}").fetchall() == [(8,)]


def test_nothing_is_kept_of_who_was_forgotten_meanwhile(store: sqlite3.Connection) -> None:
    people.forget(store, 7, NOW)
    subscriptions.subscribe(store, 7, "small", Subscription(news=True))
    subscriptions.stop(store, 7, "small", "digest")
    subscriptions.set_quiet_hours(store, 7, NIGHT)
    subscriptions.mute(store, 7, NOW)
    for table in ("subscriptions", "quiet_hours"):
        assert store.execute(f"SELECT * FROM {table}").fetchall() == []


def test_it_is_quiet_until_the_hours_and_the_mute_are_both_over() -> None:
    in_the_night = NOW - dt.timedelta(hours=2)
    hours = Quiet(*NIGHT)
    assert hours.until(MOSCOW, in_the_night) == NOW
    assert hours.until(MOSCOW, NOW) is None
    muted = Quiet(muted_until=NOW)
    assert muted.until(MOSCOW, in_the_night) == NOW
    assert muted.until(MOSCOW, NOW) is None
    assert replace(hours, muted_until=NOW + dt.timedelta(hours=1)).until(MOSCOW, in_the_night) == NOW + dt.timedelta(
        hours=1
    )
    # A mute that ends within the hours leaves them to end.
    assert replace(hours, muted_until=NOW + dt.timedelta(hours=20)).until(MOSCOW, NOW) == NOW + dt.timedelta(days=1)
    assert replace(hours, muted_until=in_the_night).until(MOSCOW, NOW) is None
