"""What does not fit in a programme: people in two events at once, a place taken twice, ways longer than the time.

Questions about one document, answered as values with ids; `bot.content.clash_words` says them. They warn and forbid
nothing. Times count as instants, across zones. An event whose end is unknown counts as the moment of its start; one of
unknown time, a cancelled one and one longer than a day (a fair, beside which everything goes on) clash with nothing.

Of events that overlap each is held against the one before it that goes on longest, so that the number of clashes grows
with that of events and not with that of pairs.
"""

import datetime as dt
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from zoneinfo import ZoneInfo

from bot.content.agenda import days_of, days_of_event, ends_at, starts_at
from bot.content.clash_kinds import Clash, InThePast, OutsideVisit, Overlap, PlaceTaken, TextMissing, TooFar
from bot.content.comparing import Comparison
from bot.content.models import Event, Point, Quote, Visit
from bot.content.parts import SECTIONS, entries
from bot.content.texts import Localized
from bot.content.travel import travel_time
from bot.core.languages import LANGUAGES

_BESIDE_ALL: Final = dt.timedelta(days=1)
# Whose events are followed: those of everybody, of a group, of a person.
_ALL: Final = "all"
_GROUP: Final = "group"
_PERSON: Final = "person"


@dataclass(frozen=True, slots=True)
class Found:
    """The clashes of an edition to be: those that it brings or touches, and how many others stood there before."""

    leading: tuple[Clash, ...] = ()
    others: int = 0


@dataclass(frozen=True, slots=True)
class _Slot:
    """An event with its instants; `end` is its start where the end is unknown."""

    event: Event
    start: dt.datetime
    end: dt.datetime

    def overlaps(self, later: "_Slot") -> bool:
        """Whether it goes on, or starts, when one starts that stands after it in order."""
        return self.end > later.start or self.start == later.start


def clashes_between(before: Visit, after: Visit, comparison: Comparison, now: dt.datetime) -> Found:
    """Return the clashes of `after`, to which the comparison leads, at the moment `now` (aware)."""
    touched = {
        (changes.section, item_id)
        for changes in comparison.sections
        for item_id in (*(item.id for item in changes.added), *(change.item_id for change in changes.changed))
    }
    known = set(clashes(before))
    found = clashes(after)
    leading = [clash for clash in found if clash not in known or not touched.isdisjoint(_subjects(clash))]
    events = {item_id for section, item_id in touched if section == "events"}
    gone = comparison.section("events").removed
    apart: list[Clash] = [*_outside(before, after, events), *_over(before, after, events, gone, now)]
    return Found((*leading, *apart), len(found) - len(leading))


def clashes(visit: Visit) -> list[Clash]:
    """Return what does not fit in this document, people first, then places, then texts."""
    slots = sorted(_slots(visit), key=lambda slot: (slot.start, slot.end))
    together = list(_of_people(visit, slots))
    same_people = {(clash.first, clash.second) for clash in together if isinstance(clash, Overlap)}
    taken = (clash for clash in _of_places(slots) if (clash.first, clash.second) not in same_people)
    return [*together, *taken, *_texts_missing(visit)]


def _slots(visit: Visit) -> Iterator[_Slot]:
    for event in visit.events:
        start = starts_at(visit, event)
        if start is None or event.status == "cancelled":
            continue
        end = ends_at(visit, event) or start
        several_days = event.last_day is not None and event.end is None
        if not several_days and end - start <= _BESIDE_ALL:
            yield _Slot(event, start, end)


def _of_people(visit: Visit, slots: Sequence[_Slot]) -> Iterator[Overlap | TooFar]:
    """Follow everybody, each group and each person through their events, and join what is said of the same two."""
    points = {place.id: place.point for place in visit.places if place.point is not None}
    who: dict[tuple[str, str], dict[str, list[str]]] = {}
    what: dict[tuple[str, str], tuple[_Slot, _Slot]] = {}
    for (kind, name), line in _lines(slots).items():
        for earlier, later in _in_turn(line):
            pair = (earlier.event.id, later.event.id)
            if pair in what or earlier.overlaps(later) or _too_far(points, earlier, later) is not None:
                what[pair] = (earlier, later)
                who.setdefault(pair, {}).setdefault(kind, []).append(name)
    for pair, (earlier, later) in sorted(what.items(), key=lambda one: (one[1][1].start, one[0])):
        # What is for everybody is for each group and each person, who need not be named.
        named = {} if _ALL in who[pair] else who[pair]
        people, groups = tuple(named.get(_PERSON, ())), tuple(named.get(_GROUP, ()))
        if earlier.overlaps(later):
            yield Overlap(*pair, people, groups)
        elif (minutes := _too_far(points, earlier, later)) is not None:
            yield TooFar(*pair, minutes, _minutes(later.start - earlier.end), people, groups)


