"""/people and the people's cards."""

from bot.content.library import Edition
from bot.content.models import Person
from bot.core.translation import msg
from bot.features.people import view
from bot.telegram.citing import gone, not_open
from bot.telegram.presses import OpenPeople, OpenPerson
from bot.telegram.requests import Request
from bot.telegram.roles import Role
from bot.telegram.routes import Command, Press, Routes
from bot.telegram.screens import Answers, Screen


async def people(request: Request) -> Answers:
    """Show the first page of the people."""
    edition = request.edition()
    return not_open(request.tr) if edition is None else view.people_screen(edition, request.tr, 0)


async def open_people(request: Request, data: OpenPeople) -> Answers:
    """Show a page of the people."""
    edition = request.edition(data.visit)
    return not_open(request.tr) if edition is None else view.people_screen(edition, request.tr, data.page)


async def open_person(request: Request, data: OpenPerson) -> Answers:
    """Show a person's card."""
    found = _person(request, data.visit, data.person)
    if isinstance(found, Screen):
        return found
    return view.person_screen(found[0], request.tr, found[1], edits=request.edits(data.visit))


async def open_said(request: Request, data: view.OpenSaidOfPerson) -> Answers:
    """Show what the sources say about a person."""
    found = _person(request, data.visit, data.person)
    return found if isinstance(found, Screen) else view.said_of_person_screen(found[0], request.tr, found[1], data.page)


def _person(request: Request, visit_id: str, person_id: str) -> tuple[Edition, Person] | Screen:
    edition = request.edition(visit_id)
    if edition is None:
        return not_open(request.tr)
    person = edition.person(person_id)
    if person is None:
        return gone(edition, request.tr, (request.tr("People"), OpenPeople(visit=visit_id)))
    return edition, person


ROUTES = Routes(
    commands=(Command("people", msg("Who is who"), people, Role.GUEST),),
    presses=(
        Press(OpenPeople, open_people, Role.GUEST),
        Press(OpenPerson, open_person, Role.GUEST),
        Press(view.OpenSaidOfPerson, open_said, Role.GUEST),
    ),
)
