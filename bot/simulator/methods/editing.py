"""Editing and deleting messages."""

from typing import Any

from bot.simulator.errors import bad_request
from bot.simulator.limits import check_markup
from bot.simulator.methods.common import inline_keyboard, own_message, refuse_unsupported
from bot.simulator.state.chats import Message
from bot.simulator.state.world import World
from bot.simulator.text.content import message_text

_DELETABLE_SECONDS = 48 * 3600
_COMPARED = ("text", "entities", "link_preview_options", "reply_markup")


def edit_message_text(world: World, arguments: dict[str, Any]) -> Message:
    """New text and keyboard for a text message of the bot; a keyboard that is not repeated is gone."""
    refuse_unsupported(arguments)
    content = message_text(arguments)
    chat, message = own_message(world, arguments, "edit")
    if "text" not in message:
        raise bad_request("there is no text in the message to edit")
    content["reply_markup"] = _new_keyboard(arguments)
    edited = _changed(message, content)
    return world.edit(chat, edited)


def edit_message_reply_markup(world: World, arguments: dict[str, Any]) -> Message:
    """A new inline keyboard for a message of the bot, or none."""
    refuse_unsupported(arguments)
    chat, message = own_message(world, arguments, "edit")
    kept = {name: message.get(name) for name in _COMPARED}
    return world.edit(chat, _changed(message, {**kept, "reply_markup": _new_keyboard(arguments)}))


def delete_message(world: World, arguments: dict[str, Any]) -> bool:
    """Deletes a message younger than 48 hours: in a private chat any, in a group the bot's own (all for admins)."""
    chat = world.writable_chat(arguments["chat_id"])
    message = chat.messages.get(arguments["message_id"])
    if message is None:
        raise bad_request("message to delete not found")
    bot_id = world.options.bot_id
    is_admin = chat.standings.get(bot_id) in {"administrator", "creator"}
    if chat.kind != "private" and message["from"]["id"] != bot_id and not is_admin:
        raise bad_request("message can't be deleted")
    if world.clock() - message["date"] > _DELETABLE_SECONDS:
        raise bad_request("message can't be deleted for everyone")
    chat.forget(message["message_id"])
    world.tell("deleted", chat.chat_id, data=message["message_id"])
    return True


def _new_keyboard(arguments: dict[str, Any]) -> dict[str, Any] | None:
    markup = arguments.get("reply_markup")
    if markup is not None:
        check_markup(markup)
    return inline_keyboard(markup)


def _changed(message: Message, content: dict[str, Any]) -> Message:
    """The message with its new content; raises 400 when nothing changes."""
    if all(content.get(name) == message.get(name) for name in _COMPARED):
        raise bad_request(
            "message is not modified: specified new message content and reply markup are exactly the same "
            "as a current content and reply markup of the message"
        )
    kept = {name: value for name, value in message.items() if name not in _COMPARED}
    return {**kept, **{name: value for name, value in content.items() if value is not None}}
