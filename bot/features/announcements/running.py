"""While an announcement goes out: how far it has come, held back, let go on, cancelled."""

import datetime as dt
import sqlite3
from dataclasses import dataclass

from bot.features.announcements import drafts
from bot.features.announcements.control_presses import CancelRest, HoldAnnouncement, OpenAnnouncement
from bot.features.announcements.finding import Found, Panels, find
from bot.features.announcements.progress import CANCELLED, itself
from bot.features.announcements.store import Announcement
from bot.features.announcements.views import asking
from bot.telegram import panels
from bot.telegram.outbox import dispatches
from bot.telegram.outbox.following import call_off
from bot.telegram.requests import Request
from bot.telegram.screens import Answers, Dispatched, Screen, Toast


@dataclass(frozen=True, slots=True)
class Running:
    """The handlers."""

    panels: Panels

    async def open(self, request: Request, data: OpenAnnouncement) -> Answers:
        """Show how an announcement stands."""
        found = await find(request, data.visit, data.announcement)
        return found if isinstance(found, Screen) else self.panels.screen(request, found)

    async def hold(self, request: Request, data: HoldAnnouncement) -> Answers:
        """Hold the sending back, or let it go on."""
        found = await find(request, data.visit, data.announcement)
        if isinstance(found, Screen):
            return found
        changed = await request.unit.write(
            hold, found.announcement, request.person.user_id, request.now, paused=data.on
        )
        if not changed:
            return await self._stale(request, found)
        return await self.panels.now(request, found), Dispatched()

    async def cancel(self, request: Request, data: CancelRest) -> Answers:
        """Ask whether to send it to nobody else; when that was answered, do so."""
        found = await find(request, data.visit, data.announcement)
        if isinstance(found, Screen):
            return found
        if found.progress.standing not in {"scheduled", "sending", "paused"}:
            return await self._stale(request, found)
        if not data.sure:
            return asking.cancel_screen(found.edition, found.announcement, found.progress, request.tr)
        await request.unit.write(cancel_rest, found.announcement, request.person.user_id, request.now)
        return await self.panels.now(request, found)

    async def _stale(self, request: Request, found: Found) -> Answers:
        return Toast(request.tr("Things have moved on meanwhile: nothing was changed.")), await self.panels.now(
            request, found
        )


def hold(
    connection: sqlite3.Connection, announcement: Announcement, actor_id: int, now: dt.datetime, *, paused: bool
) -> bool:
    """Hold an announcement back or let it go on; False when it is so already, or nothing of it is left to send."""
    main = itself(connection, announcement.announcement_id)
    if main is None or main.paused == paused or main.finished_at is not None or main.called_off is not None:
        return False
    dispatches.set_paused(connection, main.dispatch_id, paused=paused)
    drafts.note(connection, announcement, actor_id, "paused" if paused else "resumed", now)
    panels.touch(connection, announcement.reference)
    return True


def cancel_rest(
    connection: sqlite3.Connection, announcement: Announcement, actor_id: int, now: dt.datetime
) -> int | None:
    """Send an announcement to nobody else; return how many were left, None when nothing was left to cancel."""
    main = itself(connection, announcement.announcement_id)
    if main is None or main.finished_at is not None or main.called_off is not None:
        return None
    cancelled = call_off(connection, main.dispatch_id, CANCELLED, now)
    drafts.note(connection, announcement, actor_id, "cancelled", now, after={"recipients": cancelled})
    panels.touch(connection, announcement.reference)
    return cancelled
