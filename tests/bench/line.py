"""What the stand-in knows of one bot: the updates that wait for it, the answers that it owes, and when they came."""

import asyncio
import random
import time
from collections import Counter, deque
from collections.abc import Callable, Iterator
from itertools import islice
from typing import Final

from tests.bench.crowd import writing
from tests.bench.flood import Flood

_BATCH: Final = 100
_FIRST_UPDATE: Final = 700_000_000


class BotLine:
    """Hands out updates, a hundred at a time and again until confirmed, and counts what is answered."""

    def __init__(self) -> None:
        # When the bot first asked for updates since it was last forgotten, in seconds of the machine's monotonic clock.
        self.first_poll: asyncio.Future[float] = asyncio.get_running_loop().create_future()
        # Answers that nobody waits for: a bot that answers twice cannot be fast by mistake.
        self.strays = 0
        # What the bot sends unasked; None while it should send nothing.
        self.flood: Flood | None = None
        self._next_id = _FIRST_UPDATE
        self._unconfirmed: deque[tuple[int, str]] = deque()
        self._crowd: Iterator[tuple[int, str]] = iter(())
        self._left = 0
        self._owed: Counter[int] = Counter()
        self._began = 0.0
        self._answered: asyncio.Future[float] | None = None
        self._hand_out: Callable[[str], None] | None = None
        self._arrived = 0.0

    def forget_start(self) -> None:
        """Have the next getUpdates count as the first."""
        self.first_poll = asyncio.get_running_loop().create_future()

    async def load(self, words: tuple[str, ...], count: int, seed: int) -> float:
        """Queue updates and return the seconds from the first handed out to the last answered."""
        self._crowd = writing(words, seed, self._next_id)
        return await self._queue(count) - self._began

    async def visit(
        self, words: tuple[str, ...], count: int, seed: int, longest_pause: float
    ) -> tuple[list[float], list[float]]:
        """Send one update at a time, each a random while after the last was answered.

        Return how long each took until its answer was here, and until that was itself answered.
        """
        self._crowd = writing(words, seed, self._next_id)
        dice = random.Random(seed)
        until_here, until_answered = [], []
        for _ in range(count):
            await asyncio.sleep(dice.uniform(0.0, longest_pause))
            asked = time.monotonic()
            until_answered.append(await self._queue(1) - asked)
            until_here.append(self._arrived - asked)
        return until_here, until_answered

    async def say(self, update: str, chat_id: int) -> float:
        """Hand out one update, with `%d` for its number; return the seconds until this chat is answered."""
        self._crowd = iter([(chat_id, update % self._next_id)])
        return await self._queue(1) - self._began

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

    def owes(self, chat_id: int) -> bool:
        """Tell whether this chat waits for an answer; the one that is here now is noted."""
        owed = bool(self._owed[chat_id])
        if owed:
            self._arrived = time.monotonic()
        return owed

    def answer(self, chat_id: int) -> None:
        """Count a message to this chat as answered."""
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
