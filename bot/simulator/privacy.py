"""What a bot gets to see of a chat."""

from bot.simulator.options import SimulatorOptions
from bot.simulator.state.chats import Chat, Message


def bot_sees(options: SimulatorOptions, chat: Chat, message: Message) -> bool:
    """Whether the bot is told of a message: in a group with privacy mode of commands, answers to itself and mentions.

    As an administrator it sees all there is.
    """
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
    return _is_addressed(message.get("text") or message.get("caption") or "", options.bot_username)


def _is_addressed(text: str, username: str) -> bool:
    if f"@{username}".lower() in text.lower():
        return True
    return text.startswith("/") and "@" not in text.split(maxsplit=1)[0]
