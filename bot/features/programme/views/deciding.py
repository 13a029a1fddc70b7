"""What a reader can decide about an event: its buttons on the card, the choice of a reminder, and what was noted."""

from aiogram.types import InlineKeyboardButton
from aiogram.utils.formatting import Bold, Text

from bot.content.agenda import is_over, starts_at
from bot.content.library import Edition
from bot.content.models import Event
from bot.core.translation import Translator
from bot.features.programme.presses import OpenReminder, SetReminder
from bot.telegram.agenda import OwnProgramme
from bot.telegram.choosing import REMINDERS, mute_button, notice, notice_label, star_button
from bot.telegram.citing import joined, rows_of, said, ways_back
from bot.telegram.event_times import Reader, when
from bot.telegram.presses import OpenAgenda, OpenEvent
from bot.telegram.screens import Row, Screen, button


def decision_rows(edition: Edition, event: Event, reader: Reader) -> tuple[Row, ...]:
    """Return the buttons for what can still be decided; none where others read along."""
    tr, visit, own = reader.tr, edition.visit_id, reader.own
    if own is None:
        return ()
    decided = own.decided(event)
    star = star_button(visit, event.id, tr, starred=decided.starred, own=own.has(event), card=True)
    if event.status == "cancelled" or is_over(edition.visit, event, reader.now):
        return ((star,),) if decided.starred else ()
    # To a guest nothing comes of an event that is not theirs.
    hears = decided.muted or own.has(event) or own.groups is not None
    mute = (mute_button(visit, event.id, tr, muted=decided.muted, card=True),) if hears else ()
    remindable = is_ahead(edition, event, reader) and not decided.muted
    reminder = (_reminder_button(edition, event, own, tr),) if remindable else ()
    return rows_of([star, *reminder, *mute])


def reminder_screen(edition: Edition, event: Event, reader: Reader, own: OwnProgramme) -> Screen:
    """Return the choice of when to be reminded of an event, with what holds now marked."""
    tr, visit = reader.tr, edition.visit_id
    chosen = own.decided(event).reminder_minutes
    usual = tr("none") if own.usual_reminder is None else notice(own.usual_reminder, tr)
    body = joined(
        [
            joined(
                [
                    Text(Bold(tr("Reminder"))),
                    Text(said(event.title, tr)),
                    *map(Text, when(edition.visit, event, reader)),
                ]
            ),
            Text(_how_it_stands(event, own, tr)),
        ],
        "\n\n",
    )

    def choice(label: str, minutes: int | None) -> InlineKeyboardButton:
        press = SetReminder(visit=visit, event=event.id, minutes="" if minutes is None else str(minutes))
        return button(f"✓ {label}" if minutes == chosen else label, press)

    rows = (
        *rows_of([choice(notice_label(minutes, tr), minutes) for minutes in REMINDERS]),
        (choice(tr("As for other events: {when}", when=usual), None),),
        *rows_of(ways_back(tr, (said(event.title, tr), OpenEvent(visit=visit, event=event.id)))),
    )
    return Screen(body, rows, sample=edition.visit.sample)


def decided_screen(edition: Edition, event: Event, reader: Reader, own: OwnProgramme) -> Screen:
    """Return a message of its own that says what holds of an event now, with the way to change it again."""
    tr, visit, decided = reader.tr, edition.visit_id, own.decided(event)
    title = said(event.title, tr)
    if decided.muted:
        lines = [tr("Muted: {event}", event=title), tr("Nothing more comes of it, unless it is urgent.")]
    elif decided.starred:
        lines = [tr("On your agenda: {event}", event=title), _how_it_stands(event, own, tr)]
    elif own.has(event):
        lines = [tr("Among your events: {event}", event=title), _how_it_stands(event, own, tr)]
    else:
        lines = [tr("Not on your agenda: {event}", event=title)]
    undo = (
        mute_button(visit, event.id, tr, muted=True, card=True)
        if decided.muted
        else star_button(visit, event.id, tr, starred=decided.starred, own=own.has(event), card=True)
    )
    ahead = decided.muted or is_ahead(edition, event, reader)
    rows = (
        *rows_of([undo, button(tr("Open the event"), OpenEvent(visit=visit, event=event.id))]),
        (button(tr("My agenda"), OpenAgenda(visit=visit)), *ways_back(tr)),
    )
    return Screen(joined(map(Text, lines if ahead else lines[:1])), rows, sample=edition.visit.sample, fresh=True)


def _reminder_button(edition: Edition, event: Event, own: OwnProgramme, tr: Translator) -> InlineKeyboardButton:
    minutes = own.reminder(event)
    label = tr("Remind me") if minutes is None else notice_label(minutes, tr)
    return button(label, OpenReminder(visit=edition.visit_id, event=event.id))


def _how_it_stands(event: Event, own: OwnProgramme, tr: Translator) -> str:
    minutes = own.reminder(event)
    if minutes is not None:
        return tr("I remind you {when}.", when=notice(minutes, tr))
    if own.has(event):
        return tr("Your reminders are off.")
    return tr("I do not remind you: it is not on your agenda. Choose a time and it will be.")


def is_ahead(edition: Edition, event: Event, reader: Reader) -> bool:
    """Tell whether it starts at a known time that is still to come: then there can be a reminder."""
    start = starts_at(edition.visit, event)
    return start is not None and start > reader.now
