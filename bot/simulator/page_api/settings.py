"""What the menu of a pane does: block the bot, be anonymous, change what a group and the bot in it are."""

from collections.abc import Callable
from typing import Any

from bot.simulator.errors import ActionError
from bot.simulator.memberships import Memberships
from bot.simulator.state.chats import Chat, Standing
from bot.simulator.state.people import Person
from bot.simulator.state.world import World

_BOT_STANDINGS: dict[str, Standing] = {"administrator": "administrator", "member": "member", "kicked": "kicked"}


class ChatSettings:
    """Does what a persona chooses in the menu of a chat; raises ActionError when they may not."""

    def __init__(self, world: World, memberships: Memberships) -> None:
        self._world = world
        self._memberships = memberships
        self._ways: dict[str, Callable[[Person, Chat, dict[str, Any]], None]] = {
            "block": self._block,
            "anonymous": self._be_anonymous,
            "bot_standing": self._place_bot,
            "upgrade": self._upgrade,
        }

    def knows(self, action: str) -> bool:
        """Whether this is something the menu does."""
        return action in self._ways

    def do(self, person: Person, chat: Chat, action: dict[str, Any]) -> None:
        """Do it."""
        self._ways[action["action"]](person, chat, action)

    def _block(self, person: Person, chat: Chat, action: dict[str, Any]) -> None:
        if chat.kind != "private":
            raise ActionError("A group cannot block the bot, only remove it.")
        self._memberships.set_blocked(person.user_id, blocked=bool(action["blocked"]))

    def _be_anonymous(self, person: Person, chat: Chat, action: dict[str, Any]) -> None:
        _refuse_unless_admin(person, chat)
        self._memberships.set_anonymous(chat.chat_id, person.user_id, anonymous=bool(action["anonymous"]))

    def _place_bot(self, person: Person, chat: Chat, action: dict[str, Any]) -> None:
        _refuse_unless_admin(person, chat)
        standing, bot_id = _BOT_STANDINGS[action["standing"]], self._world.options.bot_id
        self._memberships.set_standing(chat.chat_id, bot_id, standing, by=person.user_id)

    def _upgrade(self, person: Person, chat: Chat, _: dict[str, Any]) -> None:
        _refuse_unless_admin(person, chat)
        if chat.kind != "group" or chat.migrated_to is not None:
            raise ActionError("This group is a supergroup already.")
        self._memberships.migrate_group(chat.chat_id, person.user_id)


def _refuse_unless_admin(person: Person, chat: Chat) -> None:
    if not chat.is_admin(person.user_id):
        raise ActionError("Only administrators of a group can do this.")
