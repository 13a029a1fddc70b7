"""The table `users`: the people who wrote to the bot in private, their choices, and whether they can be reached."""

import datetime as dt
import sqlite3
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace

from bot.core import audit
from bot.core.languages import Language
from bot.core.moments import to_milliseconds
from bot.telegram import desks, invites, members, panels, prompts, questions
from bot.telegram.outbox import deliveries
from bot.telegram.prompts import Prompt
from bot.telegram.roles import Role


@dataclass(frozen=True, slots=True)
class User:
    """A row of `users`. `language`, `zone` and `visit_id` are the person's choices, None where they made none.

    `roles` are those that they have as a member, by visit; `prompt` is the question that they were asked last, if open.
    """

    user_id: int
    telegram_language: str | None = None
    language: Language | None = None
    zone: str | None = None
    visit_id: str | None = None
    unreachable: bool = False
    roles: Mapping[str, Role] = field(default_factory=dict)
    prompt: Prompt | None = None


def users_by_id(connection: sqlite3.Connection, user_ids: Collection[int]) -> Mapping[int, User]:
    """Return those of these people that the store knows."""
    marks = ",".join("?" * len(user_ids))
    rows = connection.execute(
        "SELECT user_id, telegram_language, language, zone, visit_id, unreachable_since IS NOT NULL "  # noqa: S608 - marks only
        f"FROM users WHERE user_id IN ({marks})",
        tuple(user_ids),
    )
    users = {row[0]: User(row[0], row[1], row[2], row[3], row[4], bool(row[5])) for row in rows}
    for user_id, roles in members.roles_by_user(connection, users).items():
        users[user_id] = replace(users[user_id], roles=roles)
    for user_id, prompt in prompts.of_people(connection, users).items():
        users[user_id] = replace(users[user_id], prompt=prompt)
    return users


def remember(connection: sqlite3.Connection, seen: Iterable[tuple[int, str | None]], now: dt.datetime) -> None:
    """Note that these people (id, the language of their app) wrote: new ones are added, and all are reachable."""
    connection.executemany(
        "INSERT INTO users (user_id, telegram_language, first_seen_at) VALUES (?, ?, ?) "
        "ON CONFLICT (user_id) DO UPDATE SET telegram_language = excluded.telegram_language, unreachable_since = NULL",
        [(user_id, language, to_milliseconds(now)) for user_id, language in seen],
    )


def choose_language(connection: sqlite3.Connection, user_id: int, language: Language | None) -> None:
    """Note the language a person chose; None goes back to Telegram's."""
    connection.execute("UPDATE users SET language = ? WHERE user_id = ?", (language, user_id))


def choose_zone(connection: sqlite3.Connection, user_id: int, zone: str | None) -> None:
    """Note the IANA zone a person chose; None goes back to the visit's home zone."""
    connection.execute("UPDATE users SET zone = ? WHERE user_id = ?", (zone, user_id))


def choose_visit(connection: sqlite3.Connection, user_id: int, visit_id: str | None) -> None:
    """Note the visit a person wants to read about."""
    connection.execute("UPDATE users SET visit_id = ? WHERE user_id = ?", (visit_id, user_id))


def leave_visit(connection: sqlite3.Connection, user_id: int, visit_id: str) -> None:
    """Note that a person no longer reads about this visit, if they did."""
    connection.execute("UPDATE users SET visit_id = NULL WHERE user_id = ? AND visit_id = ?", (user_id, visit_id))


def mark_unreachable(connection: sqlite3.Connection, user_id: int, now: dt.datetime) -> None:
    """Note that Telegram refuses to deliver to this person until they write again."""
    connection.execute(
        "UPDATE users SET unreachable_since = coalesce(unreachable_since, ?) WHERE user_id = ?",
        (to_milliseconds(now), user_id),
    )


def forget(connection: sqlite3.Connection, user_id: int, now: dt.datetime) -> None:
    """Erase the person: their row, their memberships, and what of theirs still lies in the inbox, replies and jobs.

    What they sent and is still to be handled stays: it is erased when it is handled, this request among it. The audit
    keeps its entries under a reference that leads to nobody any more.
    """
    for membership in members.memberships(connection, user_id):
        audit.record(connection, now, user_id, "left", visit_id=membership.visit_id, before=members.rights(membership))
    members.forget(connection, user_id)
    invites.forget(connection, user_id, now)
    audit.forget(connection, user_id)
    desks.leave(connection, user_id, now)
    questions.forget(connection, user_id, now)
    panels.forget(connection, user_id)
    deliveries.forget(connection, user_id, now)
    connection.execute("DELETE FROM users WHERE user_id = ?", (user_id,))
    connection.execute("DELETE FROM jobs WHERE user_id = ?", (user_id,))
    connection.execute("DELETE FROM replies WHERE chat_id = ?", (user_id,))
    connection.execute("DELETE FROM files WHERE file_id NOT IN (SELECT file_id FROM replies WHERE file_id IS NOT NULL)")
    connection.execute(
        "UPDATE updates SET body = NULL, user_id = NULL WHERE user_id = ? AND state <> 'received'", (user_id,)
    )
