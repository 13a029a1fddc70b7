"""The last steps of a draft: seen in each language, tested, discarded, or sent."""

from dataclasses import dataclass
from typing import Final

from bot.features.announcements import audiences, drafts, sending
from bot.features.announcements.drafting import shown
from bot.features.announcements.presses import AskToDiscard, AskToSend, Discard, InPreview, Send, ShowPreview, TestToMe
from bot.features.announcements.seeing import Seeing
from bot.features.announcements.store import Announcement
from bot.features.announcements.views import sending as view
from bot.features.announcements.views.draft import Draft, draft_screen
from bot.features.announcements.views.words import obstacle_text
from bot.telegram.requests import Request
from bot.telegram.screens import Answers, Dispatched, Screen, Toast

_IN_THE_WAY_OF_A_TEST: Final = frozenset(
    {sending.Problem.NO_TEXT, sending.Problem.TEXT_TOO_LONG, sending.Problem.CAPTION_TOO_LONG}
)


@dataclass(frozen=True, slots=True)
class Launching:
    """The handlers."""

    seeing: Seeing

    async def preview(self, request: Request, data: ShowPreview) -> Answers:
        """Show what readers of a language get, and the panel under it."""
        found = await self.seeing.draft(request, data.visit, data.announcement)
        if not isinstance(found, Draft):
            return found
        language = next((one for one in request.translators if one == data.language), request.person.language)
        return shown(found, request, language)

    async def test(self, request: Request, data: TestToMe) -> Answers:
        """Send it to whoever presses, by the same way as to everybody."""
        found = await self.seeing.draft(request, data.visit, data.announcement)
        if not isinstance(found, Draft):
            return found
        in_the_way = [one for one in found.obstacles if one.problem in _IN_THE_WAY_OF_A_TEST]
        if in_the_way:
            return Toast(obstacle_text(in_the_way[0], request.tr), alert=True)
        await request.unit.write(
            sending.test,
            found.announcement,
            found.edition,
            request.translators,
            request.person.language,
            request.person.user_id,
            request.now,
        )
        return Toast(request.tr("The test is on its way to you.")), Dispatched()

    async def in_preview(self, request: Request, data: InPreview) -> Answers:  # noqa: ARG002 - it says nothing
        """Say that a button of a preview does nothing."""
        return Toast(request.tr("This is a preview. The button works in what is sent."))

    async def ask_to_discard(self, request: Request, data: AskToDiscard) -> Answers:
        """Ask whether to discard the draft."""
        found = await self.seeing.draft(request, data.visit, data.announcement)
        return view.ask_to_discard_screen(found, request.tr) if isinstance(found, Draft) else found

    async def discard(self, request: Request, data: Discard) -> Answers:
        """Discard the draft."""
        found = await self.seeing.fresh(request, data.visit, data.announcement, data.revision)
        if not isinstance(found, Draft):
            return found
        await request.unit.write(drafts.discard, found.announcement, request.person.user_id, request.now)
        return await self._standing(request, found.announcement)

    async def ask_to_send(self, request: Request, data: AskToSend) -> Answers:
        """Say whom it reaches and ask whether to send it; an urgent one is asked about twice."""
        found = await self.seeing.fresh(request, data.visit, data.announcement, data.revision)
        if not isinstance(found, Draft):
            return found
        if found.obstacles:
            return _in_the_way(found, request)
        if found.announcement.urgent and data.again:
            return view.ask_again_screen(found, request.tr)
        return view.ask_to_send_screen(found, request.tr)

    async def send(self, request: Request, data: Send) -> Answers:
        """Take the snapshot: everybody it is for now gets it. Nothing happens if the draft was changed meanwhile."""
        found = await self.seeing.announcement(request, data.visit, data.announcement)
        if isinstance(found, Screen):
            return self.seeing.stale(request, found)
        edition, announcement = found
        if announcement.revision != data.revision:
            return self.seeing.stale(request, await self.seeing.loaded(request, edition, announcement))
        if announcement.urgent and not data.sure:
            return view.ask_again_screen(await self.seeing.loaded(request, edition, announcement), request.tr)
        # Counting a million people takes as long again as queueing them, and they were counted for the question.
        anybody = await request.unit.read(
            audiences.reaches_anybody, announcement.audience, edition, urgent=announcement.urgent
        )
        if sending.obstacles(announcement, edition, request.translators, request.now, anybody=anybody):
            return _in_the_way(await self.seeing.loaded(request, edition, announcement), request)
        await request.unit.write(
            sending.confirm, announcement, edition, request.translators, request.person.user_id, request.now
        )
        # Confirmed now, it is shown as such.
        return await self._standing(request, announcement), Dispatched()

    async def _standing(self, request: Request, announcement: Announcement) -> Screen:
        stands = await self.seeing.draft(request, announcement.visit_id, announcement.announcement_id)
        return draft_screen(stands, request.tr) if isinstance(stands, Draft) else stands


def _in_the_way(draft: Draft, request: Request) -> Answers:
    """Say why it cannot be sent, and show the draft with it."""
    note = obstacle_text(draft.obstacles[0], request.tr) if draft.obstacles else request.tr("Try once more.")
    return Toast(note, alert=True), draft_screen(draft, request.tr)
