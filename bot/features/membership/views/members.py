"""The members of a visit: in numbers, as lists, and one by one, as messages."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from zoneinfo import ZoneInfo

from aiogram.types import InlineKeyboardButton
from aiogram.utils.formatting import Bold, Code, Text

from bot.content.library import Edition
from bot.core.translation import Translator
from bot.features.membership.presses import (
    EVERYBODY,
    NO_GROUP,
    AskToRemove,
    ExportMembers,
    GiveRole,
    OpenInvites,
    OpenMember,
    PutInGroup,
    Remove,
)
from bot.telegram.citing import joined, page_note, pager, rows_of, ways_back
from bot.telegram.members import Member, Tally
from bot.telegram.naming import group_name, group_names, role_name, title_of
from bot.telegram.presses import OpenAudit, OpenMembers, StartInvite
from bot.telegram.roles import GIVEN, Role
from bot.telegram.screens import Row, Screen, button

ON_A_PAGE: Final = 10
_NUMBERS_IN_A_ROW: Final = 5


@dataclass(frozen=True, slots=True)
class Page:
    """A page of the members of one group, numbered from 0, and how many members the group has."""

    group: str
    number: int
    members: Sequence[Member]
    count: int


def members_screen(edition: Edition, tally: Tally, others: Sequence[Edition], tr: Translator) -> Screen:
    """Show a visit's members in numbers; `others` are visits of which the reader may see the members as well."""
    visit = edition.visit_id
    known = [group.id for group in edition.visit.groups]
    groups = [group for group in (*known, *sorted(tally.by_group.keys() - set(known))) if group in tally.by_group]
    lines = [Text(f"• {group_name(edition, group, tr)}: {tr.number(tally.by_group[group])}") for group in groups]
    if groups and tally.without_group:
        lines.append(Text("• ", tr("in no group: {count}", count=tr.number(tally.without_group))))
    total = tr.plural("{count} member", "{count} members", tally.members)
    body = joined([Text(Bold(tr("Members"))), Text(title_of(edition, tr)), Text(total), *lines])
    lists = [button(tr("All members"), OpenMembers(visit=visit, group=EVERYBODY))] if tally.members else []
    lists += [button(group_name(edition, group, tr), OpenMembers(visit=visit, group=group)) for group in groups]
    if groups and tally.without_group:
        lists.append(button(tr("No group"), OpenMembers(visit=visit, group=NO_GROUP)))
    rows: tuple[Row, ...] = (
        *rows_of(lists),
        (button(tr("Invite"), StartInvite(visit=visit)), button(tr("Open links"), OpenInvites(visit=visit))),
        (
            *((button(tr("Excel file"), ExportMembers(visit=visit)),) if tally.members else ()),
            button(tr("Audit"), OpenAudit()),
        ),
        *((button(title_of(other, tr), OpenMembers(visit=other.visit_id)),) for other in others),
        ways_back(tr),
    )
    return Screen(body, rows, sample=edition.visit.sample)


