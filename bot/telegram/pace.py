"""How fast messages may go out: at most N in any one second, less in one chat; a pause when Telegram asks for it."""

from collections import deque
from dataclasses import dataclass, field
from typing import Final

from bot.core.moments import Clock

# A little over a second, because Telegram's clock and ours measure it at different ends of the wire: a bucket of 25
# a second lets 49 through in its first second, a window of 1.01 s used 98.5 % of 30 without a single 429.
_WINDOW: Final = 1.01
# About one a second in one chat, with a short burst for somebody who presses one button after another.
_PRIVATE: Final = (5, 5.05)
_GROUP: Final = (20, 60.6)
_CHATS_BEFORE_SWEEP: Final = 2_000
# A stall of at most so many seconds is caught up with; after a longer rest nothing is.
_CATCH_UP: Final = 0.2


@dataclass(slots=True)
class Pace:
    """The sliding windows of everything that goes out. Times are the clock's monotonic seconds."""

    clock: Clock
    per_second: int
    _sent: deque[float] = field(default_factory=deque, init=False)
    _chats: dict[int, deque[float]] = field(default_factory=dict, init=False)
    _sweep_above: int = field(default=_CHATS_BEFORE_SWEEP, init=False)
    _paused_until: float = field(default=0.0, init=False)
    _next_delivery_at: float = field(default=0.0, init=False)
    # How many answers to people wait for their turn: they go before what the bot sends by itself.
    answers_waiting: int = field(default=0, init=False)

    def pause(self, seconds: float) -> None:
        """Let nothing out for this long."""
        self._paused_until = max(self._paused_until, self.clock.monotonic() + seconds)

    def wait(self, chat_id: int | None, messages: int = 1) -> float:
        """Return in how many seconds so many messages may go out to this chat in one call; 0 when they may now."""
        now = self.clock.monotonic()
        while self._sent and self._sent[0] <= now - _WINDOW:
            self._sent.popleft()
        # An album that is larger than the pace itself goes out when nothing else has for a while.
        excess = min(len(self._sent) + messages - self.per_second, len(self._sent))
        room_at = self._sent[excess - 1] + _WINDOW if excess > 0 else now
        return max(0.0, room_at - now, self._paused_until - now, self._room_in_chat(chat_id) - now)

    def wait_for_delivery(self, chat_id: int | None, messages: int = 1) -> float:
        """Return in how many seconds a delivery may go out to this chat; 0 when it may now.

        Deliveries are spread evenly: a burst would meet Telegram later than it left where connections are opened for
        it, and so closer to the next one than a second.
        """
        return max(self.wait(chat_id, messages), self._next_delivery_at - self.clock.monotonic())

    def note_delivery(self, chat_id: int | None, messages: int = 1) -> None:
        """Count a delivery that goes out now."""
        self.note(chat_id, messages)
        now = self.clock.monotonic()
        due = self._next_delivery_at if now - self._next_delivery_at <= _CATCH_UP else now
        self._next_delivery_at = due + messages * _WINDOW / self.per_second

    def room(self, within: float) -> int:
        """Return how many deliveries may go out within so many seconds, as far as all chats together are concerned."""
        then = self.clock.monotonic() + within
        if max(self._paused_until, self._next_delivery_at) > then:
            return 0
        kept = len(self._sent)
        for sent in self._sent:
            if sent > then - _WINDOW:
                break
            kept -= 1
        spread = int((then - max(self._next_delivery_at, self.clock.monotonic())) * self.per_second / _WINDOW) + 1
        return max(0, min(self.per_second - kept, spread))

    def wait_in_chat(self, chat_id: int | None) -> float:
        """Return in how many seconds this chat itself may get one more message, whatever goes to others."""
        return max(0.0, self._room_in_chat(chat_id) - self.clock.monotonic())

    def _room_in_chat(self, chat_id: int | None) -> float:
        if chat_id is None:
            return 0.0
        limit, window = _GROUP if chat_id < 0 else _PRIVATE
        sent = self._chats.get(chat_id)
        return 0.0 if sent is None or len(sent) < limit else sent[-limit] + window

    def note(self, chat_id: int | None, messages: int = 1) -> None:
        """Count messages that go out now in one call; an album is several."""
        now = self.clock.monotonic()
        self._sent.extend([now] * messages)
        if chat_id is None:
            return
        limit = _GROUP[0] if chat_id < 0 else _PRIVATE[0]
        self._chats.setdefault(chat_id, deque(maxlen=limit)).extend([now] * messages)
        if len(self._chats) > self._sweep_above:
            self._sweep(now)

    def _sweep(self, now: float) -> None:
        windows = {chat: _GROUP[1] if chat < 0 else _PRIVATE[1] for chat in self._chats}
        self._chats = {chat: sent for chat, sent in self._chats.items() if sent[-1] > now - windows[chat]}
        # So that a sweep that finds little is not repeated at every message.
        self._sweep_above = max(_CHATS_BEFORE_SWEEP, 2 * len(self._chats))
