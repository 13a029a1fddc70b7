"""Who wrote: read off the raw update, before anything is made of it, and remembered if they wrote in private."""

import datetime as dt
import sqlite3
from collections.abc import Iterable, Mapping

from bot.telegram.inbox import RawUpdate, sender_id
from bot.telegram.people import User, remember, users_by_id


def greet(connection: sqlite3.Connection, updates: Iterable[RawUpdate], now: dt.datetime) -> Mapping[int, User]:
    """Return what the store knows of everybody who sent these, remembering those who wrote in private.

    People who write in a group only are not stored.
    """
    updates = list(updates)
    senders = {sender for update in updates if (sender := sender_id(update)) is not None}
    users = dict(users_by_id(connection, senders))
    writers = dict(writer for update in updates if (writer := _writes_in_private(update)) is not None)
    news = {
        user_id: language
        for user_id, language in writers.items()
        if (user := users.get(user_id)) is None or user.unreachable or user.telegram_language != language
    }
    if news:
        remember(connection, news.items(), now)
        users.update(users_by_id(connection, news))
    return users


def _writes_in_private(update: RawUpdate) -> tuple[int, str | None] | None:
    message = update.get("message")
    press = update.get("callback_query")
    content = message if message is not None else press
    if not isinstance(content, dict):
        return None
    carrier = content if content is message else content.get("message")
    chat = carrier.get("chat") if isinstance(carrier, dict) else None
    sender = sender_id(update)
    if sender is None or not isinstance(chat, dict) or chat.get("type") != "private":
        return None
    writer = content.get("from")
    language = writer.get("language_code") if isinstance(writer, dict) else None
    # A code of a language is ASCII; anything else could not even be stored.
    return sender, language if isinstance(language, str) and language.isascii() else None
