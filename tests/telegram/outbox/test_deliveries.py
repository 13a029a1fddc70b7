"""A delivery has one state, and every change of it is for a reason that somebody can look up."""

import datetime as dt
import json
import sqlite3

import pytest

from bot.telegram import people
from bot.telegram.moved_chats import move_chat
from bot.telegram.outbox import deliveries, dispatches, doubts, following
from bot.telegram.outbox.claiming import Claimed, claim
from bot.telegram.outbox.concluding import Conclusion, conclude
from bot.telegram.outbox.standing import VisitStanding
from bot.telegram.outcomes import Outcome, Rejected, Sent, TooMany, Uncertain
from tests.support.clock import START
from tests.support.stores import memory_store
from tests.telegram.outbox.mail import MEMBERS, join, post

VISITS = {"small": VisitStanding(public=True, home_zone="Europe/Moscow")}
LOST = Uncertain("reset")


@pytest.fixture
def store() -> sqlite3.Connection:
    return memory_store()


def taken(store: sqlite3.Connection, room: int = 100, now: dt.datetime = START) -> list[Claimed]:
    return claim(store, now, room, VISITS)


def end(store: sqlite3.Connection, claimed: list[Claimed], *outcomes: Outcome) -> None:
    conclude(store, [Conclusion(one, outcome) for one, outcome in zip(claimed, outcomes, strict=True)], START)


def sent(message_id: int) -> Sent:
    return Sent({"message_id": message_id})


def stand(store: sqlite3.Connection, dispatch_id: int) -> dict[int | None, str]:
    return {one.recipient: one.state for one in deliveries.in_state(store, dispatch_id, deliveries.STATES)}


def follow(store: sqlite3.Connection, followed: int, method: str = "editMessageText") -> int:
    target = "message_ids" if method == "deleteMessages" else "message_id"
    payload = dispatches.add_payload(store, method, {}, target=target)  # type: ignore[arg-type]
    number = dispatches.open_dispatch(store, method, "announcement:1", START)
    originals = deliveries.in_state(store, followed, deliveries.STATES)
    deliveries.enqueue_following(store, number, {one.delivery_id: payload for one in originals}, START)
    return number


def test_nobody_is_queued_twice_for_one_occasion(store: sqlite3.Connection) -> None:
    number = post(store, [1, 2], START)
    payload = dispatches.add_payload(store, "sendMessage", {"text": "again"})
    assert deliveries.enqueue(store, number, [(2, payload), (3, payload)], START) == 1
    assert post(store, [1, 2], START) == number
    assert [one.chat_id for one in taken(store)] == [1, 2, 3]


def test_nothing_is_claimed_twice(store: sqlite3.Connection) -> None:
    post(store, range(1, 6), START)
    assert [one.chat_id for one in taken(store, 3)] == [1, 2, 3]
    assert [one.chat_id for one in taken(store, 3)] == [4, 5]
    assert taken(store) == []


def test_the_recipient_stands_in_front_of_a_payload_that_is_the_same_for_all(store: sqlite3.Connection) -> None:
    post(store, [1, 2], START, words='«Привет» "x"')
    first, second = taken(store)
    assert json.loads(first.body) == {"chat_id": 1, "text": '«Привет» "x"'}
    assert json.loads(second.body) == {"chat_id": 2, "text": '«Привет» "x"'}


def test_a_dispatch_ends_when_nothing_of_it_is_under_way(store: sqlite3.Connection) -> None:
    number = post(store, [1, 2], START)
    first, second = taken(store)
    end(store, [first], sent(5))
    assert (found := dispatches.by_id(store, number)) is not None
    assert found.finished_at is None
    end(store, [second], LOST)
    assert (found := dispatches.by_id(store, number)) is not None
    assert found.finished_at == START
    assert {state: count for state, count in deliveries.tally(store, number).items() if count} == {
        "sent": 1,
        "uncertain": 1,
    }


def test_a_follower_waits_for_the_outcome_that_it_follows(store: sqlite3.Connection) -> None:
    number = post(store, [1, 2, 3], START)
    originals = taken(store)
    edits = follow(store, number)
    assert set(stand(store, edits).values()) == {"waiting"}
    assert taken(store) == []
    end(store, originals, sent(51), Rejected("no", unreachable=False), LOST)
    assert stand(store, edits) == {1: "queued", 2: "cancelled", 3: "waiting"}
    [edit] = taken(store)
    assert json.loads(edit.body) == {"chat_id": 1, "message_id": 51}


