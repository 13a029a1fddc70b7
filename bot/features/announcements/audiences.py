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
_LANGUAGE: Final = """CASE coalesce(users.language, lower(substr(users.telegram_language, 1, 3)))
    WHEN 'ru' THEN 'ru' WHEN 'ru-' THEN 'ru' WHEN 'ru_' THEN 'ru'
    WHEN 'zh' THEN 'zh' WHEN 'zh-' THEN 'zh' WHEN 'zh_' THEN 'zh' ELSE 'en' END"""
# By their key, so that rows are read and written in one order: an index by name would jump about.
_MEMBERS: Final = (
    "FROM members NOT INDEXED JOIN users ON users.user_id = members.user_id WHERE members.visit_id = :visit"
)
_GUESTS: Final = (
    "FROM subscriptions JOIN users ON users.user_id = subscriptions.user_id "
    "WHERE subscriptions.visit_id = :visit AND news = 1 AND NOT EXISTS (SELECT 1 FROM members "
    "WHERE members.visit_id = :visit AND members.user_id = subscriptions.user_id)"
)
_SWITCHED_OFF: Final = (
    "users.user_id IN (SELECT subscriptions.user_id FROM subscriptions "
    "WHERE subscriptions.visit_id = :visit AND announcements = 0)"
)
_UNCONFIRMED: Final = """AND users.user_id IN (SELECT recipient FROM deliveries WHERE recipient IS NOT NULL
    AND dispatch_id = (SELECT dispatch_id FROM dispatches
         JOIN announcements ON reference = 'announcement:' || announcement_id
         WHERE purpose = 'announcement' AND dispatches.revision = 1 AND announcements.visit_id = :visit
         AND announcement_id = CAST(:value AS INTEGER)))
    AND users.user_id NOT IN (SELECT user_id FROM confirmations WHERE announcement_id = CAST(:value AS INTEGER))"""
_NARROWED: Final[Mapping[Kind, str]] = {
    "group": "AND EXISTS (SELECT 1 FROM member_groups WHERE member_groups.visit_id = :visit "
    "AND member_groups.user_id = members.user_id AND group_id = :value)",
    "role": "AND role = :value",
    "language": f"AND {_LANGUAGE} = :value",
    # An event is somebody's own as in `bot.telegram.agenda.concerns`.
    "event": "AND coalesce((SELECT starred OR (NOT muted AND :for_all) OR (NOT muted AND EXISTS "
    "(SELECT 1 FROM member_groups WHERE member_groups.visit_id = :visit "
    "AND member_groups.user_id = members.user_id AND group_id IN (SELECT value FROM json_each(:groups)))) "
    "FROM agenda WHERE agenda.user_id = members.user_id AND agenda.visit_id = :visit AND event_id = :value), "
    ":for_all OR EXISTS (SELECT 1 FROM member_groups WHERE member_groups.visit_id = :visit "
    "AND member_groups.user_id = members.user_id AND group_id IN (SELECT value FROM json_each(:groups))))",
    "unconfirmed": _UNCONFIRMED,
}


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
    chosen, values = _chosen(audience, edition, f"{_LANGUAGE} AS language, {_SWITCHED_OFF} AS off")
    counting = f"SELECT language, off, count(*) FROM ({chosen}) GROUP BY 1, 2"  # noqa: S608 - constants only
    rows = connection.execute(counting, values).fetchall()
    counted = dict.fromkeys(LANGUAGES, 0)
    for language, off, count in rows:
        if urgent or not off:
            counted[language] += count
    return Reach(counted, sum(count for _, off, count in rows if off))


def reaches_anybody(connection: sqlite3.Connection, audience: Audience, edition: Edition, *, urgent: bool) -> bool:
    """Tell whether an announcement would reach anybody now, without counting them."""
    chosen, values = _chosen(audience, edition, "1", urgent=urgent)
    return connection.execute(f"{chosen} LIMIT 1", values).fetchone() is not None


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
    payload = f"CASE {_LANGUAGE} WHEN 'ru' THEN :ru WHEN 'zh' THEN :zh ELSE :en END"
    chosen, values = _chosen(audience, edition, f"users.user_id, {payload}", urgent=urgent)
    values |= {language: payloads[language] for language in LANGUAGES}
    return crowds.enqueue_selected(connection, dispatch_id, chosen, values, now, not_before)


def _chosen(audience: Audience, edition: Edition, columns: str, *, urgent: bool = True) -> tuple[str, dict[str, Any]]:
    """Return the query for these columns of the people it is for, and its values.

    Unless it is `urgent`, those who switched announcements off are left out.
    """
    event = edition.event(audience.value) if audience.kind == "event" else None
    groups = event.groups if event is not None else ()
    values = {
        "visit": edition.visit_id,
        "value": audience.value,
        "for_all": event is not None and not groups,
        "groups": json.dumps(groups),
    }
    narrowed = _NARROWED.get(audience.kind, "") + ("" if urgent else f" AND NOT {_SWITCHED_OFF}")
    query = f"SELECT {columns} {_MEMBERS} {narrowed}"
    if audience.kind in _WITH_GUESTS and edition.visit.audience == "public":
        query += f" UNION ALL SELECT {columns} {_GUESTS} {narrowed}"
    return query, values
