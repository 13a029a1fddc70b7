"""Updates as Telegram sends them, as raw JSON values with ids of their own."""

import itertools
from typing import Any

_ids = itertools.count(5_000)

BOT = {"id": 1, "is_bot": True, "first_name": "Briefing", "username": "briefing_bot"}
ANONYMOUS_ADMIN = {"id": 1087968824, "is_bot": True, "first_name": "Group", "username": "GroupAnonymousBot"}
CHANNEL = {"id": 136817688, "is_bot": True, "first_name": "Channel", "username": "Channel_Bot"}
LINKED_CHANNEL = {"id": 777000, "is_bot": False, "first_name": "Telegram"}
GROUP = -1001234567890


def person(user_id: int, language: str | None = "en", **details: Any) -> dict[str, Any]:
    """Return a User object."""
    user = {"id": user_id, "is_bot": False, "first_name": f"Person {user_id}", **details}
    return user if language is None else {**user, "language_code": language}


def private_chat(user_id: int) -> dict[str, Any]:
    """Return the Chat object of the private chat with this person."""
    return {"id": user_id, "type": "private", "first_name": f"Person {user_id}"}


def group_chat(chat_id: int = GROUP, kind: str = "supergroup") -> dict[str, Any]:
    """Return the Chat object of a group."""
    return {"id": chat_id, "type": kind, "title": "Delegation"}


def update(kind: str, content: Any, update_id: int | None = None) -> dict[str, Any]:
    """Return an update of this kind."""
    return {"update_id": next(_ids) if update_id is None else update_id, kind: content}


def text(
    words: str,
    user_id: int = 7,
    *,
    language: str | None = "en",
    chat: dict[str, Any] | None = None,
    sender: dict[str, Any] | None = None,
    update_id: int | None = None,
    **more: Any,
) -> dict[str, Any]:
    """Return a text message: in private, unless a `chat` is given."""
    return update("message", message(words, user_id, language=language, chat=chat, sender=sender, **more), update_id)


def message(
    words: str | None,
    user_id: int = 7,
    *,
    language: str | None = "en",
    chat: dict[str, Any] | None = None,
    sender: dict[str, Any] | None = None,
    **more: Any,
) -> dict[str, Any]:
    """Return a Message object; with None for `words`, one without text."""
    content = {
        "message_id": 11,
        "date": 1_758_704_400,
        "chat": chat or private_chat(user_id),
        "from": sender or person(user_id, language),
        **more,
    }
    return content if words is None else {**content, "text": words}


def press(
    data: str | None,
    user_id: int = 7,
    *,
    language: str | None = "en",
    on: dict[str, Any] | None = None,
    press_id: str = "4711",
) -> dict[str, Any]:
    """Return a press of a button: under a text message of the bot in private, unless `on` is another message."""
    carrier = on or message("A screen", chat=private_chat(user_id), sender=BOT)
    content = {
        "id": press_id,
        "from": person(user_id, language),
        "message": carrier,
        "chat_instance": "99",
    }
    return update("callback_query", content if data is None else {**content, "data": data})


def membership(
    before: str, after: str, user_id: int = 7, *, chat: dict[str, Any] | None = None, language: str | None = "en"
) -> dict[str, Any]:
    """Return my_chat_member: what this person made of the bot's membership."""
    return update(
        "my_chat_member",
        {
            "chat": chat or private_chat(user_id),
            "from": person(user_id, language),
            "date": 1_758_704_400,
            "old_chat_member": _member(before),
            "new_chat_member": _member(after),
        },
    )


def _member(status: str) -> dict[str, Any]:
    return {"user": BOT, "status": status, **({"until_date": 0} if status == "kicked" else {})}