def test_a_follower_of_something_uncertain_goes_once_that_is_settled(store: sqlite3.Connection) -> None:
    number = post(store, [1, 2], START)
    end(store, taken(store), LOST, LOST)
    deletions = follow(store, number, "deleteMessages")
    assert set(stand(store, deletions).values()) == {"waiting"}
    assert deliveries.prove(store, number, 1, 77, START)
    [uncertain] = deliveries.in_state(store, number, {"uncertain"})
    assert deliveries.leave(store, uncertain.delivery_id, START)
    assert stand(store, deletions) == {1: "queued", 2: "cancelled"}
    [deletion] = taken(store)
    assert json.loads(deletion.body) == {"chat_id": 1, "message_ids": [77]}


def test_the_parts_of_an_album_are_deleted_together(store: sqlite3.Connection) -> None:
    number = post(store, [1], START)
    end(store, taken(store), Sent([{"message_id": 5}, {"message_id": 6}]))
    follow(store, number, "deleteMessages")
    assert json.loads(taken(store)[0].body)["message_ids"] == [5, 6]


def test_a_press_on_its_button_proves_that_it_arrived(store: sqlite3.Connection) -> None:
    number = post(store, [1], START)
    end(store, taken(store), LOST)
    assert deliveries.prove(store, number, 1, 77, START)
    assert (one := deliveries.of_recipient(store, number, 1)) is not None
    assert (one.state, one.message_ids) == ("sent", (77,))
    assert not deliveries.prove(store, number, 1, 78, START)
    assert not deliveries.prove(store, number, 2, 78, START)


def test_only_a_person_has_something_uncertain_sent_again(store: sqlite3.Connection) -> None:
    number = post(store, [1], START)
    end(store, taken(store), LOST)
    assert taken(store) == []
    [one] = deliveries.in_state(store, number, {"uncertain"})
    assert deliveries.resend(store, one.delivery_id, START)
    assert not deliveries.resend(store, one.delivery_id, START)
    assert [again.chat_id for again in taken(store)] == [1]


def test_after_a_crash_what_was_being_sent_is_uncertain_and_edits_are_tried_again(store: sqlite3.Connection) -> None:
    number = post(store, [1, 2], START)
    first, _ = taken(store, 2)
    end(store, [first], sent(5))
    edits = follow(store, number)
    taken(store)
    assert doubts.give_up_unanswered(store, START) == (1, 1)
    assert stand(store, number) == {1: "sent", 2: "uncertain"}
    assert stand(store, edits) == {1: "queued", 2: "waiting"}


def test_a_change_that_was_on_its_way_to_a_forgotten_person_is_not_tried_again(store: sqlite3.Connection) -> None:
    join(store, [1], START)
    number = post(store, [1], START)
    end(store, taken(store), sent(5))
    edits = follow(store, number)
    taken(store)
    people.forget(store, 1, START)
    doubts.give_up_unanswered(store, START)
    assert stand(store, edits) == {None: "cancelled"}
    assert taken(store) == []


def test_what_did_not_go_out_is_no_attempt(store: sqlite3.Connection) -> None:
    number = post(store, [1], START)
    end(store, taken(store), sent(5))
    edits = follow(store, number)
    for _ in range(9):
        end(store, taken(store), TooMany(0.0))
    # Only answers that were lost count against an edit, which may be repeated.
    end(store, taken(store), LOST)
    assert stand(store, edits) == {1: "queued"}


def test_a_forgotten_person_keeps_a_state_and_loses_the_name(store: sqlite3.Connection) -> None:
    join(store, [1, 2, 3], START)
    number = post(store, [1, 2, 3], START)
    first, second = taken(store, 2)
    end(store, [first], sent(5))
    for user_id in (1, 2, 3):
        people.forget(store, user_id, START)
    end(store, [second], sent(6))
    rows = store.execute("SELECT recipient, state, message_ids FROM deliveries ORDER BY delivery_id").fetchall()
    assert rows == [(None, "sent", None), (None, "sent", None), (None, "cancelled", None)]
    assert dispatches.by_id(store, number) is not None


def test_a_chat_that_moves_takes_along_what_waits_for_it(store: sqlite3.Connection) -> None:
    post(store, [-5], START)
    move_chat(store, -5, -1005)
    assert [json.loads(one.body)["chat_id"] for one in taken(store)] == [-1005]


