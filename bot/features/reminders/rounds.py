"""The occasions on which a visit's programme has the bot write by the clock: starts of events, mornings of days."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal
from zoneinfo import ZoneInfo

from bot.content.agenda import starts_at
from bot.content.library import Edition
from bot.content.models import Event
from bot.telegram.subscriptions import LONGEST_NOTICE

Purpose = Literal["reminder", "digest"]

# Who wants to be reminded at the start itself still gets it so long after.
GRACE: Final = dt.timedelta(minutes=2)
# On the clocks of the visit: people are there. A digest that could not go out by noon is of no use.
_MORNING: Final = dt.time(7, 30)
_NOON: Final = dt.time(12)


@dataclass(frozen=True, slots=True)
class Key:
    """Which round it is: the subject is the start in UTC (`2025-09-24T03:30:00`) or the day (`2025-09-24`)."""

    visit_id: str
    purpose: Purpose
    subject: str

    @property
    def reference(self) -> str:
        """How dispatches call it."""
        return f"{self.visit_id}:{self.subject}"


@dataclass(frozen=True, slots=True)
class Round:
    """An occasion and what it is about. Moments are aware, UTC.

    `moment` is when the events start, or the morning. Nobody gets anything before `opens_at`, nor from `ends_at` on.
    `day` is the day of a digest, in the visit's zone.
    """

    key: Key
    moment: dt.datetime
    opens_at: dt.datetime
    ends_at: dt.datetime
    events: tuple[Event, ...]
    day: dt.date | None = None


def rounds_of(edition: Edition) -> Mapping[Key, Round]:
    """Return the rounds of an edition; what is cancelled or has no known time is in no reminder."""
    found = (*_reminders(edition), *_digests(edition))
    return {one.key: one for one in found}


def _reminders(edition: Edition) -> list[Round]:
    together: dict[dt.datetime, list[Event]] = {}
    for event in edition.visit.events:
        start = starts_at(edition.visit, event)
        if start is not None and event.status != "cancelled":
            together.setdefault(start, []).append(event)
    longest = dt.timedelta(minutes=LONGEST_NOTICE)
    return [
        Round(
            Key(edition.visit_id, "reminder", start.replace(tzinfo=None).isoformat()),
            start,
            start - longest,
            start + GRACE,
            tuple(events),
        )
        for start, events in together.items()
    ]


def _digests(edition: Edition) -> list[Round]:
    zone = ZoneInfo(edition.visit.zone)
    rounds = []
    for day in edition.days():
        events = edition.events_on(day)
        if any(event.status != "cancelled" for event in events):
            morning, noon = (dt.datetime.combine(day, time, zone).astimezone(dt.UTC) for time in (_MORNING, _NOON))
            key = Key(edition.visit_id, "digest", day.isoformat())
            rounds.append(Round(key, morning, morning, noon, events, day))
    return rounds
