"""What changes when people ask and organisers answer: each a whole change, with what is sent because of it.

Every function runs inside the unit of work of the press or message that asked for it.
"""

import datetime as dt
import sqlite3
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any, Final

from bot.core import audit
from bot.core.languages import Language
from bot.core.moments import from_milliseconds
from bot.telegram import desks, panels, questions
from bot.telegram.desks import Desk
from bot.telegram.outbox import deliveries, dispatches
from bot.telegram.outbox.deliveries import State
from bot.telegram.outbox.dispatches import Conditions, Lane
from bot.telegram.panels import Subject
from bot.telegram.questions import ANSWER, QUESTION, Draft, Question

# A message: its chat's id and its own.
Place = tuple[int, int]
# The kind of the panel that a question's message in the organisers' chat becomes with its first answer.
PANEL: Final = "question"
ANSWERED_ALREADY: Final = "answered before it went out"
_DESK_LOST: Final = "desk"


@dataclass(frozen=True, slots=True)
class Sending:
    """How a question's way to the organisers' chat, or an answer's to whoever asked, stands. `at` is aware, UTC."""

    number: int
    dispatch_id: int
    state: State
    reason: str | None
    at: dt.datetime
    place: Place | None


@dataclass(frozen=True, slots=True)
class Progress:
    """What became of a question: its way to the organisers' chat, where one was chosen, and its answers in order."""

    relay: Sending | None
    answers: tuple[Sending, ...] = ()


def progress(connection: sqlite3.Connection, question: Question) -> Progress:
    """Return what became of a question."""
    rows = connection.execute(
        "SELECT purpose, revision, dispatch_id, state, deliveries.reason, dispatches.created_at, "
        "recipient, message_ids FROM dispatches JOIN deliveries USING (dispatch_id) "
        "WHERE purpose IN ('question', 'answer') AND reference = ? ORDER BY purpose, revision",
        (question.reference,),
    ).fetchall()
    by_purpose: dict[str, list[Sending]] = {QUESTION: [], ANSWER: []}
    for purpose, number, dispatch_id, state, reason, at, chat_id, message_ids in rows:
        place = (chat_id, int(message_ids)) if chat_id is not None and message_ids is not None else None
        by_purpose[purpose].append(Sending(number, dispatch_id, state, reason, from_milliseconds(at), place))
    return Progress(next(iter(by_purpose[QUESTION]), None), tuple(by_purpose[ANSWER]))


def ask(
    connection: sqlite3.Connection, written: Draft, name: str | None, now: dt.datetime
) -> tuple[Question, Desk | None]:
    """Make a draft a question and return it with the chat to which it can be relayed, if there is one."""
    question = questions.ask(connection, written, name, now)
    desk = desks.of_visit(connection, question.visit_id)
    return question, desk if desk is not None and desk.lost_at is None else None


def relay(
    connection: sqlite3.Connection, question: Question, desk: Desk, message: Mapping[str, Any], now: dt.datetime
) -> None:
    """Queue a question for the organisers' chat, once."""
    dispatch = dispatches.open_dispatch(connection, QUESTION, question.reference, now, lane=Lane.PROMPT)
    payload = dispatches.add_payload(connection, "sendMessage", message)
    deliveries.enqueue(connection, dispatch, [(desk.chat_id, payload)], now)


def link_in_chat(connection: sqlite3.Connection, question: Question) -> str | None:
    """Return the link that stands under a question in the organisers' chat; None where it never went to one."""
    row = connection.execute(
        "SELECT json_extract(parameters, '$.reply_markup.inline_keyboard[0][0].url') "
        "FROM dispatches JOIN deliveries USING (dispatch_id) JOIN payloads USING (payload_id) "
        "WHERE purpose = 'question' AND reference = ?",
        (question.reference,),
    ).fetchone()
    return None if row is None else row[0]


def next_answer(connection: sqlite3.Connection, question: Question) -> int:
    """Return the number of the answer that comes next."""
    return len(progress(connection, question).answers) + 1


def answer(
    connection: sqlite3.Connection,
    question: Question,
    number: int,
    message: Mapping[str, Any],
    conditions: Conditions,
    actor_id: int,
    now: dt.datetime,
    place: Place | None = None,
) -> None:
    """Queue an answer for whoever asked, and have the question's message in the organisers' chat show it.

    `place` is where that was replied to; without it, it is looked up.
    """
    dispatch = dispatches.open_dispatch(
        connection, ANSWER, question.reference, now, revision=number, lane=Lane.PROMPT, conditions=conditions
    )
    payload = dispatches.add_payload(connection, "sendMessage", message)
    deliveries.enqueue(connection, dispatch, [(question.user_id, payload)], now)
    _conclude(connection, question, "answered", actor_id, now, place)
    audit.record(connection, now, actor_id, "answered", visit_id=question.visit_id, subject=str(question.question_id))


