"""What changes when people join, leave or get other rights: each a whole change with its entry in the audit.

Every function runs inside the unit of work of the press or message that asked for it.
"""

import datetime as dt
import sqlite3
from collections.abc import Collection
from dataclasses import dataclass
from enum import Enum

from bot.core import audit
from bot.telegram import desks, invites, members, people, replies
from bot.telegram.invites import Invite, Offer
from bot.telegram.members import Member
from bot.telegram.naming import clean_name
from bot.telegram.requests import Person
from bot.telegram.roles import Role


class Refusal(Enum):
    """Why a link does not open, in words of the audit."""

    TOO_MANY = "too many tries"
    UNKNOWN = "unknown"
    EXPIRED = "expired"
    USED_UP = "used up"
    UNBACKED = "unbacked"
    REVOKED = "revoked"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class Joined:
    """What a link did for somebody: `before` is None for a new member and the same as `after` where nothing was new."""

    before: Member | None
    after: Member


def join(
    connection: sqlite3.Connection,
    token: str,
    person: Person,
    now: dt.datetime,
    visits: Collection[str],
    owner_ids: Collection[int],
) -> Joined | Refusal:
    """Let a person in by a link, or with a higher role or another group if they are in. A refusal is audited.

    `visits` are those that there are: a link into another opens nothing, and neither does one of somebody who may
    invite no more; `owner_ids` own the bot.
    """
    if not invites.tries_left(connection, person.user_id, now):
        return _refuse(connection, Refusal.TOO_MANY, None, person, now)
    invite = invites.find(connection, token)
    if invite is not None and invite.offer.visit_id not in visits:
        invite = None
    refusal = _reason_against(connection, invite, person.user_id, now, owner_ids)
    if invite is None or refusal is not None:
        invites.note_failed_try(connection, person.user_id, now)
        return _refuse(connection, refusal or Refusal.UNKNOWN, invite, person, now)
    offer = invite.offer
    before = members.member(connection, offer.visit_id, person.user_id)
    if before is not None and _adds_nothing(offer, before):
        return Joined(before, before)
    if not invites.use(connection, invite.invite_id, now):
        return _refuse(connection, Refusal.USED_UP, invite, person, now)
    if before is None:
        members.add(connection, offer.visit_id, person.user_id, offer.role, clean_name(person.name), now)
    elif offer.role > before.role:
        members.set_role(connection, offer.visit_id, person.user_id, offer.role)
    if offer.group_id is not None:
        members.join_group(connection, offer.visit_id, person.user_id, offer.group_id)
    people.choose_visit(connection, person.user_id, offer.visit_id)
    after = _known(connection, offer.visit_id, person.user_id)
    audit.record(
        connection,
        now,
        person.user_id,
        "joined",
        visit_id=offer.visit_id,
        subject=str(invite.invite_id),
        before=members.rights(before) if before is not None else None,
        after=members.rights(after),
    )
    return Joined(before, after)


def change_role(
    connection: sqlite3.Connection,
    member: Member,
    role: Role,
    actor_id: int,
    now: dt.datetime,
    *,
    owner: bool,
    blind: bool = False,
) -> Member:
    """Give a member another role; what only the old one allowed them ends at once, unless they are an `owner` too.

    No link that was made until now gives a lost role back. `blind`: what is queued may show what they may not see now.
    """
    if role is member.role:
        return member
    members.set_role(connection, member.visit_id, member.user_id, role)
    if role < member.role:
        members.bar(connection, member.visit_id, member.user_id, now)
        if role < Role.ADMIN and not owner:
            invites.revoke_made_by(connection, member.user_id, member.visit_id, now)
            desks.leave(connection, member.user_id, now, member.visit_id)
    if blind:
        replies.withdraw(connection, member.user_id)
    return _changed(connection, member, "role", actor_id, now)


def change_group(
    connection: sqlite3.Connection, member: Member, group_id: str, inside: bool, actor_id: int, now: dt.datetime
) -> Member:
    """Put a member into a group or take them out of it: no link that was made until now brings them back there."""
    if inside == (group_id in member.groups):
        return member
    if inside:
        members.join_group(connection, member.visit_id, member.user_id, group_id)
    else:
        members.leave_group(connection, member.visit_id, member.user_id, group_id)
        members.bar(connection, member.visit_id, member.user_id, now, group_id)
    return _changed(connection, member, "group", actor_id, now)


def remove(
    connection: sqlite3.Connection, member: Member, actor_id: int, now: dt.datetime, *, owner: bool, blind: bool
) -> None:
    """Remove a member: no link that was made until now brings them back.

    `owner`: they keep an owner's rights. `blind`: they may not see the visit any more, nor what is queued about it.
    """
    _end(connection, member, now, owner=owner)
    if blind:
        # An answer does not say which visit it is about. One that is lost with the others can be asked for again.
        replies.withdraw(connection, member.user_id)
    members.bar(connection, member.visit_id, member.user_id, now)
    audit.record(
        connection,
        now,
        actor_id,
        "removed",
        visit_id=member.visit_id,
        about=member.user_id,
        before=members.rights(member),
    )


def leave(connection: sqlite3.Connection, member: Member, now: dt.datetime, *, owner: bool) -> None:
    """Let a member go by themselves; an open link may bring them back."""
    _end(connection, member, now, owner=owner)
    audit.record(
        connection,
        now,
        member.user_id,
        "left",
        visit_id=member.visit_id,
        before=members.rights(member),
    )


def _end(connection: sqlite3.Connection, member: Member, now: dt.datetime, *, owner: bool) -> None:
    members.drop(connection, member.visit_id, member.user_id)
    if not owner:
        people.leave_visit(connection, member.user_id, member.visit_id)
        invites.revoke_made_by(connection, member.user_id, member.visit_id, now)
        desks.leave(connection, member.user_id, now, member.visit_id)


def _reason_against(
    connection: sqlite3.Connection,
    invite: Invite | None,
    user_id: int,
    now: dt.datetime,
    owner_ids: Collection[int],
) -> Refusal | None:
    if invite is None:
        return Refusal.UNKNOWN
    state = invite.state(now)
    if state != "open":
        return Refusal(state)
    if not invites.maker_may(connection, invite.invite_id, owner_ids):
        return Refusal.UNBACKED
    barred = members.barred_since(connection, invite.offer.visit_id, user_id, invite.offer.group_id)
    return Refusal.REMOVED if barred is not None and invite.created_at <= barred else None


def _refuse(
    connection: sqlite3.Connection, refusal: Refusal, invite: Invite | None, person: Person, now: dt.datetime
) -> Refusal:
    visit_id = invite.offer.visit_id if invite is not None else None
    audit.refuse(connection, now, person.user_id, f"link {refusal.value}", visit_id)
    return refusal


def _adds_nothing(offer: Offer, member: Member) -> bool:
    return offer.role <= member.role and (offer.group_id is None or offer.group_id in member.groups)


def _changed(connection: sqlite3.Connection, before: Member, what: str, actor_id: int, now: dt.datetime) -> Member:
    after = _known(connection, before.visit_id, before.user_id)
    audit.record(
        connection,
        now,
        actor_id,
        what,
        visit_id=before.visit_id,
        about=before.user_id,
        before=members.rights(before),
        after=members.rights(after),
    )
    return after


def _known(connection: sqlite3.Connection, visit_id: str, user_id: int) -> Member:
    member = members.member(connection, visit_id, user_id)
    if member is None:
        raise LookupError(visit_id)
    return member