def list_screen(edition: Edition, page: Page, tr: Translator) -> Screen:
    """Show a page of the members of a group, of all, or of those in none."""
    visit, pages = edition.visit_id, max(1, -(-page.count // ON_A_PAGE))
    title = {EVERYBODY: tr("All members"), NO_GROUP: tr("In no group")}.get(page.group) or group_name(
        edition, page.group, tr
    )
    heading = joined([Text(Bold(title), page_note(page.number, pages, tr)), Text(title_of(edition, tr))])
    first = page.number * ON_A_PAGE + 1
    lines = [
        Text(f"{number}. ", Bold(one.name), f" · {_standing(edition, one, page.group, tr)}")
        for number, one in enumerate(page.members, first)
    ] or [Text(tr("There is nobody here."))]
    numbers = [
        button(str(number), OpenMember(visit=visit, user=one.user_id)) for number, one in enumerate(page.members, first)
    ]
    rows = (
        *rows_of(numbers, _NUMBERS_IN_A_ROW),
        pager(page.number, pages, lambda number: OpenMembers(visit=visit, group=page.group, page=number)),
        ways_back(tr, (tr("Members"), OpenMembers(visit=visit))),
    )
    return Screen(joined([heading, joined(lines)], "\n\n"), rows, sample=edition.visit.sample)


def member_screen(edition: Edition, member: Member, zone: ZoneInfo, tr: Translator, *, owner: bool) -> Screen:
    """Show a member's card with the buttons that change their rights; `owner`: they own the bot, whatever it says."""
    visit = edition.visit_id
    groups = group_names(edition, member.groups, tr) or tr("none")
    lines = [
        Text(Bold(member.name)),
        Text(title_of(edition, tr)),
        Text(tr("Role: {role}", role=role_name(member.role, tr))),
        Text(tr("Owns the bot and may do everything.")) if owner else Text(),
        Text(tr("Groups: {groups}", groups=groups)),
        Text(tr("Joined: {date}", date=tr.date(member.joined_at.astimezone(zone).date()))),
        Text(tr("Number in Telegram"), ": ", Code(str(member.user_id))),
    ]
    roles = tuple(
        _marked(role_name(role, tr), GiveRole(visit=visit, user=member.user_id, role=role.stored), role is member.role)
        for role in GIVEN
    )
    offered = dict.fromkeys((*(group.id for group in edition.visit.groups), *member.groups))
    puts = [
        _marked(
            group_name(edition, group, tr),
            PutInGroup(visit=visit, user=member.user_id, group=group, inside=group not in member.groups),
            group in member.groups,
        )
        for group in offered
    ]
    rows = (
        roles,
        *rows_of(puts),
        (button(tr("Remove from the visit"), AskToRemove(visit=visit, user=member.user_id)),),
        ways_back(tr, (tr("Members"), OpenMembers(visit=visit))),
    )
    return Screen(joined(lines), rows, sample=edition.visit.sample)


def ask_to_remove_screen(edition: Edition, member: Member, tr: Translator) -> Screen:
    """Ask whether to remove a member."""
    what = tr(
        "It holds at once, also for what is on its way to them. No link made until now brings them back; "
        "a new one does."
    )
    body = joined([Text(Bold(tr("Remove {name}?", name=member.name)), "\n", title_of(edition, tr)), Text(what)], "\n\n")
    visit, user = edition.visit_id, member.user_id
    rows = (
        (button(tr("Yes, remove"), Remove(visit=visit, user=user)),),
        (button(tr("No, keep"), OpenMember(visit=visit, user=user)),),
        ways_back(tr, (tr("Members"), OpenMembers(visit=visit))),
    )
    return Screen(body, rows, sample=edition.visit.sample)


def removed_screen(edition: Edition, member: Member, tr: Translator) -> Screen:
    """Say that a member is removed."""
    body = Text(tr("{name} is no longer a member of:", name=member.name), "\n", Bold(title_of(edition, tr)))
    back = ways_back(tr, (tr("Members"), OpenMembers(visit=edition.visit_id)))
    return Screen(body, (back,), sample=edition.visit.sample)


def ask_about_oneself_screen(edition: Edition, member: Member, role: Role, tr: Translator) -> Screen:
    """Ask an admin who takes rights from themselves whether they mean it."""
    body = joined(
        [
            Text(Bold(tr("Give up being an admin?")), "\n", title_of(edition, tr)),
            Text(
                tr(
                    "You would be: {role}. Links that you made close. "
                    "Only another admin or the bot's owner can undo it.",
                    role=role_name(role, tr),
                )
            ),
        ],
        "\n\n",
    )
    visit, user = edition.visit_id, member.user_id
    rows = (
        (button(tr("Yes, give it up"), GiveRole(visit=visit, user=user, role=role.stored, sure=True)),),
        (button(tr("No, keep it"), OpenMember(visit=visit, user=user)),),
    )
    return Screen(body, rows, sample=edition.visit.sample)


def gave_up_screen(edition: Edition, role: Role, tr: Translator) -> Screen:
    """Say to somebody what they are now that they gave up being an admin."""
    body = Text(tr("You are now: {role}", role=role_name(role, tr)), "\n", Bold(title_of(edition, tr)))
    return Screen(body, (ways_back(tr),), sample=edition.visit.sample)


def no_such_member_screen(edition: Edition, tr: Translator) -> Screen:
    """Say that somebody is no longer, or never was, a member."""
    text = tr("This person is not a member of the visit (any more). The list shows who is.")
    back = ways_back(tr, (tr("Members"), OpenMembers(visit=edition.visit_id)))
    return Screen(Text(text), (back,), sample=edition.visit.sample)


def _standing(edition: Edition, member: Member, group: str, tr: Translator) -> str:
    """Return a member's role and, of their groups, those that the list is not of."""
    groups = group_names(edition, [own for own in member.groups if own != group], tr)
    return role_name(member.role, tr) + (f" · {groups}" if groups else "")


def _marked(label: str, press: GiveRole | PutInGroup, chosen: bool) -> InlineKeyboardButton:
    text = label[:1].upper() + label[1:]
    return button(f"✓ {text}" if chosen else text, press)
