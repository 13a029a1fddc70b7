"""Everything that Telegram handed over is kept, in order of arrival, exactly once, and erased when it is handled."""

import datetime as dt
import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.telegram import inbox
from bot.telegram.invite_links import link, new_token
from tests.support.clock import START
from tests.support.stores import memory_store
from tests.support.updates import BOT, membership, message, press, text, update

HOURS = dt.timedelta(hours=1)


@pytest.fixture
def store() -> Iterator[sqlite3.Connection]:
    with closing(memory_store()) as connection:
        yield connection


def ids(waiting: list[inbox.Waiting]) -> list[int]:
    return [one.update["update_id"] for one in waiting]


def row(store: sqlite3.Connection, columns: str) -> Any:
    return store.execute(f"SELECT {columns} FROM updates").fetchone()


def test_what_is_stored_waits_as_it_came(store: sqlite3.Connection) -> None:
    arrived = [text("первый", update_id=5), text("第二", update_id=6)]
    added = inbox.store(store, arrived, START)
    assert added == inbox.waiting(store)
    assert [one.update for one in added] == arrived


def test_a_repeat_within_48_hours_is_ignored(store: sqlite3.Connection) -> None:
    inbox.store(store, [text("a", update_id=5)], START)
    assert inbox.store(store, [text("a", update_id=5)], START + 48 * HOURS - dt.timedelta(milliseconds=1)) == []


def test_the_same_id_after_48_hours_is_another_update(store: sqlite3.Connection) -> None:
    inbox.store(store, [text("a", update_id=5)], START)
    assert ids(inbox.store(store, [text("b", update_id=5)], START + 48 * HOURS)) == [5]


def test_a_repeat_in_one_batch_is_ignored(store: sqlite3.Connection) -> None:
    assert ids(inbox.store(store, [text("a", update_id=5), text("a", update_id=5)], START)) == [5]


def test_a_repeat_of_what_is_handled_or_set_aside_is_ignored(store: sqlite3.Connection) -> None:
    [first, second] = inbox.store(store, [text("a", update_id=5), text("b", update_id=6)], START)
    inbox.mark_handled(store, [first.arrival])
    inbox.quarantine(store, second.arrival, "why")
    assert inbox.store(store, [text("a", update_id=5), text("b", update_id=6)], START + HOURS) == []


def test_updates_wait_in_the_order_in_which_they_arrived_not_of_their_ids(store: sqlite3.Connection) -> None:
    """After a quiet week Telegram's ids start anywhere, also below the last."""
    inbox.store(store, [text("a", update_id=900_000_000)], START)
    inbox.store(store, [text("b", update_id=17), text("c", update_id=18)], START + 8 * 24 * HOURS)
    assert ids(inbox.waiting(store)) == [900_000_000, 17, 18]


@given(st.lists(st.lists(st.integers(min_value=0, max_value=30), max_size=6), max_size=12))
def test_whatever_is_delivered_however_often_each_id_is_kept_once_in_order(batches: list[list[int]]) -> None:
    with closing(memory_store()) as store:
        for minutes, batch in enumerate(batches):
            moment = START + dt.timedelta(minutes=minutes)
            inbox.store(store, [text("x", update_id=update_id) for update_id in batch], moment)
        delivered = [update_id for batch in batches for update_id in batch]
        assert ids(inbox.waiting(store)) == list(dict.fromkeys(delivered))


def test_arrival_numbers_never_come_again(store: sqlite3.Connection) -> None:
    """They are references that people are told."""
    [first] = inbox.store(store, [text("a", update_id=5)], START)
    inbox.mark_handled(store, [first.arrival])
    inbox.expire(store, START + 72 * HOURS, keep_days=7)
    assert store.execute("SELECT count(*) FROM updates").fetchone() == (0,)
    [second] = inbox.store(store, [text("b", update_id=6)], START + 72 * HOURS)
    assert second.arrival > first.arrival


def test_handling_erases_what_was_said_and_who_said_it(store: sqlite3.Connection) -> None:
    [one] = inbox.store(store, [text("a", user_id=7)], START)
    assert row(store, "user_id") == (7,)
    inbox.mark_handled(store, [one.arrival])
    assert row(store, "state, body, user_id") == ("handled", None, None)
    assert inbox.waiting(store) == []


