"""Another wording: whoever has not got the announcement yet gets only that, and copies that went out are edited."""

import datetime as dt
import sqlite3
from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from bot.content.library import Edition
from bot.core.languages import LANGUAGES, Language
from bot.core.moments import to_milliseconds
from bot.core.translation import Translator
from bot.features.announcements import drafts, store, wordings
from bot.features.announcements.messages import Content, Rendered
from bot.features.announcements.progress import CORRECTION, TEXT_CORRECTION
from bot.features.announcements.sending import ITSELF, TEXT, everything_rendered
from bot.features.announcements.store import Announcement
from bot.features.announcements.views.confirmed import shown_as_confirmed
from bot.features.announcements.wordings import Kind, Part
from bot.features.announcements.words import Words
from bot.telegram import panels
from bot.telegram.outbox import deliveries, dispatches, following
from bot.telegram.outbox.dispatches import Conditions, Dispatch, Lane
from bot.telegram.outbox.following import call_off, follow, give_instead

SUPERSEDED: Final = "corrected again"
_PARTS: Final[Mapping[Part, tuple[str, str]]] = {
    "first": (ITSELF, CORRECTION),
    "following": (TEXT, TEXT_CORRECTION),
}
_CONFIRMED: Final = "SELECT user_id FROM confirmations WHERE announcement_id = ?"


def correct(
    connection: sqlite3.Connection,
    announcement: Announcement,
    texts: Mapping[Language, Words],
    edition: Edition,
    translators: Mapping[Language, Translator],
    actor_id: int,
    now: dt.datetime,
) -> Announcement | None:
    """Put these variants in place of those of the announcement as it was read, and have every copy say so.

    Return it as it is now; None when it was corrected or recalled meanwhile, and nothing changes. What is on its way
    is edited once its outcome is known; of several corrections only the last one reaches a copy.
    """
    itself = dispatches.find(connection, ITSELF, announcement.reference)
    if itself is None or not _next_edition(connection, announcement, now, itself):
        return None
    drafts.write_texts(connection, announcement.announcement_id, texts)
    corrected = store.known(connection, announcement.announcement_id)
    contents = everything_rendered(corrected, edition, translators)
    for part, (purpose, correction) in _PARTS.items():
        dispatch = dispatches.find(connection, purpose, announcement.reference)
        if dispatch is None:
            continue
        made = {language: _content(what, part, translators[language]) for language, what in contents.items()}
        if all(content.edit() is not None for content in made.values()):
            _replace(connection, corrected, part, dispatch, made, now, correction, translators)
    before: dict[str, int] = {language: len(announcement.texts.get(language, Words())) for language in texts}
    after: dict[str, int] = {language: len(words) for language, words in texts.items()}
    drafts.note(connection, corrected, actor_id, "corrected", now, before=before, after=after)
    panels.touch(connection, announcement.reference)
    return corrected


def can_be_corrected(announcement: Announcement, texts: Mapping[Language, Words], *, text_follows: bool) -> bool:
    """Tell whether there is anything in the copies in which these texts can stand; `text_follows`: one did."""
    media = announcement.media
    changed = replace(announcement, texts={**announcement.texts, **texts})
    if changed.language_for("en") is None:
        return False
    return media is None or media.kind == "none" or text_follows or (media.captioned and not media.text_follows)


def show_confirmed(connection: sqlite3.Connection, announcement: Announcement, user_id: int) -> None:
    """Let an edit that is still to come not take away the sign that this person has confirmed."""
    for part, (_, correction) in _PARTS.items():
        dispatch = dispatches.find(connection, correction, announcement.reference, announcement.edition)
        if dispatch is not None:
            _swap(connection, announcement, part, dispatch.dispatch_id, "?", user_id)


def catch_up(connection: sqlite3.Connection, announcement: Announcement, user_id: int, now: dt.datetime) -> None:
    """Have a copy that turned out to have arrived get the wording of now, if it was given up before that was made."""
    for part, (purpose, correction) in _PARTS.items():
        copies = dispatches.find(connection, purpose, announcement.reference)
        edits = dispatches.find(connection, correction, announcement.reference, announcement.edition)
        own = deliveries.of_recipient(connection, copies.dispatch_id, user_id) if copies is not None else None
        if edits is None or own is None:
            continue
        language = wordings.language_of(connection, deliveries.payload_of(connection, own.delivery_id) or 0)
        kind = Kind(announcement.announcement_id, announcement.edition, part, "edit")
        if language is not None:
            following.catch_up(
                connection, edits.dispatch_id, own.delivery_id, wordings.kept(connection, kind)[language], now
            )


