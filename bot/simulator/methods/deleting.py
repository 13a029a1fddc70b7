"""deleteMessage and deleteMessages."""

from typing import Any

from bot.simulator.errors import ApiError, bad_request
from bot.simulator.methods.common import is_service
from bot.simulator.state.chats import Chat, Message
from bot.simulator.state.world import World

_DELETABLE_SECONDS = 48 * 3600
_MOST_AT_ONCE = 100


def delete_message(world: World, arguments: dict[str, Any]) -> bool:
    """Deletes one message."""
    chat = world.writable_chat(arguments["chat_id"])
    message = chat.messages.get(arguments["message_id"])
    if message is None:
        raise bad_request("message to delete not found")
    _delete(world, chat, [message])
    return True


def delete_messages(world: World, arguments: dict[str, Any]) -> bool:
    """Deletes up to 100 messages, passing over those that are not there: all of the others, or none."""
    ids: list[int] = arguments["message_ids"]
    if not ids:
        raise bad_request("message identifiers are not specified")
    if len(ids) > _MOST_AT_ONCE:
        raise bad_request("too many message identifiers specified")
    if min(ids) <= 0:
        raise bad_request("invalid message identifier specified")
    chat = world.writable_chat(arguments["chat_id"])
    _delete(world, chat, [chat.messages[number] for number in dict.fromkeys(ids) if number in chat.messages])
    return True


def _delete(world: World, chat: Chat, messages: list[Message]) -> None:
    for message in messages:
        refusal = _refusal(world, chat, message)
        if refusal is not None:
            raise refusal
    for message in messages:
        world.delete(chat, message["message_id"])


def _refusal(world: World, chat: Chat, message: Message) -> ApiError | None:
    """Why the bot cannot delete a message; None when it can.

    In a private chat it deletes any, in a group its own, all when it is an administrator. Nothing older than 48 hours.
    """
    age = world.clock() - message["date"]
    bot_id = world.options.bot_id
    is_admin = chat.standings.get(bot_id) in {"administrator", "creator"}
    may = is_admin or (message["from"]["id"] == bot_id and not is_service(message))
    if chat.kind == "supergroup":
        return None if may and age < _DELETABLE_SECONDS else bad_request("message can't be deleted")
    if (may or chat.kind == "private") and age <= _DELETABLE_SECONDS:
        return None
    return bad_request("message can't be deleted for everyone")
