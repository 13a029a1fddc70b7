"""Copies that were rejected or of which nobody knows whether they arrived: seen by person, and settled by hand."""

import datetime as dt
import sqlite3
from dataclasses import dataclass

from bot.features.announcements import drafts, recipients
from bot.features.announcements.control_presses import OpenProblems, OpenUncertain, SettleUncertain
from bot.features.announcements.finding import Panels, find
from bot.features.announcements.store import Announcement
from bot.features.announcements.views import lists
from bot.telegram import panels
from bot.telegram.outbox import deliveries
from bot.telegram.requests import Request
from bot.telegram.screens import Answers, Dispatched, Screen, Toast


@dataclass(frozen=True, slots=True)
class Settling:
    """The handlers."""

    panels: Panels

    async def open_problems(self, request: Request, data: OpenProblems) -> Answers:
        """Show whose copies were rejected, or are uncertain."""
        found = await find(request, data.visit, data.announcement)
        if isinstance(found, Screen):
            return found
        which = recipients.REJECTED if data.topic == "rejected" else recipients.UNCERTAIN
        page = await recipients.page(request, found.announcement, which, data.page, lists.ON_A_PAGE)
        show = lists.rejected_screen if which == recipients.REJECTED else lists.uncertain_screen
        return show(found.edition, found.announcement, page, request.tr)

    async def open_uncertain(self, request: Request, data: OpenUncertain) -> Answers:
        """Show one uncertain copy and ask what to do about it."""
        found = await find(request, data.visit, data.announcement)
        if isinstance(found, Screen):
            return found
        copy = await request.unit.read(recipients.copy_of, found.announcement, data.delivery)
        if copy is None:
            return Toast(request.tr("This copy is settled already.")), await self.panels.now(request, found)
        over = found.progress.standing in {"cancelled", "recalled"}
        return lists.settle_screen(found.edition, found.announcement, copy, request.tr, may_resend=not over)

    async def settle(self, request: Request, data: SettleUncertain) -> Answers:
        """Send an uncertain copy once more, or leave it as it is."""
        found = await find(request, data.visit, data.announcement)
        if isinstance(found, Screen):
            return found
        settled = await request.unit.write(
            settle, found.announcement, data.delivery, request.person.user_id, request.now, again=data.again
        )
        tr = request.tr
        if not settled:
            note = Toast(tr("This copy is settled already, or nothing more of it goes out."))
            return note, await self.panels.now(request, found)
        note = Toast(tr("It is sent once more.") if data.again else tr("It is left as it is."))
        page = await recipients.page(request, found.announcement, recipients.UNCERTAIN, 0, lists.ON_A_PAGE)
        if page.count:
            return note, lists.uncertain_screen(found.edition, found.announcement, page, tr), Dispatched()
        return note, await self.panels.now(request, found), Dispatched()


def settle(
    connection: sqlite3.Connection,
    announcement: Announcement,
    delivery_id: int,
    actor_id: int,
    now: dt.datetime,
    *,
    again: bool,
) -> bool:
    """Queue an uncertain copy once more, or end it as it is; False when it is not uncertain, or called off."""
    if recipients.copy_of(connection, announcement, delivery_id) is None:
        return False
    settled = (deliveries.resend if again else deliveries.leave)(connection, delivery_id, now)
    if settled:
        after = {"copy": delivery_id, "sent again": again}
        drafts.note(connection, announcement, actor_id, "copy settled", now, after=after)
        panels.touch(connection, announcement.reference)
    return settled
