"""Planning in the store: who is due is asked of what holds now, and queued in the transaction that asks."""

import datetime as dt
import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from bot.content.library import Edition
from bot.features.reminders import audience, outgoing, store
from bot.features.reminders.outgoing import Parcel, Past, Wording, reference_of
from bot.features.reminders.owed import owed
from bot.features.reminders.rounds import Key, Round
from bot.features.reminders.store import Standing
from bot.features.reminders.wording import Payloads, wording_of

_MINUTE: Final = dt.timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Programme:
    """An edition with its rounds."""

    edition: Edition
    rounds: Mapping[Key, Round]


@dataclass(frozen=True, slots=True)
class Survey:
    """What there is to do: rounds in which somebody is due, and whether people changed something.

    `over` are the rounds that were closed just now, with how much of each expired.
    """

    due: tuple[Standing, ...] = ()
    changed: bool = False
    over: tuple[tuple[Key, int], ...] = ()


def survey(
    connection: sqlite3.Connection, programmes: Mapping[str, Programme], now: dt.datetime, payloads: Payloads
) -> Survey:
    """Bring the plan in line with the clock and with the editions that hold, and say what there is to do."""
    store.rewind(connection, now)
    current = _planned(connection, programmes, now)
    due, over = [], []
    for standing in store.open_rounds(connection, now):
        programme = current.get(standing.key.visit_id)
        one = programme.rounds.get(standing.key) if programme else None
        if programme and one:
            if store.is_due(connection, one, standing.after, now):
                due.append(standing)
                continue
            _reword(connection, programme.edition, one, now, payloads)
        if standing.ends_at <= now and (expired := outgoing.expired_of(connection, standing.key)) is not None:
            store.close(connection, standing.key, now)
            over.append((standing.key, expired))
    return Survey(tuple(due), bool(store.changed_people(connection, 1)), tuple(over))


def remind(
    connection: sqlite3.Connection,
    programme: Programme,
    standing: Standing,
    after: int,
    limit: int,
    begun: dt.datetime,
    now: dt.datetime,
    payloads: Payloads,
) -> int | None:
    """Queue what is owed to the next people of a round, by number; return the last of them, None when all were asked.

    `begun` is when the first of them were: then the round is noted to be done until there.
    """
    edition, one = programme.edition, programme.rounds[standing.key]
    if not store.holds(connection, edition.visit_id, edition.edition_id):
        return None
    user_ids = audience.next_people(connection, one, after, limit)
    _queue(connection, edition, one, user_ids, standing.after, now, payloads)
    if len(user_ids) == limit:
        return user_ids[-1]
    store.note_looked(connection, standing.key, begun)
    return None


def follow_changes(
    connection: sqlite3.Connection,
    programmes: Mapping[str, Programme],
    limit: int,
    now: dt.datetime,
    payloads: Payloads,
) -> bool:
    """Do what changed choices ask for, for some of the people who made them; True when there may be more.

    What is queued for them is taken back and owed anew, as far as it still is. A digest comes anew only to whom it was
    queued: nobody gets one because they star something at ten o'clock.
    """
    user_ids = store.changed_people(connection, limit)
    taken = outgoing.take_back(connection, user_ids, now)
    for standing in store.open_rounds(connection, now):
        programme = programmes.get(standing.key.visit_id)
        one = programme.rounds.get(standing.key) if programme else None
        if not programme or not one or not store.holds(connection, one.key.visit_id, programme.edition.edition_id):
            continue
        concerned = user_ids if one.day is None else sorted(taken.get(one.key.reference, ()))
        _queue(connection, programme.edition, one, concerned, standing.forgotten_at, now, payloads, in_time=True)
    store.forget_changes(connection, user_ids)
    return len(user_ids) == limit


def _planned(
    connection: sqlite3.Connection, programmes: Mapping[str, Programme], now: dt.datetime
) -> Mapping[str, Programme]:
    """Plan the editions that are new, and return those that hold. Whoever published one just now puts it up next."""
    planned = store.planned_editions(connection)
    current = {}
    for visit_id, programme in programmes.items():
        edition_id = programme.edition.edition_id
        if not store.holds(connection, visit_id, edition_id):
            continue
        current[visit_id] = programme
        if planned.get(visit_id) != edition_id:
            store.plan(connection, visit_id, edition_id, tuple(programme.rounds.values()), now)
        store.note_changed(connection, outgoing.of_other_editions(connection, visit_id, edition_id, now))
    return current


def _queue(
    connection: sqlite3.Connection,
    edition: Edition,
    one: Round,
    user_ids: Sequence[int],
    after: dt.datetime | None,
    now: dt.datetime,
    payloads: Payloads,
    *,
    in_time: bool = False,
) -> None:
    """Queue what these people are owed; `in_time`: not what can only expire."""
    if not user_ids:
        return
    past, held = outgoing.past(connection, one.key, user_ids), outgoing.held_back(connection, one.key)
    parcels = []
    for person in audience.recipients(connection, edition.visit, [event.id for event in one.events], user_ids):
        before = past.get(person.user_id, Past())
        what = owed(one, person, before.told, now, after)
        if what is not None and not (in_time and what.late):
            payload_id = payloads.of(connection, edition, one, wording_of(person, what), now)
            reference = reference_of(one, what)
            revision = max(before.revisions.get(reference, 0), held.get(reference, 0)) + 1
            parcels.append(Parcel(person.user_id, what, payload_id, revision))
    outgoing.queue(connection, one, parcels, now)


def _reword(connection: sqlite3.Connection, edition: Edition, one: Round, now: dt.datetime, payloads: Payloads) -> None:
    """Let nothing go out that says "in 30 minutes" when ten are left: sending may have paused."""
    if one.day is not None or now >= one.moment:
        return
    left = -((now - one.moment) // _MINUTE)
    for old in outgoing.outdated(connection, one.key, left, now):
        wording = Wording(old.wording.language, old.wording.zone, old.wording.starred, left, old.wording.events)
        outgoing.reword(connection, old, payloads.of(connection, edition, one, wording, now), now)
