"""Clashes in a reader's words, a line each. Times are by the visit's clock."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final
from zoneinfo import ZoneInfo

from bot.content.agenda import days_of_event, starts_at
from bot.content.clash_kinds import Clash, InThePast, OutsideVisit, Overlap, PlaceTaken, TextMissing, TooFar
from bot.content.labels import ENTRY_NAMES
from bot.content.models import Visit
from bot.content.parts import entries
from bot.content.values import name_of
from bot.core.translation import Translator

# Of many people or groups so many are named.
_MOST_NAMED: Final = 4


class ClashWords:
    """Says clashes of an edition to be, `after`, to one reader; what it removes is named from `before`."""

    def __init__(self, before: Visit, after: Visit, tr: Translator) -> None:
        self._after = after
        self._tr = tr
        # What is in both is named as it is to be.
        self._found: Mapping[str, Mapping[str, tuple[Visit, Any]]] = {
            section: {item.id: (visit, item) for visit in (before, after) for item in entries(visit, section)}
            for section in ENTRY_NAMES
        }

    def lines(self, clashes: Iterable[Clash]) -> list[str]:
        """Return a line for each."""
        return [self.said(clash) for clash in clashes]

    def said(self, clash: Clash) -> str:
        """Return one in a line."""
        tr = self._tr
        match clash:
            case Overlap():
                return self._overlap(clash)
            case TooFar():
                return tr(
                    "Little time on the way: {first} → {second}, {when}; about {takes} by car, {gap} between them",
                    **self._both(clash),
                    takes=tr.duration(dt.timedelta(minutes=clash.minutes)),
                    gap=tr("{minutes} min", minutes=clash.gap),
                )
            case PlaceTaken():
                place = self._name("places", clash.place)
                return tr("{place} taken twice: {first} and {second}, {when}", place=place, **self._both(clash))
            case OutsideVisit():
                return tr("Outside the days of the visit: {event}, {day}", **self._event_and_day(clash.event))
            case InThePast():
                return tr("Already over: {event}, {day}", **self._event_and_day(clash.event))
            case TextMissing():
                kind = tr(ENTRY_NAMES[clash.section])
                item = tr("{name}: {value}", name=kind, value=self._name(clash.section, clash.item))
                return tr("Text missing ({languages}): {item}", languages=", ".join(clash.languages), item=item)

    def _overlap(self, clash: Overlap) -> str:
        tr = self._tr
        who = [
            *(self._name("groups", group) for group in clash.groups),
            *(self._name("people", person) for person in clash.people),
        ]
        if not who:
            return tr("At once for everybody: {first} and {second}, {when}", **self._both(clash))
        return tr("At once for {who}: {first} and {second}, {when}", who=self._some(who), **self._both(clash))

    def _both(self, clash: Overlap | TooFar | PlaceTaken) -> dict[str, str]:
        first, second = self._name("events", clash.first), self._name("events", clash.second)
        return {"first": first, "second": second, "when": self._when(clash.second)}

    def _event_and_day(self, event_id: str) -> dict[str, str]:
        visit, event = self._found["events"][event_id]
        days = days_of_event(visit, event)
        return {"event": name_of(event, self._tr), "day": self._tr.date(days[0]) if days else ""}

    def _when(self, event_id: str) -> str:
        visit, event = self._found["events"][event_id]
        start = starts_at(visit, event)
        if start is None:
            return ""
        local = start.astimezone(ZoneInfo(self._after.zone))
        return self._tr("{day}, {times}", day=self._tr.day(local.date()), times=self._tr.time(local.time()))

    def _name(self, section: str, item_id: str) -> str:
        return name_of(self._found[section][item_id][1], self._tr)

    def _some(self, names: Sequence[str]) -> str:
        more = len(names) - _MOST_NAMED
        rest = [self._tr("and {count} more", count=self._tr.number(more))] if more > 0 else []
        return self._tr(", ").join([*names[:_MOST_NAMED], *rest])
