"""What of a programme's changes people are told: when, where, and whether something takes place; never its wording."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

from bot.content.agenda import ends_at, starts_at, zone_of
from bot.content.models import Event, Visit
from bot.content.texts import Localized
from bot.core.languages import LANGUAGES

Kind = Literal["added", "removed", "cancelled", "restored", "changed"]

# What is cancelled, moved earlier or moved elsewhere so shortly before it starts is urgent.
URGENT_WITHIN: Final = dt.timedelta(hours=3)
_DAY: Final = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True, eq=False)
class Version:
    """An event as it stands in one edition of its visit. Moments are aware, UTC."""

    visit: Visit
    event: Event

    @property
    def takes_place(self) -> bool:
        """Whether it is not cancelled."""
        return self.event.status != "cancelled"

    @property
    def starts(self) -> dt.datetime | None:
        """When it starts; None where that is unknown."""
        return starts_at(self.visit, self.event)

    @property
    def begins(self) -> dt.datetime | None:
        """When it starts at the earliest: with its day, where the time is unknown; None without a day."""
        return self.starts or self._midnight(0)

    @property
    def ends(self) -> dt.datetime | None:
        """When it is over at the latest: with its last day, where the time is unknown; None without a day."""
        return ends_at(self.visit, self.event) or self._midnight(1)

    def over(self, now: dt.datetime) -> bool:
        """Tell whether it is over."""
        return (ends := self.ends) is not None and ends <= now

    def starts_within(self, length: dt.timedelta, now: dt.datetime) -> bool:
        """Tell whether it starts within this time, or has started and is not over."""
        return (begins := self.begins) is not None and begins <= now + length and not self.over(now)

    def _midnight(self, days: int) -> dt.datetime | None:
        day = (self.event.last_day if days else None) or self.event.day
        if day is None:
            return None
        try:
            midnight = dt.datetime.combine(day + days * _DAY, dt.time(), zone_of(self.visit, self.event))
            return midnight.astimezone(dt.UTC)
        except OverflowError:
            return None


@dataclass(frozen=True, slots=True, eq=False)
class EventChange:
    """An event as somebody knew it and as it is now: None where it is not in the programme.

    `urgent` is as of the moment for which it was asked. `moved`: it is at another time. `begins` is when the event
    begins now, or did before it went; from `ends` on it is of no use to tell it. Both are aware, UTC, and None where
    that is unknown.
    """

    event_id: str
    kind: Kind
    old: Version | None
    new: Version | None
    urgent: bool = False
    moved: bool = False
    begins: dt.datetime | None = None
    ends: dt.datetime | None = None

    @property
    def shown(self) -> Version:
        """The event as it is now, or was before it went."""
        shown = self.new or self.old
        if shown is None:
            raise ValueError(f"{self.event_id} is in neither edition")
        return shown

    @property
    def concerned(self) -> tuple[Version, ...]:
        """What people go by: the versions that take place."""
        return tuple(version for version in (self.old, self.new) if version is not None and version.takes_place)

    @property
    def only_for_whom(self) -> bool:
        """Whether nothing differs but for whom it is: that tells something only to those who come or go with it."""
        return self.kind == "changed" and not (self.moved or self.elsewhere)

    @property
    def elsewhere(self) -> bool:
        """Whether it is in another place or room."""
        if self.old is None or self.new is None:
            return False
        return self.old.event.place != self.new.event.place or self.other_room

    @property
    def other_room(self) -> bool:
        """Whether the room differs; a translation that came or went makes no other room."""
        return self.old is not None and self.new is not None and _other_text(self.old.event.room, self.new.event.room)

    @property
    def regrouped(self) -> bool:
        """Whether it is for others than before."""
        if self.old is None or self.new is None:
            return False
        return set(self.old.event.groups) != set(self.new.event.groups)


def change_of(event_id: str, old: Version | None, new: Version | None, now: dt.datetime) -> EventChange | None:
    """Return what is to be told of an event; None where there is nothing, or it is over as before so now.

    `now` is an aware moment.
    """
    goes_on, takes_place = old is not None and old.takes_place, new is not None and new.takes_place
    kind: Kind
    if goes_on and takes_place:
        kind = "changed"
    elif goes_on:
        kind = "removed" if new is None else "cancelled"
    elif takes_place:
        kind = "added" if old is None else "restored"
    else:
        return None
    moved = old is not None and new is not None and _when(old) != _when(new)
    change = EventChange(event_id, kind, old, new, moved=moved)
    if kind == "changed" and not (change.moved or change.elsewhere or change.regrouped):
        return None
    if all(version.over(now) for version in change.concerned):
        return None
    ends = [version.ends for version in change.concerned]
    known = [moment for moment in ends if moment is not None]
    return EventChange(
        event_id,
        kind,
        old,
        new,
        urgent=_urgent(change, now),
        moved=moved,
        begins=change.shown.begins,
        ends=max(known) if len(known) == len(ends) else None,
    )


def changes_between(before: Visit, after: Visit, now: dt.datetime) -> Mapping[str, EventChange]:
    """Return what is to be told of the events of a visit, by event, as the editions list them."""
    old = {event.id: event for event in before.events}
    new = {event.id: event for event in after.events}
    # A visit whose clock is another moves every event that has none of its own.
    same_clock = before.zone == after.zone
    found = {}
    for event_id in {**old, **new}:
        was, becomes = old.get(event_id), new.get(event_id)
        if same_clock and was == becomes:
            continue
        change = change_of(
            event_id,
            None if was is None else Version(before, was),
            None if becomes is None else Version(after, becomes),
            now,
        )
        if change is not None:
            found[event_id] = change
    return found


def starts_within(change: EventChange, length: dt.timedelta, now: dt.datetime) -> bool:
    """Tell whether what changes starts within this time, or was to."""
    return any(version.starts_within(length, now) for version in change.concerned)


def _urgent(change: EventChange, now: dt.datetime) -> bool:
    if not starts_within(change, URGENT_WITHIN, now):
        return False
    if change.kind == "changed":
        return change.elsewhere or _earlier(change)
    return change.kind in {"cancelled", "removed"}


def _earlier(change: EventChange) -> bool:
    if change.old is None or change.new is None:
        return False
    was, becomes = change.old.starts, change.new.starts
    return was is not None and becomes is not None and becomes < was


def _when(version: Version) -> tuple[object, ...]:
    """Return what is compared of when it is: the moments, or the days where no time is known."""
    event = version.event
    if version.starts is None:
        return event.day, event.last_day
    return version.starts, ends_at(version.visit, event), event.last_day


def _other_text(old: Localized | None, new: Localized | None) -> bool:
    if old is None or new is None:
        return old is not new
    pairs = [(getattr(old, language), getattr(new, language)) for language in LANGUAGES]
    both = [(one, other) for one, other in pairs if one and other]
    return not both or any(one != other for one, other in both)
