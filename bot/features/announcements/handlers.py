"""/announce, /announcements and /news: announcements from the draft to the report."""

from collections.abc import Collection, Mapping

from bot.content.library import Library
from bot.core.languages import Language
from bot.core.moments import Clock
from bot.core.translation import Translator
from bot.features.announcements import after
from bot.features.announcements.drafting_routes import drafting_routes
from bot.features.announcements.finding import ControlDrawing, Panels
from bot.features.announcements.seeing import DraftDrawing, Seeing
from bot.features.announcements.views import control, draft
from bot.telegram.panel_keeper import Drawing
from bot.telegram.routes import Routes


def routes(per_second: int) -> tuple[Routes, ...]:
    """Return the routes; `per_second` is the pace at which messages go out."""
    return drafting_routes(Seeing(Panels(per_second))), after.routes(per_second)


def drawings(
    library: Library,
    translators: Mapping[Language, Translator],
    clock: Clock,
    owner_ids: Collection[int],
    per_second: int,
) -> Mapping[str, Drawing]:
    """Return what draws panels of drafts and of what was confirmed; `owner_ids` are those who own the bot."""
    confirmed = ControlDrawing(library, clock, per_second, owner_ids)
    drafts = DraftDrawing(library, translators, clock, owner_ids, confirmed)
    return {draft.KIND: drafts, control.KIND: confirmed}
