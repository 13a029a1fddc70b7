"""Notices on their way out: queued together, each with the payload that everybody gets who reads the same."""

import datetime as dt
import json
import sqlite3
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Final
from zoneinfo import ZoneInfo

from aiogram.utils.formatting import Text

from bot.content.library import Edition
from bot.content.noticeable import EventChange
from bot.core.languages import Language
from bot.core.moments import to_milliseconds
from bot.core.translation import Translator
from bot.features.changes.store import Round
from bot.features.changes.telling import Notice
from bot.features.changes.views.notice import block, notice_screen
from bot.telegram.calls import content
from bot.telegram.event_times import Reader
from bot.telegram.outbox import deliveries, dispatches
from bot.telegram.outbox.dispatches import Conditions, Lane

PURPOSE: Final = "notice"
OVERTAKEN: Final = "overtaken by a change"

_OLDER: Final = "purpose = :purpose AND visit_id = :visit AND finished_at IS NULL AND reference NOT LIKE :round || '%'"
_NAMES_TOUCHED: Final = """
    EXISTS (SELECT 1 FROM notice_payloads, json_each(notice_payloads.changes) AS named
            WHERE notice_payloads.payload_id = deliveries.payload_id
            AND named.key IN (SELECT value FROM json_each(:touched)))
"""
_CALL_OFF: Final = f"""
    UPDATE dispatches SET called_off = coalesce(called_off, :reason) WHERE {_OLDER}
    AND NOT EXISTS (SELECT 1 FROM deliveries WHERE deliveries.dispatch_id = dispatches.dispatch_id AND state = 'queued')
    AND EXISTS (SELECT 1 FROM deliveries WHERE deliveries.dispatch_id = dispatches.dispatch_id AND state = 'sending'
                AND {_NAMES_TOUCHED})
"""  # noqa: S608 - constants only
# Not the last notice to anybody: it came back to the queue after a later one was made.
_CANCEL: Final = f"""
    UPDATE deliveries SET state = 'cancelled', reason = :reason WHERE state = 'queued'
    AND dispatch_id IN (SELECT dispatch_id FROM dispatches WHERE {_OLDER})
    AND NOT EXISTS (SELECT 1 FROM notice_last
                    WHERE notice_last.delivery_id = deliveries.delivery_id AND notice_last.visit_id = :visit)
    AND {_NAMES_TOUCHED}
"""  # noqa: S608 - constants only


@dataclass(frozen=True, slots=True)
class Parcel:
    """What goes to one person, and of which other events they know another edition than everybody else."""

    user_id: int
    notice: Notice
    payload_id: int
    behind: Mapping[str, int]


class Payloads:
    """The payloads of one round, as far as they were needed. Only as good as the transactions that stored them."""

    def __init__(self, one: Round, edition: Edition, translators: Mapping[Language, Translator]) -> None:
        self._round = one
        self._edition = edition
        self._translators = translators
        self._of: dict[tuple[Notice, Language, str], int] = {}
        self._blocks: dict[tuple[EventChange, Language, str], Text] = {}
        # Those who hear the same for different reasons share a payload as well.
        self._saying: dict[tuple[frozenset[tuple[str, int]], Language, str], int] = {}

    def of(
        self, connection: sqlite3.Connection, notice: Notice, language: Language, zone: ZoneInfo, now: dt.datetime
    ) -> int:
        """Return the payload of a notice for who reads this language and lives in this zone."""
        known = (notice, language, zone.key)
        if known not in self._of:
            same = (frozenset(notice.behind.items()), language, zone.key)
            if same not in self._saying:
                self._saying[same] = self._stored(connection, notice, language, zone, now)
            self._of[known] = self._saying[same]
        return self._of[known]

    def _stored(
        self, connection: sqlite3.Connection, notice: Notice, language: Language, zone: ZoneInfo, now: dt.datetime
    ) -> int:
        tr = self._translators[language]
        reader = Reader(tr, zone, now)

        def said(change: EventChange) -> Text:
            # Many notices name the same event.
            known = (change, language, zone.key)
            if known not in self._blocks:
                self._blocks[known] = block(change, reader)
            return self._blocks[known]

        screen = notice_screen(self._edition, notice.changes, self._round.round_id, tr, said)
        payload_id = dispatches.add_payload(connection, "sendMessage", content(screen, tr))
        connection.execute(
            "INSERT INTO notice_payloads (payload_id, changes) VALUES (?, ?)",
            (payload_id, json.dumps(dict(notice.behind))),
        )
        return payload_id


