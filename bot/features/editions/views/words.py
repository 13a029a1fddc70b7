"""What the screens of editions have in common."""

from bot.content.differences import Differences
from bot.content.library import Edition
from bot.core.translation import Translator
from bot.telegram.citing import ways_back
from bot.telegram.presses import OpenEditions
from bot.telegram.screens import Row


def title_line(edition: Edition, held: Edition, tr: Translator) -> str:
    """Return the heading of an edition, which says whether it holds."""
    title = tr("Edition {number}", number=edition.number)
    return tr("{edition} · holds now", edition=title) if edition.number == held.number else title


def differences(before: Edition, after: Edition, tr: Translator) -> Differences:
    """Return what leads from one edition to another, in the reader’s words."""
    return Differences(before.visit, after.visit, tr)


def back(held: Edition, tr: Translator) -> Row:
    """Return the way back to the list."""
    return ways_back(tr, (tr("Editions"), OpenEditions(visit=held.visit_id)))
