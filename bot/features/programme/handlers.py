"""/programme and /now, days, events, pins on the map and the calendar file."""

import datetime as dt

from bot.content.agenda import day_at_hand
from bot.content.library import Edition
from bot.content.models import Event
from bot.core.translation import msg
from bot.features.programme.job import calendar_task
from bot.features.programme.presses import WITHOUT_A_DAY, MakeCalendar, OpenSaidOfEvent, ShowOnMap
from bot.features.programme.views.day import day_screen, empty_screen, undated_screen
from bot.features.programme.views.event import event_screen, said_of_event_screen, venue
from bot.features.programme.views.now import now_screen
from bot.features.programme.views.times import Reader
from bot.telegram.citing import gone, not_open
from bot.telegram.presses import OpenDay, OpenEvent, OpenNow
from bot.telegram.requests import Request
from bot.telegram.roles import Role
from bot.telegram.routes import Command, Press, Routes
from bot.telegram.screens import Answers, Screen, Toast


async def programme(request: Request) -> Answers:
    """Show the day at hand."""
    edition = request.edition()
    return not_open(request.tr) if edition is None else _day_at_hand(request, edition)


async def open_day(request: Request, data: OpenDay) -> Answers:
    """Show the day asked for."""
    edition = request.edition(data.visit)
    if edition is None:
        return not_open(request.tr)
    if not data.day:
        return _day_at_hand(request, edition)
    if data.day == WITHOUT_A_DAY:
        return undated_screen(edition, data.page, _reader(request, edition))
    try:
        day = dt.date.fromisoformat(data.day)
    except ValueError:
        return _gone(request, edition)
    return day_screen(edition, day, data.page, _reader(request, edition))


async def now(request: Request, data: OpenNow | None = None) -> Answers:
    """Show what is on now and what comes next."""
    edition = request.edition(data.visit if data else None)
    return not_open(request.tr) if edition is None else now_screen(edition, _reader(request, edition))


async def open_event(request: Request, data: OpenEvent) -> Answers:
    """Show an event's card."""
    found = _event(request, data.visit, data.event)
    return found if isinstance(found, Screen) else event_screen(*found, _reader(request, found[0]))


async def open_said(request: Request, data: OpenSaidOfEvent) -> Answers:
    """Show what the sources say about an event."""
    found = _event(request, data.visit, data.event)
    return found if isinstance(found, Screen) else said_of_event_screen(*found, data.page, _reader(request, found[0]))


async def show_on_map(request: Request, data: ShowOnMap) -> Answers:
    """Send the place of an event as a pin on the map."""
    found = _event(request, data.visit, data.event)
    if isinstance(found, Screen):
        return found
    edition, event = found
    return venue(edition, event, _reader(request, edition)) or _gone(request, edition)


async def make_calendar(request: Request, data: MakeCalendar) -> Answers:
    """Have the calendar file made and sent."""
    edition = request.edition(data.visit)
    if edition is None:
        return not_open(request.tr)
    return (
        Toast(request.tr("The calendar file is on its way.")),
        calendar_task(edition, request.tr, owner=request.person.role is Role.OWNER),
    )


def _day_at_hand(request: Request, edition: Edition) -> Screen:
    reader = _reader(request, edition)
    day = day_at_hand(edition.visit, request.now)
    if day is not None:
        return day_screen(edition, day, 0, reader)
    return undated_screen(edition, 0, reader) if edition.undated() else empty_screen(edition, reader)


def _event(request: Request, visit_id: str, event_id: str) -> tuple[Edition, Event] | Screen:
    edition = request.edition(visit_id)
    if edition is None:
        return not_open(request.tr)
    event = edition.event(event_id)
    return _gone(request, edition) if event is None else (edition, event)


def _gone(request: Request, edition: Edition) -> Screen:
    return gone(edition, request.tr, (request.tr("Programme"), OpenDay(visit=edition.visit_id)))


def _reader(request: Request, edition: Edition) -> Reader:
    return Reader(request.tr, request.own_zone(edition), request.now)


ROUTES = Routes(
    commands=(
        Command("programme", msg("What happens when"), programme, Role.GUEST),
        Command("now", msg("What is on now and what comes next"), now, Role.GUEST),
    ),
    presses=(
        Press(OpenDay, open_day, Role.GUEST),
        Press(OpenNow, now, Role.GUEST),
        Press(OpenEvent, open_event, Role.GUEST),
        Press(OpenSaidOfEvent, open_said, Role.GUEST),
        Press(ShowOnMap, show_on_map, Role.GUEST),
        Press(MakeCalendar, make_calendar, Role.GUEST),
    ),
)
