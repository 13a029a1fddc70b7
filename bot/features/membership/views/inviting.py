"""The making of a link that invites, question by question, and the links that are open, as messages."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from zoneinfo import ZoneInfo

from aiogram.filters.callback_data import CallbackData
from aiogram.utils.formatting import Bold, Code, Text

from bot.content.library import Edition
from bot.core.translation import Translator, msg
from bot.features.membership.expiry import DAY, END, WEEK
from bot.features.membership.presses import NO_GROUP, MakeInvite, OpenInvite, OpenInvites, RevokeInvite
from bot.telegram.citing import joined, page_note, pager, rows_of, ways_back
from bot.telegram.invites import Invite, Offer
from bot.telegram.naming import group_name, role_name, title_of
from bot.telegram.presses import OpenMembers, StartInvite
from bot.telegram.roles import GIVEN, Role
from bot.telegram.screens import Row, Screen, button, copy

USES: Final = (1, 10, 100)
ON_A_PAGE: Final = 8
_EXPIRIES: Final[Mapping[str, str]] = {
    DAY: msg("24 hours"),
    WEEK: msg("7 days"),
    END: msg("until the visit ends"),
}
_NUMBERS_IN_A_ROW: Final = 4


@dataclass(frozen=True, slots=True)
class Asking:
    """A question about a link to be made: into which visit, and what is chosen so far."""

    edition: Edition
    step: StartInvite
    tr: Translator
    several: bool = False

    def with_answer(self, **answers: str) -> StartInvite:
        """Return the step after this answer."""
        return self.step.model_copy(update=answers)


def which_visit_screen(editions: Sequence[Edition], tr: Translator) -> Screen:
    """Ask into which visit the link shall lead."""
    rows = tuple((button(title_of(edition, tr), StartInvite(visit=edition.visit_id)),) for edition in editions)
    return Screen(Text(Bold(tr("A link that invites")), "\n\n", tr("Into which visit?")), (*rows, ways_back(tr)))


def which_role_screen(asking: Asking) -> Screen:
    """Ask what those who come by the link shall be."""
    tr = asking.tr
    explained = joined(
        [
            Text("• ", Bold(role_name(Role.MEMBER, tr)), " – ", tr("reads what is for members")),
            Text("• ", Bold(role_name(Role.EDITOR, tr)), " – ", tr("changes the content as well")),
            Text("• ", Bold(role_name(Role.ADMIN, tr)), " – ", tr("invites and removes people as well")),
        ]
    )
    roles = tuple(button(_capital(role_name(role, tr)), asking.with_answer(role=role.stored)) for role in GIVEN)
    links = (button(tr("Open links"), OpenInvites(visit=asking.edition.visit_id)),)
    rows = (*rows_of(roles), links, _back(asking, StartInvite() if asking.several else None))
    return _question(asking, tr("What shall those be who come by it?"), rows, explained)


def which_group_screen(asking: Asking) -> Screen:
    """Ask for the group that the link puts people into."""
    tr, edition = asking.tr, asking.edition
    groups = [
        button(group_name(edition, group.id, tr), asking.with_answer(group=group.id)) for group in edition.visit.groups
    ]
    none = (button(tr("No group"), asking.with_answer(group=NO_GROUP)),)
    rows = (*rows_of(groups), none, _back(asking, asking.with_answer(role="")))
    return _question(asking, tr("Into which group?"), rows)


def which_expiry_screen(asking: Asking, choices: Mapping[str, dt.datetime]) -> Screen:
    """Ask how long the link shall be open."""
    tr = asking.tr
    rows = tuple((button(_capital(tr(_EXPIRIES[choice])), asking.with_answer(expiry=choice)),) for choice in choices)
    back = asking.with_answer(group="") if asking.edition.visit.groups else asking.with_answer(role="", group="")
    return _question(asking, tr("How long shall it be open?"), (*rows, _back(asking, back)))


def how_many_screen(asking: Asking) -> Screen:
    """Ask for how many people the link is; the answer makes it."""
    tr, step = asking.tr, asking.step
    numbers = tuple(
        button(
            tr.number(uses),
            MakeInvite(visit=step.visit, role=step.role, group=step.group, expiry=step.expiry, uses=uses),
        )
        for uses in USES
    )
    rows = (numbers, _back(asking, asking.with_answer(expiry="")))
    return _question(asking, tr("For how many people?"), rows)


def invite_made_screen(edition: Edition, offer: Offer, link: str, zone: ZoneInfo, tr: Translator) -> Screen:
    """Show the link, the only time that it can be shown."""
    body = joined(
        [
            Text(Bold(tr("The link is ready")), "\n", _offered(edition, offer, zone, tr)),
            Text(Code(link)),
            Text(tr("I keep only its fingerprint and cannot show it again. Whoever has it can come in.")),
        ],
        "\n\n",
    )
    visit = edition.visit_id
    rows: tuple[Row, ...] = (
        (copy(tr("Copy the link"), link),),
        (button(tr("Another link"), StartInvite(visit=visit)), button(tr("Open links"), OpenInvites(visit=visit))),
        ways_back(tr, (tr("Members"), OpenMembers(visit=visit))),
    )
    return Screen(body, rows, sample=edition.visit.sample)


def invites_screen(
    edition: Edition, count: int, shown: Sequence[Invite], page: int, zone: ZoneInfo, tr: Translator
) -> Screen:
    """Show the links that are open, a page of them."""
    pages = max(1, -(-count // ON_A_PAGE))
    heading = Text(Bold(tr("Open links")), page_note(page, pages, tr), "\n", title_of(edition, tr))
    first = page * ON_A_PAGE + 1
    blocks = [
        Text(f"{number}. ", _offered(edition, one.offer, zone, tr), "\n", _left(one, tr))
        for number, one in enumerate(shown, first)
    ]
    if not shown:
        blocks = [Text(tr("No link is open. Make one and send it to those whom you want to invite."))]
    numbers = [
        button(str(number), OpenInvite(visit=edition.visit_id, invite=one.invite_id))
        for number, one in enumerate(shown, first)
    ]
    rows = (
        *rows_of(numbers, _NUMBERS_IN_A_ROW),
        pager(page, pages, lambda number: OpenInvites(visit=edition.visit_id, page=number)),
        (button(tr("New link"), StartInvite(visit=edition.visit_id)),),
        ways_back(tr, (tr("Members"), OpenMembers(visit=edition.visit_id))),
    )
    return Screen(joined([heading, *blocks], "\n\n"), rows, sample=edition.visit.sample)


def invite_screen(edition: Edition, invite: Invite, maker: str, zone: ZoneInfo, tr: Translator) -> Screen:
    """Show one open link and the way to close it; `maker` is who made it, empty when nobody knows any more."""
    lines = [
        Text(Bold(tr("A link that invites"))),
        Text(title_of(edition, tr)),
        Text(),
        _offered(edition, invite.offer, zone, tr),
        Text(_left(invite, tr)),
        Text(tr("made {when}", when=_moment(invite.created_at, zone, tr)), f" · {maker}" if maker else ""),
    ]
    rows = (
        (button(tr("Close this link"), RevokeInvite(visit=edition.visit_id, invite=invite.invite_id)),),
        ways_back(tr, (tr("Open links"), OpenInvites(visit=edition.visit_id))),
    )
    return Screen(Text(joined(lines[:2]), "\n\n", joined(lines[3:])), rows, sample=edition.visit.sample)


def invite_closed_screen(edition: Edition, tr: Translator, *, now: bool) -> Screen:
    """Say that a link is closed: just `now`, or already before."""
    text = (
        tr("The link is closed. Whoever came by it stays; nobody comes by it any more.")
        if now
        else tr("This link is no longer open: closed, used up or expired, or whoever made it may no longer invite.")
    )
    visit = edition.visit_id
    rows = (
        (button(tr("New link"), StartInvite(visit=visit)),),
        ways_back(tr, (tr("Open links"), OpenInvites(visit=visit))),
    )
    return Screen(Text(text), rows, sample=edition.visit.sample)


def _question(asking: Asking, question: str, rows: tuple[Row, ...], explained: Text | None = None) -> Screen:
    tr, step, edition = asking.tr, asking.step, asking.edition
    chosen = [
        *([role_name(Role.named(step.role), tr)] if step.role else []),
        *([group_name(edition, step.group, tr)] if step.group not in {"", NO_GROUP} else []),
        *([tr(_EXPIRIES[step.expiry])] if step.expiry else []),
    ]
    heading = joined([Text(Bold(tr("A link that invites"))), Text(title_of(edition, tr)), Text(" · ".join(chosen))])
    return Screen(
        joined([heading, Text(question), *([explained] if explained else [])], "\n\n"),
        rows,
        sample=edition.visit.sample,
    )


def _back(asking: Asking, to: CallbackData | None) -> Row:
    tr = asking.tr
    if to is None:
        return ways_back(tr, (tr("Members"), OpenMembers(visit=asking.edition.visit_id)))
    return ways_back(tr, (tr("Back"), to))


def _offered(edition: Edition, offer: Offer, zone: ZoneInfo, tr: Translator) -> Text:
    parts = [
        role_name(offer.role, tr),
        *([group_name(edition, offer.group_id, tr)] if offer.group_id else []),
        tr("until {when}", when=_moment(offer.expires_at, zone, tr)),
    ]
    return Text(" · ".join(parts))


def _left(invite: Invite, tr: Translator) -> str:
    return tr("{left} of {uses} places left", left=tr.number(invite.uses_left), uses=tr.number(invite.offer.uses))


def _moment(moment: dt.datetime, zone: ZoneInfo, tr: Translator) -> str:
    local = moment.astimezone(zone)
    return tr("{times} {city}", times=f"{tr.date(local.date())}, {tr.time(local.time())}", city=tr.city(zone.key))


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
