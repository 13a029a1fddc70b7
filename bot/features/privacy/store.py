"""What the store keeps about one person, counted where it lies."""

import datetime as dt
import sqlite3
from dataclasses import dataclass

from bot.core.moments import from_milliseconds


@dataclass(frozen=True, slots=True)
class Kept:
    """What is stored about a person. `choices` are None where they made none; `since` is an aware UTC moment.

    `set_aside` messages are those that the bot failed on; `under_way` are answers and files still owed to them.
    """

    since: dt.datetime | None = None
    telegram_language: str | None = None
    language: str | None = None
    zone: str | None = None
    visit_id: str | None = None
    set_aside: int = 0
    under_way: int = 0


def kept_about(connection: sqlite3.Connection, user_id: int) -> Kept:
    """Return what is stored about this person now."""
    row = connection.execute(
        "SELECT first_seen_at, telegram_language, language, zone, visit_id FROM users WHERE user_id = ?", (user_id,)
    ).fetchone()
    set_aside, under_way = connection.execute(
        "SELECT (SELECT count(*) FROM updates WHERE user_id = :person AND state = 'quarantined'), "
        "(SELECT count(*) FROM replies WHERE chat_id = :person) + (SELECT count(*) FROM jobs WHERE user_id = :person)",
        {"person": user_id},
    ).fetchone()
    if row is None:
        return Kept(set_aside=set_aside, under_way=under_way)
    first_seen_at, telegram_language, language, zone, visit_id = row
    return Kept(from_milliseconds(first_seen_at), telegram_language, language, zone, visit_id, set_aside, under_way)
