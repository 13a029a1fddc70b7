"""Who hears of a change: the one rule, asked of what somebody belongs to, what they want and what they decided."""

import datetime as dt
import json
import sqlite3
from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Final

from bot.content.models import Event, Visit
from bot.content.noticeable import EventChange, changes_between
from bot.core.languages import DEFAULT_LANGUAGE, LANGUAGES, Language, language_of
from bot.telegram.agenda import Decision
from bot.telegram.subscriptions import Changes, Subscription

USUAL: Final[Changes] = Subscription().changes
_UNDECIDED: Final = Decision()

# How many there are of each kind of listener who decided nothing about these events.
_KINDS: Final = """
    SELECT users.language, users.telegram_language, member, groups, coalesce(subscriptions.changes, :usual), count(*)
    FROM (SELECT members.user_id AS listener, 1 AS member,
                 (SELECT group_concat(group_id, ' ') FROM member_groups
                  WHERE member_groups.visit_id = :visit AND member_groups.user_id = members.user_id) AS groups
          FROM members WHERE members.visit_id = :visit
          UNION ALL
          SELECT subscriptions.user_id, 0, NULL FROM subscriptions
          WHERE subscriptions.visit_id = :visit AND changes = 'all' AND :public AND NOT EXISTS
              (SELECT 1 FROM members WHERE members.visit_id = :visit AND members.user_id = subscriptions.user_id))
    JOIN users ON users.user_id = listener
    LEFT JOIN subscriptions ON subscriptions.visit_id = :visit AND subscriptions.user_id = listener
    WHERE users.unreachable_since IS NULL AND listener NOT IN (SELECT value FROM json_each(:deciders))
    GROUP BY 1, 2, 3, 4, 5
"""
_DECIDERS: Final = """
    SELECT users.user_id, users.language, users.telegram_language, members.user_id IS NOT NULL,
           (SELECT group_concat(group_id, ' ') FROM member_groups
            WHERE member_groups.visit_id = :visit AND member_groups.user_id = users.user_id),
           coalesce(subscriptions.changes, :usual), users.unreachable_since IS NULL
    FROM users
    LEFT JOIN members ON members.visit_id = :visit AND members.user_id = users.user_id
    LEFT JOIN subscriptions ON subscriptions.visit_id = :visit AND subscriptions.user_id = users.user_id
    WHERE users.user_id IN (SELECT value FROM json_each(:deciders))
"""
_DECISIONS: Final = (
    "SELECT user_id, event_id, starred, muted FROM agenda "
    "WHERE visit_id = :visit AND (starred OR muted) AND event_id IN (SELECT value FROM json_each(:events))"
)


class Hears(Enum):
    """Whether somebody hears of a change: not, as they wish to hear of changes, or whatever they switched off."""

    NO = 0
    USUALLY = 1
    URGENTLY = 2


@dataclass(frozen=True, slots=True)
class Listener:
    """What decides of what somebody hears: `groups` are those of a member, None for a guest of a public visit."""

    groups: frozenset[str] | None
    changes: Changes = USUAL


def hears(change: EventChange, listener: Listener, decision: Decision = _UNDECIDED) -> Hears:
    """Tell whether somebody hears of a change. `decision` is what they decided about the event.

    Their own events are those that they starred, and a member's those for everybody or for a group of theirs, before
    the change or after it. What is urgent about those they hear in any case; all else of what they muted they do not.
    Whoever comes or goes with the groups of an event hears of that, and nobody else.
    """
    before, after = (version is not None and _own(version.event, listener) for version in (change.old, change.new))
    own = decision.starred or before or after
    if change.urgent and own:
        return Hears.URGENTLY
    if decision.muted or listener.changes == "off":
        return Hears.NO
    if change.only_for_whom:
        return Hears.USUALLY if before is not after and not decision.starred else Hears.NO
    return Hears.USUALLY if own or listener.changes == "all" else Hears.NO


@dataclass(frozen=True, slots=True)
class Hearers:
    """How many people a change of edition is told to, by the language that they read and by event.

    `urgently` are those who hear of something in spite of what they switched off. Whoever cannot be reached, since
    they blocked the bot, is not counted.
    """

    by_language: Mapping[Language, int] = field(default_factory=dict)
    urgently: int = 0
    by_event: Mapping[str, int] = field(default_factory=dict)

    @property
    def people(self) -> int:
        """How many hear of anything."""
        return sum(self.by_language.values())


