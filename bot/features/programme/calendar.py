"""The programme as a calendar file, for whichever calendar the reader keeps."""

import datetime as dt
from typing import TYPE_CHECKING

from bot.content.agenda import ends_at, starts_at
from bot.content.library import Edition
from bot.content.models import Event
from bot.core.translation import Translator
from bot.telegram.citing import said, source_day

if TYPE_CHECKING:
    from icalendar import Event as Entry

_ONE_DAY = dt.timedelta(days=1)
_PRODUCT = "-//delegation-briefing-bot//programme//"


def calendar_file(edition: Edition, tr: Translator) -> bytes:
    """Return every event with a known day as an iCalendar (RFC 5545) file in the reader's language.

    Instants are in UTC, which every calendar shows in its owner's zone; events without a time fill their days. An
    event keeps its UID from edition to edition, and the edition's number is its SEQUENCE: importing a newer file
    replaces what an older one brought.
    """
    # Importing it takes a tenth of a second, which the start of the bot need not wait for.
    from icalendar import Calendar  # noqa: PLC0415

    calendar = Calendar()
    calendar.add("prodid", _PRODUCT + tr.language.upper())
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", _marked(said(edition.visit.title, tr), edition, tr))
    calendar.add("x-wr-timezone", edition.visit.zone)
    for event in edition.visit.events:
        if event.day is not None:
            calendar.add_component(_entry(edition, event, event.day, tr))
    return bytes(calendar.to_ical())


def calendar_name(edition: Edition) -> str:
    """Return the name under which the file is sent."""
    return f"{edition.visit_id}.ics"


def _entry(edition: Edition, event: Event, day: dt.date, tr: Translator) -> "Entry":
    from icalendar import Event as Entry  # noqa: PLC0415

    entry = Entry()
    entry.add("uid", f"{edition.visit_id}.{event.id}@delegation-briefing-bot")
    entry.add("dtstamp", edition.published_at)
    entry.add("sequence", edition.number)
    entry.add("summary", _marked(said(event.title, tr), edition, tr))
    entry.add("status", "CANCELLED" if event.status == "cancelled" else "CONFIRMED")
    start, end = starts_at(edition.visit, event), ends_at(edition.visit, event)
    if start is not None:
        entry.add("dtstart", start)
        if end is not None:
            entry.add("dtend", end)
    else:
        entry.add("dtstart", day)
        # The end is the first day that is free again.
        entry.add("dtend", (event.last_day or day) + _ONE_DAY)
        entry.add("transp", "TRANSPARENT")
    place = edition.place(event.place) if event.place else None
    if location := _location(edition, event, tr):
        entry.add("location", location)
    if place is not None and place.point is not None:
        entry.add("geo", (place.point.latitude, place.point.longitude))
    entry.add("description", _description(edition, event, tr))
    return entry


def _location(edition: Edition, event: Event, tr: Translator) -> str:
    """Return room, place and address for the reader, and after them the Chinese for whoever drives."""
    place = edition.place(event.place) if event.place else None
    parts = [said(event.room, tr)] if event.room else []
    if place is not None:
        parts.append(place.names.pick(tr.language).text)
        parts += [said(place.address, tr)] if place.address else []
        parts += [place.names.zh.text] if place.names.zh else []
        parts += [place.address.zh] if place.address and place.address.zh else []
    return ", ".join(dict.fromkeys(parts))


def _description(edition: Edition, event: Event, tr: Translator) -> str:
    groups = tr(", ").join(said(group.title, tr) for item in event.groups if (group := edition.group(item)))
    lines = [
        tr("Cancelled") if event.status == "cancelled" else "",
        tr("time not stated") if event.start is None and event.last_day is None else "",
        said(event.about, tr) if event.about else "",
        tr("For: {groups}", groups=groups) if groups else "",
        tr("Bring: {what}", what=said(event.bring, tr)) if event.bring else "",
        said(event.note, tr) if event.note else "",
        *(said(caveat.text, tr) for caveat in edition.caveats_about(event.id)),
        tr("our translation") if tr.language not in event.original else "",
        *(
            f"{source.publisher.pick(tr.language)[0]}, {source_day(source, tr)}: {source.url}"
            for source in edition.sources(event.sources)
        ),
    ]
    return "\n".join(line for line in lines if line)


def _marked(title: str, edition: Edition, tr: Translator) -> str:
    return tr("[sample] {title}", title=title) if edition.visit.sample else title
