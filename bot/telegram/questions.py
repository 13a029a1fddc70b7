"""The tables of questions: what people ask the organisers, from the draft to the answer, and how it is erased.

What is sent about a question is in dispatches with the reference `question:<id>`: `QUESTION` takes it to the
organisers' chat, each `ANSWER` is one revision. Whoever asked anonymously has no name here, and no view is given more.
"""

import datetime as dt
import sqlite3
from collections.abc import Collection
from dataclasses import dataclass
from typing import Final, Literal, get_args

from bot.core.moments import from_milliseconds, to_milliseconds
from bot.telegram import panels
from bot.telegram.fingerprints import fingerprint, known_fingerprint

State = Literal["open", "answered", "settled"]
STATES: Final[tuple[State, ...]] = get_args(State)
QUESTION: Final = "question"
ANSWER: Final = "answer"
MOST_AN_HOUR: Final = 5
_HOUR: Final = dt.timedelta(hours=1)
# A draft that nobody sends is not kept for long.
_DRAFT_LASTS: Final = dt.timedelta(days=1)
_LATELY_SCOPE: Final = "questions"
_SELECT: Final = "SELECT question_id, visit_id, user_id, name, text, state, asked_at, closed_at FROM questions"
# Open ones, and those of which the last answer did not arrive, as far as anybody knows.
_WAITING: Final = """
    visit_id = ? AND (state = 'open' OR state = 'answered' AND (
        SELECT deliveries.state FROM dispatches JOIN deliveries USING (dispatch_id)
        WHERE purpose = 'answer' AND reference = 'question:' || question_id ORDER BY revision DESC LIMIT 1
    ) IN ('rejected', 'uncertain', 'expired', 'cancelled'))
"""


@dataclass(frozen=True, slots=True)
class Draft:
    """A question that was written and not sent."""

    draft_id: int
    user_id: int
    visit_id: str
    text: str


@dataclass(frozen=True, slots=True)
class Question:
    """A question. `user_id` is for its answer alone; `name` is None for an anonymous one. Moments are aware, UTC."""

    question_id: int
    visit_id: str
    user_id: int
    name: str | None
    text: str
    state: State
    asked_at: dt.datetime
    closed_at: dt.datetime | None = None

    @property
    def reference(self) -> str:
        """Under which its dispatches and panels stand."""
        return reference_of(self.question_id)


def reference_of(question_id: int) -> str:
    """Return the reference of a question's dispatches and panels."""
    return f"question:{question_id}"


def write_draft(connection: sqlite3.Connection, user_id: int, visit_id: str, text: str, now: dt.datetime) -> Draft:
    """Keep what a person wrote until they send it; it takes the place of what they wrote before."""
    connection.execute("DELETE FROM question_drafts WHERE user_id = ?", (user_id,))
    row = connection.execute(
        "INSERT INTO question_drafts (user_id, visit_id, text, written_at) VALUES (?, ?, ?, ?) RETURNING draft_id",
        (user_id, visit_id, text, to_milliseconds(now)),
    ).fetchone()
    return Draft(row[0], user_id, visit_id, text)


def draft(connection: sqlite3.Connection, draft_id: int, user_id: int) -> Draft | None:
    """Return this draft if it is this person's and still there."""
    row = connection.execute(
        "SELECT draft_id, user_id, visit_id, text FROM question_drafts WHERE draft_id = ? AND user_id = ?",
        (draft_id, user_id),
    ).fetchone()
    return None if row is None else Draft(*row)


def drop_draft(connection: sqlite3.Connection, draft_id: int, user_id: int) -> bool:
    """Erase this person's draft; False when there is none with this number."""
    return bool(
        connection.execute(
            "DELETE FROM question_drafts WHERE draft_id = ? AND user_id = ?", (draft_id, user_id)
        ).rowcount
    )


def asked_lately(connection: sqlite3.Connection, user_id: int, now: dt.datetime) -> int:
    """Return how many questions this person sent within the last hour."""
    row = connection.execute(
        "SELECT count(*) FROM questions_lately WHERE fingerprint = ? AND asked_at > ?",
        (known_fingerprint(connection, _LATELY_SCOPE, user_id), to_milliseconds(now - _HOUR)),
    ).fetchone()
    return int(row[0])


def next_in(connection: sqlite3.Connection, user_id: int, now: dt.datetime) -> dt.timedelta:
    """Return how long this person has to wait for the next question; nothing when they need not."""
    row = connection.execute(
        "SELECT asked_at FROM questions_lately WHERE fingerprint = ? ORDER BY asked_at DESC LIMIT 1 OFFSET ?",
        (known_fingerprint(connection, _LATELY_SCOPE, user_id), MOST_AN_HOUR - 1),
    ).fetchone()
    return dt.timedelta() if row is None else max(dt.timedelta(), from_milliseconds(row[0]) + _HOUR - now)


def ask(connection: sqlite3.Connection, written: Draft, name: str | None, now: dt.datetime) -> Question:
    """Make a draft a question; without a name nobody learns whose it is."""
    moment = to_milliseconds(now)
    drop_draft(connection, written.draft_id, written.user_id)
    row = connection.execute(
        "INSERT INTO questions (visit_id, user_id, name, text, state, asked_at) VALUES (?, ?, ?, ?, 'open', ?) "
        "RETURNING question_id",
        (written.visit_id, written.user_id, name, written.text, moment),
    ).fetchone()
    connection.execute(
        "INSERT INTO questions_lately (fingerprint, asked_at) VALUES (?, ?)",
        (fingerprint(connection, _LATELY_SCOPE, written.user_id), moment),
    )
    return Question(row[0], written.visit_id, written.user_id, name, written.text, "open", now)


