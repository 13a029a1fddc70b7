"""What is said when somebody stops a topic under one of its messages."""

from collections.abc import Mapping
from typing import Final

from aiogram.utils.formatting import Text

from bot.core.translation import Translator, msg
from bot.features.subscriptions.presses import Subscribe
from bot.features.subscriptions.views.choices import Choices
from bot.telegram.citing import joined, rows_of, ways_back
from bot.telegram.naming import title_of
from bot.telegram.presses import OpenSubscriptions
from bot.telegram.screens import Screen, button
from bot.telegram.subscriptions import Subscription, Topic

_OFF_NOW: Final[Mapping[Topic, str]] = {
    "announcements": msg("Announcements are off now. Urgent ones still come."),
    "changes": msg("Programme changes are off now. Urgent ones to your own events still come."),
    "reminders": msg("Reminders are off now, also those that you set for single events."),
    "digest": msg("The morning digest is off now."),
}


def stopped_screen(choices: Choices, topic: Topic, before: Subscription, tr: Translator) -> Screen:
    """Return a message of its own that says what is off now, with the way back to how it was `before`."""
    visit, of_news = choices.visit_id, topic == "announcements" and choices.standing != "member"
    text = tr("News of the visit is off now.") if of_news else tr(_OFF_NOW[topic])
    # A second tap finds it off already: then it comes back as for who never chose.
    usual = Subscription()
    match topic:
        case "announcements":
            again = Subscribe(visit=visit, what="news" if of_news else topic, value="on")
        case "changes":
            changes = before.changes if before.changes != "off" else usual.changes
            again = Subscribe(visit=visit, what=topic, value=changes)
        case "reminders":
            minutes = usual.reminder_minutes if before.reminder_minutes is None else before.reminder_minutes
            again = Subscribe(visit=visit, what=topic, value=str(minutes))
        case "digest":
            again = Subscribe(visit=visit, what=topic, value="on")
    ways = [
        button(tr("Switch on again"), again),
        button(tr("Subscriptions"), OpenSubscriptions(visit=visit)),
    ]
    body = joined([Text(title_of(choices.edition, tr)), Text(text)])
    return Screen(body, (*rows_of(ways), ways_back(tr)), sample=choices.edition.visit.sample, fresh=True)
