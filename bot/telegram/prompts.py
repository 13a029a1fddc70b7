"""The table `prompts`: a question that the bot asked somebody in private; what they write next is the answer.

It survives a restart. It ends with an answer that was taken, with any command (/cancel among them), with the next
question, or after an hour.
"""

import datetime as dt
import json
import sqlite3
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any, Final

from bot.core.moments import from_milliseconds, to_milliseconds

_OPEN_FOR: Final = dt.timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Prompt:
    """A question: its kind says who takes the answer, the payload what it is about. `asked_at` is aware, UTC."""

    kind: str
    payload: dict[str, Any]
    asked_at: dt.datetime

    def is_open(self, now: dt.datetime) -> bool:
        """Tell whether an answer is still awaited."""
        # A clock that was set back must not leave it open for longer.
        return abs(now - self.asked_at) < _OPEN_FOR


def ask(connection: sqlite3.Connection, user_id: int, kind: str, payload: Mapping[str, Any], now: dt.datetime) -> None:
    """Take what this person writes next in private as the answer to this question."""
    connection.execute(
        "INSERT INTO prompts (user_id, kind, payload, asked_at) VALUES (?, ?, ?, ?) "
        "ON CONFLICT (user_id) DO UPDATE SET kind = excluded.kind, payload = excluded.payload, "
        "asked_at = excluded.asked_at",
        (user_id, kind, json.dumps(dict(payload)), to_milliseconds(now)),
    )


def close(connection: sqlite3.Connection, user_id: int) -> None:
    """End the question."""
    connection.execute("DELETE FROM prompts WHERE user_id = ?", (user_id,))


def close_all(connection: sqlite3.Connection) -> None:
    """End every question: nobody remembers what was asked so long ago."""
    connection.execute("DELETE FROM prompts")


def of_people(connection: sqlite3.Connection, user_ids: Collection[int]) -> Mapping[int, Prompt]:
    """Return the last questions to these people that they have not answered."""
    marks = ",".join("?" * len(user_ids))
    rows = connection.execute(
        f"SELECT user_id, kind, payload, asked_at FROM prompts WHERE user_id IN ({marks})",  # noqa: S608 - marks only
        tuple(user_ids),
    )
    return {row[0]: Prompt(row[1], json.loads(row[2]), from_milliseconds(row[3])) for row in rows}


def expire(connection: sqlite3.Connection, now: dt.datetime) -> None:
    """Remove questions that nobody answered."""
    connection.execute("DELETE FROM prompts WHERE asked_at <= ?", (to_milliseconds(now - _OPEN_FOR),))
