"""The tables `subscriptions` and `quiet_hours`: what somebody wants to get of a visit, and when nothing at all."""

import datetime as dt
import sqlite3
from dataclasses import dataclass, replace
from typing import Final, Literal, get_args
from zoneinfo import ZoneInfo

from bot.core.moments import from_milliseconds, to_milliseconds
from bot.telegram.quiet import quiet_until

Changes = Literal["all", "mine", "off"]
# What messages that the bot sends by itself are about; each can be stopped.
Topic = Literal["announcements", "changes", "reminders", "digest"]

CHANGES: Final[tuple[Changes, ...]] = get_args(Changes)
TOPICS: Final[tuple[Topic, ...]] = get_args(Topic)
# How far ahead a reminder can come, in minutes.
LONGEST_NOTICE: Final = 120


@dataclass(frozen=True, slots=True)
class Subscription:
    """What somebody wants to get of a visit; as it stands here for who never chose.

    `reminder_minutes` is how long before an event, None for no reminders; `news` are the announcements that a guest
    of a public visit gets.
    """

    announcements: bool = True
    changes: Changes = "mine"
    reminder_minutes: int | None = 30
    digest: bool = True
    news: bool = False


@dataclass(frozen=True, slots=True)
class Quiet:
    """When somebody does not want to be disturbed: local times in their own zone, and a mute until a moment (UTC)."""

    begins: dt.time | None = None
    ends: dt.time | None = None
    muted_until: dt.datetime | None = None

    def until(self, zone: ZoneInfo, now: dt.datetime) -> dt.datetime | None:
        """Return until when nothing comes that can wait, in UTC; None when it comes now. `zone` is the person's own."""
        begins, ends = _written(self.begins), _written(self.ends)
        muted = self.muted_until if self.muted_until is not None and self.muted_until > now else None
        return quiet_until(begins, ends, zone, muted or now) or muted


def subscription(connection: sqlite3.Connection, user_id: int, visit_id: str) -> Subscription:
    """Return what this person wants to get of this visit."""
    row = connection.execute(
        "SELECT announcements, changes, reminder_minutes, digest, news FROM subscriptions "
        "WHERE user_id = ? AND visit_id = ?",
        (user_id, visit_id),
    ).fetchone()
    if row is None:
        return Subscription()
    announcements, changes, reminder_minutes, digest, news = row
    return Subscription(bool(announcements), changes, reminder_minutes, bool(digest), bool(news))


def subscribe(connection: sqlite3.Connection, user_id: int, visit_id: str, wanted: Subscription) -> None:
    """Note all that this person wants to get of this visit. Raises ValueError for a reminder too far ahead."""
    minutes = wanted.reminder_minutes
    if minutes is not None and not 0 <= minutes <= LONGEST_NOTICE:
        raise ValueError(f"a reminder comes 0 to {LONGEST_NOTICE} minutes ahead")
    if wanted == Subscription():
        connection.execute("DELETE FROM subscriptions WHERE user_id = ? AND visit_id = ?", (user_id, visit_id))
        return
    connection.execute(
        "INSERT INTO subscriptions (user_id, visit_id, announcements, changes, reminder_minutes, digest, news) "
        # Whoever was forgotten meanwhile is not remembered by this.
        "SELECT user_id, ?, ?, ?, ?, ?, ? FROM users WHERE user_id = ? "
        "ON CONFLICT (user_id, visit_id) DO UPDATE SET announcements = excluded.announcements, "
        "changes = excluded.changes, reminder_minutes = excluded.reminder_minutes, digest = excluded.digest, "
        "news = excluded.news",
        (visit_id, wanted.announcements, wanted.changes, minutes, wanted.digest, wanted.news, user_id),
    )


def stop(connection: sqlite3.Connection, user_id: int, visit_id: str, topic: Topic) -> Subscription:
    """Switch a topic off and return what this person wanted before.

    Announcements are also those that they get as a guest, reminders also those that they set for single events.
    """
    before = subscription(connection, user_id, visit_id)
    match topic:
        case "announcements":
            wanted = replace(before, announcements=False, news=False)
        case "changes":
            wanted = replace(before, changes="off")
        case "reminders":
            wanted = replace(before, reminder_minutes=None)
            connection.execute(
                "UPDATE agenda SET reminder_minutes = NULL WHERE user_id = ? AND visit_id = ?", (user_id, visit_id)
            )
            connection.execute(
                "DELETE FROM agenda WHERE user_id = ? AND visit_id = ? AND NOT starred AND NOT muted",
                (user_id, visit_id),
            )
        case "digest":
            wanted = replace(before, digest=False)
    subscribe(connection, user_id, visit_id, wanted)
    return before


def quiet(connection: sqlite3.Connection, user_id: int) -> Quiet:
    """Return when this person does not want to be disturbed."""
    row = connection.execute(
        "SELECT begins, ends, muted_until FROM quiet_hours WHERE user_id = ?", (user_id,)
    ).fetchone()
    if row is None:
        return Quiet()
    begins, ends, muted_until = row
    return Quiet(
        None if begins is None else dt.time.fromisoformat(begins),
        None if ends is None else dt.time.fromisoformat(ends),
        None if muted_until is None else from_milliseconds(muted_until),
    )


def set_quiet_hours(connection: sqlite3.Connection, user_id: int, hours: tuple[dt.time, dt.time] | None) -> None:
    """Note from when to when it is to be quiet every day, to the minute; None for never.

    Raises ValueError for hours that begin when they end.
    """
    begins, ends = map(_written, hours or (None, None))
    if hours and begins == ends:
        raise ValueError("quiet hours end at another time than they begin")
    connection.execute(
        "INSERT INTO quiet_hours (user_id, begins, ends) SELECT user_id, ?, ? FROM users WHERE user_id = ? "
        "ON CONFLICT (user_id) DO UPDATE SET begins = excluded.begins, ends = excluded.ends",
        (begins, ends, user_id),
    )
    _drop_if_empty(connection, user_id)


def mute(connection: sqlite3.Connection, user_id: int, until: dt.datetime | None) -> None:
    """Note that this person wants nothing until a moment; None ends the mute."""
    connection.execute(
        "INSERT INTO quiet_hours (user_id, muted_until) SELECT user_id, ? FROM users WHERE user_id = ? "
        "ON CONFLICT (user_id) DO UPDATE SET muted_until = excluded.muted_until",
        (None if until is None else to_milliseconds(until), user_id),
    )
    _drop_if_empty(connection, user_id)


def kept_about(connection: sqlite3.Connection, user_id: int) -> tuple[int, bool]:
    """Return of how many visits this person chose what they get, and whether quiet hours or a mute are kept."""
    visits, quiet_hours = connection.execute(
        "SELECT (SELECT count(*) FROM subscriptions WHERE user_id = :person), "
        "EXISTS (SELECT 1 FROM quiet_hours WHERE user_id = :person)",
        {"person": user_id},
    ).fetchone()
    return visits, bool(quiet_hours)


def _drop_if_empty(connection: sqlite3.Connection, user_id: int) -> None:
    connection.execute(
        "DELETE FROM quiet_hours WHERE user_id = ? AND begins IS NULL AND muted_until IS NULL", (user_id,)
    )


def _written(time: dt.time | None) -> str | None:
    return None if time is None else f"{time:%H:%M}"
