"""Whom a round may concern, read for some people at a time: as they stand now, and what they were last told."""

import json
import sqlite3
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final
from zoneinfo import ZoneInfo

from bot.content.models import Visit
from bot.core.languages import Language
from bot.telegram.agenda import Decision
from bot.telegram.hearing import USUAL, Listener, reads

# These arrived or may have: what they say is known.
_TOLD: Final = frozenset({"sent", "uncertain", "sending"})

_NEXT: Final = """
    SELECT user_id FROM (SELECT user_id FROM members WHERE visit_id = :visit AND user_id > :after AND :anything
                         ORDER BY user_id LIMIT :limit)
    UNION
    SELECT user_id FROM (SELECT user_id FROM subscriptions WHERE visit_id = :visit AND user_id > :after
                         AND changes = 'all' AND :anything ORDER BY user_id LIMIT :limit)
    UNION
    SELECT user_id FROM (SELECT DISTINCT user_id FROM agenda WHERE visit_id = :visit AND user_id > :after
                         AND starred = 1 AND event_id IN (SELECT value FROM json_each(:events))
                         ORDER BY user_id LIMIT :limit)
    UNION
    SELECT user_id FROM (SELECT user_id FROM notice_last WHERE visit_id = :visit AND user_id > :after
                         ORDER BY user_id LIMIT :limit)
    ORDER BY user_id LIMIT :limit
"""
_PEOPLE: Final = """
    SELECT users.user_id, users.language, users.telegram_language, users.zone, members.user_id IS NOT NULL,
           (SELECT group_concat(group_id, ' ') FROM member_groups
            WHERE member_groups.visit_id = :visit AND member_groups.user_id = users.user_id),
           coalesce(subscriptions.changes, :usual), notice_last.behind,
           deliveries.delivery_id, deliveries.state, deliveries.payload_id, notice_payloads.changes
    FROM users
    LEFT JOIN members ON members.visit_id = :visit AND members.user_id = users.user_id
    LEFT JOIN subscriptions ON subscriptions.visit_id = :visit AND subscriptions.user_id = users.user_id
    LEFT JOIN notice_last ON notice_last.visit_id = :visit AND notice_last.user_id = users.user_id
    LEFT JOIN deliveries ON deliveries.delivery_id = notice_last.delivery_id
    LEFT JOIN notice_payloads ON notice_payloads.payload_id = deliveries.payload_id
    WHERE users.user_id IN (SELECT value FROM json_each(:people))
    ORDER BY users.user_id
"""
_DECISIONS: Final = """
    SELECT user_id, event_id, starred, muted FROM agenda
    WHERE visit_id = :visit AND user_id IN (SELECT value FROM json_each(:people)) AND (starred OR muted)
"""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody as they stand now. `zone` is their own.

    `behind` names the edition of events that they know otherwise than everybody else, since a notice did not reach
    them; `waiting` is the delivery of a notice that may still go out, with the events that it names. People of equal
    `memory` know the same, and are alike in this.
    """

    user_id: int
    language: Language
    zone: ZoneInfo
    listener: Listener
    decisions: Mapping[str, Decision] = field(default_factory=dict)
    behind: Mapping[str, int] = field(default_factory=dict)
    waiting: int | None = None
    waits_for: Collection[str] = ()
    memory: object = None


def next_people(
    connection: sqlite3.Connection, visit_id: str, events: Collection[str], after: int, limit: int
) -> list[int]:
    """Return the next people, by number, whom a change of these events may concern, or who were told something."""
    rows = connection.execute(
        _NEXT,
        {
            "visit": visit_id,
            "after": after,
            "anything": bool(events),
            "events": json.dumps([*events]),
            "limit": limit,
        },
    )
    return [row[0] for row in rows]


def people(connection: sqlite3.Connection, visit: Visit, user_ids: Sequence[int]) -> list[Person]:
    """Return those of these people who may see the visit."""
    values = {"visit": visit.id, "usual": USUAL, "people": json.dumps([*user_ids])}
    decided: dict[int, dict[str, Decision]] = {}
    for user_id, event_id, starred, muted in connection.execute(_DECISIONS, values):
        decided.setdefault(user_id, {})[event_id] = Decision(bool(starred), bool(muted))
    # Read once for all who know the same.
    known: dict[object, tuple[Mapping[str, int], Collection[str]]] = {}
    found = []
    for row in connection.execute(_PEOPLE, values):
        user_id, language, spoken, zone, member, groups, wanted, older, delivery_id, state, payload_id, changes = row
        if not member and visit.audience != "public":
            continue
        missed, waits = state not in _TOLD and changes is not None, state == "queued"
        memory = (older, payload_id if missed else None, waits)
        if memory not in known:
            named: dict[str, int] = json.loads(changes) if missed else {}
            known[memory] = json.loads(older or "{}") | named, tuple(named) if waits else ()
        behind, waits_for = known[memory]
        found.append(
            Person(
                user_id,
                reads(language, spoken),
                ZoneInfo(zone or visit.home_zone),
                Listener(frozenset((groups or "").split()) if member else None, wanted),
                decided.get(user_id, {}),
                behind,
                delivery_id if waits else None,
                waits_for,
                memory,
            )
        )
    return found
