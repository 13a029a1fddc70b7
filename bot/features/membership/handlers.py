"""/invite and /members, links that invite, and leaving a visit."""

from collections.abc import Collection
from functools import partial

from bot.core.translation import msg
from bot.features.membership import inviting, joining, presses
from bot.features.membership.managing import Managing
from bot.telegram.invite_links import LINK
from bot.telegram.presses import AskToLeave, OpenMembers, StartInvite
from bot.telegram.roles import Role
from bot.telegram.routes import Command, Link, Press, Routes


def routes(owner_ids: Collection[int]) -> Routes:
    """Return the routes of membership; `owner_ids` are those who own the bot."""
    managing = Managing(owner_ids)
    join = partial(joining.join, owner_ids=owner_ids)
    open_invites = partial(inviting.open_invites, owner_ids=owner_ids)
    open_invite = partial(inviting.open_invite, owner_ids=owner_ids)
    admin = Role.ADMIN
    return Routes(
        commands=(
            Command("members", msg("Who belongs to the visit"), managing.members, admin, personal=True),
            Command("invite", msg("Make a link that invites"), inviting.invite, admin, personal=True),
        ),
        presses=(
            Press(StartInvite, inviting.invite, admin, personal=True, says=msg("making a link that invites")),
            Press(presses.MakeInvite, inviting.make, admin, personal=True, says=msg("making a link that invites")),
            Press(presses.OpenInvites, open_invites, admin, personal=True, says=msg("the open links")),
            Press(presses.OpenInvite, open_invite, admin, personal=True, says=msg("the open links")),
            Press(presses.RevokeInvite, inviting.revoke, admin, personal=True, says=msg("closing a link")),
            Press(OpenMembers, managing.open_members, admin, personal=True, says=msg("the list of members")),
            Press(presses.OpenMember, managing.open_member, admin, personal=True, says=msg("a member’s card")),
            Press(presses.GiveRole, managing.give_role, admin, personal=True, says=msg("changing a role")),
            Press(presses.PutInGroup, managing.put_in_group, admin, personal=True, says=msg("changing groups")),
            Press(presses.AskToRemove, managing.ask_to_remove, admin, personal=True, says=msg("removing a member")),
            Press(presses.Remove, managing.remove, admin, personal=True, says=msg("removing a member")),
            Press(presses.ExportMembers, managing.export, admin, personal=True, says=msg("exporting the members")),
            Press(AskToLeave, joining.ask_to_leave, Role.GUEST, personal=True),
            Press(presses.Leave, joining.leave, Role.GUEST, personal=True),
        ),
        links=(Link(LINK, join, Role.GUEST),),
    )
