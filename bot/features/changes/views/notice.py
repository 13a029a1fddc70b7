"""A notice of changes, as a message: what was and what is, of one event or of several."""

from collections.abc import Callable, Mapping, Sequence
from typing import Final

from aiogram.types import InlineKeyboardButton
from aiogram.utils.formatting import Bold, Text

from bot.content.library import Edition
from bot.content.noticeable import EventChange, Kind
from bot.core.translation import Translator, msg
from bot.features.changes.presses import OpenTold
from bot.features.changes.views.moves import for_whom, times, where
from bot.telegram.choosing import mute_button, stop_button
from bot.telegram.citing import joined, rows_of, said
from bot.telegram.event_times import Reader
from bot.telegram.presses import OpenAgenda
from bot.telegram.rendering import plain
from bot.telegram.screens import Row, Screen, button, shortened

_HEADINGS: Final[Mapping[Kind, str]] = {
    "changed": msg("Changed: {event}"),
    "cancelled": msg("Cancelled: {event}"),
    "restored": msg("Takes place after all: {event}"),
    "added": msg("New in the programme: {event}"),
    "removed": msg("No longer in the programme: {event}"),
}
# Room for the line that marks a sample and for how many more there are, within Telegram's 4,096.
_LONGEST: Final = 3_800
# So many events have a button of their own.
_BUTTONS: Final = 5
_TITLE_WIDTH: Final = 120


def notice_screen(
    edition: Edition,
    changes: Sequence[EventChange],
    notice: int,
    tr: Translator,
    said_of: Callable[[EventChange], Text],
) -> Screen:
    """Return the notice of these changes, with its number, which its buttons bring back.

    Everything that somebody is told at once is one message; what does not fit is counted, and a tap away. `said_of`
    gives the `block` of a change.
    """
    if len(changes) == 1:
        return Screen(said_of(changes[0]), _rows_of_one(edition, changes[0], notice, tr), sample=edition.visit.sample)
    heading = Text(tr.plural("{count} change in the programme", "{count} changes in the programme", len(changes)))
    room = _LONGEST - len(plain(heading))
    shown: list[Text] = []
    for one in map(said_of, changes):
        room -= len(plain(one)) + 2
        if room < 0:
            break
        shown.append(one)
    more = len(changes) - len(shown)
    last = [Text(tr("and {count} more", count=tr.number(more)))] if more else []
    body = joined([heading, *shown, *last], "\n\n")
    return Screen(body, _rows_of_many(edition, changes, notice, tr), sample=edition.visit.sample)


def block(change: EventChange, reader: Reader) -> Text:
    """Say what became of one event: what it is, when, where and for whom, old → new where that differs."""
    tr = reader.tr
    title = shortened(said(change.shown.event.title, tr), _TITLE_WIDTH)
    return joined(
        [
            Text(Bold(tr(_HEADINGS[change.kind], event=title))),
            *map(Text, times(change, reader)),
            Text(where(change, tr)),
            Text(for_whom(change, tr)),
        ]
    )


def _rows_of_one(edition: Edition, change: EventChange, notice: int, tr: Translator) -> tuple[Row, ...]:
    visit = edition.visit_id
    if change.new is None:
        return rows_of([_agenda_button(edition, tr), stop_button(visit, "changes", tr)])
    return rows_of(
        [
            button(tr("Open the event"), OpenTold(visit=visit, event=change.event_id, notice=notice)),
            mute_button(visit, change.event_id, tr),
            stop_button(visit, "changes", tr),
        ]
    )


def _rows_of_many(edition: Edition, changes: Sequence[EventChange], notice: int, tr: Translator) -> tuple[Row, ...]:
    """Lead to the first of them: mutes are on their cards."""
    stays = [change for change in changes if change.new is not None]
    opening = [_event_button(edition, change, notice, tr) for change in stays[:_BUTTONS]]
    ways = [_agenda_button(edition, tr), stop_button(edition.visit_id, "changes", tr)]
    return (*rows_of(opening, width=1), *rows_of(ways))


def _event_button(edition: Edition, change: EventChange, notice: int, tr: Translator) -> InlineKeyboardButton:
    label = shortened(said(change.shown.event.title, tr))
    return button(label, OpenTold(visit=edition.visit_id, event=change.event_id, notice=notice))


def _agenda_button(edition: Edition, tr: Translator) -> InlineKeyboardButton:
    return button(tr("My agenda"), OpenAgenda(visit=edition.visit_id))
