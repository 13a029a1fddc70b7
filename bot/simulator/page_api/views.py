"""Messages and menus as one persona sees them."""

from typing import Any

from bot.simulator.state.chats import Chat, Message
from bot.simulator.state.people import Person
from bot.simulator.state.world import World


def seen_by(world: World, user_id: int, message: Message) -> dict[str, Any]:
    """A message with "outgoing", and with the keyboard it put in place of the phone's own.

    Telegram's Message has inline keyboards only; the others live in the app of whoever received them.
    """
    view = {**message, "outgoing": message["from"]["id"] == user_id}
    chat = world.chats.get(message["chat"]["id"])
    keyboard = chat.reply_keyboards.get(message["message_id"]) if chat else None
    if keyboard is not None and "reply_markup" not in view:
        view["reply_markup"] = keyboard
    return view


def menu_of(world: World, person: Person, chat: Chat) -> dict[str, Any]:
    """The command menu a person sees in a chat, and the language Telegram tells the bot."""
    language = person.language_code or ""
    return {"commands": world.menus.seen_by(person.user_id, chat, language), "menu_language": language}
