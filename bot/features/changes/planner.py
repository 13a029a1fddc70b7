"""Telling in the store: what is due becomes a round, and people get their notices in the transactions that ask."""

import datetime as dt
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass

from bot.core.languages import Language
from bot.core.translation import Translator
from bot.features.changes import audience, outgoing, store
from bot.features.changes.outgoing import Parcel, Payloads
from bot.features.changes.store import Round
from bot.features.changes.telling import Comparison
from bot.telegram import due_notices


@dataclass(frozen=True, slots=True)
class Agenda:
    """What there is to tell now, and when (aware, UTC) there is something again, None as far as is known."""

    rounds: tuple[Round, ...] = ()
    next_due: dt.datetime | None = None


@dataclass(frozen=True, slots=True)
class Telling:
    """A round as it is being carried out, with what was worked out for it; only good for this run of it."""

    round_id: int
    comparison: Comparison
    payloads: Payloads


def begin_due(connection: sqlite3.Connection, now: dt.datetime) -> Agenda:
    """Begin to tell whatever is due, and say what there is to do."""
    for due in due_notices.due_now(connection, now):
        if store.begin(connection, due, now):
            due_notices.drop(connection, due.visit_id)
    return Agenda(tuple(store.open_rounds(connection)), due_notices.next_due(connection))


def prepare(
    connection: sqlite3.Connection, one: Round, translators: Mapping[Language, Translator], now: dt.datetime
) -> Telling:
    """Compare what is told with what people know."""
    comparison = Comparison(connection, one, now)
    return Telling(one.round_id, comparison, Payloads(one, comparison.edition, translators))


def tell(connection: sqlite3.Connection, telling: Telling, limit: int, now: dt.datetime) -> bool:
    """Queue the notices of the next people of a round; false when all have theirs and the round is carried out."""
    one, comparison = store.find(connection, telling.round_id), telling.comparison
    if one is None:
        return False
    user_ids = audience.next_people(connection, one.visit_id, comparison.changes, one.after_user, limit)
    taken_back: list[int] = []
    parcels: list[Parcel] = []
    behind: dict[int, Mapping[str, int]] = {}
    for person in audience.people(connection, comparison.edition.visit, user_ids):
        owed = comparison.owed(person)
        if owed is None:
            continue
        if person.waiting is not None:
            taken_back.append(person.waiting)
        if owed.notice is None:
            behind[person.user_id] = owed.behind
        else:
            payload_id = telling.payloads.of(connection, owed.notice, person.language, person.zone, now)
            parcels.append(Parcel(person.user_id, owed.notice, payload_id, owed.behind))
    outgoing.take_back(connection, taken_back, now)
    outgoing.queue(connection, one, parcels, now)
    outgoing.note_behind(connection, one.visit_id, behind)
    if len(user_ids) == limit:
        store.go_on(connection, one.round_id, user_ids[-1])
        return True
    outgoing.end_older(connection, one, comparison.touched)
    store.end(connection, one.round_id)
    return False
