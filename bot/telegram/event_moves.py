"""Saying of an event that it starts at another time than a day ago."""

from bot.content.agenda import zone_of
from bot.content.library import Edition
from bot.content.models import Event
from bot.content.moves import Move, moved_from
from bot.telegram.event_times import Reader


def moved_note(edition: Edition, event: Event, reader: Reader) -> str:
    """Return `moved from 11:00` for a list of events; empty where nothing moved or the event is cancelled."""
    move = _lately(edition, event, reader)
    return "" if move is None else reader.tr("moved from {times}", times=_start(edition, event, move, reader))


def moved_line(edition: Edition, event: Event, reader: Reader) -> str:
    """Return `Moved from 11:00 · today at 08:12` for the event's card, by the clock of its own zone, or nothing."""
    move = _lately(edition, event, reader)
    if move is None:
        return ""
    tr, zone = reader.tr, zone_of(edition.visit, event)
    at, today = move.at.astimezone(zone), reader.now.astimezone(zone).date()
    values = {"times": _start(edition, event, move, reader), "time": tr.time(at.time())}
    if at.date() == today:
        return tr("Moved from {times} · today at {time}", **values)
    return tr("Moved from {times} · yesterday at {time}", **values)


def _lately(edition: Edition, event: Event, reader: Reader) -> Move | None:
    return None if event.status == "cancelled" else moved_from(edition.moves, edition.visit, event, reader.now)


def _start(edition: Edition, event: Event, move: Move, reader: Reader) -> str:
    """Return the former start, with its day where that was another."""
    tr, was = reader.tr, move.start.astimezone(zone_of(edition.visit, event))
    clock = tr.time(was.time())
    same_day = was.date() == event.day
    return clock if same_day else tr("{short_day}, {times}", short_day=tr.short_day(was.date()), times=clock)
