"""editMessageText, editMessageCaption, editMessageReplyMarkup."""

from typing import Any

from bot.simulator.errors import bad_request
from bot.simulator.limits import check_markup
from bot.simulator.methods.common import inline_keyboard, is_service, refuse_unsupported
from bot.simulator.state.chats import Chat, Message
from bot.simulator.state.world import World
from bot.simulator.text.content import message_caption, message_text

_WITH_CAPTION = frozenset({"photo", "video", "animation", "audio", "document", "voice"})
_CAPTION_ABOVE = frozenset({"photo", "video", "animation"})
_TEXT = ("text", "entities", "link_preview_options")
_CAPTION = ("caption", "caption_entities", "show_caption_above_media")
_KEYBOARD = ("reply_markup",)


def edit_message_text(world: World, arguments: dict[str, Any]) -> Message:
    """New text and keyboard for a text message of the bot; a keyboard that is not repeated is gone."""
    refuse_unsupported(arguments)
    content = message_text(arguments)
    keyboard = _new_keyboard(arguments)
    chat, message = _own_message(world, arguments)
    if "text" not in message:
        if not _WITH_CAPTION & message.keys():
            raise bad_request("message can't be edited")
        raise bad_request("there is no text in the message to edit")
    return world.edit(chat, _changed(message, {**content, **keyboard}, (*_TEXT, *_KEYBOARD)))


def edit_message_caption(world: World, arguments: dict[str, Any]) -> Message:
    """New caption (none takes it away) and keyboard for a file that the bot sent; as with a text, both are replaced."""
    refuse_unsupported(arguments)
    content = message_caption(arguments)
    keyboard = _new_keyboard(arguments)
    chat, message = _own_message(world, arguments)
    if not _WITH_CAPTION & message.keys():
        if "text" in message:
            raise bad_request("there is no caption in the message to edit")
        raise bad_request("message can't be edited")
    if arguments.get("show_caption_above_media") and _CAPTION_ABOVE & message.keys():
        content["show_caption_above_media"] = True
    return world.edit(chat, _changed(message, {**content, **keyboard}, (*_CAPTION, *_KEYBOARD)))


def edit_message_reply_markup(world: World, arguments: dict[str, Any]) -> Message:
    """A new inline keyboard for a message of the bot, or none."""
    refuse_unsupported(arguments)
    keyboard = _new_keyboard(arguments)
    chat, message = _own_message(world, arguments)
    return world.edit(chat, _changed(message, keyboard, _KEYBOARD))


def _own_message(world: World, arguments: dict[str, Any]) -> tuple[Chat, Message]:
    """The bot's own message that an edit names; raises Telegram's 400 in all other cases.

    A message that brought a keyboard in place of the phone's own, or took one away, cannot be edited.
    """
    if "chat_id" not in arguments:
        raise bad_request("chat_id is empty")
    chat = world.writable_chat(arguments["chat_id"])
    message = chat.messages.get(arguments.get("message_id", 0))
    if message is None:
        raise bad_request("message to edit not found")
    is_own = message["from"]["id"] == world.options.bot_id
    if not is_own or is_service(message) or message["message_id"] in chat.reply_keyboards:
        raise bad_request("message can't be edited")
    return chat, message


def _new_keyboard(arguments: dict[str, Any]) -> dict[str, Any]:
    markup = arguments.get("reply_markup")
    if markup is not None:
        check_markup(markup)
    keyboard = inline_keyboard(markup)
    return {"reply_markup": keyboard} if keyboard else {}


def _changed(message: Message, content: dict[str, Any], replaced: tuple[str, ...]) -> Message:
    """The message with new content in place of all that is `replaced`; raises 400 when nothing changes."""
    if all(content.get(name) == message.get(name) for name in replaced):
        raise bad_request(
            "message is not modified: specified new message content and reply markup are exactly the same "
            "as a current content and reply markup of the message"
        )
    return {**{name: value for name, value in message.items() if name not in replaced}, **content}
