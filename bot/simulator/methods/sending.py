"""sendMessage and sendChatAction."""

from typing import Any

from bot.simulator.errors import bad_request
from bot.simulator.methods.common import refuse_unsupported, send
from bot.simulator.state.chats import Message
from bot.simulator.state.world import World
from bot.simulator.text.content import message_text

_CHAT_ACTIONS = frozenset(
    {
        "typing",
        "upload_photo",
        "record_video",
        "upload_video",
        "record_voice",
        "upload_voice",
        "upload_document",
        "choose_sticker",
        "find_location",
        "record_video_note",
        "upload_video_note",
    }
)


def send_message(world: World, arguments: dict[str, Any]) -> Message:
    """A text message."""
    refuse_unsupported(arguments)
    chat = world.writable_chat(arguments["chat_id"])
    return send(world, arguments, chat, message_text(arguments))


def send_chat_action(world: World, arguments: dict[str, Any]) -> bool:
    """Shows that the bot is at work."""
    refuse_unsupported(arguments)
    if arguments["action"] not in _CHAT_ACTIONS:
        raise bad_request("wrong parameter action in request")
    chat = world.writable_chat(arguments["chat_id"])
    world.tell("typing", chat.chat_id, world.options.bot_id, arguments["action"])
    return True
