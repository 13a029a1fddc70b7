"""The table `agenda`: what somebody decided about events, and the programme as it concerns one person."""

import sqlite3
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace

from bot.content.models import Event
from bot.telegram import members
from bot.telegram.subscriptions import LONGEST_NOTICE, subscription


@dataclass(frozen=True, slots=True)
class Decision:
    """What somebody decided about an event: starred or muted, never both.

    `reminder_minutes` is how long before it they want to be reminded; None is as for any event.
    """

    starred: bool = False
    muted: bool = False
    reminder_minutes: int | None = None


def concerns(event: Event, groups: Collection[str] | None, decision: Decision) -> bool:
    """Tell whether an event is this person's own. `groups` are those of a member of the visit; None for a guest.

    What is starred is, what is muted is not. Of the rest a member's are those for everybody and for a group of theirs,
    and a guest has none.
    """
    if decision.starred or decision.muted:
        return decision.starred
    if groups is None:
        return False
    return not event.groups or not set(event.groups).isdisjoint(groups)


@dataclass(frozen=True, slots=True)
class OwnProgramme:
    """A visit's programme as it concerns one person: `groups` and `decisions` (by event) as for `concerns`.

    `usual_reminder` is how many minutes before their events they want to be reminded; None for not at all.
    """

    groups: tuple[str, ...] | None = None
    decisions: Mapping[str, Decision] = field(default_factory=dict)
    usual_reminder: int | None = None

    def decided(self, event: Event) -> Decision:
        """Return what the person decided about an event."""
        return self.decisions.get(event.id, Decision())

    def has(self, event: Event) -> bool:
        """Tell whether an event is the person's own."""
        return concerns(event, self.groups, self.decided(event))

    def reminder(self, event: Event) -> int | None:
        """Return how many minutes before an event they want to be reminded of it; None for not at all."""
        if not self.has(event):
            return None
        own = self.decided(event).reminder_minutes
        return self.usual_reminder if own is None else own


def own_programme(connection: sqlite3.Connection, user_id: int, visit_id: str) -> OwnProgramme:
    """Return the programme of a visit as it concerns this person."""
    member = members.member(connection, visit_id, user_id)
    return OwnProgramme(
        None if member is None else member.groups,
        decisions(connection, user_id, visit_id),
        subscription(connection, user_id, visit_id).reminder_minutes,
    )


def decisions(connection: sqlite3.Connection, user_id: int, visit_id: str) -> Mapping[str, Decision]:
    """Return what this person decided about the events of a visit, by event; nothing where they decided nothing."""
    rows = connection.execute(
        "SELECT event_id, starred, muted, reminder_minutes FROM agenda WHERE user_id = ? AND visit_id = ?",
        (user_id, visit_id),
    )
    return {event_id: Decision(bool(starred), bool(muted), minutes) for event_id, starred, muted, minutes in rows}


def decision(connection: sqlite3.Connection, user_id: int, visit_id: str, event_id: str) -> Decision:
    """Return what this person decided about this event."""
    row = connection.execute(
        "SELECT starred, muted, reminder_minutes FROM agenda WHERE user_id = ? AND visit_id = ? AND event_id = ?",
        (user_id, visit_id, event_id),
    ).fetchone()
    return Decision() if row is None else Decision(bool(row[0]), bool(row[1]), row[2])


def star(connection: sqlite3.Connection, user_id: int, visit_id: str, event_id: str, *, on: bool) -> Decision:
    """Put an event on this person's agenda, which ends a mute, or take it off; returns what holds now."""
    before = decision(connection, user_id, visit_id, event_id)
    return _decide(connection, user_id, visit_id, event_id, replace(before, starred=on, muted=before.muted and not on))


def mute(connection: sqlite3.Connection, user_id: int, visit_id: str, event_id: str, *, on: bool) -> Decision:
    """Let nothing come of an event but what is urgent, which takes it off the agenda, or end that."""
    before = decision(connection, user_id, visit_id, event_id)
    return _decide(
        connection, user_id, visit_id, event_id, replace(before, muted=on, starred=before.starred and not on)
    )


def remind(connection: sqlite3.Connection, user_id: int, visit_id: str, event_id: str, minutes: int | None) -> Decision:
    """Have a reminder of an event come so many minutes ahead, which ends a mute, or with None as for any event.

    Raises ValueError for one too far ahead.
    """
    if minutes is not None and not 0 <= minutes <= LONGEST_NOTICE:
        raise ValueError(f"a reminder comes 0 to {LONGEST_NOTICE} minutes ahead")
    before = decision(connection, user_id, visit_id, event_id)
    muted = before.muted and minutes is None
    return _decide(connection, user_id, visit_id, event_id, replace(before, muted=muted, reminder_minutes=minutes))


def kept_about(connection: sqlite3.Connection, user_id: int) -> int:
    """Return about how many events this person decided something."""
    row = connection.execute("SELECT count(*) FROM agenda WHERE user_id = ?", (user_id,)).fetchone()
    return int(row[0])


def _decide(connection: sqlite3.Connection, user_id: int, visit_id: str, event_id: str, decided: Decision) -> Decision:
    if decided == Decision():
        connection.execute(
            "DELETE FROM agenda WHERE user_id = ? AND visit_id = ? AND event_id = ?", (user_id, visit_id, event_id)
        )
        return decided
    connection.execute(
        "INSERT INTO agenda (user_id, visit_id, event_id, starred, muted, reminder_minutes) "
        # Whoever was forgotten meanwhile is not remembered by this.
        "SELECT user_id, ?, ?, ?, ?, ? FROM users WHERE user_id = ? "
        "ON CONFLICT (user_id, visit_id, event_id) DO UPDATE SET starred = excluded.starred, muted = excluded.muted, "
        "reminder_minutes = excluded.reminder_minutes",
        (visit_id, event_id, decided.starred, decided.muted, decided.reminder_minutes, user_id),
    )
    return decided
