"""What of a day is the reader's own, as a message in the morning."""

import datetime as dt
from collections.abc import Sequence
from typing import Final

from aiogram.utils.formatting import Bold, Text

from bot.content.agenda import day_number
from bot.content.library import Edition
from bot.content.models import Event
from bot.telegram.choosing import stop_button
from bot.telegram.citing import Footnotes, joined, rows_of, said, share_out
from bot.telegram.event_entries import entry
from bot.telegram.event_times import Reader, zone_line
from bot.telegram.presses import OpenAgenda, OpenDay
from bot.telegram.rendering import plain
from bot.telegram.screens import Screen, button, columns, shortened

# In columns; what is cut off is one tap away.
_LONGEST: Final = 2_400
_MOST: Final = 15
_TITLE_WIDTH: Final = 200


def digest_screen(edition: Edition, day: dt.date, events: Sequence[Event], reader: Reader) -> Screen:
    """Return the events of a day that are the reader's own, in the day's order, cancelled ones among them."""
    tr, visit = reader.tr, edition.visit
    title = [reader.day(day)]
    numbered = day_number(visit, day)
    if numbered is not None and numbered[1] > 1:
        title.append(tr("day {number} of {count}", number=numbered[0], count=numbered[1]))
    head = [
        Text(tr("Good morning! Your day:")),
        Text(Bold(title[0]), *(f" · {part}" for part in title[1:])),
        Text(zone_line(visit, day, reader)),
    ]
    shared = share_out(
        events, lambda event: entry(edition, event, day, reader, Footnotes(edition, tr)), _LONGEST, _MOST
    )
    notes = Footnotes(edition, tr)
    entries = [entry(edition, event, day, reader, notes) for event in shared[0]]
    if columns(plain(joined(entries))) > _LONGEST:
        # A single event with too much to say about it.
        entries, notes = [Text(shortened(said(shared[0][0].title, tr), _TITLE_WIDTH))], Footnotes(edition, tr)
    more = len(events) - len(shared[0])
    last = [Text(tr("and {count} more", count=tr.number(more)))] if more else []
    rows = rows_of(
        [
            button(tr("The whole day"), OpenDay(visit=visit.id, day=day.isoformat())),
            button(tr("My agenda"), OpenAgenda(visit=visit.id)),
            stop_button(visit.id, "digest", tr),
        ]
    )
    return Screen(joined([joined(head), *entries, *last, notes.notes()], "\n\n"), rows, sample=visit.sample)
