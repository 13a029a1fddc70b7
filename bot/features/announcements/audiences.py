"""Whom an announcement is for: counted by language, and queued in one statement however many they are."""

import datetime as dt
import json
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal, Self, get_args

from bot.content.library import Edition
from bot.core.languages import LANGUAGES, Language
from bot.telegram.outbox import crowds
from bot.telegram.outbox.dispatches import Conditions

Kind = Literal["everyone", "members", "group", "role", "language", "event", "unconfirmed"]
KINDS: Final[tuple[Kind, ...]] = get_args(Kind)
# Of these people who belong to no visit may be, if they asked for its news.
_WITH_GUESTS: Final = frozenset({"everyone", "unconfirmed"})

# The language that somebody reads, as `languages.language_of` has it: their choice, else Telegram's, else English.
_LANGUAGE: Final = """coalesce(users.language, CASE WHEN substr(users.telegram_language, 3, 1) IN ('', '-', '_')
    THEN CASE lower(substr(users.telegram_language, 1, 2)) WHEN 'ru' THEN 'ru' WHEN 'zh' THEN 'zh' END END, 'en')"""
_MEMBERS: Final = "SELECT members.user_id FROM members WHERE members.visit_id = :visit"
_GUESTS: Final = (
    "SELECT subscriptions.user_id FROM subscriptions WHERE subscriptions.visit_id = :visit AND news = 1 "
    "AND NOT EXISTS (SELECT 1 FROM members WHERE members.visit_id = :visit "
    "AND members.user_id = subscriptions.user_id)"
)
_SWITCHED_OFF: Final = (
    "chosen.user_id IN (SELECT subscriptions.user_id FROM subscriptions "
    "WHERE subscriptions.visit_id = :visit AND announcements = 0)"
)
_NARROWED: Final[Mapping[Kind, str]] = {
    "group": "AND EXISTS (SELECT 1 FROM member_groups WHERE member_groups.visit_id = :visit "
    "AND member_groups.user_id = members.user_id AND group_id = :value)",
    "role": "AND role = :value",
    # An event is somebody's own as in `bot.telegram.agenda.concerns`.
    "event": "AND coalesce((SELECT starred OR (NOT muted AND :for_all) OR (NOT muted AND EXISTS "
    "(SELECT 1 FROM member_groups WHERE member_groups.visit_id = :visit "
    "AND member_groups.user_id = members.user_id AND group_id IN (SELECT value FROM json_each(:groups)))) "
    "FROM agenda WHERE agenda.user_id = members.user_id AND agenda.visit_id = :visit AND event_id = :value), "
    ":for_all OR EXISTS (SELECT 1 FROM member_groups WHERE member_groups.visit_id = :visit "
    "AND member_groups.user_id = members.user_id AND group_id IN (SELECT value FROM json_each(:groups))))",
}
_UNCONFIRMED: Final = """chosen.user_id IN (SELECT recipient FROM deliveries WHERE recipient IS NOT NULL
    AND dispatch_id = (SELECT dispatch_id FROM dispatches
         JOIN announcements ON reference = 'announcement:' || announcement_id
         WHERE purpose = 'announcement' AND dispatches.revision = 1 AND announcements.visit_id = :visit
         AND announcement_id = CAST(:value AS INTEGER)))
    AND chosen.user_id NOT IN (SELECT user_id FROM confirmations WHERE announcement_id = CAST(:value AS INTEGER))"""


@dataclass(frozen=True, slots=True)
class Audience:
    """Whom an announcement is for; `value` is the id of the group, role, language, event or announcement."""

    kind: Kind = "everyone"
    value: str = ""

    def dumped(self) -> str:
        """Return it as the store keeps it."""
        return json.dumps({"kind": self.kind, "value": self.value})

    @classmethod
    def loaded(cls, text: str) -> Self:
        """Return what the store kept."""
        return cls(**json.loads(text))

    def conditions(self, edition: Edition, *, urgent: bool) -> Conditions:
        """Return what is asked again when each message goes out."""
        return Conditions(
            visit_id=edition.visit_id,
            group_id=self.value if self.kind == "group" else None,
            topic="announcements",
            guests=self.kind in _WITH_GUESTS and edition.visit.audience == "public",
            urgent=urgent,
        )


@dataclass(frozen=True, slots=True)
class Reach:
    """How many an announcement reaches, by the language they read; and how many have switched announcements off."""

    by_language: Mapping[Language, int]
    switched_off: int = 0

    @property
    def people(self) -> int:
        """How many it reaches."""
        return sum(self.by_language.values())


def reach(connection: sqlite3.Connection, audience: Audience, edition: Edition, *, urgent: bool) -> Reach:
    """Count whom an announcement would reach now; an urgent one reaches also those who switched announcements off."""
    chosen, values = _chosen(audience, edition)
    rows = connection.execute(
        f"SELECT {_LANGUAGE} AS language, {_SWITCHED_OFF} AS off, count(*) {chosen} GROUP BY 1, 2",
        values,
    ).fetchall()
    counted = dict.fromkeys(LANGUAGES, 0)
    for language, off, count in rows:
        if urgent or not off:
            counted[language] += count
    return Reach(counted, sum(count for _, off, count in rows if off))


def enqueue(
    connection: sqlite3.Connection,
    dispatch_id: int,
    audience: Audience,
    edition: Edition,
    payloads: Mapping[Language, int],
    now: dt.datetime,
    *,
    urgent: bool,
    not_before: dt.datetime | None = None,
) -> int:
    """Queue the dispatch for everybody it is for, with the payload in their language; return how many they are."""
    chosen, values = _chosen(audience, edition)
    if not urgent:
        chosen += f" AND NOT {_SWITCHED_OFF}"
    payload = f"CASE {_LANGUAGE} WHEN 'ru' THEN :ru WHEN 'zh' THEN :zh ELSE :en END"
    return crowds.enqueue_selected(
        connection,
        dispatch_id,
        f"SELECT chosen.user_id, {payload} {chosen}",
        {**values, **{language: payloads[language] for language in LANGUAGES}},
        now,
        not_before,
    )


def _chosen(audience: Audience, edition: Edition) -> tuple[str, dict[str, Any]]:
    """Return from where, and under which conditions, the people are selected, and the values of that."""
    event = edition.event(audience.value) if audience.kind == "event" else None
    groups = event.groups if event is not None else ()
    values = {
        "visit": edition.visit_id,
        "value": audience.value,
        "for_all": event is not None and not groups,
        "groups": json.dumps(groups),
    }
    people = f"{_MEMBERS} {_NARROWED.get(audience.kind, '')}"
    if audience.kind in _WITH_GUESTS and edition.visit.audience == "public":
        people += f" UNION ALL {_GUESTS}"
    conditions = ["1"]
    if audience.kind == "language":
        conditions.append(f"{_LANGUAGE} = :value")
    if audience.kind == "unconfirmed":
        conditions.append(_UNCONFIRMED)
    where = " AND ".join(conditions)
    return f"FROM ({people}) AS chosen JOIN users ON users.user_id = chosen.user_id WHERE {where}", values
