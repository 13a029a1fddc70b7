"""What an old backup must not do again: everything in it that was still to be handled, sent or done."""

import sqlite3


def forget_unfinished(connection: sqlite3.Connection) -> int:
    """Mark updates as handled and remove answers and jobs of the backup's time; return how many that were.

    All of it was handled or sent after the backup was made, or is too old to be wanted now.
    """
    updates = connection.execute(
        "UPDATE updates SET state = 'handled', body = NULL, user_id = NULL WHERE state = 'received'"
    ).rowcount
    answers = connection.execute("DELETE FROM replies").rowcount
    connection.execute("DELETE FROM files")
    work = connection.execute("DELETE FROM jobs WHERE state = 'waiting'").rowcount
    return updates + answers + work
