"""/announcements: all that organisers have written; /news: what of it still holds, for those whom it concerns."""

import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from bot.content.library import Edition
from bot.features.announcements import messages, store
from bot.features.announcements.control_presses import (
    OpenNewsItem,
)
from bot.features.announcements.progress import Progress, itself, progress
from bot.features.announcements.store import Announcement, State
from bot.features.announcements.views import news as view
from bot.telegram import members
from bot.telegram.citing import no_visit, not_open
from bot.telegram.members import Member
from bot.telegram.outbox import deliveries
from bot.telegram.presses import OpenAnnouncements, OpenNews
from bot.telegram.requests import Request
from bot.telegram.roles import Role
from bot.telegram.screens import Answer, Answers, Prepared

_AT_ONCE: Final = 50
_SENT: Final[tuple[State, ...]] = ("confirmed",)
# Longer texts stand in messages of their own, just as they were sent.
_FITS: Final = 3500


async def announcements(request: Request, data: OpenAnnouncements | None = None) -> Answers:
    """Show the announcements of every visit that the person administers, newest first."""
    editions = request.editions_with(Role.ADMIN)
    if not editions:
        return no_visit(request.tr)
    older_than = data.older_than if data is not None else 0
    # One more than is shown tells whether there are older ones.
    found = await request.unit.read(
        store.list_of, [one.visit_id for one in editions], limit=view.ON_A_PAGE + 1, older_than=older_than or None
    )
    shown = found[: view.ON_A_PAGE]
    stands: dict[int, Progress | None] = {
        one.announcement_id: await request.unit.read(progress, one, request.now) for one in shown
    }
    page = view.Page(shown, len(found) > view.ON_A_PAGE, not older_than)
    return view.announcements_screen(page, stands, {one.visit_id: one for one in editions}, request.tr)


async def news(request: Request, data: OpenNews | None = None) -> Answers:
    """Show the announcements that still hold and concern the person, newest first."""
    editions = {edition.visit_id: edition for edition in request.visits()}
    if not editions:
        return no_visit(request.tr)
    older_than = data.older_than if data is not None else 0
    reader = _Reader(request, await request.unit.read(members.memberships, request.person.user_id))
    found = await request.unit.read(_holding, reader.sees, [*editions], older_than or None)
    page = view.Page(found[: view.ON_A_PAGE], len(found) > view.ON_A_PAGE, not older_than)
    return view.news_screen(page, editions, request.tr)


async def open_news_item(request: Request, data: OpenNewsItem) -> Answers:
    """Show one of them in full, and what came with it when asked for."""
    edition = request.edition(data.visit)
    if edition is None:
        return not_open(request.tr)
    announcement = await request.unit.read(store.read, data.announcement, data.visit)
    reader = _Reader(request, await request.unit.read(members.memberships, request.person.user_id))
    if announcement is None or not await request.unit.read(reader.sees, announcement):
        return view.no_news_item_screen(edition, request.tr)
    words = messages.said(announcement, edition, request.tr)
    if data.original or len(words) > _FITS:
        return _copies(request, announcement, edition)
    return view.news_item_screen(edition, announcement, words, request.tr)


def _copies(request: Request, announcement: Announcement, edition: Edition) -> Answers:
    """Return the announcement as it was sent, without its buttons: they are for those whom it was sent to."""
    sent: list[Answer] = [view.just_as_sent_screen(edition, announcement, request.tr)]
    for content in messages.rendered(announcement, edition, request.tr, live=False).contents:
        parameters = {name: value for name, value in content.parameters.items() if name != "reply_markup"}
        sent.append(Prepared(content.method, parameters))
    return sent


def _holding(
    connection: sqlite3.Connection,
    sees: Callable[[sqlite3.Connection, Announcement], bool],
    visit_ids: list[str],
    older_than: int | None,
) -> list[Announcement]:
    """Return what this reader sees, newest first, one more than a page."""
    found: list[Announcement] = []
    while len(found) <= view.ON_A_PAGE:
        looked = store.list_of(connection, visit_ids, _SENT, _AT_ONCE, older_than)
        found += [one for one in looked if sees(connection, one)]
        if len(looked) < _AT_ONCE:
            break
        older_than = looked[-1].announcement_id
    return found[: view.ON_A_PAGE + 1]


@dataclass(frozen=True, slots=True)
class _Reader:
    """Somebody who reads the news, and what they belong to."""

    request: Request
    memberships: list[Member]

    def sees(self, connection: sqlite3.Connection, announcement: Announcement) -> bool:
        """Tell whether an announcement still holds and is for this person."""
        now = self.request.now
        if announcement.state != "confirmed" or announcement.recalled_at is not None:
            return False
        if announcement.expires_at is not None and announcement.expires_at <= now:
            return False
        main = itself(connection, announcement.announcement_id)
        if main is None or main.called_off is not None or main.not_before > now:
            return False
        return self._belongs(announcement) or self._has_it(connection, main.dispatch_id)

    def _belongs(self, announcement: Announcement) -> bool:
        """Tell whether this person is one of those for whom it is, whenever they came."""
        own = next((one for one in self.memberships if one.visit_id == announcement.visit_id), None)
        audience = announcement.audience
        if own is None:
            # Of a public visit guests read what is for everybody; owners read all.
            return audience.kind == "everyone" or self.request.person.role is Role.OWNER
        match audience.kind:
            case "everyone" | "members":
                return True
            case "group":
                return audience.value in own.groups
            case "role":
                return audience.value == own.role.stored
            case "language":
                return audience.value == self.request.person.language
            case _:
                return False

    def _has_it(self, connection: sqlite3.Connection, dispatch_id: int) -> bool:
        own = deliveries.of_recipient(connection, dispatch_id, self.request.person.user_id)
        return own is not None and own.state == "sent"
