"""Who is in which chat: blocking the bot, groups, joining, leaving, a group that becomes a supergroup."""

from typing import Any

from bot.simulator.errors import ActionError
from bot.simulator.methods.chats import member
from bot.simulator.state.chats import Chat, ChatKind, Message, Standing
from bot.simulator.state.world import World

_FIRST_SUPERGROUP = -1003000000001
_FIRST_GROUP = -4000001


class Memberships:
    """Changes who is where, and tells the bot as Telegram does."""

    def __init__(self, world: World) -> None:
        self._world = world

    def add_group(self, title: str, members: list[int], *, supergroup: bool = True, chat_id: int | None = None) -> int:
        """A group with these people and the bot; returns its id. The bot is not told that it was added."""
        if chat_id is None:
            chat_id = self._free_id(_FIRST_SUPERGROUP if supergroup else _FIRST_GROUP)
        kind: ChatKind = "supergroup" if supergroup else "group"
        return self._world.add_group(title, members, chat_id=chat_id, kind=kind).chat_id

    def found_group(self, title: str, by: int, members: list[int], *, supergroup: bool = False) -> int:
        """Let somebody found a group with these people and the bot, which is told; returns the group's id."""
        world, bot_id = self._world, self._world.options.bot_id
        chat_id = self.add_group(title, [by, *members], supergroup=supergroup)
        chat = world.chats[chat_id]
        chat.standings[by] = "creator"
        self._tell("my_chat_member", chat, by, self._bot_as("left"), member(world, chat, bot_id))
        self._line(chat, by, {"new_chat_members": [world.bot]} if supergroup else {"group_chat_created": True})
        return chat_id

    def set_anonymous(self, chat_id: int, user_id: int, *, anonymous: bool) -> None:
        """Let an administrator of a group write in its name from now on, or under their own again."""
        chat = self._world.chats[chat_id]
        if anonymous and (chat.kind != "supergroup" or not chat.is_admin(user_id)):
            raise ActionError("Only administrators of a supergroup can be anonymous.")
        before = member(self._world, chat, user_id)
        if anonymous:
            chat.anonymous.add(user_id)
        else:
            chat.anonymous.discard(user_id)
        after = member(self._world, chat, user_id)
        if before != after:
            self._tell("chat_member", chat, user_id, before, after)
            self._world.tell("standing", chat_id)

    def set_blocked(self, user_id: int, *, blocked: bool) -> None:
        """Let a person block the bot, or lift the block; the bot learns it by my_chat_member."""
        person = self._world.people[user_id]
        if person.blocked_the_bot != blocked:
            person.blocked_the_bot = blocked
            before, after = ("member", "kicked") if blocked else ("kicked", "member")
            chat = self._world.private_chat(person)
            self._tell("my_chat_member", chat, user_id, self._bot_as(before), self._bot_as(after))
            self._world.tell("standing", user_id)

    def set_standing(self, chat_id: int, user_id: int, standing: Standing, by: int | None = None) -> None:
        """Make somebody, or the bot, member, administrator, left or kicked in a group; `by` defaults to themselves.

        The bot learns about itself by my_chat_member, about others by chat_member if it asked for that, and by the
        line that appears in the group when somebody joins or leaves.
        """
        world = self._world
        chat = world.chats[chat_id]
        was_in, before = user_id in chat.members(), member(world, chat, user_id)
        chat.standings[user_id] = standing
        if not chat.is_admin(user_id):
            chat.anonymous.discard(user_id)
        is_in, after = user_id in chat.members(), member(world, chat, user_id)
        actor = user_id if by is None else by
        kind = "my_chat_member" if user_id == world.options.bot_id else "chat_member"
        self._tell(kind, chat, actor, before, after)
        world.tell("standing", chat_id)
        if was_in == is_in:
            return
        if is_in:
            self._line(chat, actor, {"new_chat_members": [world.user(user_id)]})
        else:
            self._line(chat, actor, {"left_chat_member": world.user(user_id)})

    def migrate_group(self, chat_id: int, by: int) -> int:
        """Upgrade a group to a supergroup; returns its new id, which the bot is told in both chats."""
        world = self._world
        old = world.chats[chat_id]
        new = world.move_group(old, self._free_id(_FIRST_SUPERGROUP))
        sender = world.user(by)
        self._queue(world.post(old, sender, {"migrate_to_chat_id": new.chat_id}))
        self._queue(world.post(new, sender, {"migrate_from_chat_id": old.chat_id}))
        return new.chat_id

    def _free_id(self, first: int) -> int:
        while first in self._world.chats:
            first -= 1
        return first

    def _line(self, chat: Chat, actor: int, content: dict[str, Any]) -> None:
        message = self._world.post(chat, self._world.user(actor), content)
        if self._world.options.bot_id in chat.members():
            self._queue(message)

    def _queue(self, message: Message) -> None:
        self._world.updates.add("message", message)

    def _tell(self, kind: str, chat: Chat, actor: int, before: dict[str, Any], after: dict[str, Any]) -> None:
        self._world.updates.add(
            kind,
            {
                "chat": chat.as_chat,
                "from": self._world.user(actor),
                "date": self._world.now(),
                "old_chat_member": before,
                "new_chat_member": after,
            },
        )

    def _bot_as(self, status: str) -> dict[str, Any]:
        standing: dict[str, Any] = {"user": self._world.bot, "status": status}
        return {**standing, "until_date": 0} if status == "kicked" else standing
