"""Reminders and digests on their way out: what people have been told, what is queued, and what it says."""

import datetime as dt
import json
import sqlite3
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from bot.core.languages import Language
from bot.core.moments import to_milliseconds
from bot.features.reminders.owed import Owed, Told
from bot.features.reminders.rounds import Key, Round
from bot.telegram.outbox import deliveries, dispatches
from bot.telegram.outbox.dispatches import Conditions, Lane
from bot.telegram.outbox.standing import LEFT, MUTED, SWITCHED_OFF

OVERTAKEN: Final = "overtaken by a change"
# Who did not get it for one of these reasons is owed it again once that is over.
_VOID: Final = (OVERTAKEN, LEFT, SWITCHED_OFF, MUTED)
_AT_THE_START: Final = ":0"


@dataclass(slots=True)
class Past:
    """What somebody was told of a round, and the highest revision of each of its dispatches that they are in."""

    told: list[Told] = field(default_factory=list)
    revisions: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Wording:
    """What decides how a message reads; everybody who shares it shares a payload. `zone` is the reader's own."""

    language: Language
    zone: str
    starred: bool
    minutes: int
    events: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Parcel:
    """What goes to one person."""

    user_id: int
    owed: Owed
    payload_id: int
    revision: int


@dataclass(frozen=True, slots=True)
class Outdated:
    """Queued deliveries whose text says more minutes than are left."""

    dispatch_id: int
    payload_id: int
    reference: str
    visit_id: str
    wording: Wording


def reference_of(one: Round, owed: Owed) -> str:
    """Return what the dispatch is called: those who want to hear at the start itself have one that lasts longer."""
    return one.key.reference + (_AT_THE_START if one.day is None and owed.ends_at > one.moment else "")


def references(key: Key) -> tuple[str, str]:
    """Return what all dispatches of a round are called."""
    return key.reference, key.reference + _AT_THE_START


def past(connection: sqlite3.Connection, key: Key, user_ids: Collection[int]) -> Mapping[int, Past]:
    """Return what these people were told of a round, or are about to be; those who were told nothing are left out."""
    rows = connection.execute(
        # CROSS keeps the order: from people to their deliveries, never through everybody's.
        "SELECT recipient, reference, revision, state, reason, events, minutes "
        "FROM dispatches CROSS JOIN json_each(?) AS people "
        "CROSS JOIN deliveries ON deliveries.dispatch_id = dispatches.dispatch_id AND recipient = people.value "
        "CROSS JOIN reminder_payloads ON reminder_payloads.payload_id = deliveries.payload_id "
        "WHERE purpose = ? AND reference IN (?, ?)",
        (json.dumps(list(user_ids)), key.purpose, *references(key)),
    )
    found: dict[int, Past] = {}
    for user_id, reference, revision, state, reason, events, minutes in rows:
        one = found.setdefault(user_id, Past())
        one.revisions[reference] = max(revision, one.revisions.get(reference, 0))
        if state != "expired" and not (state == "cancelled" and reason in _VOID):
            one.told.append(Told(frozenset(json.loads(events)), minutes))
    return found


def held_back(connection: sqlite3.Connection, key: Key) -> Mapping[str, int]:
    """Return the highest revision of each dispatch of a round that nothing may be added to: a restored backup's."""
    rows = connection.execute(
        "SELECT reference, max(revision) FROM dispatches WHERE purpose = ? AND reference IN (?, ?) "
        "AND (paused OR called_off IS NOT NULL) GROUP BY reference",
        (key.purpose, *references(key)),
    )
    return dict(rows.fetchall())


def note_wording(connection: sqlite3.Connection, payload_id: int, edition_id: int, wording: Wording) -> None:
    """Keep what a payload says, and from which edition."""
    connection.execute(
        "INSERT INTO reminder_payloads (payload_id, edition_id, language, zone, starred, minutes, events) "
        "VALUES (?, ?, ?, ?, ?, ?, ?)",
        (
            payload_id,
            edition_id,
            wording.language,
            wording.zone,
            wording.starred,
            wording.minutes,
            json.dumps(wording.events),
        ),
    )


