"""The buttons by which a person stars and mutes events and says when to be reminded of them."""

from bot.content.library import Edition
from bot.content.models import Event
from bot.features.programme.finding import find_event, own_of, page_gone, reader_of
from bot.features.programme.presses import OpenReminder, SetReminder
from bot.features.programme.views.deciding import decided_screen, is_ahead, reminder_screen
from bot.features.programme.views.event import event_screen
from bot.telegram import agenda
from bot.telegram.choosing import REMINDERS
from bot.telegram.presses import MuteEvent, StarEvent
from bot.telegram.requests import Request
from bot.telegram.roles import Role
from bot.telegram.routes import Press
from bot.telegram.screens import Answers, Screen


async def star_event(request: Request, data: StarEvent) -> Answers:
    """Put an event on the agenda or take it off."""
    found = find_event(request, data.visit, data.event)
    if isinstance(found, Screen):
        return found
    await request.unit.write(agenda.star, request.person.user_id, data.visit, data.event, on=data.on)
    return await _decided(request, *found, card=data.card)


async def mute_event(request: Request, data: MuteEvent) -> Answers:
    """Let nothing come of an event but what is urgent, or end that."""
    found = find_event(request, data.visit, data.event)
    if isinstance(found, Screen):
        return found
    await request.unit.write(agenda.mute, request.person.user_id, data.visit, data.event, on=data.on)
    return await _decided(request, *found, card=data.card)


async def open_reminder(request: Request, data: OpenReminder) -> Answers:
    """Show the choice of when to be reminded."""
    found = find_event(request, data.visit, data.event)
    if isinstance(found, Screen):
        return found
    edition, event = found
    own = await own_of(request, edition)
    reader = reader_of(request, edition, own)
    if not is_ahead(edition, event, reader):
        return event_screen(edition, event, reader)
    return reminder_screen(edition, event, reader, own)


async def set_reminder(request: Request, data: SetReminder) -> Answers:
    """Note when to be reminded of an event; with a time of its own it belongs on the agenda."""
    found = find_event(request, data.visit, data.event)
    if isinstance(found, Screen):
        return found
    edition, event = found
    offered = {"": None} | {str(minutes): minutes for minutes in REMINDERS}
    if data.minutes not in offered:
        return page_gone(request, edition)
    if not is_ahead(edition, event, reader_of(request, edition)):
        return await _decided(request, edition, event, card=True)
    person, minutes = request.person.user_id, offered[data.minutes]
    await request.unit.write(agenda.remind, person, edition.visit_id, event.id, minutes)
    if minutes is not None and not (await own_of(request, edition)).has(event):
        await request.unit.write(agenda.star, person, edition.visit_id, event.id, on=True)
    return await _decided(request, edition, event, card=True)


async def _decided(request: Request, edition: Edition, event: Event, *, card: bool) -> Screen:
    own = await own_of(request, edition)
    reader = reader_of(request, edition, own)
    return event_screen(edition, event, reader) if card else decided_screen(edition, event, reader, own)


PRESSES = (
    Press(StarEvent, star_event, Role.GUEST, personal=True),
    Press(MuteEvent, mute_event, Role.GUEST, personal=True),
    Press(OpenReminder, open_reminder, Role.GUEST, personal=True),
    Press(SetReminder, set_reminder, Role.GUEST, personal=True),
)
