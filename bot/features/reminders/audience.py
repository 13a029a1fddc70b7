"""Who may be owed something in a round, read for some people at a time: as they stand now, never as planned before."""

import datetime as dt
import json
import sqlite3
from collections.abc import Collection, Sequence
from typing import Final
from zoneinfo import ZoneInfo

from bot.content.models import Visit
from bot.core.languages import DEFAULT_LANGUAGE, Language, language_of
from bot.core.moments import from_milliseconds
from bot.features.reminders.owed import Recipient
from bot.features.reminders.rounds import Round
from bot.telegram.agenda import Decision, OwnProgramme
from bot.telegram.subscriptions import Quiet, Subscription

_USUAL: Final = Subscription()
_PEOPLE: Final = """
    SELECT users.user_id, users.language, users.telegram_language, users.zone, members.user_id IS NOT NULL,
           (SELECT group_concat(group_id, ' ') FROM member_groups
            WHERE member_groups.visit_id = :visit AND member_groups.user_id = users.user_id),
           subscriptions.user_id IS NOT NULL, subscriptions.reminder_minutes, subscriptions.digest,
           quiet_hours.begins, quiet_hours.ends, quiet_hours.muted_until
    FROM users
    LEFT JOIN members ON members.visit_id = :visit AND members.user_id = users.user_id
    LEFT JOIN subscriptions ON subscriptions.visit_id = :visit AND subscriptions.user_id = users.user_id
    LEFT JOIN quiet_hours ON quiet_hours.user_id = users.user_id
    WHERE users.user_id IN (SELECT value FROM json_each(:people))
    ORDER BY users.user_id
"""
_DECISIONS: Final = """
    SELECT user_id, event_id, starred, muted, reminder_minutes FROM agenda
    WHERE visit_id = :visit AND user_id IN (SELECT value FROM json_each(:people))
    AND event_id IN (SELECT value FROM json_each(:events))
"""


def next_people(connection: sqlite3.Connection, one: Round, after: int, limit: int) -> list[int]:
    """Return the next people, by number, whom a round may concern: members, and who starred an event of it."""
    arms = ["SELECT user_id FROM members WHERE visit_id = ? AND user_id > ?"]
    values: list[object] = [one.key.visit_id, after]
    if one.day is None:
        for event in one.events:
            arms.append(
                "SELECT user_id FROM agenda WHERE visit_id = ? AND event_id = ? AND user_id > ? AND starred = 1"
            )
            values += [one.key.visit_id, event.id, after]
    # Each arm comes sorted from an index, so that they are merged only as far as it takes.
    rows = connection.execute(f"{' UNION '.join(arms)} ORDER BY user_id LIMIT ?", (*values, limit))
    return [row[0] for row in rows]


def recipients(
    connection: sqlite3.Connection, visit: Visit, event_ids: Collection[str], user_ids: Sequence[int]
) -> list[Recipient]:
    """Return those of these people who may see the visit, with what they decided about these events."""
    values = {"visit": visit.id, "people": json.dumps(list(user_ids)), "events": json.dumps(list(event_ids))}
    decided: dict[int, dict[str, Decision]] = {}
    for user_id, event_id, starred, muted, minutes in connection.execute(_DECISIONS, values):
        decided.setdefault(user_id, {})[event_id] = Decision(bool(starred), bool(muted), minutes)
    found = []
    for row in connection.execute(_PEOPLE, values):
        user_id, language, spoken, zone, member, groups, chose, minutes, digest, begins, ends, muted_until = row
        if not member and visit.audience != "public":
            continue
        own = OwnProgramme(
            tuple((groups or "").split()) if member else None,
            decided.get(user_id, {}),
            minutes if chose else _USUAL.reminder_minutes,
        )
        found.append(
            Recipient(
                user_id,
                _language(language, spoken),
                ZoneInfo(zone or visit.home_zone),
                own,
                bool(digest) if chose else _USUAL.digest,
                _quiet(begins, ends, muted_until),
            )
        )
    return found


def _language(chosen: Language | None, spoken: str | None) -> Language:
    return chosen or language_of(spoken) or DEFAULT_LANGUAGE


def _quiet(begins: str | None, ends: str | None, muted_until: int | None) -> Quiet:
    return Quiet(
        None if begins is None else dt.time.fromisoformat(begins),
        None if ends is None else dt.time.fromisoformat(ends),
        None if muted_until is None else from_milliseconds(muted_until),
    )
