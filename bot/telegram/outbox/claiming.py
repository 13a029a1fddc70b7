"""Whose turn it is: takes deliveries to send, each asked anew whether its recipient may and wants to get it."""

import datetime as dt
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from bot.core.moments import from_milliseconds, to_milliseconds
from bot.telegram import panels
from bot.telegram.outbox import dispatches
from bot.telegram.outbox.deliveries import release_followers
from bot.telegram.outbox.dispatches import Dispatch
from bot.telegram.outbox.standing import NOTHING_TO_CHANGE, End, Fate, Go, Recipient, VisitStanding, Wait, fate

# How many rows one transaction may end or postpone without sending any: the others wait for the next.
_AT_ONCE: Final = 1_000

_CANDIDATES: Final = """
    SELECT own.delivery_id, own.recipient, own.attempts, payloads.method, payloads.parameters, payloads.target,
           payloads.messages, followed.message_ids, users.user_id IS NOT NULL, users.unreachable_since, users.zone,
           members.user_id IS NOT NULL,
           :group IS NULL OR EXISTS (SELECT 1 FROM member_groups WHERE member_groups.visit_id = :visit
                                     AND member_groups.user_id = own.recipient AND group_id = :group),
           coalesce(CASE :topic
               WHEN 'announcements' THEN subscriptions.announcements
               WHEN 'changes' THEN subscriptions.changes <> 'off'
               WHEN 'digest' THEN subscriptions.digest
               WHEN 'reminders' THEN subscriptions.user_id IS NULL OR subscriptions.reminder_minutes IS NOT NULL
                   OR EXISTS (SELECT 1 FROM agenda WHERE agenda.user_id = own.recipient
                              AND agenda.visit_id = :visit AND agenda.reminder_minutes IS NOT NULL)
               END, 1),
           coalesce(subscriptions.news, 0), quiet_hours.begins, quiet_hours.ends, quiet_hours.muted_until
    FROM deliveries AS own
    JOIN payloads ON payloads.payload_id = own.payload_id
    LEFT JOIN deliveries AS followed ON followed.delivery_id = own.follows
    LEFT JOIN users ON users.user_id = own.recipient
    LEFT JOIN members ON members.visit_id = :visit AND members.user_id = own.recipient
    LEFT JOIN subscriptions ON subscriptions.user_id = own.recipient AND subscriptions.visit_id = :visit
    LEFT JOIN quiet_hours ON quiet_hours.user_id = own.recipient
    WHERE own.dispatch_id = :dispatch AND own.state = 'queued' AND own.not_before <= :now
        -- Of what changes one message nothing overtakes what is on its way.
        AND (own.follows IS NULL OR NOT EXISTS (SELECT 1 FROM deliveries AS sibling
             WHERE sibling.follows = own.follows AND sibling.state = 'sending'))
    ORDER BY own.not_before, own.delivery_id LIMIT :room
"""


@dataclass(frozen=True, slots=True)
class Claimed:
    """A delivery whose row says `sending`. `body` is the whole call as JSON; `messages` is how many it sends."""

    delivery_id: int
    dispatch_id: int
    chat_id: int
    method: str
    body: str
    messages: int
    attempts: int


def claim(
    connection: sqlite3.Connection, now: dt.datetime, room: int, visits: Mapping[str, VisitStanding]
) -> list[Claimed]:
    """Take up to `room` deliveries to send once this is committed; those that may not go out end or are postponed."""
    claimed: list[Claimed] = []
    left = _AT_ONCE
    for dispatch in dispatches.due(connection, now):
        while len(claimed) < room and left > 0:
            if dispatch.expires_at is not None and dispatch.expires_at <= now:
                looked = _expire(connection, dispatch, now, left)
            else:
                taken, looked = _claim_of(connection, dispatch, now, min(room - len(claimed), left), visits)
                claimed += taken
            left -= looked
            if not looked:
                break
        if dispatches.close_if_done(connection, dispatch.dispatch_id, now):
            panels.touch(connection, dispatch.reference)
        if len(claimed) >= room or left <= 0:
            break
    return claimed


