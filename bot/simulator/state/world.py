"""All that the simulated Telegram knows, in one place."""

from typing import Any

from bot.simulator.errors import bad_request, forbidden
from bot.simulator.events import Event, EventKind, Events
from bot.simulator.options import SimulatorOptions
from bot.simulator.state.callbacks import CallbackQueries
from bot.simulator.state.chats import Chat, ChatKind, Counter, Message, group_as_chat
from bot.simulator.state.files import Files
from bot.simulator.state.menus import CommandMenus
from bot.simulator.state.people import GROUP_ANONYMOUS_BOT, Crowd, People, Person, personas
from bot.simulator.updates.polls import Polls
from bot.simulator.updates.queue import UpdateQueue
from bot.simulator.updates.subscription import WebhookState

PERSONA_GROUP_ID = -1001234500001
_MESSAGE_ID_EPOCH = 1_700_000_000
_LARGEST_FIRST_UPDATE_ID = 10**9
_BEYOND_USER_IDS = 2**52


class World:
    """People, chats, files, menus and what waits for the bot."""

    def __init__(self, options: SimulatorOptions) -> None:
        self.options = options
        self.clock = options.clock
        self.random = options.random
        self.events = Events()
        self.bot: dict[str, Any] = {
            "id": options.bot_id,
            "is_bot": True,
            "first_name": options.bot_name,
            "username": options.bot_username,
        }
        first_update = options.first_update_id
        if first_update is None:
            first_update = self.random.randrange(1, _LARGEST_FIRST_UPDATE_ID)
        self.updates = UpdateQueue(first_update, lambda: self.tell("update"))
        self.polls = Polls(self.updates, self.events)
        self.webhook = WebhookState()
        self.people = People()
        self.chats: dict[int, Chat] = {}
        self.files = Files(self.random)
        self.menus = CommandMenus()
        self.descriptions: dict[tuple[str, str], str] = {}
        self.callbacks = CallbackQueries(options.callback_query_seconds, self.moment, self.random)
        self._shared_numbers = self._counter()
        if options.with_personas:
            self._settle_personas()

    def _counter(self) -> Counter:
        first = self.options.first_message_id
        return Counter(max(1, int(self.clock()) - _MESSAGE_ID_EPOCH) if first is None else first)

    def _settle_personas(self) -> None:
        for person in personas():
            self.people[person.user_id] = person
        group = self.add_group("Delegation (simulated group)", [*self.people], chat_id=PERSONA_GROUP_ID)
        for person in self.people.values():
            if person.role == "admin":
                group.standings[person.user_id] = "creator"

    def tell(self, kind: EventKind, chat_id: int | None = None, user_id: int | None = None, data: Any = None) -> None:
        """Tell panes and waiting tests what happened."""
        self.events.publish(Event(kind, chat_id, user_id, data))

    def moment(self) -> float:
        """Epoch seconds as exactly as the clock tells them."""
        return self.clock()

    def now(self) -> int:
        """The date of a message: whole epoch seconds."""
        return int(self.clock())

    def user(self, user_id: int) -> dict[str, Any]:
        """The User object of a known person or of the bot."""
        return self.bot if user_id == self.options.bot_id else self.people[user_id].as_user()

    def sender(self, chat: Chat, person: Person) -> tuple[dict[str, Any], dict[str, Any]]:
        """Who a person's message is from, and what it says of its sender beside that."""
        if person.user_id in chat.anonymous:
            return GROUP_ANONYMOUS_BOT, {"sender_chat": chat.as_chat}
        return person.as_user(), {}

    def private_chat(self, person: Person) -> Chat:
        """The chat between the bot and a person; private chats share one numbering of messages."""
        chat = self.chats.get(person.user_id)
        if chat is None:
            chat = Chat(person.user_id, "private", self._shared_numbers, {}, keep_messages=self.options.keep_messages)
            self.chats[person.user_id] = chat
            self.describe_private_chat(person)
        return chat

    def describe_private_chat(self, person: Person) -> None:
        """Bring the Chat object of a private chat in line with the person's names."""
        described: dict[str, Any] = {"id": person.user_id, "first_name": person.first_name}
        if person.last_name:
            described["last_name"] = person.last_name
        if person.username:
            described["username"] = person.username
        self.private_chat(person).as_chat = {**described, "type": "private"}

    def add_crowd(self, first_id: int, count: int, language_code: str = "en") -> range:
        """Let so many people exist who have started the bot, with user ids in a row; returns these ids.

        Raises ValueError for ids that no user can have.
        """
        if first_id < 1 or count < 1 or first_id + count > _BEYOND_USER_IDS:
            raise ValueError("a crowd has a first_id and a count of 1 or more, and user ids below 2 to the 52nd")
        crowd = Crowd(range(first_id, first_id + count), language_code)
        self.people.add_crowd(crowd)
        return crowd.user_ids

    def add_group(self, title: str, members: list[int], *, chat_id: int, kind: ChatKind = "supergroup") -> Chat:
        """A group with these people and the bot; supergroups number their messages by themselves."""
        numbers = self._counter() if kind == "supergroup" else self._shared_numbers
        chat = Chat(
            chat_id,
            kind,
            numbers,
            group_as_chat(chat_id, kind, title),
            keep_messages=self.options.keep_messages,
        )
        chat.standings = dict.fromkeys([*members, self.options.bot_id], "member")
        self.chats[chat_id] = chat
        return chat

    def move_group(self, old: Chat, new_id: int) -> Chat:
        """Upgrade a group to a supergroup with a new id, as Telegram does: same people, numbering anew."""
        new = self.add_group(str(old.as_chat["title"]), [], chat_id=new_id)
        new.standings = dict(old.standings)
        old.migrated_to = new_id
        return new

    def chat_for_bot(self, chat_id: int | str) -> Chat:
        """The chat the bot names; raises Telegram's 400 when there is none that the bot could know."""
        if isinstance(chat_id, int):
            person = self.people.find(chat_id)
            if person is None and chat_id > 0 and self.options.create_unknown_users:
                person = self.people[chat_id] = Person(chat_id, f"User {chat_id}")
            if person is not None:
                return self.private_chat(person)
            if chat_id in self.chats:
                return self.chats[chat_id]
        raise bad_request("chat not found")

    def writable_chat(self, chat_id: int | str) -> Chat:
        """As chat_for_bot, but also raises Telegram's 403 when the bot may not write there."""
        chat = self.chat_for_bot(chat_id)
        if chat.kind != "private":
            chat.refuse_unless_member(self.options.bot_id)
            return chat
        person = self.people[chat.chat_id]
        if person.deactivated:
            raise forbidden("user is deactivated")
        if person.blocked_the_bot:
            raise forbidden("bot was blocked by the user")
        if not person.started:
            raise forbidden("bot can't initiate conversation with a user")
        return chat

    def post(
        self,
        chat: Chat,
        sender: dict[str, Any],
        content: dict[str, Any],
        reply_keyboard: dict[str, Any] | None = None,
        author: int | None = None,
    ) -> Message:
        """Put a new message into a chat and tell the panes; `content` is all but number, sender, chat and date.

        `author` is the user id of whoever really wrote it, if the sender does not tell.
        """
        message: Message = {
            "message_id": chat.numbers.take(),
            "from": sender,
            "chat": chat.as_chat,
            "date": self.now(),
            **content,
        }
        chat.add(message)
        if reply_keyboard is not None:
            chat.reply_keyboards[message["message_id"]] = reply_keyboard
        if author is not None and author != sender["id"]:
            chat.authors[message["message_id"]] = author
        self.tell("message", chat.chat_id, sender["id"], message)
        return message

    def edit(self, chat: Chat, message: Message) -> Message:
        """Replace a message by its edited form, which gets the date of the edit, and tell the panes."""
        edited = {**message, "edit_date": self.now()}
        chat.replace(edited)
        self.tell("edited", chat.chat_id, edited["from"]["id"], edited)
        return edited

    def delete(self, chat: Chat, message_id: int) -> None:
        """Take a message out of a chat and tell the panes."""
        was_pinned = message_id in chat.pinned
        chat.forget(message_id)
        self.tell("deleted", chat.chat_id, data=message_id)
        if was_pinned:
            self.tell("pinned", chat.chat_id)

    def pin(self, chat: Chat, message_id: int, *, pinned: bool) -> None:
        """Pin a message, or take it down, and tell the panes."""
        if pinned:
            chat.pinned.add(message_id)
        else:
            chat.pinned.discard(message_id)
        self.tell("pinned", chat.chat_id)

    def new_media_group_id(self) -> str:
        """What ties the parts of one album together."""
        return str(self.random.randrange(10**16, 10**17))
