"""A visitor who presses every button there is, each as a person of their own, and looks at what comes of it.

A press must not depend on the presses before it, and the bot keeps to a pace within one chat. So each button is
pressed by somebody who never pressed anything, under a copy of the screen that carried it: the bot sees a person press
a button of a message of its own, as in Telegram.
"""

import asyncio
import sys
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from bot.core.languages import Language
from bot.simulator import Simulator
from bot.simulator.events import Event
from bot.simulator.ledger import Call
from bot.simulator.state.chats import Message

# Buttons whose answer is no screen: what they send instead, beside a note over the chat if any.
SENDING = {"map": "venue", "ics": "document", "mxlsx": "document"}
# Buttons whose screen is followed by something that takes longer to make.
SENDING_BESIDES = {"mkinv"}
# Buttons for editors under every event, much the same each time: of these the first few are pressed. Those that change
# what everybody sees are not: each such press makes buttons that were never there before.
FEW = {"cor": 20, "cormv": 3, "corpl": 3, "corsh": 3, "cm": 0, "cu": 0, "still": 0, "spok": 0, "chk": 5, "spell": 5}
_CONTENT = ("text", "entities", "reply_markup")
_AT_ONCE = 100
_WITHIN = 30.0
_user_ids = count(50_000)


class Witness:
    """Remembers what was said to whom: the calls about each chat and the notes over it."""

    def __init__(self, simulator: Simulator) -> None:
        self._simulator = simulator
        self._seen = simulator.ledger.last
        self.calls: dict[int | str | None, list[Call]] = defaultdict(list)
        self.refused: list[Call] = []
        self.notes: dict[int, list[dict[str, Any]]] = defaultdict(list)
        simulator.world.events.subscribe(self._look)

    def _look(self, event: Event) -> None:
        if event.kind == "callback_answer" and event.user_id is not None:
            self.notes[event.user_id].append(event.data)
        elif event.kind == "call":
            for call in self._simulator.ledger.after(self._seen):
                self._seen = call.number
                self.calls[call.chat_id].append(call)
                if not call.accepted:
                    self.refused.append(call)


@dataclass(frozen=True, slots=True)
class Button:
    """A button that leads back to the bot, and the message that carries it."""

    data: str
    label: str
    message: Message

    @property
    def prefix(self) -> str:
        """The kind of button."""
        return self.data.partition(":")[0]


@dataclass(frozen=True, slots=True)
class Seen:
    """A screen, and what brought it: a command or callback data."""

    by: str
    message: Message

    @property
    def text(self) -> str:
        """Its text."""
        return str(self.message.get("text", ""))

    @property
    def labels(self) -> list[str]:
        """What stands on its buttons."""
        return [button["text"] for row in self._rows for button in row]

    @property
    def buttons(self) -> list[Button]:
        """Its buttons that lead back to the bot."""
        return [
            Button(button["callback_data"], button["text"], self.message)
            for row in self._rows
            for button in row
            if "callback_data" in button
        ]

    @property
    def _rows(self) -> list[list[dict[str, Any]]]:
        rows: list[list[dict[str, Any]]] = self.message.get("reply_markup", {}).get("inline_keyboard", [])
        return rows


@dataclass(slots=True)
class _Press:
    button: Button
    user_id: int
    message_id: int
    notes_before: int


def _reminds(call: Call) -> bool:
    """Whether this is a reminder: the sample's days are those of the test, so one may come by the time of day."""
    return ":reminders" in str(call.parameters.get("reply_markup"))


