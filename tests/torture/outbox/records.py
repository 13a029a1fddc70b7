"""What the store says of every delivery after the last stop."""

import sqlite3
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from tests.torture.outbox.markers import announced_in

SENDS: Final = ("sendMessage", "sendPhoto", "sendMediaGroup", "sendVenue")
ENDS: Final = frozenset({"sent", "rejected", "uncertain", "expired", "cancelled"})


@dataclass(frozen=True, slots=True)
class Row:
    """A delivery. `number` is that of what was announced, as its text says; None for what is about nothing of it.

    `wording` is the one that its payload has, 0 where that has no text.
    """

    delivery_id: int
    purpose: str
    revision: int
    number: int | None
    recipient: int | None
    state: str
    message_ids: tuple[int, ...]
    reason: str | None
    follows: int | None
    method: str
    wording: int


@dataclass(frozen=True, slots=True)
class Standing:
    """An announcement: its number in the store, its last wording, and whether it was recalled."""

    announcement_id: int
    wording: int
    recalled: bool


@dataclass(frozen=True, slots=True)
class Records:
    """All deliveries, and the announcements by their own number; `counts` says how many rows have each of these."""

    rows: tuple[Row, ...]
    announcements: dict[int, Standing]
    counts: dict[int, int]


def read_records(database: Path) -> Records:
    """Read the store of a bot that has stopped."""
    connection = sqlite3.connect(database)
    try:
        announcements: dict[int, Standing] = {}
        counts: dict[int, set[int]] = {}
        for text, announcement_id, edition, recalled_at in connection.execute(
            "SELECT text, announcement_id, edition, recalled_at FROM announcement_texts "
            "JOIN announcements USING (announcement_id)"
        ):
            found = announced_in(text)
            if found is not None:
                announcements[found[0]] = Standing(announcement_id, edition, recalled_at is not None)
                counts.setdefault(found[0], set()).add(announcement_id)
        numbers = {f"announcement:{one.announcement_id}": number for number, one in announcements.items()}
        rows = connection.execute(
            "SELECT delivery_id, purpose, reference, revision, recipient, state, message_ids, reason, follows, "
            "method, parameters FROM deliveries JOIN dispatches USING (dispatch_id) JOIN payloads USING (payload_id) "
            "ORDER BY delivery_id"
        )
        return Records(
            tuple(_row(row, numbers) for row in rows),
            announcements,
            {number: len(ids) for number, ids in counts.items()},
        )
    finally:
        connection.close()


def moment_now() -> int:
    """Return the time as the store writes it."""
    return int(time.time() * 1000)


def _row(row: tuple[int, str, str, int, int, str, str, str, int, str, str], numbers: dict[str, int]) -> Row:
    delivery, purpose, reference, revision, recipient, state, ids, reason, follows, method, parameters = row
    wording = announced_in(parameters)
    told = reference.removeprefix("torture:")
    number = int(told) if told != reference else numbers.get(reference)
    message_ids = tuple(int(one) for one in ids.split(",")) if ids else ()
    return Row(
        delivery,
        purpose,
        revision,
        number,
        recipient,
        state,
        message_ids,
        reason,
        follows,
        method,
        wording[1] if wording else 0,
    )
