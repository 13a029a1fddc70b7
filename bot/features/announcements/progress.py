"""How far a confirmed announcement has come: counted from its deliveries each time, never kept as a number."""

import datetime as dt
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Literal

from bot.core.moments import to_milliseconds
from bot.features.announcements import confirmations
from bot.features.announcements.sending import ITSELF, TEXT
from bot.features.announcements.store import Announcement, reference
from bot.telegram.outbox import deliveries, dispatches
from bot.telegram.outbox.deliveries import State
from bot.telegram.outbox.dispatches import Dispatch

CORRECTION: Final = "announcement correction"
TEXT_CORRECTION: Final = "announcement text correction"
RECALL: Final = "announcement recall"
NUDGE: Final = "announcement nudge"
# What a person may have to decide about: it may have arrived, and is never repeated by itself.
SETTLED_BY_HAND: Final = (ITSELF, TEXT, NUDGE)
CANCELLED: Final = "cancelled by an organiser"
RECALLED: Final = "recalled"

# What goes out within a moment goes out now: stored moments are rounded.
_AT_ONCE: Final = dt.timedelta(seconds=1)

Standing = Literal["scheduled", "sending", "paused", "done", "cancelled", "recalled"]
Counted = Mapping[State, int]


@dataclass(frozen=True, slots=True)
class Progress:
    """Where an announcement stands. `own` counts its recipients by the state of their copies.

    `held` of those still to be sent wait for somebody's quiet hours to end; `messages` is how many each copy is for
    Telegram. `uncertain` counts all that a person has to settle. `correction` counts the last correction's edits,
    `recall` the deletions, `too_old` the copies that no recall reaches.
    """

    standing: Standing
    own: Counted
    held: int = 0
    messages: int = 1
    confirmed: int = 0
    uncertain: int = 0
    correction: Counted = field(default_factory=dict)
    recall: Counted = field(default_factory=dict)
    too_old: int = 0
    starts_at: dt.datetime | None = None
    ended_at: dt.datetime | None = None

    @property
    def total(self) -> int:
        """How many recipients there are."""
        return sum(self.own.values())

    @property
    def left(self) -> int:
        """How many still wait for their outcome."""
        return _left(self.own)

    @property
    def silent(self) -> int:
        """About how many have it and have not confirmed it."""
        return max(0, self.own["sent"] - self.confirmed)

    @property
    def not_recalled(self) -> int:
        """How many copies a recall could not take back."""
        failed = sum(self.recall.get(state, 0) for state in ("rejected", "uncertain", "expired"))
        return self.too_old + failed


def itself(connection: sqlite3.Connection, announcement_id: int) -> Dispatch | None:
    """Return the dispatch of the announcement itself; None for one that was not confirmed."""
    return dispatches.find(connection, ITSELF, reference(announcement_id))


def progress(connection: sqlite3.Connection, announcement: Announcement, now: dt.datetime) -> Progress | None:
    """Return how far an announcement has come; None for one that was not confirmed."""
    main = itself(connection, announcement.announcement_id)
    if main is None:
        return None
    own = deliveries.tally(connection, main.dispatch_id)
    last = dispatches.revisions(connection, CORRECTION, main.reference)
    held, messages = connection.execute(
        "SELECT (SELECT count(*) FROM deliveries WHERE dispatch_id = :dispatch AND state = 'queued' "
        "AND not_before > :now), (SELECT messages FROM deliveries JOIN payloads USING (payload_id) "
        "WHERE dispatch_id = :dispatch LIMIT 1)",
        {"dispatch": main.dispatch_id, "now": to_milliseconds(now)},
    ).fetchone()
    recall: dict[State, int] = {}
    if announcement.recalled_at is not None:
        recall = dict(_tally(connection, RECALL, main.reference, first_only=True))
    return Progress(
        standing=_standing(main, announcement, own, now),
        own=own,
        held=held,
        messages=messages or 1,
        confirmed=confirmations.count(connection, announcement.announcement_id),
        uncertain=sum(_tally(connection, purpose, main.reference)["uncertain"] for purpose in SETTLED_BY_HAND),
        correction=deliveries.tally(connection, last[-1].dispatch_id) if last else {},
        recall=recall,
        too_old=own["sent"] - _reached(recall) if announcement.recalled_at is not None else 0,
        starts_at=main.not_before,
        ended_at=main.finished_at,
    )


def _tally(connection: sqlite3.Connection, purpose: str, reference_: str, *, first_only: bool = False) -> Counted:
    """Count the deliveries of all dispatches of a purpose, or of the first revision only."""
    found = dispatches.revisions(connection, purpose, reference_)
    counts = [deliveries.tally(connection, one.dispatch_id) for one in found if one.revision == 1 or not first_only]
    return {state: sum(count[state] for count in counts) for state in deliveries.STATES}


def _reached(recall: Counted) -> int:
    """Count the copies whose deletion was tried; one that never went out has its deletion cancelled."""
    return sum(recall.values()) - recall["cancelled"] - recall["waiting"]


def _left(counted: Counted) -> int:
    return counted["waiting"] + counted["queued"] + counted["sending"]


def _standing(main: Dispatch, announcement: Announcement, own: Counted, now: dt.datetime) -> Standing:
    if announcement.recalled_at is not None:
        return "recalled"
    if main.called_off is not None:
        return "cancelled"
    if not _left(own):
        return "done"
    if main.paused:
        return "paused"
    return "scheduled" if main.not_before - now > _AT_ONCE else "sending"