def by_id(connection: sqlite3.Connection, question_id: int) -> Question | None:
    """Return this question; None when there is none, or it was erased."""
    row = connection.execute(f"{_SELECT} WHERE question_id = ?", (question_id,)).fetchone()
    return None if row is None else _question(row)


def waiting(connection: sqlite3.Connection, visit_id: str, limit: int, offset: int = 0) -> list[Question]:
    """Return the questions about a visit that wait for an answer that arrives, oldest first."""
    rows = connection.execute(
        f"{_SELECT} WHERE {_WAITING} ORDER BY question_id LIMIT ? OFFSET ?", (visit_id, limit, offset)
    )
    return [_question(row) for row in rows]


def count_waiting(connection: sqlite3.Connection, visit_id: str) -> int:
    """Count them."""
    row = connection.execute(
        f"SELECT count(*) FROM questions WHERE {_WAITING}",  # noqa: S608 - a condition of this file
        (visit_id,),
    ).fetchone()
    return int(row[0])


def close(connection: sqlite3.Connection, question_id: int, state: State, now: dt.datetime) -> None:
    """Note that a question was answered or settled."""
    connection.execute(
        "UPDATE questions SET state = ?, closed_at = ? WHERE question_id = ?",
        (state, to_milliseconds(now), question_id),
    )


def move_chat(connection: sqlite3.Connection, old_id: int) -> None:
    """Forget under which numbers questions stood in a group that has another id now: they mean other messages there."""
    connection.execute(
        "UPDATE deliveries SET message_ids = NULL WHERE recipient = ? "
        "AND dispatch_id IN (SELECT dispatch_id FROM dispatches WHERE purpose = 'question')",
        (old_id,),
    )


def count_of(connection: sqlite3.Connection, user_id: int, now: dt.datetime) -> tuple[int, int]:
    """Return how many questions of a person are stored, drafts included, and how many they asked within the hour."""
    row = connection.execute(
        "SELECT (SELECT count(*) FROM questions WHERE user_id = :person) "
        "+ (SELECT count(*) FROM question_drafts WHERE user_id = :person)",
        {"person": user_id},
    ).fetchone()
    return int(row[0]), asked_lately(connection, user_id, now)


def forget(connection: sqlite3.Connection, user_id: int, now: dt.datetime) -> None:
    """Erase what a person asked, answers on their way included; what lies in chats is with Telegram."""
    connection.execute("DELETE FROM question_drafts WHERE user_id = ?", (user_id,))
    rows = connection.execute("SELECT question_id FROM questions WHERE user_id = ?", (user_id,))
    _erase(connection, [row[0] for row in rows], "forgotten", now)


def expire(connection: sqlite3.Connection, now: dt.datetime, keep_days: int) -> None:
    """Erase what was answered or settled so many days ago, drafts that nobody sent, and who asked before the hour."""
    rows = connection.execute(
        "SELECT question_id FROM questions WHERE closed_at <= ? AND state <> 'open'",
        (to_milliseconds(now - dt.timedelta(days=keep_days)),),
    )
    _erase(connection, [row[0] for row in rows], "erased after its time", now)
    connection.execute("DELETE FROM question_drafts WHERE written_at <= ?", (to_milliseconds(now - _DRAFT_LASTS),))
    connection.execute("DELETE FROM questions_lately WHERE asked_at <= ?", (to_milliseconds(now - _HOUR),))


def _erase(connection: sqlite3.Connection, question_ids: Collection[int], reason: str, now: dt.datetime) -> None:
    """Erase questions with every text about them; their deliveries keep the state and lose where they went."""
    for question_id in question_ids:
        reference = reference_of(question_id)
        own = {"reference": reference, "reason": reason, "now": to_milliseconds(now)}
        mine = (
            "dispatch_id IN (SELECT dispatch_id FROM dispatches "
            "WHERE purpose IN ('question', 'answer') AND reference = :reference)"
        )
        connection.execute(
            f"UPDATE deliveries SET state = 'cancelled', reason = :reason, changed_at = :now "  # noqa: S608 - as above
            f"WHERE {mine} AND state IN ('waiting', 'queued')",
            own,
        )
        connection.execute(
            "UPDATE payloads SET parameters = '{}' "  # noqa: S608 - as above
            f"WHERE payload_id IN (SELECT payload_id FROM deliveries WHERE {mine})",
            own,
        )
        connection.execute(f"UPDATE deliveries SET recipient = NULL, message_ids = NULL WHERE {mine}", own)  # noqa: S608 - as above
        panels.drop_all(connection, reference)
        connection.execute("DELETE FROM questions WHERE question_id = ?", (question_id,))


def _question(row: tuple[int, str, int, str | None, str, State, int, int | None]) -> Question:
    question_id, visit_id, user_id, name, text, state, asked_at, closed_at = row
    closed = None if closed_at is None else from_milliseconds(closed_at)
    return Question(question_id, visit_id, user_id, name, text, state, from_milliseconds(asked_at), closed)
