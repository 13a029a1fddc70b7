"""/privacy and /forget_me."""

import datetime as dt
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from bot.core.languages import OWN_NAMES, language_of
from bot.core.translation import msg
from bot.features.privacy import view
from bot.features.privacy.store import kept_about
from bot.telegram.members import Member
from bot.telegram.naming import group_names, role_name, title_of
from bot.telegram.people import forget
from bot.telegram.personal_menus import has_own_menu, menu_task
from bot.telegram.presses import OpenPrivacy
from bot.telegram.requests import Request
from bot.telegram.roles import Role
from bot.telegram.routes import Command, Press, Routes
from bot.telegram.screens import Answers


@dataclass(frozen=True, slots=True)
class _Privacy:
    retention: view.Retention

    async def show(self, request: Request, _data: OpenPrivacy | None = None) -> Answers:
        """Show what is stored about the person."""
        return view.privacy_screen(request.tr, await _about(request), self.retention)

    async def ask(self, request: Request, _data: view.AskToForget | None = None) -> Answers:
        """Ask whether to erase it."""
        return view.ask_screen(request.tr)

    async def forget(self, request: Request, _data: view.Forget) -> Answers:
        """Erase it and say what is gone."""
        about = await _about(request)
        person = request.person
        # Whoever lost their rights a moment ago may have it still; whoever got some may be getting it right now.
        has_menu = person.may(Role.EDITOR) or await request.unit.read(has_own_menu, person.user_id)
        await request.unit.write(forget, person.user_id, request.now)
        last_copy_goes = request.now + dt.timedelta(days=self.retention.keep_backups)
        screen = view.forgotten_screen(request.tr, about, last_copy_goes.astimezone(_zone(request)).date())
        # An owner is one whatever the store knows of them, and keeps an owner's menu.
        if person.role is Role.OWNER or not has_menu:
            return screen
        return screen, menu_task(person.user_id, forgotten=True)


def routes(*, keep_backups: int, keep_days: int) -> Routes:
    """Return the routes of privacy, which say how many daily backups and days of failed messages are kept."""
    privacy = _Privacy(view.Retention(keep_backups, keep_days))
    return Routes(
        commands=(
            Command("privacy", msg("What is stored about you"), privacy.show, Role.GUEST, personal=True),
            Command("forget_me", msg("Erase everything about you"), privacy.ask, Role.GUEST, personal=True),
        ),
        presses=(
            Press(OpenPrivacy, privacy.show, Role.GUEST, personal=True),
            Press(view.AskToForget, privacy.ask, Role.GUEST, personal=True),
            Press(view.Forget, privacy.forget, Role.GUEST, personal=True),
        ),
    )


async def _about(request: Request) -> view.About:
    kept = await request.unit.read(kept_about, request.person.user_id, request.now)
    language, visit = language_of(kept.language), request.edition(kept.visit_id) if kept.visit_id else None
    choices = [
        *([OWN_NAMES[language]] if language else []),
        *([request.tr.city(kept.zone)] if kept.zone else []),
        *([visit.visit.title.pick(request.tr.language)[0] if visit else kept.visit_id] if kept.visit_id else []),
    ]
    first_day = kept.since.astimezone(_zone(request)).date() if kept.since else None
    return view.About(
        request.person.user_id, kept, choices, first_day, [_standing(request, one) for one in kept.memberships]
    )


def _standing(request: Request, member: Member) -> str:
    """Say what somebody is in a visit; one that is there no more is named by its id."""
    edition = request.edition(member.visit_id)
    title = title_of(edition, request.tr) if edition else member.visit_id
    groups = group_names(edition, member.groups, request.tr) if edition else request.tr(", ").join(member.groups)
    role = role_name(member.role, request.tr)
    return f"{title} ({role}, {groups})" if groups else f"{title} ({role})"


def _zone(request: Request) -> ZoneInfo:
    edition = request.edition()
    return request.own_zone(edition) if edition is not None else ZoneInfo(request.person.zone or "UTC")
