"""Somebody who writes to the bot and presses its buttons, and waits for what it answers."""

from dataclasses import dataclass
from itertools import count
from typing import Any, Self

from bot.core.languages import Language
from bot.simulator import Simulator
from bot.simulator.events import Event
from bot.simulator.state.chats import Message
from tests.end_to_end.crawler import Seen

_WITHIN = 15.0
_user_ids = count(7_000_001)


@dataclass(frozen=True, slots=True)
class Pressed:
    """What came of a press: the note over the chat if there was one, the screen after an edit, what was sent anew."""

    note: str | None
    edited: Seen | None
    sent: tuple[Message, ...]


@dataclass(slots=True)
class Visitor:
    """A person in a chat: the private one with the bot, or a group."""

    simulator: Simulator
    user_id: int
    chat_id: int

    @classmethod
    def new(cls, simulator: Simulator, language: Language = "en", **details: Any) -> Self:
        """Somebody the bot has never met, in the private chat."""
        user_id = next(_user_ids)
        simulator.add_user(user_id, language_code=language, **details)
        return cls(simulator, user_id, user_id)

    def within(self, group_id: int) -> "Visitor":
        """The same person in a group."""
        chat = self.simulator.world.chats[group_id]
        chat.standings.setdefault(self.user_id, "member")
        return Visitor(self.simulator, self.user_id, group_id)

    def said(self, after: int = 0) -> list[Message]:
        """What the bot said in this chat after a message."""
        return [
            message
            for message in self.simulator.messages(self.chat_id)
            if message["message_id"] > after and message["from"]["is_bot"]
        ]

    async def ask(self, text: str) -> Seen:
        """Write something and return the bot's first answer."""
        return (await self.ask_all(text, answers=1))[0]

    async def ask_all(self, text: str, answers: int) -> list[Seen]:
        """Write something and return the bot's answers as soon as there are so many."""
        sent = self.simulator.send_text(self.user_id, text, self.chat_id)["message_id"]
        await self.simulator.wait_for(lambda: len(self.said(sent)) >= answers, _WITHIN)
        return [Seen(text, message) for message in self.said(sent)]

    async def send(self, content: dict[str, Any]) -> Seen:
        """Send something that is no text and return the bot's answer."""
        sent = self.simulator.actions.send(self.user_id, content, self.chat_id)["message_id"]
        await self.simulator.wait_for(lambda: bool(self.said(sent)), _WITHIN)
        return Seen("", self.said(sent)[0])

    async def press(self, seen: Seen, data: str) -> Pressed:
        """Press a button under a message and return what came of it."""
        return await self._press(seen.message["message_id"], data)

    async def press_invented(self, data: str) -> Pressed:
        """Press a button that the bot never made, under a message that it never wrote."""
        world = self.simulator.world
        markup = {"inline_keyboard": [[{"text": "…", "callback_data": data}]]}
        message = world.post(world.chats[self.chat_id], world.bot, {"text": "…", "reply_markup": markup})
        return await self._press(message["message_id"], data)

    async def _press(self, message_id: int, data: str) -> Pressed:
        notes: list[dict[str, Any]] = []

        def listen(event: Event) -> None:
            if event.kind == "callback_answer" and event.user_id == self.user_id:
                notes.append(event.data)

        before = self.simulator.messages(self.chat_id)[-1]["message_id"]
        stop = self.simulator.world.events.subscribe(listen)
        old = self._message(message_id)
        try:
            self.simulator.press(self.user_id, self.chat_id, message_id, data)
            await self.simulator.wait_for(
                lambda: (
                    bool(notes) and bool(notes[0]["text"] or self._message(message_id) is not old or self.said(before))
                ),
                _WITHIN,
            )
        finally:
            stop()
        now = self._message(message_id)
        return Pressed(notes[0]["text"], Seen(data, now) if now is not old else None, tuple(self.said(before)))

    def _message(self, message_id: int) -> Message:
        return self.simulator.world.chats[self.chat_id].messages[message_id]
