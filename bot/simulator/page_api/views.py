"""Messages, menus and standing as one persona sees them."""

from typing import Any

from bot.simulator.state.chats import Chat, Message
from bot.simulator.state.people import Person
from bot.simulator.state.world import World


def seen_by(world: World, user_id: int, message: Message) -> dict[str, Any]:
    """A message with "outgoing", and with the keyboard it put in place of the phone's own.

    Telegram's Message has inline keyboards only; the others live in the app of whoever received them.
    """
    chat = world.chats.get(message["chat"]["id"])
    author = chat.author(message) if chat else message["from"]["id"]
    view = {**message, "outgoing": author == user_id}
    keyboard = chat.reply_keyboards.get(message["message_id"]) if chat else None
    if keyboard is not None and "reply_markup" not in view:
        view["reply_markup"] = keyboard
    return view


def menu_of(world: World, person: Person, chat: Chat) -> dict[str, Any]:
    """The command menu a person sees in a chat, and the language Telegram tells the bot."""
    language = person.language_code or ""
    return {"commands": world.menus.seen_by(person.user_id, chat, language), "menu_language": language}


def standing_of(world: World, person: Person, chat: Chat) -> dict[str, Any]:
    """What a person may do in a chat, and what the bot is there."""
    is_private = chat.kind == "private"
    return {
        "kind": chat.kind,
        "blocked": is_private and person.blocked_the_bot,
        "admin": chat.is_admin(person.user_id),
        "anonymous": person.user_id in chat.anonymous,
        "bot": "member" if is_private else chat.standings.get(world.options.bot_id, "left"),
    }
