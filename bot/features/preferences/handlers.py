"""/visit, /language and /timezone with their buttons: each choice shows at once on the screen it was made on."""

from dataclasses import replace
from zoneinfo import available_timezones

from bot.content.library import Edition
from bot.core.languages import DEFAULT_LANGUAGE, Language, language_of
from bot.core.translation import msg
from bot.features.preferences import view
from bot.features.preferences.zones import find_zone, near_zones
from bot.telegram.citing import not_open
from bot.telegram.people import choose_language, choose_visit, choose_zone, users_by_id
from bot.telegram.presses import OpenLanguage, OpenTimeZone, OpenVisits
from bot.telegram.requests import Request
from bot.telegram.roles import Role
from bot.telegram.routes import Command, Press, Routes
from bot.telegram.screens import Answers, Screen


async def language(request: Request, _data: OpenLanguage | None = None) -> Answers:
    """Show the choice of language."""
    chosen = request.person.chosen_language
    return view.language_screen(request.tr, chosen=chosen, telegram=await _telegram_language(request))


async def set_language(request: Request, data: view.ChooseLanguage) -> Answers:
    """Note the language and show the same screen in it."""
    chosen = language_of(data.language)
    telegram = await _telegram_language(request)
    await request.unit.write(choose_language, request.person.user_id, chosen)
    return view.language_screen(request.translators[chosen or telegram], chosen=chosen, telegram=telegram)


async def open_time_zones(request: Request, _data: OpenTimeZone) -> Answers:
    """Show the choice of time zone."""
    return _time_zone_screen(request)


async def time_zone(request: Request) -> Answers:
    """Choose the city or zone that follows the command; without one, show the choice."""
    if not request.argument.strip():
        return _time_zone_screen(request)
    zone = find_zone(request.argument, request.translators)
    if zone is None:
        near = near_zones(request.argument, request.translators)
        return view.unknown_zone_screen(request.tr, request.argument.strip(), near, request.now)
    return await _set_zone(request, zone)


async def set_zone(request: Request, data: view.ChooseZone) -> Answers:
    """Note the time zone and show the same screen with it."""
    return await _set_zone(request, data.zone if data.zone in available_timezones() else None)


async def visit(request: Request, _data: OpenVisits | None = None) -> Answers:
    """Show the visits to choose among."""
    return _visits_screen(request, request.edition())


async def set_visit(request: Request, data: view.ChooseVisit) -> Answers:
    """Note the visit and show the choice with it marked."""
    edition = request.edition(data.visit)
    if edition is None:
        return not_open(request.tr)
    await request.unit.write(choose_visit, request.person.user_id, edition.visit_id)
    return _visits_screen(request, edition)


async def _telegram_language(request: Request) -> Language:
    users = await request.unit.read(users_by_id, [request.person.user_id])
    user = users.get(request.person.user_id)
    return language_of(user.telegram_language if user else None) or DEFAULT_LANGUAGE


async def _set_zone(request: Request, zone: str | None) -> Screen:
    await request.unit.write(choose_zone, request.person.user_id, zone)
    return _time_zone_screen(replace(request, person=replace(request.person, zone=zone)))


def _visits_screen(request: Request, current: Edition | None) -> Screen:
    own = [edition for edition in request.visits() if edition.visit_id in request.person.roles]
    return view.visits_screen(request.tr, request.visits(), current, own)


def _time_zone_screen(request: Request) -> Screen:
    edition = request.edition()
    zones = view.Zones(
        chosen=request.person.zone,
        home=edition.visit.home_zone if edition else None,
        visit=edition.visit.zone if edition else None,
    )
    return view.time_zone_screen(request.tr, zones, request.now)


ROUTES = Routes(
    commands=(
        Command("visit", msg("Choose the visit"), visit, Role.GUEST, personal=True),
        Command("language", msg("Choose the language"), language, Role.GUEST, personal=True),
        Command("timezone", msg("Choose your time zone"), time_zone, Role.GUEST, personal=True),
    ),
    presses=(
        Press(OpenLanguage, language, Role.GUEST, personal=True),
        Press(OpenTimeZone, open_time_zones, Role.GUEST, personal=True),
        Press(OpenVisits, visit, Role.GUEST, personal=True),
        Press(view.ChooseLanguage, set_language, Role.GUEST, personal=True),
        Press(view.ChooseZone, set_zone, Role.GUEST, personal=True),
        Press(view.ChooseVisit, set_visit, Role.GUEST, personal=True),
    ),
)
