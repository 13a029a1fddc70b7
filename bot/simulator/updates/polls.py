"""Lets only the latest getUpdates wait; a newer one, or a webhook, ends it."""

from bot.simulator.errors import ApiError, conflict
from bot.simulator.events import Event, Events
from bot.simulator.updates.queue import UpdateQueue

OTHER_POLL = "terminated by other getUpdates request; make sure that only one bot instance is running"


class Polls:
    """At most one poll waits for updates."""

    def __init__(self, updates: UpdateQueue, events: Events) -> None:
        self._updates = updates
        self._events = events
        self._turn = 0
        self._reason = conflict(OTHER_POLL)
        self._waiting = 0

    @property
    def is_waiting(self) -> bool:
        """Whether a poll waits for updates right now."""
        return self._waiting > 0

    def interrupt(self, reason: ApiError) -> None:
        """End the poll that waits, if one does, with this error."""
        self._turn += 1
        self._reason = reason
        self._events.publish(Event("update"))

    def begin(self) -> int:
        """Start a poll, ending the one that waits; returns the turn to wait with."""
        self.interrupt(conflict(OTHER_POLL))
        return self._turn

    async def wait(self, turn: int) -> None:
        """Return when an update waits; raises 409 when something else took over."""
        self._count(1)
        try:
            await self._events.until(lambda: bool(self._updates.pending) or self._turn != turn)
        finally:
            self._count(-1)
        if self._turn != turn:
            raise self._reason

    def _count(self, change: int) -> None:
        self._waiting += change
        self._events.publish(Event("update"))