def settle(connection: sqlite3.Connection, question: Question, actor_id: int, now: dt.datetime) -> bool:
    """Take a question off the list; False when it is off it already."""
    if question.state == "settled":
        return False
    _conclude(connection, question, "settled", actor_id, now)
    audit.record(connection, now, actor_id, "settled", visit_id=question.visit_id, subject=str(question.question_id))
    return True


def arrived_at(
    connection: sqlite3.Connection, question: Question, chat_id: int, message_id: int, now: dt.datetime
) -> None:
    """Take note of a reply to a question's message: it is there, even if nobody knew."""
    relayed = progress(connection, question).relay
    if relayed is not None:
        deliveries.prove(connection, relayed.dispatch_id, chat_id, message_id, now)


def got_answer(
    connection: sqlite3.Connection, question: Question, number: int, message_id: int, now: dt.datetime
) -> None:
    """Take note of a press under an answer by whoever asked: it is there, even if nobody knew."""
    found = dispatches.find(connection, ANSWER, question.reference, number)
    if found is not None and deliveries.prove(connection, found.dispatch_id, question.user_id, message_id, now):
        panels.touch(connection, question.reference)


def send_again(
    connection: sqlite3.Connection, question: Question, number: int, actor_id: int, now: dt.datetime
) -> bool:
    """Queue anew what may or may not have arrived, because an admin decided so; False when that is known by now."""
    purpose, revision = (ANSWER, number) if number else (QUESTION, 1)
    found = dispatches.find(connection, purpose, question.reference, revision)
    lost = deliveries.in_state(connection, found.dispatch_id, {"uncertain"}) if found is not None else []
    again = [one for one in lost if deliveries.resend(connection, one.delivery_id, now)]
    if again:
        audit.record(connection, now, actor_id, "resent", visit_id=question.visit_id, subject=str(question.question_id))
    return bool(again)


def choose_desk(connection: sqlite3.Connection, desk: Desk, actor_id: int, now: dt.datetime) -> Desk | None:
    """Make a chat the organisers' chat of a visit, and return the one before."""
    former = desks.of_visit(connection, desk.visit_id)
    desks.choose(connection, desk.visit_id, desk.chat_id, desk.title, desk.language, now)
    audit.record(connection, now, actor_id, "desk", visit_id=desk.visit_id, after={"private": desk.title is None})
    return former


def close_desk(connection: sqlite3.Connection, desk: Desk, actor_id: int, now: dt.datetime) -> None:
    """Leave a visit without an organisers' chat."""
    desks.take_back(connection, desk, now)
    audit.record(connection, now, actor_id, "no desk", visit_id=desk.visit_id, before={"private": desk.title is None})


def admins(connection: sqlite3.Connection, visit_id: str, owner_ids: Collection[int]) -> list[int]:
    """Return the admins of a visit, and the owners who ever wrote to the bot."""
    marks = ",".join("?" * len(owner_ids))
    rows = connection.execute(
        "SELECT user_id FROM members WHERE visit_id = ? AND role = 'admin' "  # noqa: S608 - marks only
        f"UNION SELECT user_id FROM users WHERE user_id IN ({marks}) ORDER BY user_id",
        (visit_id, *owner_ids),
    )
    return [row[0] for row in rows]


def tell_of_loss(
    connection: sqlite3.Connection,
    visit_id: str,
    recipients: Mapping[int, Language],
    messages: Mapping[Language, Mapping[str, Any]],
    now: dt.datetime,
) -> None:
    """Queue the news that the organisers' chat of a visit is lost, to each in their language."""
    reference = f"desk:{visit_id}"
    revision = connection.execute(
        "SELECT count(*) + 1 FROM dispatches WHERE purpose = ? AND reference = ?", (_DESK_LOST, reference)
    ).fetchone()[0]
    dispatch = dispatches.open_dispatch(connection, _DESK_LOST, reference, now, revision=revision, lane=Lane.PROMPT)
    payloads = {
        language: dispatches.add_payload(connection, "sendMessage", messages[language])
        for language in sorted(set(recipients.values()))
    }
    deliveries.enqueue(connection, dispatch, [(one, payloads[language]) for one, language in recipients.items()], now)


def _conclude(
    connection: sqlite3.Connection,
    question: Question,
    state: questions.State,
    actor_id: int,
    now: dt.datetime,
    place: Place | None = None,
) -> None:
    """Note the end of a question; its message in the organisers' chat shows that, or does not go out any more."""
    questions.close(connection, question.question_id, state, now)
    relayed = progress(connection, question).relay
    if relayed is not None and relayed.state == "queued":
        deliveries.cancel(connection, relayed.dispatch_id, ANSWERED_ALREADY, now)
    place = place or (relayed.place if relayed is not None else None)
    if place is not None:
        # Drawn at once: a new panel counts as one that was edited long enough ago.
        earlier = now - dt.timedelta(seconds=panels.EDIT_EVERY)
        panels.open_panel(connection, Subject(PANEL, question.reference), actor_id, *place, earlier)
    panels.touch(connection, question.reference)
