"""/members: the members of a visit, their cards, and what organisers change about them."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Final

from bot.content.library import Edition
from bot.core import audit
from bot.features.membership import store
from bot.features.membership.export import export_task
from bot.features.membership.presses import (
    EVERYBODY,
    NO_GROUP,
    AskToRemove,
    ExportMembers,
    GiveRole,
    OpenMember,
    PutInGroup,
    Remove,
)
from bot.features.membership.views import members as view
from bot.telegram import members
from bot.telegram.citing import no_visit, not_open
from bot.telegram.members import Member
from bot.telegram.personal_menus import menu_task
from bot.telegram.presses import OpenMembers
from bot.telegram.requests import Request
from bot.telegram.roles import GIVEN, Role
from bot.telegram.screens import Answers, Screen, Toast, Withdrawal

_ROLES: Final = {role.stored: role for role in GIVEN}


@dataclass(frozen=True, slots=True)
class Managing:
    """The handlers. `owner_ids` are those who own the bot, whatever they are as members."""

    owner_ids: Collection[int]

    async def members(self, request: Request) -> Answers:
        """Show the members of the visit at hand, else of the first of which the person is an admin."""
        own = request.editions_with(Role.ADMIN)
        return await self._numbers(request, own[0]) if own else no_visit(request.tr)

    async def open_members(self, request: Request, data: OpenMembers) -> Answers:
        """Show a visit's members in numbers, or a page of them."""
        edition = request.edition(data.visit)
        if edition is None:
            return not_open(request.tr)
        if not data.group:
            return await self._numbers(request, edition)
        return view.list_screen(edition, await _page(request, edition, data.group, data.page), request.tr)

    async def open_member(self, request: Request, data: OpenMember) -> Answers:
        """Show a member's card."""
        found = await _found(request, data.visit, data.user)
        return found if isinstance(found, Screen) else self._card(request, *found)

    async def give_role(self, request: Request, data: GiveRole) -> Answers:
        """Change a member's role; who takes their own rights is asked first."""
        found = await _found(request, data.visit, data.user)
        if isinstance(found, Screen):
            return found
        edition, member = found
        role = _ROLES.get(data.role)
        if role is None:
            return self._card(request, edition, member)
        gives_up = self._is_self(request, member) and role < Role.ADMIN <= member.role
        if gives_up and not data.sure:
            return view.ask_about_oneself_screen(edition, member, role, request.tr)
        owner = member.user_id in self.owner_ids
        # Lists of members and links that invite may be on their way to whoever was an admin.
        blind = role < Role.ADMIN <= member.role and not owner
        changed = await request.unit.write(
            store.change_role, member, role, request.person.user_id, request.now, owner=owner, blind=blind
        )
        screen = view.gave_up_screen(edition, role, request.tr) if gives_up else self._card(request, edition, changed)
        return (screen, menu_task(member.user_id), *self._withdrawn(member, blind=blind))

    async def put_in_group(self, request: Request, data: PutInGroup) -> Answers:
        """Put a member into a group of the visit, or take them out of one."""
        found = await _found(request, data.visit, data.user)
        if isinstance(found, Screen):
            return found
        edition, member = found
        if data.inside and edition.group(data.group) is None:
            return self._card(request, edition, member)
        changed = await request.unit.write(
            store.change_group, member, data.group, data.inside, request.person.user_id, request.now
        )
        return self._card(request, edition, changed)

    async def ask_to_remove(self, request: Request, data: AskToRemove) -> Answers:
        """Ask whether to remove a member."""
        found = await _found(request, data.visit, data.user)
        return found if isinstance(found, Screen) else view.ask_to_remove_screen(*found, request.tr)

    async def remove(self, request: Request, data: Remove) -> Answers:
        """Remove a member at once, with what is on its way to them and may be closed to them now."""
        found = await _found(request, data.visit, data.user)
        if isinstance(found, Screen):
            return found
        edition, member = found
        owner = member.user_id in self.owner_ids
        # Of a public visit an admin sees more than others, too: who belongs to it, and links that invite.
        blind = (edition.visit.audience == "members" or member.role >= Role.ADMIN) and not owner
        await request.unit.write(store.remove, member, request.person.user_id, request.now, owner=owner, blind=blind)
        screen = (
            view.gave_up_screen(edition, Role.GUEST, request.tr)
            if self._is_self(request, member)
            else view.removed_screen(edition, member, request.tr)
        )
        return (screen, menu_task(member.user_id), *self._withdrawn(member, blind=blind))

    async def export(self, request: Request, data: ExportMembers) -> Answers:
        """Have the list of members made and sent."""
        edition = request.edition(data.visit)
        if edition is None:
            return not_open(request.tr)
        await request.unit.write(
            audit.record, request.now, request.person.user_id, "exported", visit_id=edition.visit_id
        )
        return Toast(request.tr("The list of members is on its way.")), export_task(edition, request.tr)

    async def _numbers(self, request: Request, edition: Edition) -> Screen:
        tally = await request.unit.read(members.tally, edition.visit_id)
        others = [other for other in request.editions_with(Role.ADMIN) if other is not edition]
        return view.members_screen(edition, tally, others, request.tr)

    def _card(self, request: Request, edition: Edition, member: Member) -> Screen:
        zone, owner = request.own_zone(edition), member.user_id in self.owner_ids
        return view.member_screen(edition, member, zone, request.tr, owner=owner)

    @staticmethod
    def _withdrawn(member: Member, *, blind: bool) -> tuple[Withdrawal, ...]:
        return (Withdrawal(member.user_id),) if blind else ()

    def _is_self(self, request: Request, member: Member) -> bool:
        """Tell whether somebody changes their own rights and has no others as an owner."""
        return member.user_id == request.person.user_id and member.user_id not in self.owner_ids


async def _found(request: Request, visit_id: str, user_id: int) -> tuple[Edition, Member] | Screen:
    edition = request.edition(visit_id)
    if edition is None:
        return not_open(request.tr)
    member = await request.unit.read(members.member, visit_id, user_id)
    return view.no_such_member_screen(edition, request.tr) if member is None else (edition, member)


async def _page(request: Request, edition: Edition, group: str, number: int) -> view.Page:
    tally = await request.unit.read(members.tally, edition.visit_id)
    counts = {**tally.by_group, EVERYBODY: tally.members, NO_GROUP: tally.without_group}
    count = counts.get(group, 0)
    number = min(number, max(0, -(-count // view.ON_A_PAGE) - 1))
    listing: Callable[..., list[Member]] = {
        EVERYBODY: members.everyone,
        NO_GROUP: members.without_group,
    }.get(group, members.of_group)
    of_group = (group,) if listing is members.of_group else ()
    shown = await request.unit.read(listing, edition.visit_id, *of_group, view.ON_A_PAGE, number * view.ON_A_PAGE)
    return view.Page(group, number, shown, count)
