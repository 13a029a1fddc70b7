"""The record of every call the bot made, in order."""

from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Call:
    """One call of a Bot API method.

    `at` is epoch seconds, `ms` how long the simulator worked or waited on it. `parameters` is what was received
    (files as name and size). `accepted`: Telegram did what was asked, even if a fault kept the answer from
    arriving. `fault` names the fault that was applied. `message_ids` are those of the messages it sent or edited.
    """

    number: int
    at: float
    method: str
    parameters: dict[str, Any]
    accepted: bool
    ms: float
    error_code: int | None = None
    description: str | None = None
    fault: str | None = None
    message_ids: tuple[int, ...] = ()

    @property
    def message_id(self) -> int | None:
        """The message it sent or edited, the first one of an album."""
        return self.message_ids[0] if self.message_ids else None

    @property
    def chat_id(self) -> int | str | None:
        """The chat it was about, as the bot wrote it."""
        chat_id = self.parameters.get("chat_id")
        return chat_id if isinstance(chat_id, int | str) else None

    @property
    def outcome(self) -> str:
        """One line for a person: "accepted", or the error; with the fault that was applied."""
        said = "accepted" if self.accepted else f"{self.error_code or ''} {self.description or ''}".strip()
        said = said or "no answer"
        return f"{said} (fault: {self.fault})" if self.fault else said


class Ledger:
    """The calls in order; the oldest are dropped when there are more than `keep` (None keeps all)."""

    def __init__(self, keep: int | None, on_change: Callable[[], None]) -> None:
        self._calls: deque[Call] = deque(maxlen=keep)
        self._on_change = on_change
        self.last = 0

    def record(self, **values: Any) -> Call:
        """Add a call; it gets the next number."""
        self.last += 1
        call = Call(number=self.last, **values)
        self._calls.append(call)
        self._on_change()
        return call

    def __iter__(self) -> Iterator[Call]:
        return iter(tuple(self._calls))

    def __len__(self) -> int:
        return len(self._calls)

    def of(self, *methods: str) -> list[Call]:
        """The calls of these methods, in order."""
        return [call for call in self._calls if call.method in methods]

    def after(self, number: int) -> list[Call]:
        """The remembered calls with a higher number."""
        return [call for call in self._calls if call.number > number]

    def clear(self) -> None:
        """Forget the calls; numbering goes on."""
        self._calls.clear()
