"""What the store keeps about one person, counted where it lies."""

import datetime as dt
import sqlite3
from dataclasses import dataclass, replace

from bot.core import audit
from bot.core.moments import from_milliseconds
from bot.telegram import agenda, invites, members, questions, subscriptions
from bot.telegram.members import Member
from bot.telegram.outbox import deliveries


@dataclass(frozen=True, slots=True)
class Kept:
    """What is stored about a person. `choices` are None where they made none; `since` is an aware UTC moment.

    `set_aside` messages are those that the bot failed on; `under_way` are answers and files still owed to them.
    `links` are invites that they made, `audited` entries of the audit in which they stand. `subscribed` counts visits
    of which they chose what they get, `decided` events that they starred, muted or have a reminder of; `questions` are
    those that they asked the organisers, `asked_lately` how many within the hour. `sent` counts the messages to them
    that the bot sent by itself or is about to, `confirmed` the announcements that they confirmed, `announced` those
    that they wrote, `proposed` the files that they sent to be published.
    """

    since: dt.datetime | None = None
    telegram_language: str | None = None
    language: str | None = None
    zone: str | None = None
    visit_id: str | None = None
    set_aside: int = 0
    under_way: int = 0
    memberships: tuple[Member, ...] = ()
    links: int = 0
    failed_tries: int = 0
    audited: int = 0
    subscribed: int = 0
    decided: int = 0
    quiet: bool = False
    questions: int = 0
    asked_lately: int = 0
    sent: int = 0
    confirmed: int = 0
    announced: int = 0
    proposed: int = 0


def kept_about(connection: sqlite3.Connection, user_id: int, now: dt.datetime) -> Kept:
    """Return what is stored about this person now."""
    row = connection.execute(
        "SELECT first_seen_at, telegram_language, language, zone, visit_id FROM users WHERE user_id = ?", (user_id,)
    ).fetchone()
    set_aside, under_way = connection.execute(
        "SELECT (SELECT count(*) FROM updates WHERE user_id = :person AND state = 'quarantined'), "
        "(SELECT count(*) FROM replies WHERE chat_id = :person) + (SELECT count(*) FROM jobs WHERE user_id = :person)",
        {"person": user_id},
    ).fetchone()
    confirmed, announced, proposed = connection.execute(
        "SELECT (SELECT count(*) FROM confirmations WHERE user_id = :person), "
        "(SELECT count(*) FROM announcements WHERE author = :person), "
        "(SELECT count(*) FROM proposals WHERE user_id = :person)",
        {"person": user_id},
    ).fetchone()
    links, failed_tries = invites.kept_about(connection, user_id)
    subscribed, quiet = subscriptions.kept_about(connection, user_id)
    asked, asked_lately = questions.count_of(connection, user_id, now)
    kept = Kept(
        set_aside=set_aside,
        under_way=under_way,
        memberships=tuple(members.memberships(connection, user_id)),
        links=links,
        failed_tries=failed_tries,
        audited=audit.count_about(connection, user_id),
        subscribed=subscribed,
        decided=agenda.kept_about(connection, user_id),
        quiet=quiet,
        questions=asked,
        asked_lately=asked_lately,
        sent=deliveries.count_for(connection, user_id),
        confirmed=confirmed,
        announced=announced,
        proposed=proposed,
    )
    if row is None:
        return kept
    first_seen_at, telegram_language, language, zone, visit_id = row
    return replace(
        kept,
        since=from_milliseconds(first_seen_at),
        telegram_language=telegram_language,
        language=language,
        zone=zone,
        visit_id=visit_id,
    )
