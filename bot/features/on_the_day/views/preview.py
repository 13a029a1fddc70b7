"""A correction before it is made: what it changes, who hears of it, and what clashes then."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from aiogram.filters.callback_data import CallbackData
from aiogram.utils.formatting import Bold, Text

from bot.content.library import Edition
from bot.content.models import Event, Visit
from bot.core.languages import LANGUAGES
from bot.core.translation import Translator, msg
from bot.features.on_the_day.presses import MakeCorrection
from bot.features.on_the_day.views.changes import change_lines, corrected_events
from bot.telegram.citing import joined, rows_of, said, ways_back
from bot.telegram.corrections import Correction, Kind
from bot.telegram.edition_words import some
from bot.telegram.event_times import Reader
from bot.telegram.hearing import Hearers
from bot.telegram.noticing import told_in_words
from bot.telegram.presses import OpenEvent
from bot.telegram.screens import Row, Screen, button

# Clashes are a hint, not a list to work through.
_MOST_CLASHES: Final = 5
_ROOM: Final = 900
_ASKED: Final[Mapping[Kind, str]] = {
    Kind.LATER: msg("Move this event?"),
    Kind.REST_LATER: msg("Shift the rest of the day?"),
    Kind.MOVE: msg("Move this event?"),
    Kind.MOVE_DAY: msg("Move this event?"),
    Kind.PLACE: msg("Move it to another place?"),
    Kind.CANCEL: msg("Call this event off?"),
    Kind.RESTORE: msg("Restore this event?"),
}
_YES: Final[Mapping[Kind, str]] = {
    Kind.LATER: msg("Yes, move"),
    Kind.REST_LATER: msg("Yes, shift"),
    Kind.MOVE: msg("Yes, move"),
    Kind.MOVE_DAY: msg("Yes, move"),
    Kind.PLACE: msg("Yes, move there"),
    Kind.CANCEL: msg("Yes, call off"),
    Kind.RESTORE: msg("Yes, restore"),
}


@dataclass(frozen=True, slots=True)
class Planned:
    """A correction that somebody looks at before it is made: what comes of it, who hears, and what clashes then."""

    edition: Edition
    event: Event
    correction: Correction
    after: Visit
    hearers: Hearers
    clashes: Sequence[str] = ()


def preview_screen(planned: Planned, reader: Reader) -> Screen:
    """Show what a correction changes, who hears of it and what clashes then, and ask whether to make it."""
    tr, edition, kind = reader.tr, planned.edition, planned.correction.kind
    hearers, count = planned.hearers, len(corrected_events(edition.visit, planned.after))
    clashes = [Text(tr("What clashes then:")), *some(planned.clashes, _MOST_CLASHES, _ROOM, tr)]
    body = joined(
        [
            Text(Bold(tr(_ASKED[kind]))),
            change_lines(edition, planned.after, reader, hearers.by_event),
            joined(clashes) if planned.clashes else Text(),
            joined([Text(told_in_words(hearers, tr)), _languages(hearers, tr)]),
        ],
        "\n\n",
    )

    def make(*, quiet: bool) -> CallbackData:
        return MakeCorrection(
            visit=edition.visit_id,
            event=planned.event.id,
            change=planned.correction.code,
            holding=edition.number,
            events=count,
            quiet=quiet,
        )

    quietly = (button(tr("Without notices"), make(quiet=True)),) if hearers.people else ()
    rows = (*rows_of([button(tr(_YES[kind]), make(quiet=False)), *quietly]), *way_back(edition, planned.event, tr))
    return Screen(body, rows, sample=edition.visit.sample)


def _languages(hearers: Hearers, tr: Translator) -> Text:
    """Return how many read which language, where there is more than one."""
    counted = [f"{one} {tr.number(count)}" for one in LANGUAGES if (count := hearers.by_language.get(one, 0))]
    return Text(" · ".join(counted) if len(counted) > 1 else "")


def way_back(edition: Edition, event: Event, tr: Translator) -> tuple[Row, ...]:
    """Return the way back to the card of an event."""
    return rows_of(ways_back(tr, (said(event.title, tr), OpenEvent(visit=edition.visit_id, event=event.id))))