def queue(connection: sqlite3.Connection, one: Round, parcels: Iterable[Parcel], now: dt.datetime) -> int:
    """Queue these; what comes too late ends as expired when its turn comes. Return how many were queued."""
    shared: dict[tuple[str, int, dt.datetime, dt.datetime], list[tuple[int, int]]] = {}
    for parcel in parcels:
        owed = parcel.owed
        shared.setdefault((reference_of(one, owed), parcel.revision, owed.ends_at, owed.goes_at), []).append(
            (parcel.user_id, parcel.payload_id)
        )
    queued = 0
    for (reference, revision, ends_at, goes_at), recipients in shared.items():
        dispatch_id = dispatches.open_dispatch(
            connection,
            one.key.purpose,
            reference,
            now,
            revision=revision,
            lane=Lane.PROMPT if one.day is None else Lane.BULK,
            conditions=Conditions(one.key.visit_id, topic="digest" if one.day else "reminders", guests=one.day is None),
            not_before=one.opens_at,
            expires_at=ends_at,
        )
        dispatches.set_expiry(connection, dispatch_id, ends_at)
        queued += deliveries.enqueue(connection, dispatch_id, recipients, now, goes_at)
    return queued


def take_back(connection: sqlite3.Connection, user_ids: Collection[int], now: dt.datetime) -> Mapping[str, set[int]]:
    """Cancel what is queued for these people and could still go out; return whose it was, by reference."""
    rows = connection.execute(
        "UPDATE deliveries SET state = 'cancelled', reason = ?, changed_at = ? FROM dispatches "
        "WHERE deliveries.dispatch_id = dispatches.dispatch_id AND dispatches.finished_at IS NULL "
        "AND purpose IN ('reminder', 'digest') AND dispatches.expires_at > ? AND state = 'queued' "
        "AND recipient IN (SELECT value FROM json_each(?)) RETURNING dispatch_id, recipient",
        (OVERTAKEN, to_milliseconds(now), to_milliseconds(now), json.dumps(list(user_ids))),
    ).fetchall()
    taken: dict[str, set[int]] = {}
    for dispatch_id, user_id in rows:
        if (dispatch := dispatches.by_id(connection, dispatch_id)) is not None:
            taken.setdefault(dispatch.reference, set()).add(user_id)
    return taken


def of_other_editions(connection: sqlite3.Connection, visit_id: str, edition_id: int, now: dt.datetime) -> list[int]:
    """Return the people for whom something is queued that says what stood in another edition of a visit."""
    rows = connection.execute(
        "SELECT DISTINCT recipient FROM dispatches "
        "JOIN deliveries ON deliveries.dispatch_id = dispatches.dispatch_id AND state = 'queued' "
        "JOIN reminder_payloads ON reminder_payloads.payload_id = deliveries.payload_id "
        "WHERE finished_at IS NULL AND purpose IN ('reminder', 'digest') AND visit_id = ? AND expires_at > ? "
        "AND edition_id <> ?",
        (visit_id, to_milliseconds(now), edition_id),
    )
    return [row[0] for row in rows if row[0] is not None]


def outdated(connection: sqlite3.Connection, key: Key, left: int, now: dt.datetime) -> list[Outdated]:
    """Return what of a round's reminders should go out now and says over a minute more than is left."""
    rows = connection.execute(
        "SELECT DISTINCT dispatches.dispatch_id, deliveries.payload_id, reference, language, zone, starred, minutes, "
        "events FROM dispatches "
        "JOIN deliveries ON deliveries.dispatch_id = dispatches.dispatch_id AND state = 'queued' "
        "JOIN reminder_payloads ON reminder_payloads.payload_id = deliveries.payload_id "
        "WHERE finished_at IS NULL AND purpose = ? AND reference IN (?, ?) AND expires_at > ? "
        "AND deliveries.not_before <= ? AND minutes - ? > 1",
        (key.purpose, *references(key), to_milliseconds(now), to_milliseconds(now), left),
    )
    return [
        Outdated(
            dispatch_id,
            payload_id,
            reference,
            key.visit_id,
            Wording(language, zone, bool(starred), minutes, tuple(json.loads(events))),
        )
        for dispatch_id, payload_id, reference, language, zone, starred, minutes, events in rows
    ]


def reword(connection: sqlite3.Connection, one: Outdated, payload_id: int, now: dt.datetime) -> None:
    """Have those whose turn it is get another text."""
    connection.execute(
        "UPDATE deliveries SET payload_id = ? "
        "WHERE dispatch_id = ? AND payload_id = ? AND state = 'queued' AND not_before <= ?",
        (payload_id, one.dispatch_id, one.payload_id, to_milliseconds(now)),
    )


def expired_of(connection: sqlite3.Connection, key: Key) -> int | None:
    """Return how many deliveries of a round expired; None while some of it is still under way."""
    under_way, expired = connection.execute(
        "SELECT count(*) FILTER (WHERE finished_at IS NULL), coalesce(sum((SELECT count(*) FROM deliveries "
        "WHERE deliveries.dispatch_id = dispatches.dispatch_id AND state = 'expired')), 0) "
        "FROM dispatches WHERE purpose = ? AND reference IN (?, ?)",
        (key.purpose, *references(key)),
    ).fetchone()
    return None if under_way else int(expired)