def _next_edition(
    connection: sqlite3.Connection, announcement: Announcement, now: dt.datetime, itself: Dispatch
) -> bool:
    """Count the new wording; copies are marked as corrected once there is one that anybody may have seen."""
    counts = deliveries.tally(connection, itself.dispatch_id)
    seen = counts["sent"] + counts["sending"] + counts["uncertain"] > 0
    return bool(
        connection.execute(
            "UPDATE announcements SET edition = edition + 1, "
            "corrected_at = CASE WHEN ? OR corrected_at IS NOT NULL THEN ? END "
            "WHERE announcement_id = ? AND edition = ? AND state = 'confirmed' AND recalled_at IS NULL",
            (seen, to_milliseconds(now), announcement.announcement_id, announcement.edition),
        ).rowcount
    )


def _content(what: Rendered, part: Part, tr: Translator) -> Content:
    """Return what stands in this part now: a text that needed two messages may fit one."""
    if part == "first":
        return what.first
    if what.following is not None:
        return what.following
    markup = {name: value for name, value in what.first.parameters.items() if name == "reply_markup"}
    text = tr("The corrected text stands in the message above.")
    shown = {"text": text, "entities": [], "link_preview_options": {"is_disabled": True}}
    return Content("sendMessage", shown | markup, 1, len(text))


def _replace(
    connection: sqlite3.Connection,
    announcement: Announcement,
    part: Part,
    dispatch: Dispatch,
    made: Mapping[Language, Content],
    now: dt.datetime,
    purpose: str,
    translators: Mapping[Language, Translator],
) -> None:
    """Give the new wording to whoever waits for this part, and have the copies edited."""
    kind = Kind(announcement.announcement_id, announcement.edition, part)
    before = wordings.sent_so_far(connection, announcement.announcement_id, part)
    new = {language: wordings.keep(connection, kind, language, content) for language, content in made.items()}
    for old, language in before.items():
        deliveries.replace_payload(connection, dispatch.dispatch_id, old, new[language])
    edits = {}
    for language, content in made.items():
        edit = content.edit()
        if edit is None:
            raise LookupError(language)
        edits[language] = wordings.keep(connection, replace(kind, form="edit"), language, edit)
        confirmed = replace(edit, parameters=shown_as_confirmed(edit.parameters, translators[language]))
        wordings.keep(connection, replace(kind, form="edit confirmed"), language, confirmed)
    for older in dispatches.revisions(connection, purpose, announcement.reference):
        call_off(connection, older.dispatch_id, SUPERSEDED, now)
    # Whoever has the text gets it put right whatever they muted, as long as they may see the visit.
    conditions = Conditions(visit_id=announcement.visit_id, guests=dispatch.conditions.guests, urgent=True)
    correction = dispatches.open_dispatch(
        connection,
        purpose,
        announcement.reference,
        now,
        revision=announcement.edition,
        lane=Lane.PROMPT,
        conditions=conditions,
    )
    by_payload = {payload: edits[language] for payload, language in before.items()}
    by_payload |= {payload: edits[language] for language, payload in new.items()}
    follow(connection, correction, dispatch.dispatch_id, by_payload, now)
    _swap(connection, announcement, part, correction, _CONFIRMED, announcement.announcement_id)


def _swap(
    connection: sqlite3.Connection, announcement: Announcement, part: Part, dispatch_id: int, whom: str, value: int
) -> None:
    """Have these people get the edit that shows that they have confirmed."""
    kind = Kind(announcement.announcement_id, announcement.edition, part, "edit")
    plain, confirmed = (wordings.kept(connection, one) for one in (kind, replace(kind, form="edit confirmed")))
    for language in LANGUAGES:
        if language in plain and language in confirmed:
            give_instead(connection, dispatch_id, plain[language], confirmed[language], whom, (value,))
