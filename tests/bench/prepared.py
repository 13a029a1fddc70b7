"""A database as a bot leaves it that has very many members, and an announcement that is confirmed or still to come."""

import json
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from structlog.testing import capture_logs

from bot import opening
from bot.content.edition import Edition
from bot.core.database import connect, connect_read_only
from bot.core.moments import SystemClock
from bot.core.translation import load_translators
from bot.features.announcements import drafts, sending
from bot.features.announcements.words import Words
from bot.telegram.outbox import deliveries, dispatches
from tests.bench.processes import ROOT

CONTENT: Final = ROOT / "data" / "visits"
OWNER: Final = 900_000_000
FIRST_MEMBER: Final = 5_000_000_000
TEXT: Final = (
    "Bus A leaves at 08:10 from the main entrance of the hotel, not at 08:30. Breakfast is served from 06:45. "
    "Please bring the badge that you got at the airport, and confirm that you have read this."
)
_BOLD: Final = {"type": "bold", "offset": 0, "length": 23}


@dataclass(frozen=True, slots=True)
class Confirmed:
    """An announcement that waits to be sent: the parameters of its message without the recipient."""

    dispatch_id: int
    message: dict[str, Any]


def with_members(path: Path, count: int) -> str:
    """Make a database whose visit has so many members, who read three languages; return the visit's id.

    A fifth of them has chosen what to get, the others get what everybody does.
    """
    with _writing(path) as (connection, edition):
        connection.execute(
            "WITH RECURSIVE numbers (n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM numbers WHERE n < ? - 1) "
            "INSERT INTO users (user_id, telegram_language, first_seen_at) "
            "SELECT ? + n, CASE n % 3 WHEN 0 THEN 'ru' WHEN 1 THEN 'en' ELSE 'zh-hans' END, 0 FROM numbers",
            (count, FIRST_MEMBER),
        )
        connection.execute(
            "INSERT INTO members (visit_id, user_id, role, name, joined_at) "
            "SELECT ?, user_id, 'member', 'Delegate ' || user_id, 0 FROM users",
            (edition.visit_id,),
        )
        connection.execute(
            "INSERT INTO subscriptions (user_id, visit_id, digest) "
            "SELECT user_id, ?, 0 FROM users WHERE user_id % 5 = 0",
            (edition.visit_id,),
        )
        return edition.visit_id


def confirmed(path: Path) -> Confirmed:
    """Confirm an announcement to everybody there is, with bold words and a button."""
    now = SystemClock().now()
    with _writing(path) as (connection, edition):
        connection.execute("INSERT OR IGNORE INTO users (user_id, first_seen_at) VALUES (?, 0)", (OWNER,))
        words = Words(TEXT, (_BOLD,))
        draft = drafts.begin(connection, edition.visit_id, OWNER, now, texts=dict.fromkeys(("ru", "en", "zh"), words))
        changed = drafts.change(connection, draft, OWNER, now, needs_confirmation=True)
        assert changed is not None
        sending.confirm(connection, changed, edition, load_translators(), OWNER, now)
        dispatch = dispatches.find(connection, sending.ITSELF, changed.reference)
        assert dispatch is not None
        (parameters,) = connection.execute("SELECT parameters FROM payloads LIMIT 1").fetchone()
        return Confirmed(dispatch.dispatch_id, json.loads(parameters))


def not_sent(path: Path, dispatch_id: int) -> int:
    """Count the deliveries of a dispatch that are anything but sent."""
    with closing(connect_read_only(path)) as connection:
        return sum(count for state, count in deliveries.tally(connection, dispatch_id).items() if state != "sent")


def copied(template: Path, database: Path) -> None:
    """Put a copy of a closed database in the place of another."""
    for path in database.parent.glob(f"{database.name}*"):
        path.unlink()
    shutil.copyfile(template, database)


@contextmanager
def _writing(path: Path) -> Iterator[tuple[sqlite3.Connection, Edition]]:
    """Open the database for one transaction; the content that ships is published in it."""
    with closing(connect(path)) as connection, capture_logs():
        connection.execute("PRAGMA synchronous = OFF")
        connection.execute("BEGIN")
        (edition,) = opening.open_content(connection, CONTENT, SystemClock().now(), with_samples=False)
        yield connection, edition
        connection.execute("COMMIT")
