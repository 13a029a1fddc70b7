"""What reminders are owed at a moment, worked out the slow and simple way: no plan, no progress."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

from bot.content.models import Event, Visit
from tests.features.reminders.clockwork import DAY, MINUTE

GRACE = 2 * MINUTE


@dataclass(slots=True)
class Choice:
    """What a person decided about an event."""

    starred: bool = False
    muted: bool = False
    minutes: int | None = None


@dataclass(slots=True)
class Reader:
    """A person as the oracle knows them: `groups` is None for a guest; `told` is (event, start, minutes ahead)."""

    groups: set[str] | None
    usual: int | None = 30
    choices: dict[str, Choice] = field(default_factory=dict)
    told: list[tuple[str, dt.datetime, int]] = field(default_factory=list)

    def minutes(self, event: Event) -> int | None:
        """How long before an event they want to hear of it, if at all."""
        choice = self.choices.get(event.id, Choice())
        for_them = self.groups is not None and (not event.groups or bool(self.groups & set(event.groups)))
        if choice.muted or not (choice.starred or for_them):
            return None
        return self.usual if choice.minutes is None else choice.minutes


def instant(day: dt.date, time: dt.time, zone: str) -> dt.datetime:
    """The moment at which the clocks of a zone show this for the first time; where they skip it, as much later."""
    shown = dt.datetime.combine(day, time)
    around = [shown.replace(tzinfo=dt.UTC) + shift for shift in (-DAY, DAY)]
    offsets = [moment.astimezone(ZoneInfo(zone)).utcoffset() or dt.timedelta() for moment in around]
    moments = [(shown - offset).replace(tzinfo=dt.UTC) for offset in offsets]
    right = [moment for moment in moments if moment.astimezone(ZoneInfo(zone)).replace(tzinfo=None) == shown]
    return min(right) if right else max(moments)


def starts(visit: Visit) -> dict[dt.datetime, list[Event]]:
    """What starts when, of what takes place."""
    found: dict[dt.datetime, list[Event]] = {}
    for event in visit.events:
        if event.day is not None and event.start is not None and event.status != "cancelled":
            found.setdefault(instant(event.day, event.start, event.zone or visit.zone), []).append(event)
    return found


def owed(
    near: Iterable[tuple[dt.datetime, list[Event]]], readers: Mapping[int, Reader], now: dt.datetime
) -> list[tuple[int, tuple[str, ...], int]]:
    """Who is owed which reminder now: person, events, minutes ahead; and they are told."""
    found = []
    for start, events in near:
        for user_id, reader in readers.items():
            chosen = {event.id: minutes for event in events if (minutes := reader.minutes(event)) is not None}
            if not chosen:
                continue
            ahead = max(chosen.values())
            if not start - ahead * MINUTE <= now < (start if ahead else start + GRACE):
                continue
            known = {event for event, of, minutes in reader.told if of == start and minutes <= ahead}
            new = tuple(event for event in chosen if event not in known)
            if new:
                left = max(0, -((now - start) // MINUTE))
                reader.told += [(event, start, left) for event in new]
                found.append((user_id, new, left))
    return sorted(found)