def who_hears(connection: sqlite3.Connection, before: Visit, after: Visit, now: dt.datetime) -> Hearers:
    """Return who would be told if one edition took the place of another now, however many they are.

    Raises ValueError for editions of different visits.
    """
    if before.id != after.id:
        raise ValueError(f"{before.id!r} and {after.id!r} are different visits")
    changes = changes_between(before, after, now)
    counted = _Counted(changes)
    if changes:
        decisions = decisions_about(connection, after.id, changes)
        public = after.audience == "public"
        values = {"visit": after.id, "usual": USUAL, "public": public, "deciders": json.dumps([*decisions])}
        for language, spoken, member, groups, wanted, count in connection.execute(_KINDS, values):
            listener = Listener(frozenset((groups or "").split()) if member else None, wanted)
            counted.add(listener, {}, reads(language, spoken), count)
        for user_id, language, spoken, member, groups, wanted, reachable in connection.execute(_DECIDERS, values):
            if reachable and (member or public):
                listener = Listener(frozenset((groups or "").split()) if member else None, wanted)
                counted.add(listener, decisions[user_id], reads(language, spoken), 1)
    return Hearers(counted.by_language, counted.urgently, counted.by_event)


def decisions_about(
    connection: sqlite3.Connection, visit_id: str, events: Collection[str]
) -> Mapping[int, Mapping[str, Decision]]:
    """Return who starred or muted any of these events, by person and event."""
    rows = connection.execute(_DECISIONS, {"visit": visit_id, "events": json.dumps([*events])})
    found: dict[int, dict[str, Decision]] = {}
    for user_id, event_id, starred, muted in rows:
        found.setdefault(user_id, {})[event_id] = Decision(bool(starred), bool(muted))
    return found


def reads(language: Language | None, spoken: str | None) -> Language:
    """Return the language that somebody reads: their choice, else their app's, else English."""
    return language or language_of(spoken) or DEFAULT_LANGUAGE


class _Counted:
    """Counts people of one kind at a time; what a kind hears of what nobody decided about is worked out once."""

    def __init__(self, changes: Mapping[str, EventChange]) -> None:
        self._changes = changes
        self._usual: dict[Listener, dict[str, Hears]] = {}
        self._kinds: Counter[Listener] = Counter()
        self._besides: Counter[str] = Counter()
        self.by_language: dict[Language, int] = dict.fromkeys(LANGUAGES, 0)
        self.urgently = 0

    def add(self, listener: Listener, decided: Mapping[str, Decision], language: Language, count: int) -> None:
        """Count so many people of a kind who decided the same."""
        usual = self._of(listener)
        self._kinds[listener] += count
        # What somebody decided concerns few events: only for those is anything counted one by one.
        events, urgent = len(usual), sum(how is Hears.URGENTLY for how in usual.values())
        for event_id, decision in decided.items():
            was, how = usual.get(event_id, Hears.NO), hears(self._changes[event_id], listener, decision)
            more = (how is not Hears.NO) - (was is not Hears.NO)
            events += more
            urgent += (how is Hears.URGENTLY) - (was is Hears.URGENTLY)
            self._besides[event_id] += more * count
        self.by_language[language] += count if events else 0
        self.urgently += count if urgent else 0

    @property
    def by_event(self) -> Mapping[str, int]:
        """How many hear of each event of which anybody does."""
        found = Counter(self._besides)
        for listener, count in self._kinds.items():
            for event_id in self._usual[listener]:
                found[event_id] += count
        return {event_id: found[event_id] for event_id in self._changes if found[event_id]}

    def _of(self, listener: Listener) -> Mapping[str, Hears]:
        if listener not in self._usual:
            heard = ((event_id, hears(change, listener)) for event_id, change in self._changes.items())
            self._usual[listener] = {event_id: how for event_id, how in heard if how is not Hears.NO}
        return self._usual[listener]


def _own(event: Event, listener: Listener) -> bool:
    if listener.groups is None:
        return False
    return not event.groups or not listener.groups.isdisjoint(event.groups)
