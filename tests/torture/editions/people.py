"""Who hears of changes: members with groups, stars, mutes and nights, put into the store of a bot at rest."""

import datetime as dt
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from bot.telegram import agenda, members, subscriptions
from bot.telegram.roles import Role
from bot.telegram.subscriptions import Changes, Subscription
from tests.torture.editions.programme import EVENTS, VISIT

# As one chat takes a message a second, what a few editors do would wait for their answers.
EDITORS: Final = tuple(range(6001, 6011))
FIRST_MEMBER: Final = 9_001
_LANGUAGES: Final = ("ru", "en", "zh-hans")
_GROUPS: Final = (("A",), ("B",), ("A", "B"), ())
_CHANGES: Final[tuple[Changes, ...]] = ("mine", "mine", "mine", "all", "off")
# Each fifth wants quiet: those hear when it is over.
_QUIET: Final = 5
_LONG: Final = dt.timedelta(days=2)
_LET_GO: Final = (
    "UPDATE deliveries SET not_before = 0 WHERE state = 'queued' AND recipient = ? AND dispatch_id IN "
    "(SELECT dispatch_id FROM dispatches WHERE purpose = 'notice')"
)


@dataclass(frozen=True, slots=True)
class Member:
    """A member and what they chose; every choice follows from their number."""

    user_id: int
    groups: tuple[str, ...]
    changes: Changes
    starred: str | None
    muted: str | None

    def hears_of(self, event_id: str) -> bool:
        """Tell whether they hear of a change of this event, which is not urgent."""
        if self.changes == "off" or event_id == self.muted:
            return False
        own = not EVENTS[event_id] or not {*EVENTS[event_id]}.isdisjoint(self.groups)
        return own or self.changes == "all" or event_id == self.starred


def everybody(crowd: int) -> tuple[Member, ...]:
    """Return all who are in the visit: its editors, and so many members."""
    events = [*EVENTS]
    found = []
    for place, user_id in enumerate((*EDITORS, *range(FIRST_MEMBER, FIRST_MEMBER + crowd))):
        starred = events[place % len(events)] if place % 3 == 0 else None
        muted = events[(place + 3) % len(events)] if place % 4 == 1 else None
        groups, changes = _GROUPS[place % len(_GROUPS)], _CHANGES[place % len(_CHANGES)]
        found.append(Member(user_id, groups, changes, starred, muted))
    return tuple(found)


def quiet_ones(crowd: int) -> tuple[int, ...]:
    """Return who wants quiet at first."""
    return tuple(range(FIRST_MEMBER, FIRST_MEMBER + crowd, _QUIET))


def let_in(database: Path, crowd: int) -> bool:
    """Make them members; False where the bot has not come so far as to publish the visit."""
    if not database.exists():
        return False
    with closing(sqlite3.connect(database)) as connection, connection:
        tables = {row[0] for row in connection.execute("SELECT name FROM sqlite_master")}
        if "notice_last" not in tables or not connection.execute("SELECT count(*) FROM editions").fetchone()[0]:
            return False
        now = dt.datetime.now(dt.UTC)
        people = everybody(crowd)
        connection.executemany(
            "INSERT OR IGNORE INTO users (user_id, telegram_language, first_seen_at) VALUES (?, ?, 0)",
            [(one.user_id, _LANGUAGES[one.user_id % len(_LANGUAGES)]) for one in people],
        )
        for one in people:
            _settle(connection, one, now)
        for number, user_id in enumerate(quiet_ones(crowd)):
            if number % 2:
                subscriptions.mute(connection, user_id, now + _LONG)
            else:
                # Six hours on both sides: no campaign is so long.
                hours = tuple((now + dt.timedelta(hours=8 + six)).time().replace(second=0) for six in (-6, 6))
                subscriptions.set_quiet_hours(connection, user_id, (hours[0], hours[1]))
    return True


def wake(database: Path, user_ids: Sequence[int]) -> None:
    """End the quiet of these people: what waited for that may go out."""
    with closing(sqlite3.connect(database)) as connection, connection:
        for user_id in user_ids:
            subscriptions.mute(connection, user_id, None)
            subscriptions.set_quiet_hours(connection, user_id, None)
            connection.execute(_LET_GO, (user_id,))


def _settle(connection: sqlite3.Connection, one: Member, now: dt.datetime) -> None:
    role = Role.EDITOR if one.user_id in EDITORS else Role.MEMBER
    members.add(connection, VISIT, one.user_id, role, f"User {one.user_id}", now)
    for group in one.groups:
        members.join_group(connection, VISIT, one.user_id, group)
    subscriptions.subscribe(connection, one.user_id, VISIT, Subscription(changes=one.changes))
    if one.starred is not None:
        agenda.star(connection, one.user_id, VISIT, one.starred, on=True)
    if one.muted is not None:
        agenda.mute(connection, one.user_id, VISIT, one.muted, on=True)
