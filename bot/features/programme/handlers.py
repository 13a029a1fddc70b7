"""/programme, /now and /agenda, days, events, pins on the map and the calendar file."""

import datetime as dt

from bot.content.agenda import day_at_hand
from bot.content.library import Edition
from bot.core.translation import msg
from bot.features.programme import deciding
from bot.features.programme.finding import find_event, own_of, page_gone, personal_reader, reader_of
from bot.features.programme.job import calendar_task
from bot.features.programme.presses import WITHOUT_A_DAY, MakeCalendar, OpenSaidOfEvent, ShowOnMap
from bot.features.programme.views.agenda import agenda_screen
from bot.features.programme.views.day import day_screen, empty_screen, undated_screen
from bot.features.programme.views.event import event_screen, said_of_event_screen, venue
from bot.features.programme.views.now import now_screen
from bot.telegram.citing import not_open
from bot.telegram.presses import OpenAgenda, OpenDay, OpenEvent, OpenNow
from bot.telegram.requests import Request
from bot.telegram.roles import Role
from bot.telegram.routes import Command, Press, Routes
from bot.telegram.screens import Answers, Screen, Toast


async def programme(request: Request) -> Answers:
    """Show the day at hand."""
    edition = request.edition()
    return not_open(request.tr) if edition is None else await _day_at_hand(request, edition)


async def open_day(request: Request, data: OpenDay) -> Answers:
    """Show the day asked for."""
    edition = request.edition(data.visit)
    if edition is None:
        return not_open(request.tr)
    if not data.day:
        return await _day_at_hand(request, edition)
    if data.day == WITHOUT_A_DAY:
        return undated_screen(edition, data.page, await personal_reader(request, edition))
    try:
        day = dt.date.fromisoformat(data.day)
    except ValueError:
        return page_gone(request, edition)
    return day_screen(edition, day, data.page, await personal_reader(request, edition))


async def now(request: Request, data: OpenNow | None = None) -> Answers:
    """Show what is on now and what comes next."""
    edition = request.edition(data.visit if data else None)
    return not_open(request.tr) if edition is None else now_screen(edition, reader_of(request, edition))


async def my_agenda(request: Request, data: OpenAgenda | None = None) -> Answers:
    """Show the events that are the person's own."""
    edition = request.edition(data.visit if data else None)
    if edition is None:
        return not_open(request.tr)
    others = [other for other in request.visits() if other is not edition]
    own = await own_of(request, edition)
    return agenda_screen(edition, data.page if data else None, others, reader_of(request, edition, own), own)


async def open_event(request: Request, data: OpenEvent) -> Answers:
    """Show an event's card."""
    found = find_event(request, data.visit, data.event)
    return found if isinstance(found, Screen) else event_screen(*found, await personal_reader(request, found[0]))


async def open_said(request: Request, data: OpenSaidOfEvent) -> Answers:
    """Show what the sources say about an event."""
    found = find_event(request, data.visit, data.event)
    return found if isinstance(found, Screen) else said_of_event_screen(*found, data.page, reader_of(request, found[0]))


async def show_on_map(request: Request, data: ShowOnMap) -> Answers:
    """Send the place of an event as a pin on the map."""
    found = find_event(request, data.visit, data.event)
    if isinstance(found, Screen):
        return found
    edition, event = found
    return venue(edition, event, reader_of(request, edition)) or page_gone(request, edition)


async def make_calendar(request: Request, data: MakeCalendar) -> Answers:
    """Have the calendar file made and sent."""
    edition = request.edition(data.visit)
    if edition is None:
        return not_open(request.tr)
    return (
        Toast(request.tr("The calendar file is on its way.")),
        calendar_task(edition, request.tr),
    )


async def _day_at_hand(request: Request, edition: Edition) -> Screen:
    reader = await personal_reader(request, edition)
    day = day_at_hand(edition.visit, request.now)
    if day is not None:
        return day_screen(edition, day, 0, reader)
    return undated_screen(edition, 0, reader) if edition.undated() else empty_screen(edition, reader)


ROUTES = Routes(
    commands=(
        Command("programme", msg("What happens when"), programme, Role.GUEST),
        Command("now", msg("What is on now and what comes next"), now, Role.GUEST),
        Command("agenda", msg("Your own events"), my_agenda, Role.GUEST, personal=True),
    ),
    presses=(
        Press(OpenDay, open_day, Role.GUEST),
        Press(OpenNow, now, Role.GUEST),
        Press(OpenAgenda, my_agenda, Role.GUEST, personal=True),
        Press(OpenEvent, open_event, Role.GUEST),
        Press(OpenSaidOfEvent, open_said, Role.GUEST),
        Press(ShowOnMap, show_on_map, Role.GUEST),
        Press(MakeCalendar, make_calendar, Role.GUEST),
        *deciding.PRESSES,
    ),
)
