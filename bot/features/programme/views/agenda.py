"""A person's own part of the programme, as a message."""

import datetime as dt
from collections.abc import Sequence
from itertools import groupby
from zoneinfo import ZoneInfo

from aiogram.utils.formatting import Bold, Text

from bot.content.agenda import days_of_event
from bot.content.library import Edition
from bot.content.models import Event
from bot.telegram.agenda import OwnProgramme
from bot.telegram.citing import Footnotes, joined, page_note, page_of, pager, rows_of, said, share_out, ways_back
from bot.telegram.event_entries import entry, event_button
from bot.telegram.event_times import Reader, zone_line
from bot.telegram.presses import OpenAgenda, OpenDay, OpenSubscriptions
from bot.telegram.screens import Row, Screen, button, shortened

# An event with the day under which it stands; None where its day is unknown.
_Dated = tuple[dt.date | None, Event]


def agenda_screen(
    edition: Edition, page: int | None, others: Sequence[Edition], reader: Reader, own: OwnProgramme
) -> Screen:
    """Return the events that are the reader's own by day, each once; without a page the one with the day at hand.

    `others` are the further visits that they may see.
    """
    tr, visit = reader.tr, edition.visit
    title = joined([Text(Bold(tr("My agenda"))), Text(said(visit.title, tr))])
    events = _own_events(edition, own)
    if not events:
        return Screen(
            joined([title, *_empty(own, reader)], "\n\n"), _ways(edition, others, reader), sample=visit.sample
        )
    shared = share_out(events, lambda dated: entry(edition, dated[1], dated[0], reader, Footnotes(edition, tr)))
    number, here = page_of(shared, _at_hand(edition, shared, reader) if page is None else page)
    notes = Footnotes(edition, tr)
    first = next((day for day, _ in here if day is not None), None)
    head = [
        Text(title, page_note(number, len(shared), tr)),
        *([Text(zone_line(visit, first, reader))] if first else []),
    ]
    body = joined(
        [joined(head), *_days(edition, here, reader, notes), _explained(events, own, reader), notes.notes()], "\n\n"
    )
    rows = (
        *rows_of([event_button(edition, event, tr) for _, event in here], width=1),
        pager(number, len(shared), lambda other: OpenAgenda(visit=visit.id, page=other)),
        *_ways(edition, others, reader),
    )
    return Screen(body, rows, sample=visit.sample)


def _own_events(edition: Edition, own: OwnProgramme) -> list[_Dated]:
    dated: list[_Dated] = [
        (day, event)
        for day in edition.days()
        for event in edition.events_on(day)
        if own.has(event) and days_of_event(edition.visit, event)[0] == day
    ]
    return [*dated, *((None, event) for event in edition.undated() if own.has(event))]


def _at_hand(edition: Edition, shared: Sequence[Sequence[_Dated]], reader: Reader) -> int:
    today = reader.now.astimezone(ZoneInfo(edition.visit.zone)).date()
    ahead = (number for number, page in enumerate(shared) if any(day is None or day >= today for day, _ in page))
    return next(ahead, len(shared) - 1)


def _days(edition: Edition, here: Sequence[_Dated], reader: Reader, notes: Footnotes) -> list[Text]:
    blocks = []
    for day, dated in groupby(here, lambda one: one[0]):
        heading = reader.tr("Day not stated") if day is None else reader.day(day)
        entries = [entry(edition, event, day, reader, notes) for _, event in dated]
        blocks += [joined([Text(Bold(heading)), entries[0]]), *entries[1:]]
    return blocks


def _explained(events: Sequence[_Dated], own: OwnProgramme, reader: Reader) -> Text:
    """Say what the star means where not everything has one, and how much is left out."""
    tr, starred = reader.tr, sum(own.decided(event).starred for _, event in events)
    lines = (
        [tr("★ is what you starred; the rest is for everybody or for your groups.")]
        if 0 < starred < len(events)
        else []
    )
    return joined([*map(Text, lines), _muted(own, reader)])


def _muted(own: OwnProgramme, reader: Reader) -> Text:
    count = sum(decision.muted for decision in own.decisions.values())
    if not count:
        return Text()
    return Text(
        reader.tr.plural(
            "{count} event that you muted is in the programme only.",
            "{count} events that you muted are in the programme only.",
            count,
        )
    )


def _empty(own: OwnProgramme, reader: Reader) -> list[Text]:
    text = reader.tr("There is nothing on it yet. Open an event in the programme and tap ☆: then it is here.")
    return [Text(text), _muted(own, reader)]


def _ways(edition: Edition, others: Sequence[Edition], reader: Reader) -> tuple[Row, ...]:
    tr = reader.tr
    return (
        (button(tr("Subscriptions"), OpenSubscriptions(visit=edition.visit_id)),),
        *((button(shortened(said(other.visit.title, tr)), OpenAgenda(visit=other.visit_id)),) for other in others),
        ways_back(tr, (tr("Programme"), OpenDay(visit=edition.visit_id))),
    )
