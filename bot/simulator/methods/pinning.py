"""pinChatMessage and unpinChatMessage."""

from typing import Any

from bot.simulator.errors import bad_request
from bot.simulator.methods.common import is_service, refuse_unsupported, without_reply
from bot.simulator.state.chats import Chat
from bot.simulator.state.world import World


def pin_chat_message(world: World, arguments: dict[str, Any]) -> bool:
    """Pins a message for everybody in the chat; what is pinned already stays.

    It puts a line into the chat, and Telegram hands that line to the bot as an update, though it is the bot's own.
    """
    refuse_unsupported(arguments)
    chat = world.writable_chat(arguments["chat_id"])
    message = chat.messages.get(arguments["message_id"])
    if message is None:
        raise bad_request("message to pin not found")
    _refuse_without_right(world, chat)
    if is_service(message):
        raise bad_request("service messages can't be pinned")
    if message["message_id"] in chat.pinned:
        raise bad_request("CHAT_NOT_MODIFIED")
    world.pin(chat, message["message_id"], pinned=True)
    line = world.post(chat, world.bot, {"pinned_message": without_reply(message)})
    world.updates.add("message", line)
    return True


def unpin_chat_message(world: World, arguments: dict[str, Any]) -> bool:
    """Takes one pinned message down, the newest one when none is named."""
    refuse_unsupported(arguments)
    chat = world.writable_chat(arguments["chat_id"])
    message_id = arguments.get("message_id") or max(chat.pinned, default=0)
    if message_id not in chat.messages:
        raise bad_request("message to unpin not found")
    _refuse_without_right(world, chat)
    if message_id not in chat.pinned:
        raise bad_request("CHAT_NOT_MODIFIED")
    world.pin(chat, message_id, pinned=False)
    return True


def _refuse_without_right(world: World, chat: Chat) -> None:
    """In a group the bot has to be an administrator."""
    if chat.kind != "private" and chat.standings.get(world.options.bot_id) not in {"administrator", "creator"}:
        raise bad_request("not enough rights to manage pinned messages in the chat")
