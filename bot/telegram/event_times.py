"""How times are said: on the spot first, the reader's own beside them, and how far away they are."""

import datetime as dt
from dataclasses import dataclass
from typing import Final
from zoneinfo import ZoneInfo

from bot.content.agenda import ends_at, starts_at, zone_of
from bot.content.models import Event, Visit
from bot.content.values import ARROW
from bot.core.translation import Translator
from bot.telegram.agenda import OwnProgramme

_DAY: Final = dt.timedelta(days=1)
_MINUTE: Final = dt.timedelta(minutes=1)
# Up to here hours say more than days.
_IN_HOURS: Final = 2 * _DAY


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads: their language, their own zone, and the moment at which they do (aware).

    `own` is the programme as it concerns them; None where others read along or it is not asked for. Who `may_correct`
    the programme sees the buttons for that.
    """

    tr: Translator
    zone: ZoneInfo
    now: dt.datetime
    own: OwnProgramme | None = None
    may_correct: bool = False

    def day(self, day: dt.date) -> str:
        """Return a day with its weekday, and with its year where it is not the present one."""
        return self._with_year(self.tr.day(day), day.year)

    def days(self, first: dt.date, last: dt.date) -> str:
        """Return the days from the first to the last, the year said once where it is the same."""
        if first.year != last.year:
            return _range(self.day(first), self.day(last))
        return self._with_year(_range(self.tr.day(first), self.tr.day(last)), last.year)

    def _with_year(self, text: str, year: int) -> str:
        if year == self.now.astimezone(self.zone).year:
            return text
        return self.tr("{day} {year}", day=text, year=year)


def zone_line(visit: Visit, day: dt.date, reader: Reader) -> str:
    """Return whose time the programme is in, and how far the reader's own clock is from it on that day."""
    tr, noon = reader.tr, dt.datetime.combine(day, dt.time(12), tzinfo=ZoneInfo(visit.zone))
    line = tr("{city} time", city=tr.city(visit.zone))
    there, own = noon.utcoffset() or dt.timedelta(), noon.astimezone(reader.zone).utcoffset() or dt.timedelta()
    if there == own:
        return line
    values = {"city": tr.city(reader.zone.key), "length": tr.duration(there - own)}
    beside = tr("{city} is {length} behind", **values) if own < there else tr("{city} is {length} ahead", **values)
    return f"{line} · {beside}"


def clock(visit: Visit, event: Event, day: dt.date | None, reader: Reader) -> str:
    """Return when an event is, as the list of `day` shows it: times in the event's own zone.

    Where that is not the visit's, the zone is named and the visit's clock stands beside it; a day is named where it
    is not the list's. An event of several days names them.
    """
    tr, start, end = reader.tr, starts_at(visit, event), ends_at(visit, event)
    if start is None:
        return _short_days(event, tr) if event.last_day else tr("time not stated")
    own, there = zone_of(visit, event), ZoneInfo(visit.zone)
    if event.last_day is not None:
        first = tr(
            "{short_day}, {times}", short_day=tr.short_day(start.astimezone(own).date()), times=_time(start, own, tr)
        )
        return (
            _range(first, tr("{short_day}, {times}", short_day=tr.short_day(event.last_day), times=_time(end, own, tr)))
            if end
            else first
        )
    text = _span(start, end, own, tr)
    elsewhere = start.astimezone(own).utcoffset() != start.astimezone(there).utcoffset()
    if elsewhere:
        text = tr("{times} {city}", times=text, city=tr.city(own.key))
    if event.day is not None and event.day != day:
        text = tr("{short_day}, {times}", short_day=tr.short_day(event.day), times=text)
    if elsewhere:
        text += " · " + tr("{times} {city}", times=_span(start, end, there, tr), city=tr.city(there.key))
    return text


def when(visit: Visit, event: Event, reader: Reader) -> list[str]:
    """Return the lines that say when an event is: on the spot, then by the reader's own clock where it differs."""
    tr = reader.tr
    if event.day is None:
        return [tr("day not stated")]
    start, end = starts_at(visit, event), ends_at(visit, event)
    if start is None:
        if event.last_day is not None:
            return [reader.days(event.day, event.last_day)]
        return [" · ".join((reader.day(event.day), tr("time not stated")))]
    first, *others = _clocks(visit, event, reader)
    days = _days(start, end, first)
    lines = [_moments(start, end, first, reader)]
    for zone in others:
        same_day = _days(start, end, zone) == days and days[0] == days[1]
        lines.append(_moments(start, end, zone, reader, with_day=not same_day))
    return lines


