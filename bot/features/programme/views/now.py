"""What is on now and what comes next, as a message."""

import datetime as dt
from collections.abc import Sequence
from typing import Final
from zoneinfo import ZoneInfo

from aiogram.utils.formatting import Bold, Text

from bot.content.agenda import days_of_event, ends_at, now_and_next, starts_at
from bot.content.library import Edition
from bot.content.models import Event
from bot.content.retiming import lasts_days
from bot.features.programme.views.day import undated_row
from bot.telegram.citing import Footnotes, joined, rows_of, ways_back
from bot.telegram.event_entries import entry, event_button
from bot.telegram.event_times import Reader, distance
from bot.telegram.presses import OpenDay
from bot.telegram.screens import Screen

# At a busy hour the first ones; the day's own screen has them all.
_MOST: Final = 6


def now_screen(edition: Edition, reader: Reader) -> Screen:
    """Return what is on and what comes next; before and after the visit, what is first and what was last."""
    tr, visit, days = reader.tr, edition.visit, edition.days()
    if not days:
        return _without_days(edition, reader)
    today = reader.now.astimezone(ZoneInfo(visit.zone)).date()
    on, following = now_and_next(visit, reader.now)
    notes = Footnotes(edition, tr)
    if today < days[0] and not on:
        shown = [event for event in following if days[0] in days_of_event(visit, event)] or _held(edition, days[0])
        away = (days[0] - today).days
        lead = tr(
            "The programme has not begun: its first day is {day}, in {length}.",
            day=reader.day(days[0]),
            length=tr.plural("{count} day", "{count} days", away),
        )
        blocks = [Text(lead), *_section(edition, tr("First"), shown, days[0], reader, notes)]
        at_hand = days[0]
    elif today > days[-1] and not on:
        shown = _last(edition, days[-1])
        lead = tr("The programme is over. Its last day was {day}.", day=reader.day(days[-1]))
        blocks = [Text(lead), *_section(edition, tr("Last"), shown, days[-1], reader, notes)]
        at_hand = days[-1]
    else:
        open_today = [event for event in _held(edition, today) if event.start is None and event.last_day is None]
        shown = [*on[:_MOST], *following[:_MOST], *open_today[:_MOST]]
        blocks = [
            *(_section(edition, tr("On now"), on, today, reader, notes) or [Text(tr("Nothing is on right now."))]),
            *(_section(edition, tr("Next"), following, today, reader, notes) or [Text(tr("Nothing more is planned."))]),
            *_section(edition, tr("Also today"), open_today, today, reader, notes),
        ]
        at_hand = next((day for day in days if day >= today), days[-1])
    back = (reader.tr.short_day(at_hand), OpenDay(visit=visit.id, day=at_hand.isoformat()))
    events = rows_of([event_button(edition, event, tr) for event in shown[: 2 * _MOST]], width=1)
    rows = (*events, undated_row(edition, reader), ways_back(tr, back))
    return Screen(joined([_clocks(edition, reader), *blocks, notes.notes()], "\n\n"), rows, sample=visit.sample)


def _without_days(edition: Edition, reader: Reader) -> Screen:
    tr, visit = reader.tr, edition.visit
    text = tr("The sources name no day for any event, so I cannot say what is next.")
    return Screen(Text(text), (undated_row(edition, reader), ways_back(tr)), sample=visit.sample)


def _clocks(edition: Edition, reader: Reader) -> Text:
    """Say what the clocks show: on the spot, and at the reader's where that differs."""
    tr = reader.tr
    there, own = reader.now.astimezone(ZoneInfo(edition.visit.zone)), reader.now.astimezone(reader.zone)
    city = tr.city(edition.visit.zone)
    line = tr(
        "{day}, {times}", day=tr.day(there.date()), times=tr("{times} {city}", times=tr.time(there.time()), city=city)
    )
    lines = [Text(Bold(line))]
    if there.utcoffset() != own.utcoffset():
        times = tr("{times} {city}", times=tr.time(own.time()), city=tr.city(reader.zone.key))
        same_day = there.date() == own.date()
        lines.append(Text(times if same_day else tr("{day}, {times}", day=tr.day(own.date()), times=times)))
    return joined(lines)


def _section(
    edition: Edition, heading: str, events: Sequence[Event], day: dt.date, reader: Reader, notes: Footnotes
) -> list[Text]:
    entries = [
        joined([entry(edition, event, day, reader, notes), Text(_how_long(edition, event, reader))])
        for event in events[:_MOST]
    ]
    if not entries:
        return []
    more = [Text(reader.tr("and {count} more", count=len(events) - _MOST))] if len(events) > _MOST else []
    return [joined([Text(Bold(heading)), entries[0]]), *entries[1:], *more]


def _how_long(edition: Edition, event: Event, reader: Reader) -> str:
    """Say how long until the start, or to the end of what is on; nothing where that is unknown, past or days away."""
    tr, start, end = reader.tr, starts_at(edition.visit, event), ends_at(edition.visit, event)
    if start is not None and start > reader.now:
        return tr("in {length}", length=distance(start - reader.now, tr))
    if end is not None and end > reader.now and not lasts_days(edition.visit, event):
        return tr("{length} left", length=distance(end - reader.now, tr))
    return ""


def _held(edition: Edition, day: dt.date) -> list[Event]:
    return [event for event in edition.events_on(day) if event.status != "cancelled"]


def _last(edition: Edition, day: dt.date) -> list[Event]:
    """Return what began last on the visit's last day; where no time is known, all of that day."""
    held = _held(edition, day)
    starts = [start for event in held if event.last_day is None and (start := starts_at(edition.visit, event))]
    if not starts:
        return held
    return [event for event in held if starts_at(edition.visit, event) == max(starts)]
