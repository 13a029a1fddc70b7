"""What several methods share: finding the message meant, replies, the parts every sent message has."""

from typing import Any

from bot.simulator.errors import bad_request
from bot.simulator.limits import check_markup
from bot.simulator.state.chats import Chat, Message
from bot.simulator.state.world import World

# What a bot of this project never sends and the simulator does not imitate: refused, so that nobody relies on it.
_UNSUPPORTED = (
    "business_connection_id",
    "message_thread_id",
    "direct_messages_topic_id",
    "suggested_post_parameters",
    "ephemeral_message_parameters",
    "receiver_user_id",
    "callback_query_id",
    "inline_message_id",
    "rich_message",
    "live_period",
    "thumbnail",
    "cover",
    "start_timestamp",
)
# What stands in a chat as a line between the messages.
_LINES = frozenset(
    {"new_chat_members", "left_chat_member", "group_chat_created", "migrate_to_chat_id", "migrate_from_chat_id"}
    | {"pinned_message"}
)


def refuse_unsupported(arguments: dict[str, Any]) -> None:
    """Raise 400 for parameters of Telegram that the simulator leaves out."""
    for name in _UNSUPPORTED:
        if name in arguments:
            raise bad_request(f'the simulator does not support the parameter "{name}"')


def send(world: World, arguments: dict[str, Any], chat: Chat, content: dict[str, Any]) -> Message:
    """Post a message of the bot with all that every send method has in common."""
    shared = _reply(chat, arguments)
    keyboard: dict[str, Any] | None = None
    markup = arguments.get("reply_markup")
    if markup is not None:
        check_markup(markup)
        if "inline_keyboard" not in markup:
            keyboard = markup
        elif inline := inline_keyboard(markup):
            shared["reply_markup"] = inline
    if arguments.get("protect_content"):
        shared["has_protected_content"] = True
    return world.post(chat, world.bot, {**content, **shared}, keyboard)


def inline_keyboard(markup: dict[str, Any] | None) -> dict[str, Any] | None:
    """The keyboard as it is stored: without empty rows, None when nothing is left."""
    rows = [row for row in (markup or {}).get("inline_keyboard", ()) if row]
    return {"inline_keyboard": rows} if rows else None


def is_service(message: Message) -> bool:
    """Whether it is no message but a line about the chat: somebody joined, something was pinned."""
    return not _LINES.isdisjoint(message)


def _reply(chat: Chat, arguments: dict[str, Any]) -> dict[str, Any]:
    """The reply_to_message of a new message, if it answers one."""
    parameters = arguments.get("reply_parameters") or {}
    if parameters.get("chat_id", chat.chat_id) != chat.chat_id:
        raise bad_request("the simulator does not support replies to another chat")
    message_id = parameters.get("message_id", arguments.get("reply_to_message_id"))
    if message_id is None:
        return {}
    replied = chat.messages.get(message_id)
    if replied is not None:
        return {"reply_to_message": without_reply(replied)}
    if parameters.get("allow_sending_without_reply", arguments.get("allow_sending_without_reply")):
        return {}
    raise bad_request("message to be replied not found")


def without_reply(message: Message) -> Message:
    """A message as it appears inside another: Telegram nests only one level."""
    return {name: value for name, value in message.items() if name != "reply_to_message"}