def take_back(connection: sqlite3.Connection, delivery_ids: Collection[int], now: dt.datetime) -> None:
    """Let these not go out: what they say does not hold any more."""
    connection.execute(
        "UPDATE deliveries SET state = 'cancelled', reason = ?, changed_at = ? WHERE state = 'queued' "
        "AND delivery_id IN (SELECT value FROM json_each(?))",
        (OVERTAKEN, to_milliseconds(now), json.dumps([*delivery_ids])),
    )


def queue(connection: sqlite3.Connection, one: Round, parcels: Iterable[Parcel], now: dt.datetime) -> None:
    """Queue these, and note them as the last that each person was told."""
    together: dict[tuple[bool, str | None, dt.datetime | None], list[Parcel]] = {}
    for parcel in parcels:
        notice = parcel.notice
        together.setdefault((notice.urgent, notice.group_id, notice.expires_at), []).append(parcel)
    for (urgent, group_id, expires_at), members in together.items():
        until = "" if expires_at is None else str(to_milliseconds(expires_at))
        dispatch_id = dispatches.open_dispatch(
            connection,
            PURPOSE,
            f"{one.reference}{'urgent' if urgent else 'usual'}:{until}:{group_id or ''}",
            now,
            lane=Lane.URGENT if urgent else Lane.PROMPT,
            conditions=Conditions(one.visit_id, group_id, "changes", guests=True, urgent=urgent),
            expires_at=expires_at,
        )
        deliveries.enqueue(connection, dispatch_id, [(parcel.user_id, parcel.payload_id) for parcel in members], now)
        connection.executemany(
            "INSERT INTO notice_last (visit_id, user_id, delivery_id, behind) "
            "SELECT ?, recipient, delivery_id, ? FROM deliveries WHERE dispatch_id = ? AND recipient = ? "
            "ON CONFLICT DO UPDATE SET delivery_id = excluded.delivery_id, behind = excluded.behind",
            [(one.visit_id, json.dumps(dict(parcel.behind)), dispatch_id, parcel.user_id) for parcel in members],
        )


def note_behind(connection: sqlite3.Connection, visit_id: str, behind: Mapping[int, Mapping[str, int]]) -> None:
    """Note of which events these people know another edition than everybody else, whose notices were taken back."""
    connection.executemany(
        "UPDATE notice_last SET delivery_id = NULL, behind = ? WHERE visit_id = ? AND user_id = ?",
        [(json.dumps(dict(known)), visit_id, user_id) for user_id, known in behind.items() if known],
    )
    connection.executemany(
        "DELETE FROM notice_last WHERE visit_id = ? AND user_id = ?",
        [(visit_id, user_id) for user_id, known in behind.items() if not known],
    )


def end_older(connection: sqlite3.Connection, one: Round, touched: Collection[str]) -> None:
    """Have nothing of earlier rounds go out any more that names these events: later notices went past it.

    What is on its way now may come back to the queue; what is about other events alone still holds, and then goes out.
    """
    values = {
        "reason": OVERTAKEN,
        "purpose": PURPOSE,
        "visit": one.visit_id,
        "round": one.reference,
        "touched": json.dumps([*touched]),
    }
    connection.execute(_CALL_OFF, values)
    connection.execute(_CANCEL, values)


def prove(
    connection: sqlite3.Connection, visit_id: str, round_id: int, user_id: int, message_id: int, now: dt.datetime
) -> bool:
    """Settle the notice of a round as sent, since its recipient pressed a button under it; true if it was in doubt."""
    rows = connection.execute(
        "SELECT dispatch_id FROM deliveries JOIN dispatches USING (dispatch_id) "
        "WHERE recipient = ? AND purpose = ? AND reference LIKE ? || '%'",
        (user_id, PURPOSE, f"{visit_id}:{round_id}:"),
    ).fetchall()
    return any(deliveries.prove(connection, dispatch_id, user_id, message_id, now) for (dispatch_id,) in rows)
