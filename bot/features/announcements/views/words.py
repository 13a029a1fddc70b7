"""How audiences and what is in the way of sending are said."""

from bot.content.library import Edition
from bot.core.languages import LANGUAGES, OWN_NAMES
from bot.core.translation import Translator
from bot.features.announcements.audiences import Audience
from bot.features.announcements.sending import Obstacle, Problem
from bot.telegram.citing import said
from bot.telegram.naming import group_name, role_name
from bot.telegram.roles import Role


def audience_name(audience: Audience, edition: Edition, tr: Translator) -> str:  # noqa: PLR0911 - a table, one line a case
    """Return whom an announcement is for, within a sentence."""
    match audience:
        case Audience("members"):
            return tr("members only")
        case Audience("group", group):
            return tr("group: {name}", name=group_name(edition, group, tr))
        case Audience("role", role):
            return tr("role: {name}", name=role_name(Role.named(role), tr))
        case Audience("language", language):
            return tr("readers of {language}", language=own_name(language))
        case Audience("event", event_id):
            event = edition.event(event_id)
            return tr("attending: {event}", event=said(event.title, tr) if event is not None else event_id)
        case Audience("unconfirmed", number):
            return tr("who has not confirmed announcement {number}", number=number)
    return tr("everyone at the visit")


def own_name(language: str) -> str:
    """Return a language's name for itself; one that is not ours as it is written."""
    return next((OWN_NAMES[own] for own in LANGUAGES if own == language), language)


def obstacle_text(obstacle: Obstacle, tr: Translator) -> str:  # noqa: PLR0911 - a table, one line a case
    """Say what is in the way of sending, and what to do."""
    lengths = {
        "language": OWN_NAMES[obstacle.language] if obstacle.language is not None else "",
        "length": tr.number(obstacle.length),
        "limit": tr.number(obstacle.limit),
    }
    match obstacle.problem:
        case Problem.NOBODY:
            return tr("It reaches nobody. Choose another audience.")
        case Problem.AUDIENCE_GONE:
            return tr("The audience is no longer in the programme. Choose another.")
        case Problem.NO_TEXT:
            return tr("It has no text yet. Write one under Texts.")
        case Problem.TEXT_TOO_LONG:
            return tr("{language}: the text has {length} characters, {limit} fit. Shorten it or divide it.", **lengths)
        case Problem.CAPTION_TOO_LONG:
            return tr(
                "{language}: the caption has {length} characters, {limit} fit. Shorten it or send the text after it.",
                **lengths,
            )
        case Problem.TIME_PASSED:
            return tr("The time to send it has passed. Choose another.")
        case Problem.ENDS_TOO_SOON:
            return tr("It ends before it goes out. Choose another end.")
