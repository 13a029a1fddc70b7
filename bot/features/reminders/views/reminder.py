"""A reminder of what is about to start, as a message."""

import datetime as dt
from collections.abc import Sequence
from typing import Final

from aiogram.types import InlineKeyboardButton
from aiogram.utils.formatting import Bold, Text

from bot.content.library import Edition
from bot.content.models import Event
from bot.telegram.choosing import mute_button, star_button, stop_button
from bot.telegram.citing import Footnotes, joined, rows_of, said
from bot.telegram.event_entries import event_button
from bot.telegram.event_places import on_the_spot, where
from bot.telegram.event_times import Reader, when
from bot.telegram.presses import OpenAgenda, OpenEvent
from bot.telegram.rendering import plain
from bot.telegram.screens import Row, Screen, button, shortened

# How many events that start together are named; further ones are one tap away.
_MOST: Final = 8
# Room for the line that marks a sample, within Telegram's 4,096.
_LONGEST: Final = 3_800
_TITLE_WIDTH: Final = 200


def reminder_screen(
    edition: Edition, events: Sequence[Event], minutes: int, reader: Reader, *, starred: bool = False
) -> Screen:
    """Return the reminder of events that start together in so many minutes; 0 is now.

    `starred`: it is one event, which the reader has starred.
    """
    tr = reader.tr
    head = tr("In {length}", length=tr.duration(dt.timedelta(minutes=minutes))) if minutes else tr("It starts now")
    if len(events) > 1:
        head = tr.plural("{head}: {count} event", "{head}: {count} events", len(events), head=head)
    shown, more = events[:_MOST], len(events[_MOST:])
    last = [Text(tr("and {count} more", count=tr.number(more)))] if more else []
    notes = Footnotes(edition, tr)
    blocks = [_details(edition, event, reader, notes) for event in shown]
    body = joined([Text(Bold(head)), *blocks, *last, notes.notes()], "\n\n")
    if len(plain(body)) > _LONGEST:
        body = joined([Text(Bold(head)), *(_in_short(edition, event, reader) for event in shown), *last], "\n\n")
    rows = _of_one(edition, shown[0], reader, starred=starred) if len(events) == 1 else _of_many(edition, shown, reader)
    return Screen(body, rows, sample=edition.visit.sample)


def _details(edition: Edition, event: Event, reader: Reader, notes: Footnotes) -> Text:
    """Say what an event is, when, where, and what one needs there."""
    tr = reader.tr
    place = edition.place(event.place) if event.place else None
    return joined(
        [
            Text(Bold(notes.say(event.title, event.original, event.sources))),
            *map(Text, when(edition.visit, event, reader)),
            where(event, place, tr, notes),
            *([Text(tr("Bring: {what}", what=said(event.bring, tr)))] if event.bring else []),
            on_the_spot(edition, event, tr, notes),
            *([Text(said(event.note, tr))] if event.note else []),
            *notes.caveats(event.id, *([place.id] if place else [])),
        ]
    )


def _in_short(edition: Edition, event: Event, reader: Reader) -> Text:
    """Say what is about to start where there is too much to say about it: all of it is one tap away."""
    title = shortened(said(event.title, reader.tr), _TITLE_WIDTH)
    return joined([Text(Bold(title)), *map(Text, when(edition.visit, event, reader))])


def _of_one(edition: Edition, event: Event, reader: Reader, *, starred: bool) -> tuple[Row, ...]:
    tr, visit = reader.tr, edition.visit_id
    star = [] if starred else [star_button(visit, event.id, tr, own=True)]
    return rows_of(
        [
            button(tr("Open the event"), OpenEvent(visit=visit, event=event.id)),
            *star,
            mute_button(visit, event.id, tr),
            _agenda_button(edition, reader),
            stop_button(visit, "reminders", tr),
        ]
    )


def _of_many(edition: Edition, events: Sequence[Event], reader: Reader) -> tuple[Row, ...]:
    """Lead to each: stars and mutes are on their cards."""
    opening = rows_of([event_button(edition, event, reader.tr) for event in events], width=1)
    ways = [_agenda_button(edition, reader), stop_button(edition.visit_id, "reminders", reader.tr)]
    return (*opening, *rows_of(ways))


def _agenda_button(edition: Edition, reader: Reader) -> InlineKeyboardButton:
    return button(reader.tr("My agenda"), OpenAgenda(visit=edition.visit_id))
