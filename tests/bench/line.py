"""What the stand-in knows of one bot: the updates that wait for it, the answers that it owes, and when they came."""

import asyncio
import random
import time
from collections import Counter, deque
from collections.abc import Callable, Iterator
from itertools import islice
from typing import Final

from tests.bench.crowd import writing

_BATCH: Final = 100
_FIRST_UPDATE: Final = 700_000_000


class BotLine:
    """Hands out updates, a hundred at a time and again until confirmed, and counts what is answered."""

    def __init__(self) -> None:
        # When the bot first asked for updates since it was last forgotten, in seconds of the machine's monotonic clock.
        self.first_poll: asyncio.Future[float] = asyncio.get_running_loop().create_future()
        # Answers that nobody waits for: a bot that answers twice cannot be fast by mistake.
        self.strays = 0
        self._next_id = _FIRST_UPDATE
        self._unconfirmed: deque[tuple[int, str]] = deque()
        self._crowd: Iterator[tuple[int, str]] = iter(())
        self._left = 0
        self._owed: Counter[int] = Counter()
        self._began = 0.0
        self._answered: asyncio.Future[float] | None = None
        self._hand_out: Callable[[str], None] | None = None

    def forget_start(self) -> None:
        """Have the next getUpdates count as the first."""
        self.first_poll = asyncio.get_running_loop().create_future()

    async def load(self, words: tuple[str, ...], count: int, seed: int) -> float:
        """Queue updates and return the seconds from the first handed out to the last answered."""
        self._crowd = writing(words, seed, self._next_id)
        return await self._queue(count) - self._began

    async def visit(self, words: tuple[str, ...], count: int, seed: int, longest_pause: float) -> list[float]:
        """Send one update at a time, each a random while after the last was answered; return how long each took."""
        self._crowd = writing(words, seed, self._next_id)
        dice = random.Random(seed)
        latencies = []
        for _ in range(count):
            await asyncio.sleep(dice.uniform(0.0, longest_pause))
            arrived = time.monotonic()
            latencies.append(await self._queue(1) - arrived)
        return latencies

    async def _queue(self, count: int) -> float:
        """Queue this many updates; return when the last was answered."""
        self._answered = asyncio.get_running_loop().create_future()
        self._began = 0.0
        self._left = count
        self._serve_waiting_poll()
        return await self._answered

    def poll(self, offset: int | None, hand_out: Callable[[str], None]) -> bool:
        """Take a getUpdates: answer it through `hand_out` now (True) or as soon as there is something (False)."""
        if not self.first_poll.done():
            self.first_poll.set_result(time.monotonic())
        while self._unconfirmed and offset is not None and self._unconfirmed[0][0] < offset:
            self._unconfirmed.popleft()
        self._hand_out = hand_out
        return self._serve_waiting_poll()

    def leave(self, hand_out: Callable[[str], None]) -> None:
        """Forget a getUpdates that timed out or whose connection is gone."""
        if self._hand_out == hand_out:
            self._hand_out = None

    def answer(self, chat_id: int) -> None:
        """Count a message to this chat."""
        if not self._owed[chat_id]:
            self.strays += 1
            return
        self._owed[chat_id] -= 1
        if not self._owed[chat_id]:
            del self._owed[chat_id]
        if not self._left and not self._owed and self._answered is not None and not self._answered.done():
            self._answered.set_result(time.monotonic())

    def _serve_waiting_poll(self) -> bool:
        for chat_id, update in islice(self._crowd, min(self._left, _BATCH - len(self._unconfirmed))):
            self._unconfirmed.append((self._next_id, update))
            self._owed[chat_id] += 1
            self._next_id += 1
            self._left -= 1
        if not self._unconfirmed or self._hand_out is None:
            return False
        hand_out, self._hand_out = self._hand_out, None
        self._began = self._began or time.monotonic()
        hand_out("[" + ",".join(update for _, update in islice(self._unconfirmed, _BATCH)) + "]")
        return True
