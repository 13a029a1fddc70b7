"""What the bot offers: its features, the order of its command menu, and what draws its panels."""

from collections.abc import Callable, Collection, Mapping
from typing import Final

from bot.content.library import Library
from bot.core.languages import Language
from bot.core.moments import Clock
from bot.core.translation import Translator
from bot.features.announcements import handlers as announcements
from bot.features.audit import handlers as audit
from bot.features.briefing import handlers as briefing
from bot.features.changes import handlers as changes
from bot.features.checking import handlers as checking
from bot.features.editions import handlers as editions
from bot.features.membership import handlers as membership
from bot.features.on_the_day import handlers as on_the_day
from bot.features.people import handlers as people
from bot.features.preferences import handlers as preferences
from bot.features.privacy import handlers as privacy
from bot.features.programme import handlers as programme
from bot.features.publishing import handlers as publishing
from bot.features.questions import handlers as questions
from bot.features.questions.panel import QuestionPanel
from bot.features.questions.store import PANEL as QUESTION_PANEL
from bot.features.subscriptions import handlers as subscriptions
from bot.features.welcome import handlers as welcome
from bot.settings import Settings
from bot.telegram.panel_keeper import Drawing
from bot.telegram.routes import Routes, RoutingTable

# What people look for first stands first in the command menu.
MENU: Final = (
    "park",
    "programme",
    "now",
    "agenda",
    "people",
    "companies",
    "quotes",
    "sources",
    "visit",
    "ask",
    "news",
    "members",
    "invite",
    "announce",
    "announcements",
    "questions",
    "desk",
    "publish",
    "editions",
    "audit",
    "subscriptions",
    "language",
    "timezone",
    "privacy",
    "forget_me",
    "help",
)


def features(
    settings: Settings, table: Callable[[], RoutingTable], owner_ids: Collection[int] = ()
) -> tuple[Routes, ...]:
    """Return what can be asked of the bot that these people own; `table` gives the finished table when asked."""
    return (
        welcome.routes(table),
        briefing.ROUTES,
        programme.ROUTES,
        people.ROUTES,
        subscriptions.ROUTES,
        preferences.ROUTES,
        membership.routes(owner_ids),
        *announcements.routes(settings.messages_per_second),
        questions.routes(owner_ids),
        publishing.ROUTES,
        editions.routes(owner_ids),
        on_the_day.ROUTES,
        checking.ROUTES,
        changes.routes(table),
        audit.routes(owner_ids),
        privacy.routes(keep_backups=settings.keep_backups, keep_days=settings.keep_days),
    )


def drawings(
    settings: Settings,
    library: Library,
    translators: Mapping[Language, Translator],
    clock: Clock,
    owner_ids: Collection[int],
) -> Mapping[str, Drawing]:
    """Return what draws the panels, by their kind, in the bot that these people own."""
    return {
        QUESTION_PANEL: QuestionPanel(library, translators).draw,
        **announcements.drawings(library, translators, clock, owner_ids, settings.messages_per_second),
    }
