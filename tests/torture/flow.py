"""The people who write to the bot meanwhile: what they write is random, and everything is remembered."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any, Final

from bot.simulator import ActionError, Simulator

EFFECT, CALENDAR, POISON, DEADLY = "effect", "calendar", "poison", "deadly"
COMMAND, PRESS, UNPARSABLE, UNKNOWN = "command", "press", "unparsable", "unknown kind"
GROUP_EFFECT, UNSTORABLE = "effect in a group", "unstorable"
QUARANTINED: Final = frozenset({POISON, DEADLY, UNPARSABLE, UNSTORABLE})

USERS: Final = tuple(range(7001, 7061))
NEIGHBOURS: Final = tuple(range(8001, 8041))
_FIRST_GROUP: Final = -1_009_000_000_001
# A group takes 20 messages a minute, so that each gets a few and the next takes over.
_EFFECTS_IN_A_GROUP: Final = 10

_WEIGHTS: Final = {
    EFFECT: 58,
    GROUP_EFFECT: 4,
    CALENDAR: 3,
    COMMAND: 13,
    PRESS: 16,
    POISON: 3,
    UNPARSABLE: 1,
    UNSTORABLE: 1,
    UNKNOWN: 1,
}
_COMMANDS: Final = ("/start", "/language", "/park", "/programme", "/now", "/help", "/timezone", "what is where")
_CHOOSE_LANGUAGE: Final = "setlang:"
# Forgetting a person erases what is counted; a calendar is asked for by a command that says its number.
_NOT_PRESSED: Final = ("forget", "ics:")


@dataclass(frozen=True, slots=True)
class Pushed:
    """An update that Telegram has for the bot: what it is, who wrote where, and a number that no other has."""

    update_id: int
    kind: str
    number: int
    user_id: int
    chat_id: int
    at: float
    press_id: str | None = None


class Flow:
    """Pushes updates and remembers them."""

    weights: Mapping[str, int] = _WEIGHTS
    # For how many seconds a life may look for its crash point.
    patience = float("inf")

    def __init__(self, simulator: Simulator, random: Random) -> None:
        self._simulator = simulator
        self._random = random
        self.pushed: list[Pushed] = []
        self.chosen_language: dict[int, str] = {}
        self._groups = 0
        self._group = 0
        self._left_in_group = 0
        for user_id in (*USERS, *NEIGHBOURS):
            simulator.add_user(user_id)
        self._new_group()

    def settle_in(self) -> None:
        """Have people ask for screens, so that there are buttons to press, and for what can be counted."""
        for _ in range(self._random.randint(5, 8)):
            self.push_one(EFFECT)
            self.push_one(COMMAND)

    def before_life(self, database: Path) -> None:
        """Prepare the store of the bot, which is not running now, for what is to be written."""

    def before_last_life(self, database: Path) -> None:
        """Prepare the store before the bot is left to finish everything."""

    def nothing_more(self, database: Path) -> bool:  # noqa: ARG002 - who looks further needs it
        """Tell whether the bot, which has confirmed all updates, has nothing more to send by itself now."""
        return True

    def at_rest(self, database: Path) -> bool:
        """Tell whether nothing would happen for a while if nobody wrote."""
        return self.nothing_more(database)

    def everything_ended(self, database: Path) -> bool:
        """Tell whether nothing at all is left that it sends by itself."""
        return self.nothing_more(database)

    def push(self, count: int) -> None:
        """Let this many things be written, of every kind that does no lasting harm."""
        for kind in self._random.choices([*self.weights], [*self.weights.values()], k=count):
            self.push_one(kind)

    def push_one(self, kind: str, user_id: int | None = None) -> None:
        """Let somebody write something of this kind."""
        user = user_id or self._random.choice(USERS)
        number = len(self.pushed) + 1
        match kind:
            case "press":
                self._press(number, user)
            case "command":
                self._write(kind, number, user, self._random.choice(_COMMANDS))
            case "effect in a group":
                self._write(kind, number, user, f"/effect {number}", self._group)
                self._left_in_group -= 1
                if not self._left_in_group:
                    self._new_group()
            case "unparsable":
                sender = self._simulator.world.people[user].as_user()
                chat = {"id": user, "type": "private"}
                self._raw(kind, number, user, {"message": {"message_id": "?", "from": sender, "chat": chat}})
            case "unknown kind":
                self._raw(kind, number, user, {"hologram": {"from": {"id": user}, "number": number}})
            case _:
                self._write(kind, number, user, f"/{kind} {number}")

    def push_into_moving_group(self) -> None:
        """Let somebody write in a group that becomes a supergroup before it is answered."""
        self._new_group()
        self._simulator.faults.add("migrate", "sendMessage", chat_id=self._group)
        self.push_one(GROUP_EFFECT)
        self._new_group()

    def _new_group(self) -> None:
        self._group = _FIRST_GROUP - self._groups
        self._groups += 1
        self._left_in_group = _EFFECTS_IN_A_GROUP
        self._simulator.world.add_group("Torture", list(USERS), chat_id=self._group, kind="group")

    def _write(self, kind: str, number: int, user: int, text: str, chat_id: int | None = None) -> None:
        self._simulator.send_text(user, text, chat_id)
        self._remember(kind, number, user, chat_id or user)

    def _raw(self, kind: str, number: int, user: int, content: dict[str, Any]) -> None:
        self._simulator.push_update(content)
        self._remember(kind, number, user, user)

    def _press(self, number: int, user: int) -> None:
        """Press a button of some message that the person has from the bot; without one, ask for the choice."""
        buttons = [
            (message["message_id"], data)
            for message in self._simulator.messages(user)[-10:]
            for row in message.get("reply_markup", {}).get("inline_keyboard", ())
            for button in row
            if (data := button.get("callback_data")) and not data.startswith(_NOT_PRESSED)
        ]
        if not buttons:
            self._write(COMMAND, number, user, "/language")
            return
        message_id, data = self._random.choice(buttons)
        try:
            press_id = self._simulator.press(user, user, message_id, data)
        except ActionError as error:
            raise AssertionError(f"the button {data} cannot be pressed") from error
        self._remember(PRESS, number, user, user, press_id)
        if data.startswith(_CHOOSE_LANGUAGE):
            self.chosen_language[user] = data.removeprefix(_CHOOSE_LANGUAGE)

    def _remember(self, kind: str, number: int, user: int, chat_id: int, press_id: str | None = None) -> None:
        update_id = self._simulator.world.updates.pending[-1]["update_id"]
        at = self._simulator.world.clock()
        self.pushed.append(Pushed(update_id, kind, number, user, chat_id, at, press_id))
