"""What people do in the simulated Telegram: write, edit, press buttons, change their language."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from bot.simulator.errors import ApiError
from bot.simulator.memberships import Memberships
from bot.simulator.methods.files import store
from bot.simulator.state.chats import Chat, Message
from bot.simulator.state.files import FileKind
from bot.simulator.state.people import Person
from bot.simulator.state.world import World
from bot.simulator.text.content import message_caption, message_text


class ActionError(Exception):
    """A person cannot do that; says why."""


class Actions:
    """Does what a person does and queues the update for the bot."""

    def __init__(self, world: World, memberships: Memberships) -> None:
        self._world = world
        self._memberships = memberships

    def send_text(self, user_id: int, text: str, chat_id: int | None = None, reply_to: int | None = None) -> Message:
        """Write a message; returns it. `chat_id` None means the private chat with the bot."""
        return self.send(user_id, _typed(text), chat_id, reply_to)

    def send(
        self, user_id: int, content: dict[str, Any], chat_id: int | None = None, reply_to: int | None = None
    ) -> Message:
        """Send a message with any content, as Telegram's Message carries it; returns the message."""
        person, chat = self.find(user_id, chat_id)
        if chat.kind == "private":
            self._open(person)
        if reply_to is not None:
            replied = chat.messages.get(reply_to)
            if replied is None:
                raise ActionError("The message to answer is gone.")
            quoted = {name: value for name, value in replied.items() if name != "reply_to_message"}
            content = {"reply_to_message": quoted, **content}
        message = self._world.post(chat, person.as_user(), content)
        if self._bot_sees(chat, message):
            self._world.updates.add("message", message)
        return message

    def send_file(
        self,
        user_id: int,
        kind: FileKind,
        name: str,
        content: bytes,
        caption: str = "",
        chat_id: int | None = None,
        reply_to: int | None = None,
    ) -> Message:
        """Send one file as this kind; returns the message. Raises ActionError when Telegram refuses the file."""
        with _refusals():
            described = message_caption({"caption": caption})
            stored = store(self._world, kind, name, content)
        return self.send(user_id, {**stored.as_content(), **described}, chat_id, reply_to)

    def edit_text(self, user_id: int, chat_id: int, message_id: int, text: str) -> Message:
        """Change the text of an own message; returns it as it is now."""
        _, chat = self.find(user_id, chat_id)
        message = chat.messages.get(message_id)
        if message is None or message["from"]["id"] != user_id or "text" not in message:
            raise ActionError("Only own text messages can be edited.")
        kept = {name: value for name, value in message.items() if name != "entities"}
        edited = self._world.edit(chat, {**kept, **_typed(text)})
        if self._bot_sees(chat, edited):
            self._world.updates.add("edited_message", edited)
        return edited

    def press(self, user_id: int, chat_id: int, message_id: int, callback_data: str) -> str:
        """Press the button with this data under a message; returns the id of the callback query."""
        person, chat = self.find(user_id, chat_id)
        message = chat.messages.get(message_id)
        if message is None:
            raise ActionError("The message is gone.")
        rows = message.get("reply_markup", {}).get("inline_keyboard", [])
        if not any(button.get("callback_data") == callback_data for row in rows for button in row):
            raise ActionError("The message has no such button.")
        query_id = self._world.callbacks.open(user_id, chat_id)
        self._world.updates.add(
            "callback_query",
            {
                "id": query_id,
                "from": person.as_user(),
                "message": message,
                "chat_instance": str(abs(chat_id) * 1009 + self._world.options.bot_id),
                "data": callback_data,
            },
        )
        return query_id

    def press_at(self, user_id: int, chat_id: int, message_id: int, row: int, column: int) -> str:
        """Press the button at this place, counted from 0; returns the id of the callback query."""
        _, chat = self.find(user_id, chat_id)
        rows = chat.messages.get(message_id, {}).get("reply_markup", {}).get("inline_keyboard", [])
        if not (0 <= row < len(rows) and 0 <= column < len(rows[row])):
            raise ActionError("The message has no such button any more.")
        data = rows[row][column].get("callback_data")
        if data is None:
            raise ActionError("This button does nothing in Telegram itself; it opens or copies something.")
        return self.press(user_id, chat_id, message_id, data)

    def set_language(self, user_id: int, language_code: str) -> None:
        """Change the language of a person's Telegram; their command menus follow at once."""
        person, _ = self.find(user_id)
        person.language_code = language_code
        self._world.tell("commands", user_id=user_id)

    def find(self, user_id: int, chat_id: int | None = None) -> tuple[Person, Chat]:
        """A person and the chat they act in; raises ActionError when one is unknown or the person is not in it."""
        person = self._world.people.find(user_id)
        if person is None:
            raise ActionError(f"Nobody has the user id {user_id}.")
        if chat_id is None or chat_id == user_id:
            return person, self._world.private_chat(person)
        chat = self._world.chats.get(chat_id)
        if chat is None or chat.kind == "private":
            raise ActionError(f"There is no chat {chat_id} for this person.")
        if user_id not in chat.members():
            raise ActionError("This person is not in the group.")
        return person, chat

    def _open(self, person: Person) -> None:
        """Writing to the bot opens the chat, and lifts a block."""
        if person.blocked_the_bot:
            self._memberships.set_blocked(person.user_id, blocked=False)
        person.started = True

    def _bot_sees(self, chat: Chat, message: Message) -> bool:
        """In a group with privacy mode a bot sees commands, answers to itself and mentions of it only."""
        options = self._world.options
        if chat.kind == "private":
            return True
        standing = chat.standings.get(options.bot_id, "left")
        if standing in {"left", "kicked"}:
            return False
        if not options.privacy_mode or standing == "administrator":
            return True
        replied = message.get("reply_to_message")
        if replied is not None and replied["from"]["id"] == options.bot_id:
            return True
        return self._is_addressed(message.get("text") or message.get("caption") or "")

    def _is_addressed(self, text: str) -> bool:
        own = f"@{self._world.options.bot_username}"
        if own.lower() in text.lower():
            return True
        return text.startswith("/") and "@" not in text.split(maxsplit=1)[0]


def _typed(text: str) -> dict[str, Any]:
    """What a person typed, as part of a message."""
    with _refusals():
        return message_text({"text": text})


@contextmanager
def _refusals() -> Iterator[None]:
    """What Telegram refuses is something that a person cannot do."""
    try:
        yield
    except ApiError as error:
        reason = error.description.removeprefix("Bad Request: ")
        raise ActionError(f"{reason[:1].upper()}{reason[1:]}.") from None
