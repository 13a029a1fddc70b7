"""/invite: a link made question by question, all in one message; the links that are open, and their end."""

from collections.abc import Collection

from bot.content.library import Edition
from bot.features.membership import links
from bot.features.membership.expiry import expiries
from bot.features.membership.presses import NO_GROUP, MakeInvite, OpenInvite, OpenInvites, RevokeInvite
from bot.features.membership.qr import qr_task
from bot.features.membership.views import inviting as view
from bot.telegram import invite_links, invites, members
from bot.telegram.citing import no_visit, not_open
from bot.telegram.invites import Offer
from bot.telegram.naming import group_name, role_name, title_of
from bot.telegram.presses import StartInvite
from bot.telegram.requests import Request
from bot.telegram.roles import GIVEN, Role
from bot.telegram.screens import Answers, Screen, Toast

_ROLES = {role.stored: role for role in GIVEN}


async def invite(request: Request, data: StartInvite | None = None) -> Answers:
    """Ask the next question about the link; an answer that cannot be is asked for again."""
    step = data or StartInvite()
    own = request.editions_with(Role.ADMIN)
    if not own:
        return no_visit(request.tr)
    if not step.visit and len(own) > 1:
        return view.which_visit_screen(own, request.tr)
    edition = request.edition(step.visit) if step.visit else own[0]
    return not_open(request.tr) if edition is None else _next_question(request, edition, step, several=len(own) > 1)


async def make(request: Request, data: MakeInvite) -> Answers:
    """Make the link and show it; its QR code follows."""
    edition = request.edition(data.visit)
    if edition is None:
        return not_open(request.tr)
    offer = _offer(request, edition, data)
    if offer is None:
        return await invite(request, StartInvite(visit=edition.visit_id))
    token = invite_links.new_token()
    made = await request.unit.write(links.make_invite, offer, token, request.person.user_id, request.now)
    if not made:
        return Toast(request.tr("This link is made already: you pressed twice."))
    link = invite_links.link(request.bot_username, token)
    tr = request.tr
    group = f" · {group_name(edition, offer.group_id, tr)}" if offer.group_id else ""
    caption = f"{title_of(edition, tr)}\n{role_name(offer.role, tr)}{group}"
    return (
        view.invite_made_screen(edition, offer, link, request.own_zone(edition), tr),
        qr_task(link, caption, edition, tr, owner=request.person.role is Role.OWNER),
    )


async def open_invites(request: Request, data: OpenInvites, *, owner_ids: Collection[int]) -> Answers:
    """Show the links that are open."""
    edition = request.edition(data.visit)
    return not_open(request.tr) if edition is None else await _invites_screen(request, edition, data.page, owner_ids)


async def open_invite(request: Request, data: OpenInvite, *, owner_ids: Collection[int]) -> Answers:
    """Show one link."""
    edition = request.edition(data.visit)
    if edition is None:
        return not_open(request.tr)
    found = await request.unit.read(invites.invite, edition.visit_id, data.invite)
    if (
        found is None
        or found.state(request.now) != "open"
        or not await request.unit.read(invites.maker_may, found.invite_id, owner_ids)
    ):
        return view.invite_closed_screen(edition, request.tr, now=False)
    maker_id = found.created_by
    makers = [maker_id] if maker_id is not None else []
    names = await request.unit.read(members.names, makers, request.administered())
    maker = request.tr("by you") if maker_id == request.person.user_id else names.get(maker_id or 0, "")
    return view.invite_screen(edition, found, maker, request.own_zone(edition), request.tr)


async def revoke(request: Request, data: RevokeInvite) -> Answers:
    """Close a link."""
    edition = request.edition(data.visit)
    if edition is None:
        return not_open(request.tr)
    closed = await request.unit.write(
        links.revoke_invite, edition.visit_id, data.invite, request.person.user_id, request.now
    )
    return view.invite_closed_screen(edition, request.tr, now=closed)


def _next_question(request: Request, edition: Edition, step: StartInvite, *, several: bool) -> Screen:
    visit = edition.visit
    choices = expiries(edition, request.now)
    role = step.role if step.role in _ROLES else ""
    group = step.group if step.group == NO_GROUP or edition.group(step.group) else ""
    if not visit.groups:
        group = NO_GROUP
    expiry = step.expiry if step.expiry in choices else ""
    known = StartInvite(visit=visit.id, role=role, group=group if role else "", expiry=expiry if role and group else "")
    asking = view.Asking(edition, known, request.tr, several)
    if not known.role:
        return view.which_role_screen(asking)
    if not known.group:
        return view.which_group_screen(asking)
    if not known.expiry:
        return view.which_expiry_screen(asking, choices)
    return view.how_many_screen(asking)


def _offer(request: Request, edition: Edition, data: MakeInvite) -> Offer | None:
    """Return what was chosen; None when something of it cannot be (any more)."""
    role = _ROLES.get(data.role)
    expires_at = expiries(edition, request.now).get(data.expiry)
    group = None if data.group == NO_GROUP else edition.group(data.group)
    if role is None or expires_at is None or data.uses not in view.USES or (group is None and data.group != NO_GROUP):
        return None
    return Offer(edition.visit_id, role, group.id if group else None, data.uses, expires_at)


async def _invites_screen(request: Request, edition: Edition, page: int, owner_ids: Collection[int]) -> Screen:
    count, shown = await request.unit.read(
        invites.open_invites, edition.visit_id, owner_ids, request.now, view.ON_A_PAGE, page * view.ON_A_PAGE
    )
    if page and not shown:
        return await _invites_screen(request, edition, max(0, -(-count // view.ON_A_PAGE) - 1), owner_ids)
    return view.invites_screen(edition, count, shown, page, request.own_zone(edition), request.tr)
