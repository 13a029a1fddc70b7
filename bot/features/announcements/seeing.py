"""Finding the draft that a button names and showing how it stands, to whoever presses and on its panels."""

import datetime as dt
import sqlite3
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from bot.content.library import Edition, Library
from bot.core.languages import Language
from bot.core.moments import Clock
from bot.core.translation import Translator
from bot.features.announcements import audiences, sending, store
from bot.features.announcements.finding import ControlDrawing, Panels, find
from bot.features.announcements.store import Announcement
from bot.features.announcements.views import draft as view
from bot.features.announcements.views.draft import Draft
from bot.telegram.citing import not_open
from bot.telegram.panel_keeper import Viewer
from bot.telegram.requests import Request
from bot.telegram.roles import Role
from bot.telegram.screens import Answers, Screen, Toast


def load(
    connection: sqlite3.Connection,
    announcement: Announcement,
    edition: Edition,
    translators: Mapping[Language, Translator],
    zone: ZoneInfo,
    now: dt.datetime,
) -> Draft:
    """Return a draft with whom it would reach now and what is in its way."""
    reach = audiences.reach(connection, announcement.audience, edition, urgent=announcement.urgent)
    obstacles = sending.obstacles(announcement, edition, translators, now, anybody=bool(reach.people))
    return Draft(edition, announcement, reach, obstacles, zone)


@dataclass(frozen=True, slots=True)
class Seeing:
    """Finds drafts for requests; `panels` shows those that were confirmed meanwhile."""

    panels: Panels

    async def draft(self, request: Request, visit_id: str, announcement_id: int) -> Draft | Screen:
        """Return the draft that a button names, else how it stands: sent, discarded, or never there."""
        found = await self.announcement(request, visit_id, announcement_id)
        return found if isinstance(found, Screen) else await self.loaded(request, *found)

    async def announcement(
        self, request: Request, visit_id: str, announcement_id: int
    ) -> tuple[Edition, Announcement] | Screen:
        """Return the same without counting whom it reaches."""
        edition = request.edition(visit_id)
        # A button says which visit it is of; what is kept with a question has to be asked again.
        if edition is None or request.role_in(visit_id) < Role.ADMIN:
            return not_open(request.tr)
        announcement = await request.unit.read(store.read, announcement_id, visit_id)
        if announcement is None:
            return view.no_draft_screen(edition, request.tr)
        if announcement.state == "discarded":
            return view.discarded_screen(edition, announcement, request.tr)
        if announcement.state == "confirmed":
            confirmed = await find(request, visit_id, announcement_id)
            return confirmed if isinstance(confirmed, Screen) else self.panels.screen(request, confirmed)
        return edition, announcement

    async def loaded(self, request: Request, edition: Edition, announcement: Announcement) -> Draft:
        """Return a draft that was read with whom it would reach now and what is in its way."""
        zone = request.own_zone(edition)
        return await request.unit.read(load, announcement, edition, request.translators, zone, request.now)

    async def fresh(self, request: Request, visit_id: str, announcement_id: int, revision: int) -> Draft | Answers:
        """Return the draft if it is still as the button was shown with it; else a note, and how it stands."""
        found = await self.draft(request, visit_id, announcement_id)
        if isinstance(found, Draft) and found.announcement.revision == revision:
            return found
        return self.stale(request, found)

    @staticmethod
    def stale(request: Request, found: Draft | Screen) -> Answers:
        """Say that nothing was changed because somebody was faster, and show how it stands."""
        note = Toast(request.tr("It was changed meanwhile, so nothing was done. This is how it stands now."))
        return note, view.draft_screen(found, request.tr) if isinstance(found, Draft) else found


@dataclass(frozen=True, slots=True)
class DraftDrawing:
    """Draws panels of drafts anew, for those who are still their visit's admins, whatever became of the draft."""

    library: Library
    translators: Mapping[Language, Translator]
    clock: Clock
    owner_ids: Collection[int]
    control: ControlDrawing

    def __call__(self, connection: sqlite3.Connection, reference: str, viewer: Viewer) -> Screen | None:
        """Return what the panel shows now; None when it is not to be shown to this person any more."""
        announcement = store.read(connection, store.number_of(reference))
        edition = self.library.edition(announcement.visit_id) if announcement is not None else None
        if announcement is None or edition is None or not self._may(viewer, edition.visit_id):
            return None
        if announcement.state == "confirmed":
            return self.control(connection, reference, viewer)
        if announcement.state == "discarded":
            return view.discarded_screen(edition, announcement, viewer.tr)
        zone = ZoneInfo(viewer.user.zone or edition.visit.home_zone)
        now = self.clock.now().astimezone(dt.UTC)
        return view.draft_screen(load(connection, announcement, edition, self.translators, zone, now), viewer.tr)

    def _may(self, viewer: Viewer, visit_id: str) -> bool:
        role = viewer.user.roles.get(visit_id, Role.GUEST)
        return viewer.user.user_id in self.owner_ids or role >= Role.ADMIN
