"""Who is owed what: the one rule of whether somebody gets a reminder or a digest now, of which events, and when."""

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Final
from zoneinfo import ZoneInfo

from bot.core.languages import Language
from bot.features.reminders.rounds import GRACE, Round
from bot.telegram.agenda import OwnProgramme
from bot.telegram.subscriptions import Quiet

_MINUTE: Final = dt.timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Recipient:
    """A person as they stand now: what they read, what is theirs and what they want. `zone` is their own."""

    user_id: int
    language: Language
    zone: ZoneInfo
    own: OwnProgramme
    digest: bool
    quiet: Quiet


@dataclass(frozen=True, slots=True)
class Told:
    """A delivery that went out or may still: of which events, and how many minutes before their start it says."""

    events: Collection[str]
    minutes: int


@dataclass(frozen=True, slots=True)
class Owed:
    """What somebody is to get: of which events, said to come so many minutes ahead, from when and until when.

    `starred`: it is of one event, which they have starred. `late`: nothing can go out any more.
    """

    events: tuple[str, ...]
    minutes: int
    goes_at: dt.datetime
    ends_at: dt.datetime
    starred: bool = False
    late: bool = False


def owed(
    one: Round, person: Recipient, told: Sequence[Told], now: dt.datetime, after: dt.datetime | None = None
) -> Owed | None:
    """Return what this person is owed in a round, or None. What was due at `after` or before was somebody else's turn.

    One reminder is for all of a person's events that start together; it comes at the earliest of the times that they
    chose for them. Who was told of an event so many minutes ahead or later is not told again.
    """
    return _digest(one, person, told, now, after) if one.day else _reminder(one, person, told, now, after)


def _reminder(
    one: Round, person: Recipient, told: Sequence[Told], now: dt.datetime, after: dt.datetime | None
) -> Owed | None:
    chosen = {event.id: ahead for event in one.events if (ahead := person.own.reminder(event)) is not None}
    if not chosen:
        return None
    ahead = max(chosen.values())
    due = one.moment - ahead * _MINUTE
    if due > now or (after is not None and due <= after):
        return None
    known = {event for message in told if message.minutes <= ahead for event in message.events}
    events = tuple(event for event in chosen if event not in known)
    ends = one.moment if ahead else one.moment + GRACE
    goes_at = _undisturbed(person, now, ends)
    if not events or goes_at is None:
        return None
    late = now >= ends
    minutes = ahead if late else min(ahead, max(-((goes_at - one.moment) // _MINUTE), 0))
    decided = person.own.decisions.get(events[0]) if len(events) == 1 else None
    starred = decided is not None and decided.starred
    return Owed(events, minutes, goes_at, ends, starred=starred, late=late)


def _digest(
    one: Round, person: Recipient, told: Sequence[Told], now: dt.datetime, after: dt.datetime | None
) -> Owed | None:
    if one.moment > now or (after is not None and one.moment <= after):
        return None
    if told or not person.digest or person.own.groups is None:
        return None
    events = [event for event in one.events if person.own.has(event)]
    if all(event.status == "cancelled" for event in events):
        return None
    goes_at = _undisturbed(person, now, one.ends_at)
    if goes_at is None:
        return None
    return Owed(tuple(event.id for event in events), 0, goes_at, one.ends_at, late=now >= one.ends_at)


def _undisturbed(person: Recipient, now: dt.datetime, ends: dt.datetime) -> dt.datetime | None:
    """Return from when on a person may be written to; None when they muted everything for longer than it lasts.

    What quiet hours would outlive goes at once; it comes silently.
    """
    muted = person.quiet.muted_until
    if muted is None or muted <= now:
        muted = now
    elif muted >= ends:
        return None
    free = person.quiet.until(person.zone, now)
    return muted if free is None or free >= ends else free
