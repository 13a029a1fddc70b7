"""Where updates are received: finds out who asks what, has the right handler answer, and says what may not be done."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

from aiogram import Dispatcher
from aiogram.enums import ContentType
from aiogram.types import CallbackQuery, Chat, ChatMemberUpdated, Message
from aiogram.types import User as TelegramUser

from bot.content.library import Library
from bot.core.languages import DEFAULT_LANGUAGE, Language, language_of
from bot.core.moments import Clock
from bot.core.translation import Translator
from bot.telegram import notices, people
from bot.telegram.answering import Answering
from bot.telegram.calls import Occasion, calls_for
from bot.telegram.moved_chats import move_chat
from bot.telegram.people import User
from bot.telegram.requests import Person, Request
from bot.telegram.roles import Role
from bot.telegram.routes import RoutingTable
from bot.telegram.screens import Answers, Dispatched, Published, Withdrawal, listed
from bot.telegram.turn import Turn

# Telegram shows an administrator who hides, or a channel that writes, as one of these users: nobody in particular.
_NOBODY: Final = frozenset({1087968824, 136817688, 777000})
# What Telegram reports in a private chat, though nobody wrote it. Whatever else is no text gets a kind word.
_REPORTS: Final = frozenset(
    {
        ContentType.CHAT_BACKGROUND_SET,
        ContentType.CONNECTED_WEBSITE,
        ContentType.MESSAGE_AUTO_DELETE_TIMER_CHANGED,
        ContentType.PINNED_MESSAGE,
        ContentType.WRITE_ACCESS_ALLOWED,
    }
)
HANDLED_KINDS: Final = ("message", "edited_message", "callback_query", "my_chat_member")


@dataclass(frozen=True, slots=True)
class Identity:
    """The bot's own numeric id and username, as getMe told."""

    bot_id: int
    username: str


class FrontDesk:
    """Answers messages and presses with calls and jobs, which it leaves in the update's `Turn`."""

    def __init__(
        self,
        table: RoutingTable,
        library: Library,
        translators: Mapping[Language, Translator],
        clock: Clock,
        owner_ids: frozenset[int],
    ) -> None:
        self._answering = Answering(table)
        self._library = library
        self._translators = translators
        self._clock = clock
        self._owner_ids = owner_ids

    def dispatcher(self) -> Dispatcher:
        """Return an aiogram dispatcher that brings everything here; feed it updates with `turn` and `identity`."""
        dispatcher = Dispatcher(disable_fsm=True)
        dispatcher.message.register(self._on_message)
        dispatcher.edited_message.register(self._on_edit)
        dispatcher.callback_query.register(self._on_press)
        dispatcher.my_chat_member.register(self._on_membership)
        return dispatcher

    async def _on_message(self, message: Message, turn: Turn, identity: Identity) -> None:
        if message.migrate_to_chat_id is not None:
            await turn.unit.write(move_chat, message.chat.id, message.migrate_to_chat_id)
            return
        sender = message.from_user
        if sender is None or (sender.is_bot and sender.id not in _NOBODY):
            return
        if message.text is None and message.content_type in _REPORTS:
            return
        private = message.chat.type == "private"
        request = self._request(sender, message.chat, turn, identity, hidden=message.sender_chat is not None)
        request = replace(request, message=message)
        occasion = Occasion(message.chat.id, reply_to=None if private else message.message_id)
        user = turn.users.get(sender.id)
        prompt = user.prompt if user is not None and private else None
        self._leave(turn, await self._answering.to_message(request, message, prompt), occasion, request)

    async def _on_edit(self, message: Message, turn: Turn, identity: Identity) -> None:
        sender = message.from_user
        if sender is None or message.chat.type != "private":
            return
        request = self._request(sender, message.chat, turn, identity, hidden=False)
        request = replace(request, message=message)
        self._leave(turn, await self._answering.to_edit(request), Occasion(message.chat.id), request)

    async def _on_press(self, press: CallbackQuery, turn: Turn, identity: Identity) -> None:
        message = press.message
        chat = message.chat if message is not None else Chat(id=press.from_user.id, type="private")
        request = self._request(press.from_user, chat, turn, identity, hidden=False)
        if isinstance(message, Message):
            request = replace(request, message=message)
        # A message that is too old, or a pin on the map, cannot become another text.
        editable = message.message_id if isinstance(message, Message) and message.text is not None else None
        occasion = Occasion(chat.id, press_id=press.id, edit_message=editable)
        self._leave(turn, await self._answering.to_press(request, press.data or ""), occasion, request)

    async def _on_membership(self, event: ChatMemberUpdated, turn: Turn, identity: Identity) -> None:
        gone = event.new_chat_member.status in {"kicked", "left"}
        if event.chat.type == "private":
            if gone:
                await turn.unit.write(people.mark_unreachable, event.chat.id, self._clock.now())
            else:
                seen = [(event.from_user.id, event.from_user.language_code)]
                await turn.unit.write(people.remember, seen, self._clock.now())
        elif event.chat.type != "channel" and not gone and event.old_chat_member.status in {"kicked", "left"}:
            request = self._request(event.from_user, event.chat, turn, identity, hidden=False)
            self._leave(turn, notices.hello_group(request.tr), Occasion(event.chat.id), request)
        elif event.chat.type != "channel" and gone:
            request = self._request(event.from_user, event.chat, turn, identity, hidden=False)
            self._leave(turn, await self._answering.to_removal(request), Occasion(event.chat.id), request)

    def _request(self, sender: TelegramUser, chat: Chat, turn: Turn, identity: Identity, *, hidden: bool) -> Request:
        hidden = hidden or sender.id in _NOBODY
        user = User(sender.id) if hidden else turn.users.get(sender.id) or User(sender.id)
        language = user.language or language_of(sender.language_code) or DEFAULT_LANGUAGE
        owner = sender.id in self._owner_ids and not hidden
        request = Request(
            person=Person(
                user_id=sender.id,
                role=Role.OWNER if owner else Role.GUEST,
                language=language,
                chosen_language=user.language,
                zone=user.zone,
                visit_id=user.visit_id,
                roles=user.roles,
                name=sender.full_name,
                anonymous=hidden,
            ),
            chat_id=chat.id,
            private=chat.type == "private",
            argument="",
            tr=self._translators[language],
            translators=self._translators,
            now=self._clock.now().astimezone(dt.UTC),
            library=self._library,
            unit=turn.unit,
            bot_username=identity.username,
        )
        if not user.roles or owner:
            return request
        at_hand = request.edition()
        role = request.role_in(at_hand.visit_id) if at_hand is not None else Role.GUEST
        return replace(request, person=replace(request.person, role=role))

    @staticmethod
    def _leave(turn: Turn, answers: Answers, occasion: Occasion, request: Request) -> None:
        turn.calls, turn.jobs = calls_for(answers, occasion, request.tr, request.person.user_id)
        turn.dispatched = any(isinstance(answer, Dispatched) for answer in listed(answers))
        turn.published = frozenset(answer.visit_id for answer in listed(answers) if isinstance(answer, Published))
        turn.withdrawn = frozenset(answer.chat_id for answer in listed(answers) if isinstance(answer, Withdrawal))
