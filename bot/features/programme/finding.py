"""What a button of the programme is about: the visit and the event that it names, and who reads."""

from bot.content.library import Edition
from bot.content.models import Event
from bot.telegram.agenda import OwnProgramme, own_programme
from bot.telegram.citing import gone, not_open
from bot.telegram.event_times import Reader
from bot.telegram.presses import OpenDay
from bot.telegram.requests import Request
from bot.telegram.roles import Role
from bot.telegram.screens import Screen


def find_event(request: Request, visit_id: str, event_id: str) -> tuple[Edition, Event] | Screen:
    """Return the event that a button names, or what to say where there is none or it may not be seen."""
    edition = request.edition(visit_id)
    if edition is None:
        return not_open(request.tr)
    event = edition.event(event_id)
    return page_gone(request, edition) if event is None else (edition, event)


def page_gone(request: Request, edition: Edition) -> Screen:
    """Return the answer to a button whose page is no longer there."""
    return gone(edition, request.tr, (request.tr("Programme"), OpenDay(visit=edition.visit_id)))


def reader_of(request: Request, edition: Edition, own: OwnProgramme | None = None) -> Reader:
    """Return who reads, with the programme as it concerns them where it is given."""
    may_correct = request.private and request.role_in(edition.visit_id) >= Role.EDITOR
    return Reader(request.tr, request.own_zone(edition), request.now, own, may_correct)


async def personal_reader(request: Request, edition: Edition) -> Reader:
    """Return who reads, with the programme as it concerns them; in a group, where others read along, without."""
    return reader_of(request, edition, await own_of(request, edition) if request.private else None)


async def own_of(request: Request, edition: Edition) -> OwnProgramme:
    """Return the programme as it concerns whoever asks."""
    return await request.unit.read(own_programme, request.person.user_id, edition.visit_id)
