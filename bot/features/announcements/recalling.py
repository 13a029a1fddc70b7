"""Taking an announcement back: copies that are young enough are deleted, and nobody else gets it."""

import datetime as dt
import sqlite3
from dataclasses import dataclass
from typing import Final

from bot.core.moments import to_milliseconds
from bot.features.announcements import drafts, recipients
from bot.features.announcements.control_presses import OpenNotRecalled, RecallAnnouncement
from bot.features.announcements.finding import Panels, find
from bot.features.announcements.progress import (
    CORRECTION,
    NUDGE,
    RECALL,
    RECALLED,
    TEXT_CORRECTION,
    itself,
)
from bot.features.announcements.sending import ITSELF, PIN, TEXT
from bot.features.announcements.store import Announcement
from bot.features.announcements.views import asking, lists
from bot.telegram import panels
from bot.telegram.outbox import dispatches
from bot.telegram.outbox.dispatches import Lane
from bot.telegram.outbox.following import call_off, follow
from bot.telegram.requests import Request
from bot.telegram.screens import Answers, Dispatched, Screen

# Telegram deletes nothing that is older.
DELETABLE_FOR: Final = dt.timedelta(hours=48)
_CALLED_OFF: Final = (ITSELF, TEXT, PIN, CORRECTION, TEXT_CORRECTION, NUDGE)


@dataclass(frozen=True, slots=True)
class Recalling:
    """The handlers."""

    panels: Panels

    async def recall(self, request: Request, data: RecallAnnouncement) -> Answers:
        """Ask whether to take it back; when that was answered, do so."""
        found = await find(request, data.visit, data.announcement)
        if isinstance(found, Screen):
            return found
        if found.announcement.recalled_at is not None:
            return self.panels.screen(request, found)
        if not data.sure:
            main = await request.unit.read(itself, data.announcement)
            reached = await request.unit.read(
                recipients.count_sent_since, main.dispatch_id if main else 0, request.now - DELETABLE_FOR
            )
            return asking.recall_screen(found.edition, found.announcement, found.progress, reached, request.tr)
        await request.unit.write(recall, found.announcement, request.person.user_id, request.now)
        return await self.panels.now(request, found), Dispatched()

    async def open_not_recalled(self, request: Request, data: OpenNotRecalled) -> Answers:
        """Show who still has a copy."""
        found = await find(request, data.visit, data.announcement)
        if isinstance(found, Screen):
            return found
        page = await recipients.page(request, found.announcement, recipients.NOT_RECALLED, data.page, lists.ON_A_PAGE)
        return lists.not_recalled_screen(found.edition, found.announcement, page, request.tr)


def recall(connection: sqlite3.Connection, announcement: Announcement, actor_id: int, now: dt.datetime) -> bool:
    """Take an announcement back; False when somebody has done so already.

    What is on its way is deleted once its outcome is known. A deletion that does not come in time is not tried.
    """
    recalled = connection.execute(
        "UPDATE announcements SET recalled_at = ? "
        "WHERE announcement_id = ? AND state = 'confirmed' AND recalled_at IS NULL",
        (to_milliseconds(now), announcement.announcement_id),
    ).rowcount
    if not recalled:
        return False
    reference = announcement.reference
    for purpose in _CALLED_OFF:
        for dispatch in dispatches.revisions(connection, purpose, reference):
            call_off(connection, dispatch.dispatch_id, RECALLED, now)
    deletion = dispatches.add_payload(connection, "deleteMessages", {}, target="message_ids")
    deleted = 0
    everything = [ITSELF, TEXT, NUDGE]
    sent = [dispatch for purpose in everything for dispatch in dispatches.revisions(connection, purpose, reference)]
    for dispatch in sent:
        own = dispatches.open_dispatch(
            connection,
            RECALL,
            reference,
            now,
            revision=_revision(dispatch.purpose, dispatch.revision),
            lane=Lane.URGENT,
            expires_at=now + DELETABLE_FOR,
        )
        deleted += follow(connection, own, dispatch.dispatch_id, deletion, now, sent_since=now - DELETABLE_FOR)
    drafts.note(connection, announcement, actor_id, "recalled", now, after={"messages": deleted})
    panels.touch(connection, reference)
    return True


def _revision(purpose: str, revision: int) -> int:
    """Return under which number the deletions of a dispatch stand: 1 for the announcement itself, 2 for its text."""
    return {ITSELF: 1, TEXT: 2}.get(purpose, 2 + revision)
