"""Tells whoever listens (chat panes, waiting tests) what happened in the simulated Telegram."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

EventKind = Literal[
    "message",
    "edited",
    "deleted",
    "pinned",
    "standing",
    "callback_answer",
    "commands",
    "typing",
    "update",
    "webhook",
    "call",
]


@dataclass(frozen=True, slots=True)
class Event:
    """Something happened; `chat_id` and `user_id` are None where they mean nothing."""

    kind: EventKind
    chat_id: int | None = None
    user_id: int | None = None
    data: Any = None


Listener = Callable[[Event], None]


class Events:
    """A list of listeners, called in the order they came."""

    def __init__(self) -> None:
        self._listeners: list[Listener] = []

    def subscribe(self, listener: Listener) -> Callable[[], None]:
        """Call `listener` for every event from now on; the returned function ends that."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    def publish(self, event: Event) -> None:
        """Tell every listener."""
        for listener in tuple(self._listeners):
            listener(event)

    async def until(self, condition: Callable[[], bool]) -> None:
        """Return as soon as the condition holds; it is looked at now and after every event."""
        if condition():
            return
        holds = asyncio.get_running_loop().create_future()

        def look(_: Event) -> None:
            if not holds.done() and condition():
                holds.set_result(None)

        stop = self.subscribe(look)
        try:
            await holds
        finally:
            stop()
