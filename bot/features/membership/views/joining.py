"""Coming into a visit by a link and leaving it, as messages."""

from aiogram.utils.formatting import Bold, Text

from bot.content.library import Edition
from bot.core.translation import Translator
from bot.features.membership.presses import Leave
from bot.features.membership.store import Joined, Refusal
from bot.telegram.citing import joined as blocks
from bot.telegram.citing import ways_back
from bot.telegram.naming import group_names, role_name, title_of
from bot.telegram.presses import OpenDay, OpenMembers, OpenPark, OpenPeople, OpenPrivacy, OpenVisits
from bot.telegram.roles import Role
from bot.telegram.screens import Row, Screen, button


def joined_screen(edition: Edition, outcome: Joined, tr: Translator) -> Screen:
    """Welcome somebody who came by a link, or say what it changed for them."""
    before, after, visit = outcome.before, outcome.after, edition.visit
    if before is None:
        happened = tr("Welcome! You are in:")
    elif before == after:
        happened = tr("You are in already, and this link adds nothing. It is not used up by this:")
    else:
        happened = tr("You were in already; now you are:")
    groups = group_names(edition, after.groups, tr)
    standing = role_name(after.role, tr) + (f" · {groups}" if groups else "")
    stored = tr("The organisers see the name that Telegram shows of you now. /privacy says what is stored.")
    body = blocks(
        [
            Text(happened, "\n", Bold(title_of(edition, tr)), "\n", standing),
            Text(stored if before is None else ""),
        ],
        "\n\n",
    )
    opened: Row = (
        *((button(tr("Programme"), OpenDay(visit=visit.id)),) if visit.events else ()),
        button(tr("Park"), OpenPark(visit=visit.id)),
        *((button(tr("People"), OpenPeople(visit=visit.id)),) if visit.people else ()),
    )
    manage: Row = (button(tr("Members"), OpenMembers(visit=visit.id)),) if after.role >= Role.ADMIN else ()
    privacy = button(tr("Privacy"), OpenPrivacy())
    return Screen(body, (opened, (*manage, privacy), ways_back(tr)), sample=visit.sample)


def refused_screen(refusal: Refusal, tr: Translator, minutes: int) -> Screen:
    """Say why a link does not open and what to do; after too many tries the next is possible in so many minutes."""
    texts = {
        Refusal.UNKNOWN: tr("I do not know this link: it may be cut off or mistyped. Open it again where you got it."),
        Refusal.EXPIRED: tr("This link has expired. Ask whoever sent it for a new one."),
        Refusal.USED_UP: tr("This link is used up: all its places are taken. Ask whoever sent it for a new one."),
        Refusal.REVOKED: tr("The organisers have closed this link. Ask whoever sent it for a new one."),
        Refusal.UNBACKED: tr("Whoever made this link may no longer invite people. Ask the organisers for a new one."),
        Refusal.REMOVED: tr("This link no longer opens for you. Ask the organisers for a new one."),
        Refusal.TOO_MANY: tr.plural(
            "Too many links that did not open. Try again in {count} minute, with the right one.",
            "Too many links that did not open. Try again in {count} minutes, with the right one.",
            minutes,
        ),
    }
    return Screen(Text(texts[refusal]), (ways_back(tr),))


def ask_to_leave_screen(edition: Edition, tr: Translator) -> Screen:
    """Ask whether somebody really wants to leave a visit."""
    closed = edition.visit.audience == "members"
    what = (
        tr("Its programme and people will no longer be open to you, until a link of the organisers brings you back.")
        if closed
        else tr("You stay a reader of what is public. A link of the organisers brings you back.")
    )
    body = blocks([Text(Bold(tr("Leave this visit?")), "\n", title_of(edition, tr)), Text(what)], "\n\n")
    rows = ((button(tr("Yes, leave"), Leave(visit=edition.visit_id)),), ways_back(tr, (tr("Visit"), OpenVisits())))
    return Screen(body, rows, sample=edition.visit.sample)


def left_screen(edition: Edition, tr: Translator) -> Screen:
    """Say that somebody has left a visit."""
    body = Text(tr("You have left:"), "\n", Bold(title_of(edition, tr)))
    return Screen(body, (ways_back(tr, (tr("Visit"), OpenVisits())),), sample=edition.visit.sample)


def no_member_screen(tr: Translator) -> Screen:
    """Say to whoever wants to leave that they are no member."""
    return Screen(Text(tr("You are not a member of this visit (any more).")), (ways_back(tr),))
