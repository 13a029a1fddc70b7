"""What each person is to hear, worked out the slow and simple way: one by one, event by event, nothing shared."""

import datetime as dt
from dataclasses import dataclass, field
from typing import Any, Final

HOUR: Final = dt.timedelta(hours=1)
# Shanghai has had no other clock for decades.
_SHANGHAI: Final = dt.timezone(8 * HOUR)
_NAMES: Final = {"L1": "Hall 1", "L2": "Hall 2", "A": "group A", "B": "group B"}

Json = dict[str, Any]
# Events by their ids; what is not there is not in the programme.
Programme = dict[str, Json]


def _begins(event: Json) -> dt.datetime:
    day = dt.date.fromisoformat(event["day"])
    return dt.datetime.combine(day, dt.time.fromisoformat(event.get("start", "00:00")), _SHANGHAI)


def _over(event: Json, now: dt.datetime) -> bool:
    midnight = dt.datetime.combine(dt.date.fromisoformat(event["day"]), dt.time(), _SHANGHAI) + 24 * HOUR
    return midnight <= now


def _planned(event: Json | None) -> Json | None:
    return event if event is not None and event.get("status") != "cancelled" else None


def differs(old: Json | None, new: Json | None, now: dt.datetime) -> bool:
    """Whether there is anything to be told at all."""
    was, becomes = _planned(old), _planned(new)
    if all(one is None or _over(one, now) for one in (was, becomes)):
        return False
    if was is None or becomes is None:
        return was is not becomes
    return any(was.get(name) != becomes.get(name) for name in ("day", "start", "place", "groups"))


def urgent(old: Json | None, new: Json | None, now: dt.datetime) -> bool:
    was, becomes = _planned(old), _planned(new)
    if was is None or not differs(old, new, now):
        return False
    near = any(one is not None and _begins(one) <= now + 3 * HOUR and not _over(one, now) for one in (was, becomes))
    if becomes is None:
        return near
    earlier = "start" in was and "start" in becomes and _begins(becomes) < _begins(was)
    return near and (earlier or was.get("place") != becomes.get("place"))


@dataclass(slots=True)
class Person:
    """Somebody: `groups` is None for a guest; `missed` is what they last knew of events whose notice never came."""

    groups: set[str] | None
    changes: str = "mine"
    starred: set[str] = field(default_factory=set)
    muted: set[str] = field(default_factory=set)
    missed: dict[str, Json | None] = field(default_factory=dict)
    waiting: "Waiting | None" = None

    def theirs(self, event: Json | None) -> bool:
        if event is None or self.groups is None:
            return False
        return not event["groups"] or bool(self.groups & set(event["groups"]))

    def hears(self, event_id: str, old: Json | None, new: Json | None, now: dt.datetime) -> str:
        """Return "no", "yes", or "urgently"."""
        if not differs(old, new, now):
            return "no"
        own = event_id in self.starred or self.theirs(old) or self.theirs(new)
        if own and urgent(old, new, now):
            return "urgently"
        if event_id in self.muted or self.changes == "off":
            return "no"
        was, becomes = _planned(old), _planned(new)
        if was and becomes and all(was.get(name) == becomes.get(name) for name in ("day", "start", "place")):
            comes_or_goes = event_id not in self.starred and self.theirs(old) != self.theirs(new)
            return "yes" if comes_or_goes else "no"
        return "yes" if own or self.changes == "all" else "no"


@dataclass(slots=True)
class Waiting:
    """A notice that has not gone out: what its reader knew, what it says, and from when on it may go."""

    knew: dict[str, Json | None]
    blocks: frozenset[str]
    urgent: bool
    goes_at: dt.datetime


def _day(event: Json) -> str:
    day = dt.date.fromisoformat(event["day"])
    return f"{day:%a} {day.day} {day:%B}"


