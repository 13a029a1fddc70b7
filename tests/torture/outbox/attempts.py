"""Which call of the ledger was which delivery: by its text, its files, or the message that it changes."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Literal

from bot.simulator.ledger import Call
from tests.torture.outbox.markers import announced_in, told_in
from tests.torture.outbox.records import SENDS
from tests.torture.outbox.wishes import Wish

Part = Literal["first", "text", "nudge", "pin", "groups"]
EDITS: Final = ("editMessageText", "editMessageCaption")
DELETES: Final = ("deleteMessages",)
# How the data of buttons begin: under announcements, and under what organisers see of them.
_CONFIRMING: Final = "anread:"
_CONTROLLING: Final = "ann"
# With these faults nobody can know whether Telegram did what was asked.
AMBIGUOUS: Final = frozenset({"5xx", "json500", "reset_before", "reset_after", "truncated", "silent"})


@dataclass(frozen=True, slots=True)
class Key:
    """A delivery as the ledger shows it: a part of what was announced, or told, to a chat."""

    number: int
    part: Part
    chat_id: int


@dataclass(frozen=True, slots=True)
class Attempts:
    """Calls in order: those that gave each delivery, and those that changed each message."""

    by_key: Mapping[Key, list[Call]]
    edits: Mapping[tuple[int, int], list[Call]]
    deletes: Mapping[tuple[int, int], list[Call]]
    sent_as: Mapping[tuple[int, int], Key]


@dataclass(slots=True)
class _Reader:
    wishes: Mapping[int, Wish]
    numbers: Mapping[int, int]
    moved: Mapping[int, int]
    files: dict[str, int] = field(default_factory=dict)
    owner: dict[tuple[int, int], Key] = field(default_factory=dict)

    def key(self, call: Call) -> Key | None:
        """Return which delivery this call is; None for answers, panels, notices and whatever changes a message."""
        chat_id = call.chat_id
        if not isinstance(chat_id, int):
            return None
        chat_id = self.moved.get(chat_id, chat_id)
        if call.method == "pinChatMessage":
            pinned = self.owner.get((chat_id, int(call.parameters.get("message_id", 0))))
            return None if pinned is None else Key(pinned.number, "pin", chat_id)
        if call.method not in SENDS:
            return None
        found = None if _is_panel(call.parameters) else self._content(call.parameters)
        return None if found is None else Key(*found, chat_id)

    def _content(self, parameters: Mapping[str, Any]) -> tuple[int, Part] | None:
        if (told := told_in(parameters.get("text"))) is not None:
            return told, "groups"
        if (mark := announced_in(parameters.get("text"))) is not None:
            return mark[0], "first" if self.wishes[mark[0]].media == "text" else "text"
        if (mark := announced_in(parameters.get("caption") or parameters.get("title"))) is not None:
            return mark[0], "first"
        album = parameters.get("media")
        if isinstance(album, list) and (number := self.files.get(str(album[0].get("media")))) is not None:
            return number, "first"
        number = self._asked_for(parameters)
        return None if number is None else (number, "nudge")

    def _asked_for(self, parameters: Mapping[str, Any]) -> int | None:
        """Return which announcement a reminder wants confirmed, as its button says."""
        for data in _buttons(parameters):
            if data.startswith(_CONFIRMING):
                return self.numbers.get(int(data.rpartition(":")[2]))
        return None


def _is_panel(parameters: Mapping[str, Any]) -> bool:
    """Tell whether this is what an organiser sees: it quotes the announcement, over buttons that control it."""
    return any(data.startswith(_CONTROLLING) for data in _buttons(parameters))


def _buttons(parameters: Mapping[str, Any]) -> list[str]:
    markup = parameters.get("reply_markup")
    rows = markup.get("inline_keyboard", ()) if isinstance(markup, dict) else ()
    return [str(button.get("callback_data")) for row in rows for button in row]


def read_attempts(
    calls: Iterable[Call], wishes: Mapping[int, Wish], numbers: Mapping[int, int], moved: Mapping[int, int]
) -> Attempts:
    """Sort the calls. `numbers` are those of announcements by their number in the store, `moved` new ids of groups."""
    reader = _Reader(wishes, numbers, moved)
    reader.files = {file_id: number for number, wish in wishes.items() for file_id in wish.files}
    by_key: dict[Key, list[Call]] = defaultdict(list)
    edits: dict[tuple[int, int], list[Call]] = defaultdict(list)
    deletes: dict[tuple[int, int], list[Call]] = defaultdict(list)
    for call in calls:
        key = reader.key(call)
        if key is not None:
            by_key[key].append(call)
            if call.accepted and key.part != "pin":
                reader.owner |= {(key.chat_id, message_id): key for message_id in call.message_ids}
        elif call.method in EDITS and isinstance(call.chat_id, int):
            edits[call.chat_id, int(call.parameters.get("message_id") or 0)].append(call)
        elif call.method in DELETES and isinstance(call.chat_id, int):
            for message_id in call.parameters.get("message_ids") or ():
                deletes[call.chat_id, int(message_id)].append(call)
    return Attempts(by_key, edits, deletes, reader.owner)


def wording_of(calls: Iterable[Call]) -> int:
    """Return the wording that a message has after these calls, in order, as far as they were accepted."""
    wording = 0
    for call in calls:
        mark = announced_in(call.parameters.get("text") or call.parameters.get("caption"))
        if call.accepted and mark is not None:
            wording = mark[1]
    return wording
