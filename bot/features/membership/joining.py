"""Coming into a visit by a link, and leaving it by oneself."""

import datetime as dt
from collections.abc import Collection
from typing import Final

from bot.features.membership import store
from bot.features.membership.presses import Leave
from bot.features.membership.store import Joined, Refusal
from bot.features.membership.views import joining as view
from bot.telegram import invites, members
from bot.telegram.citing import not_open
from bot.telegram.members import Member
from bot.telegram.personal_menus import menu_task
from bot.telegram.presses import AskToLeave
from bot.telegram.requests import Request
from bot.telegram.roles import Role
from bot.telegram.screens import Answers

_MINUTE: Final = dt.timedelta(minutes=1)


async def join(request: Request, *, owner_ids: Collection[int]) -> Answers:
    """Let the person in by the token in the link; say clearly why not if it does not open."""
    known = frozenset(edition.visit_id for edition in request.library.visits())
    outcome = await request.unit.write(store.join, request.argument, request.person, request.now, known, owner_ids)
    if isinstance(outcome, Refusal):
        waits = dt.timedelta()
        if outcome is Refusal.TOO_MANY:
            waits = await request.unit.read(invites.next_try_in, request.person.user_id, request.now)
        return view.refused_screen(outcome, request.tr, max(1, -(-waits // _MINUTE)))
    return _welcome(request, outcome)


async def ask_to_leave(request: Request, data: AskToLeave) -> Answers:
    """Ask whether to leave."""
    edition = request.edition(data.visit)
    if edition is None:
        return not_open(request.tr)
    if await _membership(request, data.visit) is None:
        return view.no_member_screen(request.tr)
    return view.ask_to_leave_screen(edition, request.tr)


async def leave(request: Request, data: Leave) -> Answers:
    """End the person's own membership."""
    edition = request.edition(data.visit)
    if edition is None:
        return not_open(request.tr)
    member = await _membership(request, data.visit)
    if member is None:
        return view.no_member_screen(request.tr)
    await request.unit.write(store.leave, member, request.now, owner=request.person.role is Role.OWNER)
    return view.left_screen(edition, request.tr), menu_task(member.user_id)


def _welcome(request: Request, outcome: Joined) -> Answers:
    after = outcome.after
    edition = request.library.edition(after.visit_id)
    if edition is None:
        return not_open(request.tr)
    screen = view.joined_screen(edition, outcome, request.tr)
    return (screen, menu_task(after.user_id)) if after.role > Role.MEMBER else screen


async def _membership(request: Request, visit_id: str) -> Member | None:
    return await request.unit.read(members.member, visit_id, request.person.user_id)
