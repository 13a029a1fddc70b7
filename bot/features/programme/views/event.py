"""One event's card, as a message, and its place on the map."""

from zoneinfo import ZoneInfo

from aiogram.filters.callback_data import CallbackData
from aiogram.utils.formatting import Bold, Text

from bot.content.agenda import days_of_event
from bot.content.library import Edition
from bot.content.models import Event, Place
from bot.features.programme.presses import WITHOUT_A_DAY, OpenSaidOfEvent, ShowOnMap
from bot.features.programme.views.deciding import decision_rows
from bot.telegram.citing import Footnotes, joined, not_stated, rows_of, said, ways_back
from bot.telegram.correcting import correction_rows
from bot.telegram.event_entries import groups
from bot.telegram.event_moves import moved_line
from bot.telegram.event_places import on_the_spot, where
from bot.telegram.event_times import Reader, when
from bot.telegram.presses import OpenDay, OpenEvent, OpenPerson
from bot.telegram.screens import Row, Screen, Venue, button, copy, shortened
from bot.telegram.statements import statements_screen


def event_screen(edition: Edition, event: Event, reader: Reader) -> Screen:
    """Return an event's card: when, where, for whom, whom to call, and the sources of it all."""
    tr, notes = reader.tr, Footnotes(edition, reader.tr)
    place = edition.place(event.place) if event.place else None
    body = joined(
        [
            joined(
                [
                    Text(Bold(notes.say(event.title, event.original, event.sources))),
                    *([Text(Bold(tr("Cancelled")))] if event.status == "cancelled" else []),
                    *(Text(line) for line in when(edition.visit, event, reader)),
                    Text(moved_line(edition, event, reader)),
                ]
            ),
            where(event, place, reader.tr, notes),
            _what(edition, event, reader, notes),
            joined(
                [
                    *([Text(said(event.note, tr))] if event.note else []),
                    *notes.caveats(event.id, *([place.id] if place else [])),
                    not_stated(edition, tr, event.id),
                ]
            ),
            notes.notes(),
        ],
        "\n\n",
    )
    return Screen(
        body,
        (
            *decision_rows(edition, event, reader),
            *_people(edition, event, reader),
            *_ways(edition, event, place, reader),
            *correction_rows(edition, event, reader),
            ways_back(tr, _back(edition, event, reader)),
        ),
        sample=edition.visit.sample,
    )


def said_of_event_screen(edition: Edition, event: Event, page: int, reader: Reader) -> Screen:
    """Return a page of the statements about an event."""
    tr, visit = reader.tr, edition.visit_id
    title = said(event.title, tr)
    return statements_screen(
        edition,
        tr,
        event.id,
        title,
        page,
        lambda other: OpenSaidOfEvent(visit=visit, event=event.id, page=other),
        (title, OpenEvent(visit=visit, event=event.id)),
    )


def venue(edition: Edition, event: Event, reader: Reader) -> Venue | None:
    """Return the event's place as a pin on the map; None where no source gives the point."""
    place = edition.place(event.place) if event.place else None
    if place is None or place.point is None:
        return None
    tr = reader.tr
    address = said(place.address, tr) if place.address else tr.city(event.zone or edition.visit.zone)
    name = place.names.pick(tr.language).text
    title = tr("[sample] {title}", title=name) if edition.visit.sample else name
    return Venue(place.point.latitude, place.point.longitude, title, address)


def for_the_driver(event: Event, place: Place | None) -> str:
    """Return the place's name and address and the room in Chinese, a line each; empty without a name or an address."""
    if place is None:
        return ""
    where = [text for text in (place.names.zh and place.names.zh.text, place.address and place.address.zh) if text]
    room = [event.room.zh] if where and event.room and event.room.zh else []
    return "\n".join((*where, *room))


def _what(edition: Edition, event: Event, reader: Reader, notes: Footnotes) -> Text:
    tr = reader.tr
    people = [person.names.pick(tr.language).text for item in event.people if (person := edition.person(item))]
    for_whom = groups(edition, event, tr)
    return joined(
        [
            *([notes.say(event.about, event.original, event.sources)] if event.about else []),
            *([Text(tr("For: {groups}", groups=tr(", ").join(for_whom)))] if for_whom else []),
            *([Text(tr("With: {people}", people=tr(", ").join(people)))] if people else []),
            *([Text(tr("Bring: {what}", what=said(event.bring, tr)))] if event.bring else []),
            on_the_spot(edition, event, reader.tr, notes),
        ]
    )


def _people(edition: Edition, event: Event, reader: Reader) -> tuple[Row, ...]:
    wanted = dict.fromkeys((*event.people, *([event.call] if event.call else [])))
    people = [person for item in wanted if (person := edition.person(item))]
    return rows_of(
        [
            button(
                shortened(person.names.pick(reader.tr.language).text),
                OpenPerson(visit=edition.visit_id, person=person.id),
            )
            for person in people
        ]
    )


def _ways(edition: Edition, event: Event, place: Place | None, reader: Reader) -> tuple[Row, ...]:
    tr, visit = reader.tr, edition.visit_id
    facts, driver = len(edition.facts_about(event.id)), for_the_driver(event, place)
    on_map = button(tr("Map"), ShowOnMap(visit=visit, event=event.id))
    statements = button(
        tr("What the sources say: {count}", count=tr.number(facts)), OpenSaidOfEvent(visit=visit, event=event.id)
    )
    there = [
        *((on_map,) if place is not None and place.point is not None else ()),
        *((copy(tr("Chinese address"), driver),) if driver else ()),
    ]
    return (*rows_of(there), (statements,) if facts else ())


def _back(edition: Edition, event: Event, reader: Reader) -> tuple[str, CallbackData]:
    days = days_of_event(edition.visit, event)
    if not days:
        return reader.tr("Day not stated"), OpenDay(visit=edition.visit_id, day=WITHOUT_A_DAY)
    today = reader.now.astimezone(ZoneInfo(edition.visit.zone)).date()
    # From an event that goes on, back to the day that the reader is in.
    day = today if today in days else days[0]
    return reader.tr.short_day(day), OpenDay(visit=edition.visit_id, day=day.isoformat())