def _when(old: Json | None, new: Json | None) -> str:
    shown = new or old
    assert shown is not None
    both = old is not None and new is not None
    if both and any(old.get(name) != new.get(name) for name in ("day", "start")):  # type: ignore[union-attr]
        assert old is not None
        assert new is not None
        known = "start" in old and "start" in new
        times = [
            f"{one['start']}{'' if known else ' Shanghai'}" if "start" in one else "time not stated"
            for one in (old, new)
        ]
        city = " Shanghai" if known else ""
        if old["day"] == new["day"]:
            return f"{_day(old)}, {times[0]} → {times[1]}{city}"
        return f"{_day(old)}, {times[0]} → {_day(new)}, {times[1]}{city}"
    return f"{_day(shown)}, {shown['start']} Shanghai" if "start" in shown else f"{_day(shown)} · time not stated"


def block(event_id: str, old: Json | None, new: Json | None) -> str:
    """Return what a notice says of an event, in English, to a reader in Shanghai."""
    was, becomes = _planned(old), _planned(new)
    if was and becomes:
        heading = "Changed"
    elif becomes:
        heading = "New in the programme" if old is None else "Takes place after all"
    else:
        heading = "No longer in the programme" if new is None else "Cancelled"
    lines = [f"{heading}: {event_id.capitalize()}", _when(old, new)]
    if old is not None and new is not None and old.get("place") != new.get("place"):
        lines.append(" → ".join(_NAMES.get(one.get("place", ""), "place not stated") for one in (old, new)))
    elif (shown := _planned(new or old)) is not None and "place" in shown:
        lines.append(_NAMES[shown["place"]])
    if old is not None and new is not None and old["groups"] != new["groups"]:
        said = [", ".join(_NAMES[group] for group in one["groups"]) or "everybody" for one in (old, new)]
        lines.append(f"For whom: {' → '.join(said)}")
    return "\n".join(lines)


class Oracle:
    """Knows of everybody what they know."""

    def __init__(self, programme: Programme, people: dict[int, Person]) -> None:
        self.people = people
        self.holds = programme
        # What everybody knows who knows nothing else, and what was changed without notices since anybody was told.
        self.known: dict[str, Json | None] = dict(programme)
        self.silenced: set[str] = set()
        self.due = False

    def publish(self, programme: Programme, now: dt.datetime, *, notices: bool) -> None:
        before, self.holds = self.holds, programme
        changed = {
            event_id
            for event_id in before.keys() | programme.keys()
            if differs(before.get(event_id), programme.get(event_id), now)
        }
        if changed and not notices:
            if not self.due:
                self.known = dict(before)
            for event_id in changed:
                if not self.due or not differs(self.known.get(event_id), before.get(event_id), now):
                    self.known[event_id] = programme.get(event_id)
                    self.silenced.add(event_id)
        elif changed and not self.due:
            self.known = dict(before)
        self.due = self.due or bool(changed)

    def settle(self, now: dt.datetime) -> None:
        """Everybody is told what differs from what they know."""
        if not self.due:
            return
        for person in self.people.values():
            self._tell(person, now)
        self.known, self.silenced, self.due = dict(self.holds), set(), False

    def _tell(self, person: Person, now: dt.datetime) -> None:
        missed = {**person.missed, **(person.waiting.knew if person.waiting else {})}
        everything = self.known.keys() | self.holds.keys()
        news = {event for event in everything if differs(self.known.get(event), self.holds.get(event), now)}
        told: dict[str, tuple[Json | None, Json | None, str]] = {}
        for event_id in news | missed.keys():
            old = missed[event_id] if event_id in missed else self.known.get(event_id)
            how = person.hears(event_id, old, self.holds.get(event_id), now)
            if how != "no":
                told[event_id] = (old, self.holds.get(event_id), how)
        if person.waiting is None and not told.keys() & news:
            return
        knew = {event_id: old for event_id, (old, _, _) in told.items()}
        if person.waiting and knew == person.waiting.knew and not knew.keys() & (news | self.silenced):
            return
        person.missed = {
            event_id: old
            for event_id, old in missed.items()
            if event_id not in told and differs(old, self.holds.get(event_id), now)
        }
        person.waiting = None
        if told:
            blocks = frozenset(block(event_id, old, new) for event_id, (old, new, _) in told.items())
            person.waiting = Waiting(knew, blocks, any(how == "urgently" for _, _, how in told.values()), now)
