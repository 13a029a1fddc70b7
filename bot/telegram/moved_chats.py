"""A group that became a supergroup has another id: every row that names the old one is rewritten."""

import sqlite3

from bot.telegram import desks, panels, questions, replies
from bot.telegram.outbox import deliveries


def move_chat(connection: sqlite3.Connection, old_id: int, new_id: int) -> None:
    """Rewrite the chat's id wherever it is stored."""
    questions.move_chat(connection, old_id)
    replies.move_chat(connection, old_id, new_id)
    deliveries.move_chat(connection, old_id, new_id)
    panels.move_chat(connection, old_id, new_id)
    desks.move_chat(connection, old_id, new_id)