def _claim_of(
    connection: sqlite3.Connection,
    dispatch: Dispatch,
    now: dt.datetime,
    room: int,
    visits: Mapping[str, VisitStanding],
) -> tuple[list[Claimed], int]:
    conditions = dispatch.conditions
    rows = connection.execute(
        _CANDIDATES,
        {
            "dispatch": dispatch.dispatch_id,
            "visit": conditions.visit_id,
            "group": conditions.group_id,
            "topic": conditions.topic,
            "now": to_milliseconds(now),
            "room": room,
        },
    ).fetchall()
    claimed = []
    changes: list[tuple[str, str | None, int, int, int, int]] = []
    moment = to_milliseconds(now)
    for row in rows:
        delivery_id, chat_id, attempts, method, parameters, target, messages, followed_ids = row[:8]
        what: Fate = fate(conditions, _recipient(row[8:]), visits, dispatch.expires_at, now)
        if target is not None and not followed_ids:
            what = End("cancelled", NOTHING_TO_CHANGE)
        match what:
            case Go(silently):
                body = _body(chat_id, parameters, target, followed_ids, silently=silently and method.startswith("send"))
                claimed.append(
                    Claimed(delivery_id, dispatch.dispatch_id, chat_id, method, body, messages, attempts + 1)
                )
                changes.append(("sending", None, moment, 1, moment, delivery_id))
            case Wait(until):
                changes.append(("queued", None, to_milliseconds(until), 0, moment, delivery_id))
            case End(state, reason):
                changes.append((state, reason, moment, 0, moment, delivery_id))
                release_followers(connection, (delivery_id,), state, now)
    connection.executemany(
        "UPDATE deliveries SET state = ?, reason = ?, not_before = ?, attempts = attempts + ?, changed_at = ? "
        "WHERE delivery_id = ?",
        changes,
    )
    return claimed, len(rows)


def _expire(connection: sqlite3.Connection, dispatch: Dispatch, now: dt.datetime, limit: int) -> int:
    rows = connection.execute(
        "UPDATE deliveries SET state = 'expired', changed_at = ? WHERE delivery_id IN (SELECT delivery_id "
        "FROM deliveries WHERE dispatch_id = ? AND state IN ('queued', 'waiting') LIMIT ?) RETURNING delivery_id",
        (to_milliseconds(now), dispatch.dispatch_id, limit),
    ).fetchall()
    release_followers(connection, [delivery_id for (delivery_id,) in rows], "expired", now)
    return len(rows)


def _recipient(row: tuple[Any, ...]) -> Recipient:
    known, unreachable_since, zone, member, in_group, subscribed, news, begins, ends, muted_until = row
    return Recipient(
        known=bool(known),
        reachable=unreachable_since is None,
        member=bool(member),
        in_group=bool(in_group),
        subscribed=bool(subscribed),
        news=bool(news),
        zone=zone,
        quiet_begins=begins,
        quiet_ends=ends,
        muted_until=None if muted_until is None else from_milliseconds(muted_until),
    )


def _body(chat_id: int, parameters: str, target: str | None, followed_ids: str | None, *, silently: bool) -> str:
    """Put the recipient in front of a payload, which was made JSON once for everybody."""
    head = f'{{"chat_id":{chat_id}'
    if target == "message_ids":
        head += f',"message_ids":[{followed_ids}]'
    elif target == "message_id":
        head += f',"message_id":{_first(followed_ids)}'
    elif target == "reply_parameters" and followed_ids:
        head += f',"reply_parameters":{{"message_id":{_first(followed_ids)},"allow_sending_without_reply":true}}'
    if silently and '"disable_notification":true' not in parameters:
        head += ',"disable_notification":true'
    rest = parameters[1:]
    return f"{head}}}" if rest == "}" else f"{head},{rest}"


def _first(message_ids: str | None) -> str:
    return (message_ids or "").partition(",")[0]
