"""What came of a correction: it holds, is taken back, or cannot be made."""

import datetime as dt
from typing import Final

from aiogram.utils.formatting import Bold, Text

from bot.content.agenda import days_of_event, zone_of
from bot.content.library import Edition
from bot.content.models import Event
from bot.core.translation import Translator
from bot.features.on_the_day.presses import UndoCorrection
from bot.features.on_the_day.store import Done
from bot.features.on_the_day.views.changes import change_lines
from bot.telegram.citing import joined, rows_of, said, ways_back
from bot.telegram.correcting import OpenMove, PreviewCorrection
from bot.telegram.corrections import Correction
from bot.telegram.event_moves import moved_line
from bot.telegram.event_times import Reader, when
from bot.telegram.presses import OpenDay, OpenEvent
from bot.telegram.screens import Row, Screen, button

_ONE_MINUTE: Final = dt.timedelta(minutes=1)


def done_screen(done: Done, event: Event, reader: Reader, *, quiet: bool) -> Screen:
    """Say that a correction holds and when people hear of it, with the way back."""
    tr, edition = reader.tr, done.after
    undo = UndoCorrection(
        visit=edition.visit_id, event=event.id, before=done.before.number, after=edition.number, quiet=quiet
    )
    told = _told(done, event, reader, quiet=quiet)
    in_time = tr("Undone before that, it disturbs nobody.") if done.told_at is not None else ""
    body = joined(
        [
            Text(Bold(tr("Done."))),
            change_lines(done.before, edition.visit, reader),
            joined([Text(told), Text(in_time)]),
        ],
        "\n\n",
    )
    return Screen(body, _ways(edition, event, reader, (button(tr("Undo"), undo),)), sample=edition.visit.sample)


def undone_screen(done: Done, event_id: str, reader: Reader, *, quiet: bool) -> Screen:
    """Say that a correction is taken back, and whether people hear of that."""
    tr, edition = reader.tr, done.after
    event = edition.event(event_id)
    told = _told(done, event, reader, quiet=quiet)
    body = joined([Text(Bold(tr("Undone."))), change_lines(done.before, edition.visit, reader), Text(told)], "\n\n")
    return Screen(body, _ways(edition, event, reader, ()), sample=edition.visit.sample)


def refused_screen(edition: Edition, event: Event | None, why: str, reader: Reader) -> Screen:
    """Say why something cannot be done, with how the event stands and the ways on."""
    lines = [] if event is None else [_as_it_stands(edition, event, reader)]
    move = (
        (button(reader.tr("Move…"), OpenMove(visit=edition.visit_id, event=event.id)),)
        if event is not None and event.status != "cancelled"
        else ()
    )
    return Screen(joined([Text(why), *lines], "\n\n"), _ways(edition, event, reader, move), sample=edition.visit.sample)


def moved_on_screen(edition: Edition, event: Event, correction: Correction, reader: Reader) -> Screen:
    """Say that something else was published since the preview, so that nothing was done; and how it stands now."""
    tr = reader.tr
    text = tr(
        "Meanwhile edition {number} was published. Nothing was changed by your press. "
        "This is how the event stands now:",
        number=edition.number,
    )
    again = PreviewCorrection(visit=edition.visit_id, event=event.id, change=correction.code)
    rows = _ways(edition, event, reader, (button(tr("Look again"), again),))
    return Screen(
        joined([Text(text), _as_it_stands(edition, event, reader)], "\n\n"), rows, sample=edition.visit.sample
    )


def _as_it_stands(edition: Edition, event: Event, reader: Reader) -> Text:
    tr = reader.tr
    place = edition.place(event.place) if event.place else None
    return joined(
        [
            Text(Bold(said(event.title, tr))),
            Text(tr("Cancelled") if event.status == "cancelled" else ""),
            *map(Text, when(edition.visit, event, reader)),
            Text(moved_line(edition, event, reader)),
            Text("" if place is None else place.names.pick(tr.language).text),
        ]
    )


def _told(done: Done, event: Event | None, reader: Reader, *, quiet: bool) -> str:
    """Say who hears of it and when, by the clock of the event."""
    tr = reader.tr
    if quiet and done.still_told:
        return tr("Published without notices. What was changed of it before is still told, as it stands now.")
    if quiet:
        return tr("Published without notices: nobody is told.")
    if done.unheard:
        return tr("Nobody had heard of it yet, and nobody is disturbed.")
    if done.told_at is None:
        return tr("There is nobody to be told of it.")
    zone = zone_of(done.after.visit, event) if event is not None else reader.zone
    length = _length(done.told_at - reader.now, tr)
    time = done.told_at.astimezone(zone).strftime("%H:%M:%S")
    return tr.plural(
        "{count} person hears of it in {length}, at {time}.",
        "{count} people hear of it in {length}, at {time}.",
        done.people,
        length=length,
        time=time,
    )


def _length(length: dt.timedelta, tr: Translator) -> str:
    return (
        tr.duration(length) if length >= _ONE_MINUTE else tr("{count} s", count=max(round(length.total_seconds()), 0))
    )


def _ways(edition: Edition, event: Event | None, reader: Reader, first: Row) -> tuple[Row, ...]:
    tr, visit = reader.tr, edition.visit_id
    if event is None:
        return (first, ways_back(tr, (tr("Programme"), OpenDay(visit=visit))))
    days = days_of_event(edition.visit, event)
    back = (tr.short_day(days[0]), OpenDay(visit=visit, day=days[0].isoformat())) if days else None
    opening = button(tr("Open the event"), OpenEvent(visit=visit, event=event.id))
    return (*rows_of([*first, opening]), ways_back(tr, *([back] if back else [])))