def when_moved(visit: Visit, old: Event, new: Event, reader: Reader) -> list[str]:
    """Return the lines that say when an event was and will be: `11:00 → 11:30` where it stays on its day.

    The clocks are those of `when`; both are events of the same visit, in the same zone.
    """
    was, will_be = when(visit, old, reader), when(visit, new, reader)
    if was == will_be:
        return was
    return _side_by_side(visit, old, new, reader) or [*was, f"{ARROW.lstrip()}{will_be[0]}", *will_be[1:]]


def distance(length: dt.timedelta, tr: Translator) -> str:
    """Return how long something is away or lasts: in minutes and hours up to two days, then in days."""
    if length > _IN_HOURS:
        return tr.plural("{count} day", "{count} days", round(length / _DAY))
    # Rounded up: "0 min" would be over already.
    return tr.duration(-(-length // _MINUTE) * _MINUTE)


def _clocks(visit: Visit, event: Event, reader: Reader) -> list[ZoneInfo]:
    """Return by whose clocks an event is told: its own, the visit's and the reader's, as far as they differ."""
    start = starts_at(visit, event)
    # A call from elsewhere is read against the visit's clock as well.
    zones = (zone_of(visit, event), ZoneInfo(visit.zone), reader.zone)
    if start is None:
        return [zones[0]]
    by_offset: dict[dt.timedelta | None, ZoneInfo] = {}
    for zone in zones:
        by_offset.setdefault(start.astimezone(zone).utcoffset(), zone)
    return list(by_offset.values())


def _side_by_side(visit: Visit, old: Event, new: Event, reader: Reader) -> list[str]:
    """Return the day and below it the times before and after by each clock; nothing where it is on several days."""
    tr, lines, listed = reader.tr, [], None
    for zone in _clocks(visit, new, reader):
        spans: list[str] = []
        days: set[dt.date] = set()
        for event in (old, new):
            start, end = starts_at(visit, event), ends_at(visit, event)
            if start is None:
                return []
            spans.append(_span(start, end, zone, tr))
            days.update(_days(start, end, zone))
        if len(days) > 1:
            return []
        day = days.pop()
        listed = listed or day
        times = tr("{times} {city}", times=ARROW.join(spans), city=tr.city(zone.key))
        lines.append(times if day == listed else tr("{day}, {times}", day=reader.day(day), times=times))
    return [] if listed is None else [reader.day(listed), *lines]


def _short_days(event: Event, tr: Translator) -> str:
    days = [day for day in (event.day, event.last_day) if day is not None]
    same_month = len({day.month for day in days}) == 1
    return " – ".join(tr.short_day(day) if same_month else tr.day(day) for day in days)


def _time(moment: dt.datetime, zone: ZoneInfo, tr: Translator) -> str:
    return tr.time(moment.astimezone(zone).time())


def _span(start: dt.datetime, end: dt.datetime | None, zone: ZoneInfo, tr: Translator) -> str:
    return _range(_time(start, zone, tr), _time(end, zone, tr), "–") if end else _time(start, zone, tr)


def _range(first: str, last: str, dash: str = " – ") -> str:
    return f"{first}{dash}{last}"


def _days(start: dt.datetime, end: dt.datetime | None, zone: ZoneInfo) -> tuple[dt.date, dt.date]:
    return start.astimezone(zone).date(), (end or start).astimezone(zone).date()


def _moments(
    start: dt.datetime, end: dt.datetime | None, zone: ZoneInfo, reader: Reader, *, with_day: bool = True
) -> str:
    """Say a start and an end as the clocks of one zone show them."""
    tr = reader.tr
    first, last = _days(start, end, zone)
    if end is None or first == last:
        times = _span(start, end, zone, tr)
    else:
        times = _range(_time(start, zone, tr), tr("{day}, {times}", day=reader.day(last), times=_time(end, zone, tr)))
    where = tr("{times} {city}", times=times, city=tr.city(zone.key))
    return tr("{day}, {times}", day=reader.day(first), times=where) if with_day else where
