"""When, where and for whom an event was and is: old → new where that differs, on the spot and by the reader's clock."""

import datetime as dt
from typing import Final
from zoneinfo import ZoneInfo

from bot.content.agenda import ends_at, zone_of
from bot.content.noticeable import EventChange, Version
from bot.content.saying import said
from bot.core.translation import Translator
from bot.telegram.event_times import Reader, when
from bot.telegram.screens import shortened

_ARROW: Final = " → "
# A room and the names of many groups can be as long as any text: so much of each is said, of what was and what is.
_LONGEST: Final = 450


def times(change: EventChange, reader: Reader) -> list[str]:
    """Return the lines that say when an event is, and when it was where that differs."""
    old, new = change.old, change.new
    if old is None or new is None or not change.moved:
        shown = change.shown
        return when(shown.visit, shown.event, reader)
    return _moves(old, new, reader)


def where(change: EventChange, tr: Translator) -> str:
    """Return where an event is, and where it was if that is elsewhere; empty where nothing is known."""
    old, new = change.old, change.new
    if old is None or new is None or not change.elsewhere:
        return "" if not change.shown.takes_place else _short(_where(change.shown, tr))
    if old.event.place == new.event.place:
        texts = [said(version.event.room, tr) if version.event.room else "" for version in (old, new)]
    else:
        texts = [_where(version, tr) for version in (old, new)]
    if texts[0] == texts[1]:
        # Only another language says it otherwise.
        return _short(texts[0])
    return _ARROW.join(_short(text) or tr("place not stated") for text in texts)


def for_whom(change: EventChange, tr: Translator) -> str:
    """Return for whom an event was and is, where that differs; else nothing."""
    if change.old is None or change.new is None or not change.regrouped:
        return ""
    return tr("For whom: {who}", who=_ARROW.join(_short(_groups(version, tr)) for version in (change.old, change.new)))


def _moves(old: Version, new: Version, reader: Reader) -> list[str]:
    """Say both times by each of the clocks that show different ones."""
    tr, lines, before = reader.tr, [], None
    if old.starts is None or new.starts is None:
        return [_from_or_to_unknown(old, new, reader)]
    for zone in _zones(new, new.starts, reader):
        was, becomes = _by(old, zone, reader), _by(new, zone, reader)
        days, city = (was[0], becomes[0]), tr.city(zone.key)
        if days[0] != days[1]:
            text = _ARROW.join(_joined(one, tr) for one in (was, becomes))
            lines.append(tr("{times} {city}", times=text, city=city))
        else:
            text = tr("{times} {city}", times=_ARROW.join((was[1], becomes[1])), city=city)
            # The day stands once, and not again by another clock that shows the same.
            lines.append(text if days == before else tr("{day}, {times}", day=days[0], times=text))
        before = days
    return lines


def _from_or_to_unknown(old: Version, new: Version, reader: Reader) -> str:
    """Say both where one of them is no time at all: that by other clocks would say nothing more."""
    tr, zone = reader.tr, zone_of(new.visit, new.event)
    said_when = []
    for version in (old, new):
        day, clocks = _by(version, zone, reader)
        if version.starts is not None:
            clocks = tr("{times} {city}", times=clocks, city=tr.city(zone.key))
        said_when.append((day, clocks))
    (day, was), (other, becomes) = said_when
    if day == other and was and becomes:
        return tr("{day}, {times}", day=day, times=_ARROW.join((was, becomes)))
    return _ARROW.join(_joined(one, tr) for one in said_when)


def _zones(new: Version, starts: dt.datetime, reader: Reader) -> list[ZoneInfo]:
    """Return the zones in which the times are said: the event's, and of the others those whose clocks differ."""
    zones = [zone_of(new.visit, new.event)]
    offsets = {starts.astimezone(zones[0]).utcoffset()}
    for zone in (ZoneInfo(new.visit.zone), reader.zone):
        offset = starts.astimezone(zone).utcoffset()
        if offset not in offsets:
            offsets.add(offset)
            zones.append(zone)
    return zones


def _by(version: Version, zone: ZoneInfo, reader: Reader) -> tuple[str, str]:
    """Return the day and the times of an event as the clocks of a zone show them, or what of them is known."""
    tr, event, start = reader.tr, version.event, version.starts
    if event.day is None:
        return tr("day not stated"), ""
    if start is None and event.last_day is not None:
        return reader.days(event.day, event.last_day), ""
    if start is None:
        return reader.day(event.day), tr("time not stated")
    return reader.day(start.astimezone(zone).date()), _clocks(version, start.astimezone(zone), reader)


def _clocks(version: Version, start: dt.datetime, reader: Reader) -> str:
    """Return from when to when an event is, the last day named where that is another."""
    tr, first = reader.tr, reader.tr.time(start.time())
    end = ends_at(version.visit, version.event)
    if end is None:
        last_day = version.event.last_day
        return first if last_day is None else _until(first, reader.day(last_day))
    last = end.astimezone(start.tzinfo)
    if last.date() == start.date():
        return f"{first}–{tr.time(last.time())}"
    return _until(first, tr("{day}, {times}", day=reader.day(last.date()), times=tr.time(last.time())))


def _until(first: str, last: str) -> str:
    return f"{first} – {last}"


def _joined(said_when: tuple[str, str], tr: Translator) -> str:
    day, clock = said_when
    return tr("{day}, {times}", day=day, times=clock) if clock else day


def _where(version: Version, tr: Translator) -> str:
    event = version.event
    place = next((one for one in version.visit.places if one.id == event.place), None)
    parts = (
        *([place.names.pick(tr.language).text] if place else []),
        *([said(event.room, tr)] if event.room else []),
    )
    return tr(", ").join(parts)


def _groups(version: Version, tr: Translator) -> str:
    named = [said(group.title, tr) for group in version.visit.groups if group.id in version.event.groups]
    return tr(", ").join(named) or tr("everybody")


def _short(text: str) -> str:
    # Cut roughly first: `shortened` takes letter by letter.
    return shortened(text[: _LONGEST + 1], _LONGEST)
