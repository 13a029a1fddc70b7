"""A recipient presses the button under an announcement: they have read it, and it has arrived."""

import datetime as dt
import sqlite3
from enum import Enum

from aiogram.types import Message

from bot.features.announcements import confirmations, store
from bot.features.announcements.corrections import catch_up, show_confirmed
from bot.features.announcements.presses import Confirm
from bot.features.announcements.progress import NUDGE
from bot.features.announcements.sending import ITSELF, TEXT
from bot.features.announcements.store import Announcement
from bot.features.announcements.views.confirmed import confirmed_keyboard
from bot.telegram import notices, panels
from bot.telegram.outbox import deliveries, dispatches
from bot.telegram.outbox.following import cancel_for
from bot.telegram.requests import Request
from bot.telegram.screens import Answers, Prepared, Toast


class Outcome(Enum):
    """What a press has come to."""

    CONFIRMED = "confirmed"
    CONFIRMED_BEFORE = "confirmed before"
    RECALLED = "recalled"
    NOT_FOR_THEM = "not for them"


async def confirm(request: Request, data: Confirm) -> Answers:
    """Note that a recipient has read an announcement, and let the button say so; what is written above it stays."""
    message = request.message
    pressed = message.message_id if message is not None else None
    is_reply = message is not None and message.reply_to_message is not None
    outcome = await request.unit.write(
        note_confirmation, data.visit, data.announcement, request.person.user_id, pressed, request.now, nudge=is_reply
    )
    tr = request.tr
    match outcome:
        case Outcome.NOT_FOR_THEM:
            return notices.old_button(tr)
        case Outcome.RECALLED:
            return Toast(tr("This announcement was recalled. There is nothing to confirm."), alert=True)
        case Outcome.CONFIRMED_BEFORE:
            note = Toast(tr("You have confirmed it already."))
        case Outcome.CONFIRMED:
            note = Toast(tr("Thank you, it is noted."))
    keyboard = _keyboard(message)
    shown = confirmed_keyboard(keyboard, tr)
    if message is None or not keyboard or shown == keyboard:
        return note
    markup = {"message_id": message.message_id, "reply_markup": {"inline_keyboard": shown}}
    return note, Prepared("editMessageReplyMarkup", markup)


def note_confirmation(
    connection: sqlite3.Connection,
    visit_id: str,
    announcement_id: int,
    user_id: int,
    message_id: int | None,
    now: dt.datetime,
    *,
    nudge: bool = False,
) -> Outcome:
    """Note that somebody pressed the button under this message; under a `nudge` it proves that that arrived."""
    announcement = store.read(connection, announcement_id, visit_id)
    itself = dispatches.find(connection, ITSELF, store.reference(announcement_id))
    if announcement is None or itself is None or not announcement.needs_confirmation:
        return Outcome.NOT_FOR_THEM
    if message_id is not None:
        _prove(connection, announcement, user_id, message_id, now, nudge=nudge)
    own = deliveries.of_recipient(connection, itself.dispatch_id, user_id)
    if own is None or own.state not in {"sent", "sending", "uncertain"}:
        return Outcome.NOT_FOR_THEM
    if announcement.recalled_at is not None:
        return Outcome.RECALLED
    if not confirmations.confirm(connection, announcement_id, user_id, now):
        return Outcome.CONFIRMED_BEFORE
    show_confirmed(connection, announcement, user_id)
    for reminder in dispatches.revisions(connection, NUDGE, announcement.reference):
        cancel_for(connection, reminder.dispatch_id, user_id, "confirmed meanwhile", now)
    panels.touch(connection, announcement.reference)
    return Outcome.CONFIRMED


def _prove(
    connection: sqlite3.Connection,
    announcement: Announcement,
    user_id: int,
    message_id: int,
    now: dt.datetime,
    *,
    nudge: bool,
) -> None:
    """Settle what was uncertain: the message with the button has arrived, or it could not have been pressed."""
    reference = announcement.reference
    under = [*dispatches.revisions(connection, TEXT, reference), *dispatches.revisions(connection, ITSELF, reference)]
    reminders = dispatches.revisions(connection, NUDGE, reference)[::-1]
    own = [
        found
        for dispatch in (reminders if nudge else under)
        if (found := deliveries.of_recipient(connection, dispatch.dispatch_id, user_id)) is not None
    ]
    if any(message_id in one.message_ids for one in own):
        return
    for one in own if nudge else own[:1]:
        if deliveries.prove(connection, one.dispatch_id, user_id, message_id, now):
            if announcement.recalled_at is None:
                catch_up(connection, announcement, user_id, now)
            return


def _keyboard(message: Message | None) -> list[list[dict[str, object]]]:
    markup = message.reply_markup if message is not None else None
    rows = markup.inline_keyboard if markup is not None else []
    return [[one.model_dump(exclude_none=True) for one in row] for row in rows]