def _lines(slots: Sequence[_Slot]) -> Mapping[tuple[str, str], list[_Slot]]:
    """Return the events of everybody, of each group (with those for everybody), and of each person."""
    groups = {group for slot in slots for group in slot.event.groups}
    keys = [(_ALL, ""), *((_GROUP, group) for group in sorted(groups))]
    lines: dict[tuple[str, str], list[_Slot]] = {key: [] for key in keys}
    for slot in slots:
        if slot.event.groups:
            own = [(_GROUP, group) for group in slot.event.groups]
        else:
            own = [(_ALL, ""), *((_GROUP, group) for group in groups)]
        for key in (*own, *((_PERSON, person) for person in slot.event.people)):
            lines.setdefault(key, []).append(slot)
    return lines


def _of_places(slots: Sequence[_Slot]) -> Iterator[PlaceTaken]:
    """Follow each room, and each place as far as no rooms are known, through its events."""
    lines: dict[Hashable, list[_Slot]] = {}
    rooms: dict[str, set[Localized]] = {}
    for slot in slots:
        if slot.event.place is not None and slot.event.room is not None:
            rooms.setdefault(slot.event.place, set()).add(slot.event.room)
    for slot in slots:
        if (place := slot.event.place) is None:
            continue
        everywhere = (None, *rooms.get(place, ()))
        for room in (slot.event.room,) if slot.event.room is not None else everywhere:
            lines.setdefault((place, room), []).append(slot)
    found = {
        PlaceTaken(earlier.event.id, later.event.id, earlier.event.place or ""): later.start
        for line in lines.values()
        for earlier, later in _in_turn(line)
        if earlier.overlaps(later)
    }
    return iter(sorted(found, key=lambda clash: (found[clash], clash.first, clash.second)))


def _in_turn(line: Iterable[_Slot]) -> Iterator[tuple[_Slot, _Slot]]:
    """Yield each event of a line with that one before it which ends last."""
    last: _Slot | None = None
    for slot in line:
        if last is not None:
            yield last, slot
        if last is None or slot.end >= last.end:
            last = slot


def _too_far(points: Mapping[str, Point], earlier: _Slot, later: _Slot) -> int | None:
    """Return how many minutes the way takes where there are fewer; None where there is time, or nothing is known."""
    start, end = points.get(earlier.event.place or ""), points.get(later.event.place or "")
    if start is None or end is None or earlier.event.place == later.event.place:
        return None
    takes = travel_time(start, end)
    return None if takes is None or takes <= later.start - earlier.end else _minutes(takes)


def _minutes(time: dt.timedelta) -> int:
    return round(time / dt.timedelta(minutes=1))


def _texts_missing(visit: Visit) -> Iterator[TextMissing]:
    wanted = [language for language in LANGUAGES if visit.title.in_language(language) is not None]
    for section in SECTIONS:
        for item in entries(visit, section):
            texts = [text for name in type(item).model_fields if isinstance(text := getattr(item, name), Localized)]
            # The words of a quote stand beside their translations.
            own = item.language if isinstance(item, Quote) else None
            missing = tuple(
                one for one in wanted if one != own and any(text.in_language(one) is None for text in texts)
            )
            if missing:
                yield TextMissing(section, item.id, missing)


def _outside(before: Visit, after: Visit, touched: set[str]) -> Iterator[OutsideVisit]:
    days = days_of(before)
    for event in after.events:
        own = days_of_event(after, event) if event.id in touched else ()
        if days and own and event.status != "cancelled" and (own[0] < days[0] or own[-1] > days[-1]):
            yield OutsideVisit(event.id)


def _over(
    before: Visit, after: Visit, touched: set[str], gone: Iterable[Event], now: dt.datetime
) -> Iterator[InThePast]:
    held = {event.id: event for event in before.events}
    for event in after.events:
        if event.id in touched and (_is_over(after, event, now) or _is_over(before, held.get(event.id), now)):
            yield InThePast(event.id)
    for event in gone:
        if _is_over(before, event, now):
            yield InThePast(event.id)


def _is_over(visit: Visit, event: Event | None, now: dt.datetime) -> bool:
    """Whether the event has ended; one whose end is unknown, when it has started and its last day has passed."""
    if event is None:
        return False
    end = ends_at(visit, event)
    if end is not None:
        return end <= now
    days = days_of_event(visit, event)
    return bool(days) and days[-1] < now.astimezone(ZoneInfo(visit.zone)).date()


def _subjects(clash: Clash) -> set[tuple[str, str]]:
    """Return the entries that a clash is about, with their sections."""
    match clash:
        case Overlap() | TooFar() | PlaceTaken():
            return {("events", clash.first), ("events", clash.second)}
        case OutsideVisit() | InThePast():
            return {("events", clash.event)}
        case TextMissing():
            return {(clash.section, clash.item)}