@dataclass(slots=True)
class Crawl:
    """What a visitor with one language finds who reads about one visit, and follows no button to the `elsewhere`."""

    simulator: Simulator
    witness: Witness
    language: Language
    visit_id: str
    user_ids: Iterator[int] = _user_ids
    elsewhere: Collection[str] = ()
    screens: list[Seen] = field(default_factory=list)
    sent: dict[str, Message] = field(default_factory=dict)
    notes: dict[str, str] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)
    pressed: set[str] = field(default_factory=set)
    _choice: Button | None = None
    _found: Counter[str] = field(default_factory=Counter)
    _pressers: dict[int, str] = field(default_factory=dict)

    async def run(self, commands: Iterable[str]) -> None:
        """Send each command, then press every button that the answers lead to, nearest first."""
        async with asyncio.timeout(100):
            await self._run(commands)

    async def _run(self, commands: Iterable[str]) -> None:
        await self._find_the_choice()
        frontier = await self._ask([f"/{name}" for name in commands])
        while frontier:
            buttons = {
                button.data: button
                for seen in frontier
                for button in seen.buttons
                if button.data not in self.pressed and not self._leads_elsewhere(button)
            }
            buttons = {data: button for data, button in buttons.items() if self._is_wanted(button)}
            self.pressed |= buttons.keys()
            frontier = []
            for wave in _waves(list(buttons.values())):
                frontier += await self._press(wave)
        self.faults += [
            f"{data!r} sends a message as well"
            for user_id, data in self._pressers.items()
            if any(call.method == "sendMessage" and not _reminds(call) for call in self.witness.calls[user_id])
        ]

    def _is_wanted(self, button: Button) -> bool:
        """Count a button among its kind; whether it is one of the few to be pressed."""
        self._found[button.prefix] += 1
        return self._found[button.prefix] <= FEW.get(button.prefix, sys.maxsize)

    def _leads_elsewhere(self, button: Button) -> bool:
        # The choice among visits stays on its screen.
        return button.prefix != "setvisit" and not set(self.elsewhere).isdisjoint(button.data.split(":"))

    def _visitor(self) -> int:
        user_id = next(self.user_ids)
        self.simulator.add_user(user_id, language_code=self.language)
        return user_id

    async def _find_the_choice(self) -> None:
        """Learn from /visit how this visit is chosen; with a single visit there is nothing to choose."""
        (seen,) = await self._ask(["/visit"])
        data = f"setvisit:{self.visit_id}"
        self._choice = next((button for button in seen.buttons if button.data == data), None)

    async def _choose_the_visit(self, user_ids: Sequence[int]) -> None:
        if self._choice is not None:
            await self._settle([self._begin(self._choice, user_id) for user_id in user_ids])

    async def _ask(self, commands: Sequence[str]) -> list[Seen]:
        """Send each command as a new person who has chosen the visit; returns the screens that answer."""
        users = [self._visitor() for _ in commands]
        await self._choose_the_visit(users)
        sent = {
            user_id: self.simulator.send_text(user_id, command)
            for command, user_id in zip(commands, users, strict=True)
        }

        def answers(user_id: int) -> list[Message]:
            return _from_the_bot_after(self.simulator, user_id, sent[user_id]["message_id"])

        silent = await self._wait({user_id: lambda user_id=user_id: bool(answers(user_id)) for user_id in users})
        self.faults += [
            f"{command} is not answered" for command, user_id in zip(commands, users, strict=True) if user_id in silent
        ]
        found = [
            Seen(command, answers(user_id)[0])
            for command, user_id in zip(commands, users, strict=True)
            if answers(user_id)
        ]
        self.screens += found
        return found

    async def _press(self, buttons: Sequence[Button]) -> list[Seen]:
        """Press each button as a new person; returns the screens that come of it."""
        users = [self._visitor() for _ in buttons]
        unsure = [
            user_id
            for button, user_id in zip(buttons, users, strict=True)
            if self.visit_id not in button.data.split(":")
        ]
        await self._choose_the_visit(unsure)
        self._pressers |= {user_id: button.data for button, user_id in zip(buttons, users, strict=True)}
        presses = [self._begin(button, user_id) for button, user_id in zip(buttons, users, strict=True)]
        await self._settle(presses)
        found = [seen for press in presses if (seen := self._outcome(press)) is not None]
        self.screens += found
        return found

    def _begin(self, button: Button, user_id: int) -> _Press:
        """Put a copy of the screen with the button into this person's chat and have them press it."""
        world = self.simulator.world
        chat = world.private_chat(world.people[user_id])
        content = {name: value for name, value in button.message.items() if name in _CONTENT}
        message_id = world.post(chat, world.bot, content)["message_id"]
        press = _Press(button, user_id, message_id, len(self.witness.notes[user_id]))
        self.simulator.press(user_id, user_id, message_id, button.data)
        return press

    async def _settle(self, presses: Sequence[_Press]) -> None:
        lost = await self._wait({press.user_id: lambda press=press: self._is_settled(press) for press in presses})
        self.faults += [f"{press.button.data!r} leads to nothing" for press in presses if press.user_id in lost]

    def _is_settled(self, press: _Press) -> bool:
        answered = self.witness.notes[press.user_id][press.notes_before :]
        if not answered:
            return False
        if press.button.prefix in SENDING:
            return bool(_from_the_bot_after(self.simulator, press.user_id, press.message_id))
        return bool(answered[0]["text"]) or self._edit(press) is not None or self._changes_nothing(press)

    def _edit(self, press: _Press) -> Message | None:
        message = self.simulator.world.chats[press.user_id].messages[press.message_id]
        return message if "edit_date" in message else None

    def _changes_nothing(self, press: _Press) -> bool:
        """Whether the button leads to the very screen that it stands on."""
        return any("message is not modified" in (call.description or "") for call in self.witness.calls[press.user_id])

    def _outcome(self, press: _Press) -> Seen | None:
        """Note what came of a press, and whatever is wrong about how it came."""
        data, notes = press.button.data, self.witness.notes[press.user_id][press.notes_before :]
        if len(notes) > 1:
            self.faults.append(f"{data!r} is answered {len(notes)} times")
        if notes and notes[0]["text"]:
            self.notes[data] = notes[0]["text"]
        new, edit = _from_the_bot_after(self.simulator, press.user_id, press.message_id), self._edit(press)
        kind = SENDING.get(press.button.prefix)
        if kind is None:
            if new and press.button.prefix not in SENDING_BESIDES:
                self.faults.append(f"{data!r} sends a new message instead of editing in place")
            if edit is None and data in self.notes:
                self.faults.append(f"{data!r} shows nothing but says {self.notes[data]!r}")
            return Seen(data, edit) if edit is not None else None
        if edit is not None or [kind in message for message in new] != [True]:
            self.faults.append(f"{data!r} does not just send a {kind}")
        else:
            self.sent[data] = new[0]
        return None

    async def _wait(self, conditions: dict[int, Any]) -> set[int]:
        """Wait until all hold; returns whose does not in time."""
        waiting = dict(conditions)

        def all_hold() -> bool:
            for user_id in [user_id for user_id, holds in waiting.items() if holds()]:
                del waiting[user_id]
            return not waiting

        try:
            await self.simulator.wait_for(all_hold, _WITHIN)
        except TimeoutError:
            return set(waiting)
        return set()


def _from_the_bot_after(simulator: Simulator, chat_id: int, message_id: int) -> list[Message]:
    return [
        message
        for message in simulator.messages(chat_id)
        if message["message_id"] > message_id and message["from"]["is_bot"]
    ]


def _waves(buttons: Sequence[Button]) -> Iterator[Sequence[Button]]:
    for first in range(0, len(buttons), _AT_ONCE):
        yield buttons[first : first + _AT_ONCE]
