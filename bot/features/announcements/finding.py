"""Finding the announcement that a button names, and showing how it stands: old buttons lead to what is there now."""

import sqlite3
from collections.abc import Collection
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from bot.content.library import Edition, Library
from bot.core.moments import Clock
from bot.features.announcements import store
from bot.features.announcements.progress import Progress, progress
from bot.features.announcements.store import Announcement
from bot.features.announcements.views import asking
from bot.features.announcements.views.control import Sight, control_screen
from bot.telegram.citing import not_open
from bot.telegram.panel_keeper import Viewer
from bot.telegram.requests import Request
from bot.telegram.roles import Role
from bot.telegram.screens import Screen


@dataclass(frozen=True, slots=True)
class Found:
    """An announcement that was confirmed, its visit, and how far it has come."""

    edition: Edition
    announcement: Announcement
    progress: Progress


async def find(request: Request, visit_id: str, announcement_id: int) -> Found | Screen:
    """Return the confirmed announcement that a button names, or what to answer when there is none."""
    edition = request.edition(visit_id)
    # A button says which visit it is of; what is kept with a question has to be asked again.
    if edition is None or request.role_in(visit_id) < Role.ADMIN:
        return not_open(request.tr)
    announcement = await request.unit.read(store.read, announcement_id, visit_id)
    if announcement is None or announcement.state == "discarded":
        return asking.gone_screen(edition, request.tr)
    stands = await request.unit.read(progress, announcement, request.now)
    if stands is None:
        return asking.still_a_draft_screen(edition, announcement, request.tr)
    return Found(edition, announcement, stands)


@dataclass(frozen=True, slots=True)
class Panels:
    """Shows how announcements stand. `per_second` is the pace at which messages go out."""

    per_second: int

    async def now(self, request: Request, found: Found) -> Screen:
        """Return the panel of an announcement as it stands now, whatever was read of it before."""
        again = await find(request, found.edition.visit_id, found.announcement.announcement_id)
        return again if isinstance(again, Screen) else self.screen(request, again)

    def screen(self, request: Request, found: Found) -> Screen:
        """Return the panel of an announcement as it was found."""
        sight = Sight(request.now, self.per_second, request.own_zone(found.edition))
        return control_screen(found.edition, found.announcement, found.progress, sight, request.tr)


@dataclass(frozen=True, slots=True)
class ControlDrawing:
    """Draws panels of confirmed announcements anew, for those who are still their visit's admins."""

    library: Library
    clock: Clock
    per_second: int
    owner_ids: Collection[int]

    def __call__(self, connection: sqlite3.Connection, reference: str, viewer: Viewer) -> Screen | None:
        """Return what the panel shows now; None when it is not to be shown to this person any more."""
        announcement = store.read(connection, store.number_of(reference))
        edition = self.library.edition(announcement.visit_id) if announcement is not None else None
        if announcement is None or edition is None or not self._may(viewer, edition.visit_id):
            return None
        now = self.clock.now()
        stands = progress(connection, announcement, now)
        if stands is None:
            return None
        zone = ZoneInfo(viewer.user.zone or edition.visit.home_zone)
        return control_screen(edition, announcement, stands, Sight(now, self.per_second, zone), viewer.tr)

    def _may(self, viewer: Viewer, visit_id: str) -> bool:
        role = viewer.user.roles.get(visit_id, Role.GUEST)
        return viewer.user.user_id in self.owner_ids or role >= Role.ADMIN
