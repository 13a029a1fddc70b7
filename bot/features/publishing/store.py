"""The table `proposals`: what editors sent to be published, until they decide."""

import datetime as dt
import sqlite3
from dataclasses import dataclass
from typing import Final, Literal

from bot.content.models import Visit
from bot.core.moments import to_milliseconds

State = Literal["asked", "open", "published", "discarded"]

_COLUMNS: Final = "proposal_id, user_id, state, file_name, file, visit_id, base, document, edition"


@dataclass(frozen=True, slots=True)
class Proposal:
    """What an editor sent. An open one has a visit, the number of the edition it was made from, and a document.

    `base` is 0 for a visit that is new. One that is `asked` has the `file` as Telegram named it; a published one the
    number of the `edition` that it became.
    """

    proposal_id: int
    user_id: int
    state: State
    file_name: str
    file: str | None
    visit_id: str
    base: int
    document: str | None
    edition: int | None

    def visit(self) -> Visit:
        """Return the visit as it is to be. Raises ValueError where that is decided and erased."""
        if self.document is None:
            raise ValueError("what was decided is erased")
        return Visit.model_validate_json(self.document)


def propose(
    connection: sqlite3.Connection, user_id: int, file_name: str, base: int, visit: Visit, now: dt.datetime
) -> int:
    """Keep what is to be published and return its number."""
    row = connection.execute(
        "INSERT INTO proposals (user_id, state, file_name, visit_id, base, document, created_at) "
        "VALUES (?, 'open', ?, ?, ?, ?, ?) RETURNING proposal_id",
        (user_id, file_name, visit.id, base, visit.model_dump_json(exclude_defaults=True), to_milliseconds(now)),
    ).fetchone()
    return int(row[0])


def ask(connection: sqlite3.Connection, user_id: int, file_name: str, file: str, now: dt.datetime) -> int:
    """Keep a file of which its editor is asked to what visit it belongs, and return its number."""
    row = connection.execute(
        "INSERT INTO proposals (user_id, state, file_name, file, created_at) VALUES (?, 'asked', ?, ?, ?) "
        "RETURNING proposal_id",
        (user_id, file_name, file, to_milliseconds(now)),
    ).fetchone()
    return int(row[0])


def of_person(connection: sqlite3.Connection, proposal_id: int, user_id: int) -> Proposal | None:
    """Return a proposal of this person; None where there is none, or it is another's."""
    row = connection.execute(
        f"SELECT {_COLUMNS} FROM proposals WHERE proposal_id = ? AND user_id = ?",  # noqa: S608 - columns only
        (proposal_id, user_id),
    ).fetchone()
    if row is None:
        return None
    number, user, state, name, file, visit_id, base, document, edition = row
    return Proposal(number, user, state, name, file, visit_id or "", base or 0, document, edition)


def decided(connection: sqlite3.Connection, proposal_id: int, state: State, edition: int | None = None) -> None:
    """Note what became of a proposal; what it would have published is erased."""
    connection.execute(
        "UPDATE proposals SET state = ?, edition = ?, document = NULL, file = NULL WHERE proposal_id = ?",
        (state, edition, proposal_id),
    )


def expire(connection: sqlite3.Connection, now: dt.datetime, keep_days: int) -> None:
    """Erase what was sent `keep_days` days ago, decided or not."""
    connection.execute("DELETE FROM proposals WHERE created_at <= ?", (to_milliseconds(now) - keep_days * 86_400_000,))
