"""A draft as its recipients would see it, for the organiser who works on it."""

from dataclasses import replace

from bot.content.library import Edition
from bot.core.translation import Translator
from bot.features.announcements.media import with_text_apart
from bot.features.announcements.messages import rendered
from bot.features.announcements.store import Announcement
from bot.telegram.screens import Prepared


def preview(announcement: Announcement, edition: Edition, tr: Translator) -> list[Prepared]:
    """Return what a reader of this language would get, its buttons without effect; nothing where there is nothing yet.

    A text that is too long for one message is shown divided: the panel below says what is in the way.
    """
    if announcement.only_text and announcement.language_for(tr.language) is None:
        return []
    shown = rendered(announcement, edition, tr, live=False)
    if any(content.too_long for content in shown.contents):
        apart = replace(announcement, media=with_text_apart(announcement.media, apart=True))
        shown = rendered(apart, edition, tr, live=False)
    return [Prepared(content.method, content.parameters) for content in shown.contents if not content.too_long]
