"""What an old backup must not do again: everything in it that was still to be handled, sent or done."""

import datetime as dt
import sqlite3
from dataclasses import dataclass

from bot.telegram import prompts
from bot.telegram.outbox import dispatches, doubts


@dataclass(frozen=True, slots=True)
class Unfinished:
    """How much of a backup is not taken up again: answers, updates and jobs; deliveries; dispatches held back."""

    dropped: int
    uncertain: int
    paused: int


def forget_unfinished(connection: sqlite3.Connection, now: dt.datetime) -> Unfinished:
    """Let nothing of the backup's time be handled or sent by itself.

    Updates, answers and jobs were handled after the backup was made, or are too old to be wanted. Of deliveries that
    were due nobody knows whether they went out since: they are uncertain, and a person decides. What was to go out
    later waits until an admin lets it go on.
    """
    updates = connection.execute(
        "UPDATE updates SET state = 'handled', body = NULL, user_id = NULL WHERE state = 'received'"
    ).rowcount
    answers = connection.execute("DELETE FROM replies").rowcount
    connection.execute("DELETE FROM files")
    work = connection.execute("DELETE FROM jobs WHERE state = 'waiting'").rowcount
    prompts.close_all(connection)
    uncertain = doubts.doubt_what_is_due(connection, now)
    return Unfinished(updates + answers + work, uncertain, dispatches.pause_all(connection, now))
