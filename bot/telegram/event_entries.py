"""An event in few lines, as lists of the programme show it, and its button."""

import datetime as dt
from typing import Final
from zoneinfo import ZoneInfo

from aiogram.types import InlineKeyboardButton
from aiogram.utils.formatting import Bold, Strikethrough, Text

from bot.content.agenda import starts_at
from bot.content.library import Edition
from bot.content.models import Event
from bot.content.retiming import lasts_days
from bot.core.translation import Translator
from bot.telegram.citing import Footnotes, joined, said
from bot.telegram.event_moves import moved_note
from bot.telegram.event_times import Reader, clock
from bot.telegram.presses import OpenEvent
from bot.telegram.screens import button, shortened

# A small mark never starts a line of its own.
_STARRED: Final = "\u00a0★"
# A caveat up to this length is read in a list; a longer one on the event's own card.
_IN_A_LIST: Final = 60


def entry(edition: Edition, event: Event, day: dt.date | None, reader: Reader, notes: Footnotes) -> Text:
    """Return an event as the list of `day` shows it: when, what, and below it where and for whom."""
    tr = reader.tr
    title = notes.say(event.title, event.original, event.sources)
    cancelled = event.status == "cancelled"
    head = [] if event.day is None else [Bold(clock(edition.visit, event, day, reader)), _gap(edition, event)]
    return joined(
        [
            Text(
                *head,
                *((Strikethrough(title), " · ", tr("cancelled")) if cancelled else (title,)),
                _star(event, reader),
                *([" · ", moved] if (moved := moved_note(edition, event, reader)) else []),
            ),
            Text(" · ".join((*_where(edition, event, tr), *groups(edition, event, tr)))),
            *_caveats(edition, event, tr, notes),
        ]
    )


def event_button(edition: Edition, event: Event, tr: Translator) -> InlineKeyboardButton:
    """Return the button to an event, such as `09:30 Park tour`, its time by the visit's clock."""
    label, start = said(event.title, tr), starts_at(edition.visit, event)
    if start is not None and not lasts_days(edition.visit, event):
        label = f"{tr.time(start.astimezone(ZoneInfo(edition.visit.zone)).time())} {label}"
    return button(shortened(label), OpenEvent(visit=edition.visit_id, event=event.id))


def groups(edition: Edition, event: Event, tr: Translator) -> list[str]:
    """Return the titles of the groups that an event is for."""
    return [said(group.title, tr) for item in event.groups if (group := edition.group(item))]


def _star(event: Event, reader: Reader) -> str:
    return _STARRED if reader.own is not None and reader.own.decided(event).starred else ""


def _gap(edition: Edition, event: Event) -> str:
    """Days, or times in two zones, take a line of their own; an unknown time is set apart from the title's words."""
    if event.start is None and event.last_day is None:
        return " · "
    elsewhere = event.zone not in {None, edition.visit.zone}
    return "\n" if event.last_day is not None or elsewhere else " "


def _where(edition: Edition, event: Event, tr: Translator) -> list[str]:
    place = edition.place(event.place) if event.place else None
    return [
        *([said(event.room, tr)] if event.room else []),
        *([place.names.pick(tr.language).text] if place else []),
    ]


def _caveats(edition: Edition, event: Event, tr: Translator, notes: Footnotes) -> list[Text]:
    caveats = edition.caveats_about(event.id)
    if all(len(said(caveat.text, tr)) <= _IN_A_LIST for caveat in caveats):
        return notes.caveats(event.id)
    return [Text("  ", tr("see the event for a caveat"))]
