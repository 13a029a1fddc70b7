"""Chats, and the messages in them with Telegram's way of numbering."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Literal

from bot.simulator.errors import forbidden, migrated

ChatKind = Literal["private", "group", "supergroup"]
Standing = Literal["creator", "administrator", "member", "left", "kicked"]
Message = dict[str, Any]


class Counter:
    """Hands out numbers, one after the other."""

    __slots__ = ("_next",)

    def __init__(self, first: int) -> None:
        self._next = first

    def take(self) -> int:
        """The next number."""
        number = self._next
        self._next += 1
        return number


@dataclass(slots=True)
class Chat:
    """One chat. Its stored messages are never changed in place: an edit puts a new dict in their stead.

    `reply_keyboards`: by message id, the keyboards for the phone's own that messages brought along.
    `pinned`: the ids of the messages that are pinned for everybody. `anonymous`: the administrators who write in the
    group's name; `authors`: by message id, who wrote what came in its name.
    """

    chat_id: int
    kind: ChatKind
    numbers: Counter
    as_chat: dict[str, Any]
    keep_messages: int | None = None
    standings: dict[int, Standing] = field(default_factory=dict)
    messages: dict[int, Message] = field(default_factory=dict)
    reply_keyboards: dict[int, dict[str, Any]] = field(default_factory=dict)
    pinned: set[int] = field(default_factory=set)
    anonymous: set[int] = field(default_factory=set)
    authors: dict[int, int] = field(default_factory=dict)
    migrated_to: int | None = None

    def add(self, message: Message) -> None:
        """Keep a new message, forgetting the oldest when there are too many."""
        self.messages[message["message_id"]] = message
        if self.keep_messages is not None and len(self.messages) > self.keep_messages:
            self.forget(next(iter(self.messages)))

    def forget(self, message_id: int) -> None:
        """Drop a message."""
        del self.messages[message_id]
        self.reply_keyboards.pop(message_id, None)
        self.pinned.discard(message_id)
        self.authors.pop(message_id, None)

    def replace(self, message: Message) -> None:
        """Put an edited message in the place of what it was."""
        self.messages[message["message_id"]] = message

    def author(self, message: Message) -> int:
        """The user id of whoever wrote a message, behind the group's name, too."""
        return self.authors.get(message["message_id"], int(message["from"]["id"]))

    def is_admin(self, user_id: int) -> bool:
        """Whether somebody runs the group."""
        return self.standings.get(user_id) in {"creator", "administrator"}

    def members(self) -> Iterator[int]:
        """Who is in the group now."""
        return (user_id for user_id, standing in self.standings.items() if standing not in {"left", "kicked"})

    def refuse_unless_member(self, bot_id: int) -> None:
        """Raise what Telegram answers when the bot may not act in this group."""
        if self.migrated_to is not None:
            raise migrated(self.migrated_to)
        name = "supergroup" if self.kind == "supergroup" else "group"
        standing = self.standings.get(bot_id, "left")
        if standing == "kicked":
            raise forbidden(f"bot was kicked from the {name} chat")
        if standing == "left":
            raise forbidden(f"bot is not a member of the {name} chat")


def group_as_chat(chat_id: int, kind: ChatKind, title: str) -> dict[str, Any]:
    """Telegram's Chat object of a group."""
    chat: dict[str, Any] = {"id": chat_id, "title": title, "type": kind}
    if kind == "group":
        chat["all_members_are_administrators"] = False
    return chat
