"""A day of the programme, and the events whose day is unknown, as messages."""

import datetime as dt
from collections.abc import Sequence
from typing import Final
from zoneinfo import ZoneInfo

from aiogram.utils.formatting import Bold, Text

from bot.content.agenda import day_number
from bot.content.library import Edition
from bot.content.models import Event
from bot.features.programme.presses import WITHOUT_A_DAY, MakeCalendar
from bot.telegram.citing import Footnotes, joined, page_note, page_of, pager, rows_of, share_out, ways_back
from bot.telegram.event_entries import entry, event_button
from bot.telegram.event_times import Reader, zone_line
from bot.telegram.presses import OpenAgenda, OpenDay, OpenNow
from bot.telegram.screens import Row, Screen, button

_FEW: Final = 3


def day_screen(edition: Edition, day: dt.date, page: int, reader: Reader) -> Screen:
    """Return what happens on a day: timed events first, what goes on over several days last."""
    tr, visit = reader.tr, edition.visit
    title = [reader.day(day)]
    if day == reader.now.astimezone(ZoneInfo(visit.zone)).date():
        title.append(tr("today"))
    numbered = day_number(visit, day)
    if numbered is not None and numbered[1] > 1:
        title.append(tr("day {number} of {count}", number=numbered[0], count=numbered[1]))
    head = joined([Text(Bold(title[0]), *(f" · {part}" for part in title[1:])), Text(zone_line(visit, day, reader))])
    events = edition.events_on(day)
    if not events:
        head = joined([head, Text(tr("Nothing is stated for this day."))], "\n\n")
    return _list_screen(edition, events, day, page, reader, head)


def undated_screen(edition: Edition, page: int, reader: Reader) -> Screen:
    """Return the events whose day no source states."""
    tr = reader.tr
    events = edition.undated()
    explained = (
        tr("The sources do not say on which day these were or will be.")
        if events
        else tr("Every event of the programme has its day.")
    )
    head = joined([Text(Bold(tr("Day not stated"))), Text(explained)])
    return _list_screen(edition, events, None, page, reader, head)


def empty_screen(edition: Edition, reader: Reader) -> Screen:
    """Return the answer where a visit has no programme at all."""
    text = reader.tr("The sources state no programme for this visit.")
    return Screen(Text(text), (ways_back(reader.tr),), sample=edition.visit.sample)


def _list_screen(
    edition: Edition, events: Sequence[Event], day: dt.date | None, page: int, reader: Reader, head: Text
) -> Screen:
    tr, visit = reader.tr, edition.visit
    shared = share_out(events, lambda event: entry(edition, event, day, reader, Footnotes(edition, tr)))
    number, here = page_of(shared, page)
    notes = Footnotes(edition, tr)
    blocks = [entry(edition, event, day, reader, notes) for event in here]
    address = WITHOUT_A_DAY if day is None else day.isoformat()
    undated = [] if day is None else [_undated(edition, reader, notes)]
    body = joined([Text(head, page_note(number, len(shared), tr)), *blocks, *undated, notes.notes()], "\n\n")
    rows = (
        *rows_of([event_button(edition, event, tr) for event in here], width=1),
        pager(number, len(shared), lambda other: OpenDay(visit=visit.id, day=address, page=other)),
        *_other_days(edition, day, reader),
        _more(edition, reader),
    )
    return Screen(body, rows, sample=visit.sample)


def _undated(edition: Edition, reader: Reader, notes: Footnotes) -> Text:
    """Name the events without a day below every day, as long as they are few: any day may be theirs."""
    events = edition.undated()
    if not events or len(events) > _FEW:
        return Text()
    lines = [Text("• ", notes.say(event.title, event.original, event.sources)) for event in events]
    return joined([Text(Bold(reader.tr("Day not stated"))), *lines])


def _other_days(edition: Edition, day: dt.date | None, reader: Reader) -> tuple[Row, ...]:
    tr, visit, days = reader.tr, edition.visit_id, edition.days()
    before = max((other for other in days if day is None or other < day), default=None)
    after = min((other for other in days if day is not None and other > day), default=None)
    turn: Row = (
        *([button(f"‹ {tr.short_day(before)}", OpenDay(visit=visit, day=before.isoformat()))] if before else []),
        *([button(tr("Now"), OpenNow(visit=visit))]),
        *([button(f"{tr.short_day(after)} ›", OpenDay(visit=visit, day=after.isoformat()))] if after else []),
    )
    return (turn,) if day is None else (turn, undated_row(edition, reader))


def undated_row(edition: Edition, reader: Reader) -> Row:
    """Return the button to the events without a day, where there are any."""
    if not (count := len(edition.undated())):
        return ()
    label = reader.tr("Day not stated: {count}", count=reader.tr.number(count))
    return (button(label, OpenDay(visit=edition.visit_id, day=WITHOUT_A_DAY)),)


def _more(edition: Edition, reader: Reader) -> Row:
    tr = reader.tr
    own = (button(tr("My agenda"), OpenAgenda(visit=edition.visit_id)),) if reader.own is not None else ()
    calendar = (button(tr("Calendar file"), MakeCalendar(visit=edition.visit_id)),) if edition.days() else ()
    return (*own, *calendar, *ways_back(tr))
