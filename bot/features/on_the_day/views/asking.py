"""Asking for what a correction needs: another time, another place, how much later."""

import datetime as dt
from typing import Final

from aiogram.types import InlineKeyboardButton
from aiogram.utils.formatting import Bold, Text

from bot.content.agenda import days_of_event, zone_of
from bot.content.library import Edition
from bot.content.models import Event
from bot.content.on_the_day import rest_of_the_day
from bot.core.translation import Translator
from bot.features.on_the_day.views.preview import way_back
from bot.telegram import corrections
from bot.telegram.citing import joined, rows_of, said
from bot.telegram.correcting import OpenPlaces, PreviewCorrection
from bot.telegram.corrections import Correction
from bot.telegram.edition_words import some
from bot.telegram.event_entries import groups
from bot.telegram.event_times import Reader, clock, when
from bot.telegram.paging import page_note, pager
from bot.telegram.screens import Screen, button, shortened

_STEPS: Final = (-15, 20, 60)
_SHIFTS: Final = (10, 15, 30, 45, 60, -15)
_HALF_HOUR: Final = 30
_HALF_HOURS: Final = 3
_PLACES_ON_A_PAGE: Final = 8
_MOST: Final = 15
_ROOM: Final = 1200


def move_screen(edition: Edition, event: Event, reader: Reader) -> Screen:
    """Ask for the day or the time to which an event is to be moved; what is near is a button."""
    tr, zone = reader.tr, zone_of(edition.visit, event)
    how = (
        tr(
            "Write the new time by the clock of {city}: 11:30, tomorrow 9:00, 24.09 11:30, or +20 for minutes later. "
            "A day alone keeps the time.",
            city=tr.city(zone.key),
        )
        if event.start is not None
        else tr("Write the day and the time by the clock of {city}, such as 24.09 11:30.", city=tr.city(zone.key))
    )
    body = joined([_heading(tr("Move"), edition, event, reader), Text(how)], "\n\n")
    near = [*_half_hours(edition, event, tr), *_steps(edition, event, tr)]
    return Screen(body, (*rows_of(near, width=3), *way_back(edition, event, tr)), sample=edition.visit.sample)


def places_screen(edition: Edition, event: Event, number: int, reader: Reader) -> Screen:
    """List the places to which an event can be moved."""
    tr = reader.tr
    others = [place for place in edition.visit.places if place.id != event.place]
    pages = max(1, -(-len(others) // _PLACES_ON_A_PAGE))
    page = min(number, pages - 1)
    here = others[page * _PLACES_ON_A_PAGE : (page + 1) * _PLACES_ON_A_PAGE]
    place = edition.place(event.place) if event.place else None
    now = [] if place is None else [Text(tr("Now: {place}", place=place.names.pick(tr.language).text))]
    room = (
        []
        if event.room is None
        else [Text(tr("The room is dropped with the old place: {room}", room=said(event.room, tr)))]
    )
    asked = Text(tr("Where to?"), page_note(page, pages, tr)) if others else Text(tr("The visit has no other place."))
    body = joined(
        [joined([_heading(tr("Another place"), edition, event, reader), *now]), *room, asked],
        "\n\n",
    )
    buttons = [
        _button(shortened(one.names.pick(tr.language).text), edition, event, corrections.place(one.id)) for one in here
    ]
    rows = (
        *rows_of(buttons, width=1),
        pager(page, pages, lambda other: OpenPlaces(visit=edition.visit_id, event=event.id, page=other)),
        *way_back(edition, event, tr),
    )
    return Screen(body, rows, sample=edition.visit.sample)


def shift_screen(edition: Edition, event: Event, reader: Reader) -> Screen:
    """Show what the rest of the day is, and ask by how much to shift it."""
    tr, visit = reader.tr, edition.visit
    shifted = rest_of_the_day(visit, event.id, reader.now)
    days = days_of_event(visit, event)
    lines = [
        " · ".join((f"{clock(visit, one, days[0], reader)} {said(one.title, tr)}", *groups(edition, one, tr)))
        for one in shifted
    ]
    body = joined(
        [
            joined([Text(Bold(tr("Shift the rest of the day"))), *([Text(reader.day(days[0]))] if days else [])]),
            joined(some(lines, _MOST, _ROOM, tr)),
            Text(tr("By how much?") if shifted else tr("Nothing of this day is still to come.")),
        ],
        "\n\n",
    )
    buttons = [_button(_signed(one, tr), edition, event, corrections.rest_later(one)) for one in _SHIFTS]
    rows = (*(rows_of(buttons, width=3) if shifted else ()), *way_back(edition, event, tr))
    return Screen(body, rows, sample=visit.sample)


def _heading(title: str, edition: Edition, event: Event, reader: Reader) -> Text:
    tr = reader.tr
    return joined(
        [
            Text(Bold(tr("{name}: {value}", name=title, value=said(event.title, tr)))),
            *map(Text, when(edition.visit, event, reader)),
        ]
    )


def _half_hours(edition: Edition, event: Event, tr: Translator) -> list[InlineKeyboardButton]:
    """Return the next full and half hours after the start, by the event's own clock, as far as they are of its day."""
    if event.day is None or event.start is None:
        return []
    start = event.start.hour * 60 + event.start.minute
    first = start // _HALF_HOUR + 1
    moments = [
        dt.datetime.combine(event.day, dt.time()) + dt.timedelta(minutes=number * _HALF_HOUR)
        for number in range(first, first + _HALF_HOURS)
    ]
    return [
        _button(tr.time(moment.time()), edition, event, corrections.move(moment))
        for moment in moments
        if moment.date() == event.day
    ]


def _steps(edition: Edition, event: Event, tr: Translator) -> list[InlineKeyboardButton]:
    if event.start is None:
        return []
    return [_button(_signed(minutes, tr), edition, event, corrections.later(minutes)) for minutes in _STEPS]


def _signed(minutes: int, tr: Translator) -> str:
    return tr("+{minutes} min", minutes=minutes) if minutes > 0 else tr("−{minutes} min", minutes=-minutes)


def _button(label: str, edition: Edition, event: Event, correction: Correction) -> InlineKeyboardButton:
    return button(label, PreviewCorrection(visit=edition.visit_id, event=event.id, change=correction.code))
