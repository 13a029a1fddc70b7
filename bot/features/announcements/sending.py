"""A draft becomes an announcement: in one transaction everybody it is for has a row, and what follows it as well."""

import datetime as dt
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Final

from bot.content.library import Edition
from bot.core.languages import LANGUAGES, Language
from bot.core.translation import Translator
from bot.features.announcements import audiences, drafts, wordings
from bot.features.announcements.messages import Content, Rendered, rendered
from bot.features.announcements.store import Announcement
from bot.telegram.outbox import deliveries, dispatches
from bot.telegram.outbox.deliveries import State
from bot.telegram.outbox.dispatches import Lane
from bot.telegram.outbox.following import follow

ITSELF: Final = "announcement"
TEXT: Final = "announcement text"
PIN: Final = "announcement pin"
TEST: Final = "announcement test"
TEST_TEXT: Final = "announcement test text"
_QUEUED: Final[tuple[State, ...]] = ("queued",)


class Problem(Enum):
    """Why a draft cannot be sent as it is."""

    NOBODY = "nobody"
    NO_TEXT = "no text"
    TEXT_TOO_LONG = "text too long"
    CAPTION_TOO_LONG = "caption too long"
    TIME_PASSED = "time passed"
    ENDS_TOO_SOON = "ends too soon"
    AUDIENCE_GONE = "audience gone"


@dataclass(frozen=True, slots=True)
class Obstacle:
    """A problem, where it lies in one language, and by how much: `length` characters of which `limit` fit."""

    problem: Problem
    language: Language | None = None
    length: int = 0
    limit: int = 0


class StaleError(Exception):
    """Somebody was faster: the draft is not as it was read any more."""


def everything_rendered(
    announcement: Announcement, edition: Edition, translators: Mapping[Language, Translator], *, live: bool = True
) -> dict[Language, Rendered]:
    """Return what readers of each language get."""
    return {language: rendered(announcement, edition, translators[language], live=live) for language in LANGUAGES}


def obstacles(
    announcement: Announcement,
    edition: Edition,
    translators: Mapping[Language, Translator],
    now: dt.datetime,
    *,
    anybody: bool,
) -> list[Obstacle]:
    """Return everything because of which the draft cannot be sent now; `anybody`: there is somebody to get it."""
    found = []
    if audience_gone(announcement, edition):
        found.append(Obstacle(Problem.AUDIENCE_GONE))
    elif not anybody:
        found.append(Obstacle(Problem.NOBODY))
    if announcement.language_for("en") is None and announcement.only_text:
        found.append(Obstacle(Problem.NO_TEXT))
    found += lengths(announcement, edition, translators)
    starts = announcement.send_at or now
    if starts < now:
        found.append(Obstacle(Problem.TIME_PASSED))
    if announcement.expires_at is not None and announcement.expires_at <= max(starts, now):
        found.append(Obstacle(Problem.ENDS_TOO_SOON))
    return found


def lengths(announcement: Announcement, edition: Edition, translators: Mapping[Language, Translator]) -> list[Obstacle]:
    """Return the texts that Telegram would refuse for their length, once for each variant."""
    found: dict[Language | None, Obstacle] = {}
    for reader, what in everything_rendered(announcement, edition, translators).items():
        for content in what.contents:
            if content.too_long:
                captioned = "caption" in content.parameters
                problem = Problem.CAPTION_TOO_LONG if captioned else Problem.TEXT_TOO_LONG
                language = announcement.language_for(reader)
                longest = max(content.length, found[language].length if language in found else 0)
                found[language] = Obstacle(problem, language, longest, content.limit)
    return list(found.values())


def audience_gone(announcement: Announcement, edition: Edition) -> bool:
    """Tell whether the audience is a group or an event that the visit no longer has."""
    match announcement.audience:
        case audiences.Audience("group", group):
            return edition.group(group) is None
        case audiences.Audience("event", event):
            return edition.event(event) is None
    return False


def confirm(
    connection: sqlite3.Connection,
    announcement: Announcement,
    edition: Edition,
    translators: Mapping[Language, Translator],
    actor_id: int,
    now: dt.datetime,
) -> int:
    """Queue the draft as it was read for everybody it is for now, and return how many they are.

    Raises StaleError when somebody was faster; then nothing has changed.
    """
    if not drafts.end(connection, announcement, "confirmed", now):
        raise StaleError
    conditions = announcement.audience.conditions(edition, urgent=announcement.urgent)
    lane = Lane.URGENT if announcement.urgent else Lane.BULK
    starts = announcement.send_at if announcement.send_at is not None and announcement.send_at > now else now
    reference = announcement.reference

    def opened(purpose: str) -> int:
        return dispatches.open_dispatch(
            connection,
            purpose,
            reference,
            now,
            lane=lane,
            conditions=conditions,
            not_before=starts,
            expires_at=announcement.expires_at,
        )

    itself = opened(ITSELF)
    contents = everything_rendered(announcement, edition, translators)
    number = announcement.announcement_id
    first, behind = wordings.Kind(number, 1, "first"), wordings.Kind(number, 1, "following")
    payloads = {language: wordings.keep(connection, first, language, what.first) for language, what in contents.items()}
    people = audiences.enqueue(
        connection,
        itself,
        announcement.audience,
        edition,
        payloads,
        now,
        urgent=announcement.urgent,
        not_before=starts,
    )
    texts = {
        payloads[language]: wordings.keep(connection, behind, language, what.following)
        for language, what in contents.items()
        if what.following is not None
    }
    if texts:
        follow(connection, opened(TEXT), itself, texts, now, states=_QUEUED)
    if announcement.pinned:
        pin = dispatches.add_payload(connection, "pinChatMessage", {"disable_notification": True}, target="message_id")
        follow(connection, opened(PIN), itself, dict.fromkeys(payloads.values(), pin), now, states=_QUEUED)
    after = {"people": people, "urgent": announcement.urgent, "sends_at": starts.isoformat()}
    drafts.note(connection, announcement, actor_id, "announced", now, after=after)
    return people


def test(
    connection: sqlite3.Connection,
    announcement: Announcement,
    edition: Edition,
    translators: Mapping[Language, Translator],
    language: Language,
    actor_id: int,
    now: dt.datetime,
) -> None:
    """Queue what readers of this language would get for the person who asks, and for nobody else."""
    what = rendered(announcement, edition, translators[language], live=False)
    (revision,) = connection.execute(
        "SELECT 1 + count(*) FROM dispatches WHERE purpose = ? AND reference = ?", (TEST, announcement.reference)
    ).fetchone()

    def opened(purpose: str) -> int:
        return dispatches.open_dispatch(connection, purpose, announcement.reference, now, revision=revision)

    first = opened(TEST)
    deliveries.enqueue(connection, first, [(actor_id, _payload(connection, what.first))], now)
    if what.following is not None:
        delivery = deliveries.of_recipient(connection, first, actor_id)
        if delivery is not None:
            behind = {delivery.delivery_id: _payload(connection, what.following)}
            deliveries.enqueue_following(connection, opened(TEST_TEXT), behind, now)
    drafts.note(connection, announcement, actor_id, "announcement tested", now)


def _payload(connection: sqlite3.Connection, content: Content) -> int:
    return dispatches.add_payload(connection, content.method, content.parameters, messages=content.messages)