def test_what_is_set_aside_keeps_its_body_until_it_expires(store: sqlite3.Connection) -> None:
    [one] = inbox.store(store, [text("a")], START)
    inbox.quarantine(store, one.arrival, "r" * 500)
    assert row(store, "state, body IS NOT NULL, length(reason)") == ("quarantined", 1, 200)
    assert inbox.waiting(store) == []
    inbox.expire(store, START + 7 * 24 * HOURS - dt.timedelta(seconds=1), keep_days=7)
    assert row(store, "count(*)") == (1,)
    inbox.expire(store, START + 7 * 24 * HOURS, keep_days=7)
    assert row(store, "count(*)") == (0,)


def test_what_is_set_aside_keeps_no_link_that_invites(store: sqlite3.Connection) -> None:
    token = new_token()
    opened, pasted = text(f"/start i_{token}"), text(f"Look:\n{link('briefing_bot', token)}, i_{token} it is")
    shown = message("The link is ready", sender=BOT, reply_markup={"copy_text": {"text": link("briefing_bot", token)}})
    for waiting in inbox.store(store, [opened, pasted, press("inv:small", on=shown), text("a_i_b")], START):
        inbox.quarantine(store, waiting.arrival, "why")
    bodies = [json.loads(body) for (body,) in store.execute("SELECT body FROM updates")]
    assert token not in repr(bodies)
    assert [bodies[place]["message"]["text"] for place in (0, 1, 3)] == [
        "/start i_…",
        "Look:\nhttps://t.me/briefing_bot?start=i_…, i_… it is",
        "a_i_b",
    ]
    assert bodies[0]["message"]["from"] == opened["message"]["from"]


def test_what_is_handled_goes_when_it_cannot_come_again(store: sqlite3.Connection) -> None:
    [one] = inbox.store(store, [text("a", update_id=5)], START)
    inbox.mark_handled(store, [one.arrival])
    inbox.expire(store, START + 48 * HOURS - dt.timedelta(seconds=1), keep_days=7)
    assert row(store, "count(*)") == (1,)
    inbox.expire(store, START + 48 * HOURS, keep_days=7)
    assert row(store, "count(*)") == (0,)


def test_what_waits_never_expires(store: sqlite3.Connection) -> None:
    inbox.store(store, [text("a")], START)
    inbox.expire(store, START + 365 * 24 * HOURS, keep_days=1)
    assert len(inbox.waiting(store)) == 1


def test_an_attempt_is_noted(store: sqlite3.Connection) -> None:
    [one] = inbox.store(store, [text("a")], START)
    for _ in range(2):
        inbox.note_attempts(store, one.arrival, one.attempts + 1)
    assert [one.attempts for one in inbox.waiting(store)] == [1]


@pytest.mark.parametrize(
    ("value", "acceptable"),
    [
        ({"update_id": 0}, True),
        ({"update_id": 2**31, "message": {}}, True),
        ({"update_id": 2**63 - 1}, True),
        ({"update_id": 2**63}, False),
        ({"update_id": -1}, False),
        ({"update_id": "5"}, False),
        ({"update_id": 5.0}, False),
        ({"update_id": None}, False),
        ({"message": {}}, False),
        ([], False),
        ("x", False),
        (None, False),
        (7, False),
    ],
)
def test_an_update_is_an_object_with_an_id_that_can_be_kept(value: object, acceptable: bool) -> None:
    assert inbox.acceptable(value) is acceptable


@pytest.mark.parametrize(
    ("raw", "sender"),
    [
        (text("a", user_id=7), 7),
        (press("x", user_id=8), 8),
        (membership("member", "kicked", user_id=9), 9),
        (update("channel_post", {"text": "x"}), None),
        (update("message", {"from": "nobody"}), None),
        (update("message", {"from": {"id": "7"}}), None),
        (update("message", {"from": {"id": 2**63}}), None),
        (update("message", None), None),
        ({"update_id": 1}, None),
    ],
)
def test_the_sender_is_read_off_an_update_of_any_shape(raw: dict[str, Any], sender: int | None) -> None:
    assert inbox.sender_id(raw) == sender


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=12,
)
junk_updates = st.builds(
    lambda update_id, kind, content: {"update_id": update_id, kind: content},
    st.integers(min_value=0, max_value=2**63 - 1),
    st.sampled_from(["message", "callback_query", "my_chat_member", "odd"]),
    json_values,
)


@given(junk_updates)
def test_an_update_of_any_shape_can_be_stored_and_read_again(raw: dict[str, Any]) -> None:
    with closing(memory_store()) as store:
        assert len(inbox.store(store, [raw], START)) == 1
        assert ids(inbox.waiting(store)) == [raw["update_id"]]
