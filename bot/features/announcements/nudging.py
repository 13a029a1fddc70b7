"""Who has not confirmed an announcement, and reminding them: a short answer to their copy, with the button."""

import datetime as dt
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final
from zoneinfo import ZoneInfo

from bot.core.languages import Language
from bot.core.translation import Translator
from bot.features.announcements import drafts, recipients, wordings
from bot.features.announcements.control_presses import NudgeSilent, OpenSilent
from bot.features.announcements.finding import Found, Panels, find
from bot.features.announcements.messages import buttons
from bot.features.announcements.progress import NUDGE, itself
from bot.features.announcements.store import Announcement
from bot.features.announcements.views import asking, lists
from bot.telegram import panels
from bot.telegram.outbox import dispatches
from bot.telegram.outbox.deliveries import State
from bot.telegram.outbox.dispatches import Lane
from bot.telegram.outbox.following import follow
from bot.telegram.requests import Request
from bot.telegram.screens import Answers, Dispatched, Screen, Toast

NOT_WITHIN: Final = dt.timedelta(minutes=10)
_HAVE_IT: Final[tuple[State, ...]] = ("sent",)
_CONFIRMED: Final = "SELECT user_id FROM confirmations WHERE announcement_id = ?"


@dataclass(frozen=True, slots=True)
class Nudging:
    """The handlers."""

    panels: Panels

    async def open_silent(self, request: Request, data: OpenSilent) -> Answers:
        """Show who has it and has not confirmed it."""
        found = await find(request, data.visit, data.announcement)
        if isinstance(found, Screen):
            return found
        page = await recipients.page(request, found.announcement, recipients.SILENT, data.page, lists.ON_A_PAGE)
        return lists.silent_screen(found.edition, found.announcement, page, request.tr)

    async def nudge(self, request: Request, data: NudgeSilent) -> Answers:
        """Say how many would be reminded and ask; when that was answered, remind them."""
        found = await find(request, data.visit, data.announcement)
        if isinstance(found, Screen):
            return found
        if (refusal := await self._refusal(request, found)) is not None:
            return refusal
        if not data.sure:
            silent = await request.unit.read(recipients.count_of, found.announcement, recipients.SILENT)
            return asking.nudge_screen(found.edition, found.announcement, silent, request.tr)
        count = await request.unit.write(
            nudge, found.announcement, request.translators, request.person.user_id, request.now
        )
        note = Toast(request.tr.plural("{count} reminder is on its way.", "{count} reminders are on their way.", count))
        return note, await self.panels.now(request, found), Dispatched()

    async def _refusal(self, request: Request, found: Found) -> Screen | None:
        """Return why nobody can be reminded now; None where they can."""
        tr, announcement = request.tr, found.announcement
        if (
            not announcement.needs_confirmation
            or announcement.recalled_at is not None
            or (announcement.expires_at is not None and announcement.expires_at <= request.now)
        ):
            text = tr("This announcement waits for nobody’s confirmation any more.")
            return asking.nothing_to_do_screen(found.edition, announcement, text, tr)
        last = await request.unit.read(last_nudge, announcement)
        if last is not None and request.now - last < NOT_WITHIN:
            zone = ZoneInfo(found.edition.visit.zone)
            again = (last + NOT_WITHIN).astimezone(zone).time()
            return asking.nudged_lately_screen(found.edition, announcement, last.astimezone(zone).time(), again, tr)
        if not await request.unit.read(recipients.count_of, announcement, recipients.SILENT):
            text = tr("Everybody who has it has confirmed it.")
            return asking.nothing_to_do_screen(found.edition, announcement, text, tr)
        return None


def last_nudge(connection: sqlite3.Connection, announcement: Announcement) -> dt.datetime | None:
    """Return when those who have not confirmed were last reminded (UTC); None when they never were."""
    reminders = dispatches.revisions(connection, NUDGE, announcement.reference)
    return reminders[-1].created_at if reminders else None


def nudge(
    connection: sqlite3.Connection,
    announcement: Announcement,
    translators: Mapping[Language, Translator],
    actor_id: int,
    now: dt.datetime,
) -> int:
    """Remind everybody who has the announcement and has not confirmed it; return how many they are."""
    main = itself(connection, announcement.announcement_id)
    if main is None:
        return 0
    revision = len(dispatches.revisions(connection, NUDGE, announcement.reference)) + 1
    reminder = dispatches.open_dispatch(
        connection,
        NUDGE,
        announcement.reference,
        now,
        revision=revision,
        lane=Lane.BULK,
        conditions=main.conditions,
        expires_at=announcement.expires_at,
    )
    made = {language: _payload(connection, announcement, tr) for language, tr in translators.items()}
    languages = wordings.sent_so_far(connection, announcement.announcement_id, "first")
    count = follow(
        connection,
        reminder,
        main.dispatch_id,
        {payload: made[language] for payload, language in languages.items()},
        now,
        states=_HAVE_IT,
        besides=_CONFIRMED,
        values=(announcement.announcement_id,),
    )
    drafts.note(connection, announcement, actor_id, "nudged", now, after={"recipients": count})
    panels.touch(connection, announcement.reference)
    return count


def _payload(connection: sqlite3.Connection, announcement: Announcement, tr: Translator) -> int:
    keyboard = [[one.model_dump(exclude_none=True)] for one in buttons(announcement, tr)]
    text = tr("Please confirm that you have read this announcement.")
    parameters = {"text": text, "reply_markup": {"inline_keyboard": keyboard}}
    return dispatches.add_payload(connection, "sendMessage", parameters, target="reply_parameters")
