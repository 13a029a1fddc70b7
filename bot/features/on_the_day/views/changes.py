"""What a correction changes, old → new, as lines of a message."""

from collections.abc import Mapping
from typing import Final
from zoneinfo import ZoneInfo

from aiogram.utils.formatting import Bold, Text

from bot.content.agenda import starts_at
from bot.content.comparing import compare
from bot.content.library import Edition
from bot.content.models import Event, Visit
from bot.content.texts import Localized
from bot.content.values import ARROW
from bot.core.translation import Translator
from bot.telegram.citing import joined, said
from bot.telegram.edition_words import some, zone_line
from bot.telegram.event_times import Reader, when_moved

# Of the rest of a long day the first ones are named.
_MOST: Final = 15
_ROOM: Final = 1200


def corrected_events(before: Visit, after: Visit) -> list[tuple[Event, Event]]:
    """Return the events that differ, each as it was and as it is, in the order of the programme."""
    old, new = ({event.id: event for event in visit.events} for visit in (before, after))
    changed = [(old[one.item_id], new[one.item_id]) for one in compare(before, after).section("events").changed]
    return sorted(changed, key=lambda pair: str(starts_at(before, pair[0])))


def change_lines(edition: Edition, after: Visit, reader: Reader, people: Mapping[str, int] | None = None) -> Text:
    """Return what differs between an edition and the visit as it will be; with how many `people` hear of which event.

    One event is told in full, several in a line each.
    """
    changed = corrected_events(edition.visit, after)
    if len(changed) == 1:
        return _in_full(edition, *changed[0], reader)
    lines = [_in_a_line(edition.visit, *pair, reader.tr, people or {}) for pair in changed]
    return joined([Text(zone_line(edition.visit, reader.tr)), *some(lines, _MOST, _ROOM, reader.tr)])


def _in_full(edition: Edition, old: Event, new: Event, reader: Reader) -> Text:
    tr = reader.tr
    lines = when_moved(edition.visit, old, new, reader)
    if old.status != new.status:
        lines.append(tr("cancelled") if new.status == "cancelled" else tr("takes place"))
    if old.place != new.place:
        lines.append(ARROW.join(_place(edition, event, tr) for event in (old, new)))
    if old.room != new.room:
        rooms = ARROW.join(_room(event.room, tr) for event in (old, new))
        lines.append(tr("Room: {room}", room=rooms))
    return joined([Text(Bold(said(new.title, tr))), *map(Text, lines)])


def _in_a_line(visit: Visit, old: Event, new: Event, tr: Translator, people: Mapping[str, int]) -> str:
    times = ARROW.join(dict.fromkeys(_start(visit, event, tr) for event in (old, new)))
    line = f"{times} {said(new.title, tr)}"
    heard = people.get(new.id, 0)
    return " · ".join((line, *([tr.plural("{count} person", "{count} people", heard)] if heard else [])))


def _start(visit: Visit, event: Event, tr: Translator) -> str:
    start = starts_at(visit, event)
    return tr("time not stated") if start is None else tr.time(start.astimezone(ZoneInfo(visit.zone)).time())


def _place(edition: Edition, event: Event, tr: Translator) -> str:
    place = edition.place(event.place) if event.place else None
    return tr("place not stated") if place is None else place.names.pick(tr.language).text


def _room(room: Localized | None, tr: Translator) -> str:
    return tr("not stated") if room is None else said(room, tr)
