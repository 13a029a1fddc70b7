"""/audit: what organisers did, newest first."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from bot.core import audit
from bot.core.audit import Entry
from bot.core.translation import msg
from bot.features.audit import view
from bot.telegram.presses import OpenAudit
from bot.telegram.requests import Request
from bot.telegram.roles import Role
from bot.telegram.routes import Command, Press, Routes
from bot.telegram.screens import Answers
from bot.telegram.telling import names_behind


@dataclass(frozen=True, slots=True)
class _Audit:
    owner_ids: Collection[int]

    async def show(self, request: Request, data: OpenAudit | None = None) -> Answers:
        """Show a page of the entries of the person's visits; owners see all."""
        older_than = data.older_than if data is not None else 0
        # One more than is shown tells whether there are older ones.
        found = await request.unit.read(audit.entries, request.administered(), view.ON_A_PAGE + 1, older_than or None)
        at_hand = request.edition()
        zone = request.own_zone(at_hand) if at_hand is not None else ZoneInfo(request.person.zone or "UTC")
        page = view.Page(
            entries=found[: view.ON_A_PAGE],
            names=await self._names(request, found),
            titles={edition.visit_id: edition for edition in request.visits()},
            has_older=len(found) > view.ON_A_PAGE,
            is_newest=not older_than,
        )
        return view.audit_screen(page, zone, request.tr)

    async def _names(self, request: Request, entries: Sequence[Entry]) -> Mapping[str, str]:
        """Return what to call the people in these entries, as far as the reader may know them."""
        references = {
            reference for entry in entries for reference in (entry.actor, entry.subject) if reference is not None
        }
        return await names_behind(request, references, request.administered(), self.owner_ids)


def routes(owner_ids: Collection[int]) -> Routes:
    """Return the routes of the audit; `owner_ids` are those who own the bot."""
    feature = _Audit(owner_ids)
    return Routes(
        commands=(Command("audit", msg("Who did what, and when"), feature.show, Role.ADMIN, personal=True),),
        presses=(Press(OpenAudit, feature.show, Role.ADMIN, personal=True, says=msg("the audit")),),
    )
