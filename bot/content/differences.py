"""What differs between two editions in a reader's words: counted, in a line each, and field by field."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final
from zoneinfo import ZoneInfo

from bot.content.agenda import ends_at, starts_at
from bot.content.comparing import Changed, Comparison, FieldChange, SectionChanges, compare
from bot.content.labels import ENTRY_NAMES, SECTION_NAMES
from bot.content.models import Event, Visit
from bot.content.parts import entries
from bot.content.values import ARROW, change_in_words, field_name, name_of
from bot.core.translation import Translator

_TIMES: Final = frozenset({("day",), ("last_day",), ("start",), ("end",)})
# Of what stands elsewhere so many are named: the programme is read by time, whatever the order.
_MOST_MOVED: Final = 6
_STATUS: Final = ("status",)


@dataclass(frozen=True, slots=True)
class Detail:
    """One thing that differs: what and which, and below it what about it."""

    heading: str
    lines: tuple[str, ...] = ()


class Differences:
    """What leads from one edition of a visit to another, said to one reader. Times are by the visit's clock."""

    def __init__(self, before: Visit, after: Visit, tr: Translator) -> None:
        """Compare these. Raises ValueError for editions of different visits."""
        self.comparison: Comparison = compare(before, after)
        self._before = before
        self._after = after
        self._tr = tr
        self._old, self._new = _by_id(before), _by_id(after)

    def counts(self) -> list[str]:
        """Return how much differs, a line for each section in which anything does."""
        tr = self._tr
        lines = [
            tr("{name}: {value}", name=tr(title), value=tr(", ").join(self._counted(self.comparison.section(section))))
            for section, title in SECTION_NAMES.items()
            if self.comparison.section(section)
        ]
        if self.comparison.fields:
            lines.append(tr("{name}: {value}", name=tr("The visit itself"), value=self._fields(self.comparison.fields)))
        return lines

    def headlines(self) -> list[str]:
        """Return everything that differs, named, in a line each: `+ Dinner`, `Round table: 11:00 → 11:30`."""
        return list(self._headlines())

    def details(self) -> list[Detail]:
        """Return everything that differs, field by field."""
        return list(self._details())

    @property
    def tells_times(self) -> bool:
        """Whether times of events are among what is said."""
        return bool(self.comparison.section("events"))

    def _counted(self, changes: SectionChanges) -> Iterator[str]:
        tr = self._tr
        if changes.added:
            yield tr("{count} added", count=tr.number(len(changes.added)))
        if changes.removed:
            yield tr("{count} removed", count=tr.number(len(changes.removed)))
        if changes.changed:
            yield tr("{count} changed", count=tr.number(len(changes.changed)))
        if changes.moved or not (changes.added or changes.removed or changes.changed):
            yield tr("order changed")

    def _headlines(self) -> Iterator[str]:
        tr = self._tr
        for section in SECTION_NAMES:
            changes = self.comparison.section(section)
            for item in changes.added:
                yield f"+ {self._with_time(item, self._after)}"
            for item in changes.removed:
                yield f"− {self._with_time(item, self._before)}"
            for changed in changes.changed:
                old, new = self._found(section, changed)
                yield tr("{name}: {value}", name=name_of(new, tr), value=self._shortly(changed, old, new))
            if changes.moved:
                yield tr("{name}: {value}", name=tr(SECTION_NAMES[section]), value=tr("order changed"))
        if self.comparison.fields:
            yield tr("{name}: {value}", name=tr("The visit itself"), value=self._fields(self.comparison.fields))

    def _details(self) -> Iterator[Detail]:
        tr = self._tr
        for section, title in SECTION_NAMES.items():
            changes, kind = self.comparison.section(section), tr(ENTRY_NAMES[section])
            for item in changes.added:
                told = tr("{name}: {value}", name=kind, value=self._with_time(item, self._after))
                yield Detail(f"+ {told}")
            for item in changes.removed:
                told = tr("{name}: {value}", name=kind, value=self._with_time(item, self._before))
                yield Detail(f"− {told}")
            for changed in changes.changed:
                old, new = self._found(section, changed)
                heading = tr("{name}: {value}", name=kind, value=name_of(new, tr))
                yield Detail(heading, tuple(self._lines(changed, old, new)))
            if changes.moved:
                heading = tr("{name}: {value}", name=tr(title), value=tr("order changed"))
                shown = [name_of(self._new[section][item_id], tr) for item_id in changes.moved[:_MOST_MOVED]]
                more = len(changes.moved) - len(shown)
                yield Detail(heading, (*shown, *([tr("and {count} more", count=tr.number(more))] if more else ())))
        if self.comparison.fields:
            lines = (change_in_words(change, self._before, self._after, tr) for change in self.comparison.fields)
            yield Detail(tr("The visit itself"), tuple(lines))

    def _found(self, section: str, changed: Changed) -> tuple[Any, Any]:
        """Return an entry that changed as it was and as it is."""
        return self._old[section][changed.item_id], self._new[section][changed.item_id]

    def _lines(self, changed: Changed, old: Any, new: Any) -> Iterator[str]:
        tr = self._tr
        told = self._moved(old, new)
        if told:
            yield tr("{name}: {value}", name=tr("when"), value=told)
        for change in changed.fields:
            if not (told and change.path in _TIMES):
                yield change_in_words(change, self._before, self._after, tr)

    def _shortly(self, changed: Changed, old: Any, new: Any) -> str:
        """Return what changed in few words: times old → new, whether it takes place, and which fields else."""
        tr = self._tr
        told = self._moved(old, new)
        rest = [change for change in changed.fields if not (told and change.path in _TIMES)]
        if isinstance(new, Event) and old.status != new.status:
            told = tr("; ").join(filter(None, (tr("cancelled") if new.status == "cancelled" else tr("restored"), told)))
            rest = [change for change in rest if change.path != _STATUS]
        return tr("; ").join(filter(None, (told, self._fields(rest))))

    def _fields(self, changes: list[FieldChange] | tuple[FieldChange, ...]) -> str:
        return self._tr(", ").join(dict.fromkeys(field_name(change.path[:1], self._tr) for change in changes))

    def _with_time(self, item: Any, visit: Visit) -> str:
        name = name_of(item, self._tr)
        if not isinstance(item, Event):
            return name
        return f"{name} · {self._joined(_when(visit, item, self._tr, with_year=False))}"

    def _moved(self, old: Any, new: Any) -> str:
        """Return an event's times old → new where they differ to a reader, else nothing; the day once if it stays."""
        if not (isinstance(old, Event) and isinstance(new, Event)):
            return ""
        years = {event.day.year for event in (old, new) if event.day is not None}
        was, now = (
            _when(visit, event, self._tr, with_year=len(years) > 1)
            for visit, event in ((self._before, old), (self._after, new))
        )
        if was == now:
            return ""
        if len(was) == len(now) == 2 and was[0] == now[0]:  # noqa: PLR2004 - a day and its times
            return self._joined((now[0], f"{was[1]}{ARROW}{now[1]}"))
        return ARROW.join(map(self._joined, (was, now)))

    def _joined(self, when: tuple[str, ...]) -> str:
        """Return a day and its times, or a day alone."""
        return when[0] if len(when) == 1 else self._tr("{day}, {times}", day=when[0], times=when[1])


def _by_id(visit: Visit) -> dict[str, dict[str, Any]]:
    return {section: {item.id: item for item in entries(visit, section)} for section in SECTION_NAMES}


def _when(visit: Visit, event: Event, tr: Translator, *, with_year: bool) -> tuple[str, ...]:
    """Return the day and the times of an event by the visit's clock, or what of them is known."""
    if event.day is None:
        return (tr("day not stated"),)

    def said_day(day: dt.date) -> str:
        return tr.date(day) if with_year else tr.day(day)

    start, end, zone = starts_at(visit, event), ends_at(visit, event), ZoneInfo(visit.zone)
    if start is None:
        days = [said_day(day) for day in (event.day, event.last_day) if day is not None]
        return (" – ".join(days), *(() if event.last_day else (tr("time not stated"),)))
    first = start.astimezone(zone)
    if end is None:
        return said_day(first.date()), tr.time(first.time())
    last = end.astimezone(zone)
    if last.date() == first.date():
        return said_day(first.date()), f"{tr.time(first.time())}–{tr.time(last.time())}"
    until = tr("{day}, {times}", day=said_day(last.date()), times=tr.time(last.time()))
    return said_day(first.date()), f"{tr.time(first.time())} – {until}"