def test_what_waits_for_quiet_hours_to_end_is_not_lost(store: sqlite3.Connection) -> None:
    join(store, [1], START)
    store.execute("INSERT INTO quiet_hours (user_id, begins, ends) VALUES (1, '11:00', '14:00')")
    number = post(store, [1], START, conditions=MEMBERS)
    assert taken(store) == []
    assert stand(store, number) == {1: "queued"}
    # 14:00 in Moscow, where the visitors come from.
    assert taken(store, now=START.replace(hour=10, minute=59)) == []
    assert [one.chat_id for one in taken(store, now=START.replace(hour=11))] == [1]


def test_what_would_not_outlive_the_quiet_hours_comes_at_once_silently(store: sqlite3.Connection) -> None:
    join(store, [1], START)
    store.execute("INSERT INTO quiet_hours (user_id, begins, ends) VALUES (1, '11:00', '14:00')")
    post(store, [1], START, conditions=MEMBERS, expires_at=START + dt.timedelta(minutes=30))
    [one] = taken(store)
    assert json.loads(one.body)["disable_notification"] is True


def test_while_an_expired_dispatch_is_paused_it_ends_all_the_same(store: sqlite3.Connection) -> None:
    number = post(store, [1], START, expires_at=START + dt.timedelta(minutes=30))
    dispatches.set_paused(store, number, paused=True)
    assert taken(store) == []
    assert taken(store, now=START + dt.timedelta(hours=1)) == []
    assert stand(store, number) == {1: "expired"}


def test_a_paused_dispatch_of_which_nothing_is_left_ends(store: sqlite3.Connection) -> None:
    join(store, [1, 2], START)
    number = post(store, [1, 2], START)
    dispatches.set_paused(store, number, paused=True)
    for user_id, ended in ((1, None), (2, START)):
        people.forget(store, user_id, START)
        assert taken(store) == []
        assert (found := dispatches.by_id(store, number)) is not None
        assert found.finished_at == ended


def test_a_pin_that_was_set_already_is_done(store: sqlite3.Connection) -> None:
    number = post(store, [1], START)
    end(store, taken(store), sent(5))
    pins = follow(store, number, "pinChatMessage")
    end(store, taken(store), Rejected("TelegramBadRequest: Bad Request: CHAT_NOT_MODIFIED", unreachable=False))
    assert stand(store, pins) == {1: "sent"}


def test_nothing_is_changed_in_a_group_that_moved_because_its_messages_have_other_ids(
    store: sqlite3.Connection,
) -> None:
    number = post(store, [-5, 1], START)
    end(store, taken(store), sent(5), sent(6))
    move_chat(store, -5, -1005)
    edits = follow(store, number)
    assert [one.chat_id for one in taken(store)] == [1]
    assert stand(store, edits) == {-1005: "cancelled", 1: "sending"}


def test_a_press_under_the_first_copy_counts_when_the_second_try_was_refused(store: sqlite3.Connection) -> None:
    number = post(store, [1], START)
    end(store, taken(store), LOST)
    [uncertain] = deliveries.in_state(store, number, {"uncertain"})
    deliveries.resend(store, uncertain.delivery_id, START)
    end(store, taken(store), Rejected("blocked", unreachable=True))
    assert deliveries.prove(store, number, 1, 77, START)
    assert stand(store, number) == {1: "sent"}


def test_what_was_refused_the_first_time_no_press_can_prove(store: sqlite3.Connection) -> None:
    number = post(store, [1], START)
    end(store, taken(store), Rejected("blocked", unreachable=True))
    assert not deliveries.prove(store, number, 1, 77, START)


def test_a_copy_that_turns_out_to_have_arrived_catches_up_with_what_changed(store: sqlite3.Connection) -> None:
    number = post(store, [1], START)
    end(store, taken(store), LOST)
    edits = follow(store, number)
    [uncertain] = deliveries.in_state(store, number, {"uncertain"})
    deliveries.leave(store, uncertain.delivery_id, START)
    assert stand(store, edits) == {1: "cancelled"}
    payload = deliveries.payload_of(store, uncertain.delivery_id)
    assert payload is not None
    following.catch_up(store, edits, uncertain.delivery_id, payload, START)
    assert stand(store, edits) == {1: "cancelled"}, "nobody knows yet that it arrived"
    assert deliveries.prove(store, number, 1, 77, START)
    for _ in range(2):
        following.catch_up(store, edits, uncertain.delivery_id, payload, START)
    assert [one.chat_id for one in taken(store)] == [1]
