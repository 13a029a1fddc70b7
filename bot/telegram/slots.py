"""How many calls may be unanswered at once (BOT_IN_FLIGHT): answers to people and what the bot sends by itself."""

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager


class Slots:
    """Slots for calls. An answer that waits gets the next one that is given back; the rest takes what is free."""

    def __init__(self, count: int) -> None:
        self._free = count
        self._waiting: deque[asyncio.Future[None]] = deque()
        self._given_back: Callable[[], None] = lambda: None

    @property
    def free(self) -> int:
        """How many slots nobody has and no answer waits for."""
        return self._free

    def when_given_back(self, tell: Callable[[], None]) -> None:
        """Have `tell` called whenever a slot is given back that no answer was waiting for."""
        self._given_back = tell

    def take(self) -> None:
        """Take a free slot. Raises ValueError when there is none."""
        if self._free <= 0:
            raise ValueError("no slot is free")
        self._free -= 1

    def give_back(self) -> None:
        """Give a slot back: to the answer that has waited longest, if any."""
        while self._waiting:
            waiting = self._waiting.popleft()
            if not waiting.done():
                waiting.set_result(None)
                return
        self._free += 1
        self._given_back()

    @asynccontextmanager
    async def for_an_answer(self) -> AsyncIterator[None]:
        """Hold a slot for as long as the block, waiting for one if need be."""
        if self._free > 0:
            self._free -= 1
        else:
            waiting = asyncio.get_running_loop().create_future()
            self._waiting.append(waiting)
            try:
                await waiting
            except asyncio.CancelledError:
                if waiting.done() and not waiting.cancelled():
                    self.give_back()
                raise
        try:
            yield
        finally:
            self.give_back()
