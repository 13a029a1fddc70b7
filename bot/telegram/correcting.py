"""The buttons by which editors correct an event on the day, as its card has them."""

from typing import Final

from aiogram.filters.callback_data import CallbackData

from bot.content.agenda import is_over, starts_at
from bot.content.library import Edition
from bot.content.models import Event
from bot.content.on_the_day import rest_of_the_day
from bot.telegram.citing import rows_of
from bot.telegram.corrections import CANCEL, RESTORE, later
from bot.telegram.event_times import Reader
from bot.telegram.presses import Number
from bot.telegram.screens import Row, button

# So many minutes later is one tap away.
_MINUTES: Final = (10, 15, 30)


class PreviewCorrection(CallbackData, prefix="cor"):
    """Show what a correction (the code of a `Correction`) would change, and ask whether to do so."""

    visit: str
    event: str
    change: str


class OpenMove(CallbackData, prefix="cormv"):
    """Ask for the new day or time of an event."""

    visit: str
    event: str


class OpenPlaces(CallbackData, prefix="corpl"):
    """The places to which an event can be moved, a page at a time."""

    visit: str
    event: str
    page: Number = 0


class OpenShift(CallbackData, prefix="corsh"):
    """Ask by how much to shift an event and the rest of its day."""

    visit: str
    event: str


def correction_rows(edition: Edition, event: Event, reader: Reader) -> tuple[Row, ...]:
    """Return the buttons for what can be corrected of an event; none for those who may not."""
    if not reader.may_correct:
        return ()
    tr, visit = reader.tr, edition.visit
    address = {"visit": edition.visit_id, "event": event.id}
    if event.status == "cancelled":
        return ((button(tr("Restore the event…"), PreviewCorrection(**address, change=RESTORE.code)),),)
    goes_on = starts_at(visit, event) is not None and not is_over(visit, event, reader.now)
    steps = [
        button(tr("+{minutes} min", minutes=minutes), PreviewCorrection(**address, change=later(minutes).code))
        for minutes in _MINUTES
    ]
    elsewhere = any(place.id != event.place for place in visit.places)
    others = len(rest_of_the_day(visit, event.id, reader.now)) > 1
    return (
        *(rows_of(steps, width=3) if goes_on else ()),
        *rows_of(
            [
                button(tr("Move…"), OpenMove(**address)),
                *([button(tr("Place…"), OpenPlaces(**address))] if elsewhere else []),
                button(tr("Call off…"), PreviewCorrection(**address, change=CANCEL.code)),
            ],
            width=3,
        ),
        (button(tr("Shift the rest of the day…"), OpenShift(**address)),) if goes_on and others else (),
    )
