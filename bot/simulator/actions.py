"""What people do in the simulated Telegram: write, send files, edit, delete, pin, press buttons."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from bot.simulator.chosen import As, Chosen, albums
from bot.simulator.errors import ActionError, ApiError
from bot.simulator.memberships import Memberships
from bot.simulator.methods.common import is_service, without_reply
from bot.simulator.methods.places import point
from bot.simulator.privacy import bot_sees
from bot.simulator.state.chats import Chat, Message
from bot.simulator.state.people import Person
from bot.simulator.state.world import World
from bot.simulator.text.content import message_caption, message_text


class Actions:
    """Does what a person does and queues the update for the bot. In all of it `chat_id` None is the private chat."""

    def __init__(self, world: World, memberships: Memberships) -> None:
        self._world = world
        self._memberships = memberships

    def send_text(self, user_id: int, text: str, chat_id: int | None = None, reply_to: int | None = None) -> Message:
        """Write a message; returns it."""
        return self.send(user_id, _typed(text), chat_id, reply_to)

    def send(
        self, user_id: int, content: dict[str, Any], chat_id: int | None = None, reply_to: int | None = None
    ) -> Message:
        """Send a message with any content, as Telegram's Message carries it; returns the message."""
        person, chat = self.find(user_id, chat_id)
        quoted = _quoted(chat, reply_to)
        if chat.kind == "private":
            self._open(person)
        sender, about = self._world.sender(chat, person)
        message = self._world.post(chat, sender, {**about, **quoted, **content}, author=user_id)
        if bot_sees(self._world.options, chat, message):
            self._world.updates.add("message", message)
        return message

    def send_file(
        self,
        user_id: int,
        way: As,
        name: str,
        content: bytes,
        caption: str = "",
        chat_id: int | None = None,
        reply_to: int | None = None,
    ) -> Message:
        """Send one file; returns the message. For `way` see send_files."""
        return self.send_files(user_id, [Chosen(name, content)], way, caption, chat_id, reply_to)[0]

    def send_files(
        self,
        user_id: int,
        files: Sequence[Chosen],
        way: As = "media",
        caption: str = "",
        chat_id: int | None = None,
        reply_to: int | None = None,
    ) -> list[Message]:
        """Send files, as the kind that `way` names or, for "media", each as what it is; returns the messages.

        Those that go together are an album: separate messages and updates with one media_group_id in common. The
        caption is the first message's. Raises ActionError, and sends nothing, when Telegram refuses one of them.
        """
        _, chat = self.find(user_id, chat_id)
        _quoted(chat, reply_to)
        with _refusals():
            described = message_caption({"caption": caption})
            kept = [chosen.kept(self._world, way) for chosen in files]
        sent: list[Message] = []
        for album in albums(kept):
            tied = {"media_group_id": self._world.new_media_group_id()} if len(album) > 1 else {}
            for stored in album:
                content = {**tied, **stored.as_content(), **described}
                described = {}
                sent.append(self.send(user_id, content, chat_id, reply_to))
        return sent

    def send_location(
        self,
        user_id: int,
        latitude: float,
        longitude: float,
        chat_id: int | None = None,
        reply_to: int | None = None,
    ) -> Message:
        """Send a point on the map, in degrees; returns the message."""
        with _refusals():
            content = {"location": point({"latitude": latitude, "longitude": longitude})}
        return self.send(user_id, content, chat_id, reply_to)

    def edit_text(self, user_id: int, chat_id: int, message_id: int, text: str) -> Message:
        """Change the text of an own message, or the caption of an own file; returns it as it is now."""
        _, chat = self.find(user_id, chat_id)
        message = chat.messages.get(message_id)
        if message is None or not self._is_by(chat, message, user_id):
            raise ActionError("Only own messages can be edited.")
        if "text" in message:
            content, replaced = _typed(text), {"text", "entities", "link_preview_options"}
        elif {"photo", "video", "animation", "audio", "document", "voice"} & message.keys():
            with _refusals():
                content, replaced = message_caption({"caption": text}), {"caption", "caption_entities"}
        else:
            raise ActionError("There is nothing to edit in this message.")
        kept = {name: value for name, value in message.items() if name not in replaced}
        edited = self._world.edit(chat, {**kept, **content})
        if bot_sees(self._world.options, chat, edited):
            self._world.updates.add("edited_message", edited)
        return edited

    def delete(self, user_id: int, chat_id: int, message_id: int) -> None:
        """Delete a message for everybody; the bot is not told.

        In a private chat that is any message, in a group an own one; administrators delete all.
        """
        _, chat = self.find(user_id, chat_id)
        message = self._message(chat, message_id)
        if chat.kind != "private" and not self._is_by(chat, message, user_id) and not chat.is_admin(user_id):
            raise ActionError("Only administrators delete other people's messages.")
        self._world.delete(chat, message_id)

    def pin(self, user_id: int, chat_id: int, message_id: int, *, pinned: bool = True) -> None:
        """Pin a message for everybody, or take it down; in a group only administrators do."""
        person, chat = self.find(user_id, chat_id)
        message = self._message(chat, message_id)
        if is_service(message) or (chat.kind != "private" and not chat.is_admin(user_id)):
            raise ActionError("You cannot pin this message.")
        if pinned == (message_id in chat.pinned):
            return
        self._world.pin(chat, message_id, pinned=pinned)
        if pinned:
            sender, about = self._world.sender(chat, person)
            line = {**about, "pinned_message": without_reply(message)}
            self._world.updates.add("message", self._world.post(chat, sender, line, author=user_id))

    def press(self, user_id: int, chat_id: int, message_id: int, callback_data: str) -> str:
        """Press the button with this data under a message; returns the id of the callback query."""
        person, chat = self.find(user_id, chat_id)
        message = self._message(chat, message_id)
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
        if chat.migrated_to is not None:
            raise ActionError("The group became a supergroup and goes on there.")
        return person, chat

    def _open(self, person: Person) -> None:
        """Writing to the bot opens the chat, and lifts a block."""
        if person.blocked_the_bot:
            self._memberships.set_blocked(person.user_id, blocked=False)
        person.started = True

    @staticmethod
    def _message(chat: Chat, message_id: int) -> Message:
        message = chat.messages.get(message_id)
        if message is None:
            raise ActionError("The message is gone.")
        return message

    @staticmethod
    def _is_by(chat: Chat, message: Message, user_id: int) -> bool:
        """Whether this person wrote it, under their own name or as an anonymous administrator."""
        return chat.author(message) == user_id


def _quoted(chat: Chat, reply_to: int | None) -> dict[str, Any]:
    """The message that a new one answers, as part of it."""
    if reply_to is None:
        return {}
    replied = chat.messages.get(reply_to)
    if replied is None:
        raise ActionError("The message to answer is gone.")
    return {"reply_to_message": without_reply(replied)}


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
