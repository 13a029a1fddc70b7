"""Buttons that only membership carries."""

from aiogram.filters.callback_data import CallbackData

from bot.telegram.presses import Number

# The group of `OpenMembers` that stands for everybody, and the one of a link or a list for no group.
EVERYBODY = "*"
NO_GROUP = "-"


class OpenMember(CallbackData, prefix="mbr"):
    """The card of a member."""

    visit: str
    user: Number


class GiveRole(CallbackData, prefix="mrole"):
    """Give a member this role; `sure` when they were asked, which they are about their own."""

    visit: str
    user: Number
    role: str
    sure: bool = False


class PutInGroup(CallbackData, prefix="mg"):
    """Put a member into a group, or take them out of it."""

    visit: str
    user: Number
    group: str
    inside: bool


class AskToRemove(CallbackData, prefix="mrm"):
    """Ask whether to remove a member."""

    visit: str
    user: Number


class Remove(CallbackData, prefix="mrmyes"):
    """Remove a member."""

    visit: str
    user: Number


class ExportMembers(CallbackData, prefix="mxlsx"):
    """The members as an Excel file."""

    visit: str


class MakeInvite(CallbackData, prefix="mkinv"):
    """Make a link that invites: everything about it is chosen."""

    visit: str
    role: str
    group: str
    expiry: str
    uses: Number


class OpenInvites(CallbackData, prefix="invs"):
    """The links of a visit that are open, a page at a time."""

    visit: str
    page: Number = 0


class OpenInvite(CallbackData, prefix="invite"):
    """One link."""

    visit: str
    invite: Number


class RevokeInvite(CallbackData, prefix="invno"):
    """Close a link."""

    visit: str
    invite: Number


class Leave(CallbackData, prefix="leaveyes"):
    """Leave a visit."""

    visit: str
