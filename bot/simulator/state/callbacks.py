"""Presses of buttons that wait for their one answer."""

from collections.abc import Callable
from dataclasses import dataclass
from random import Random

from bot.simulator.errors import bad_request

_LARGEST_ID = 2**63


@dataclass(frozen=True, slots=True)
class Press:
    """Who pressed, where and when (epoch seconds)."""

    user_id: int
    chat_id: int
    at: float


class CallbackQueries:
    """Hands out ids; each can be answered once and only for a while."""

    def __init__(self, seconds: float, clock: Callable[[], float], random: Random) -> None:
        self._seconds = seconds
        self._clock = clock
        self._random = random
        self._waiting: dict[str, Press] = {}

    def open(self, user_id: int, chat_id: int) -> str:
        """A fresh id for a press."""
        now = self._clock()
        self._forget_before(now - self._seconds)
        query_id = str(self._random.randrange(1, _LARGEST_ID))
        self._waiting[query_id] = Press(user_id, chat_id, now)
        return query_id

    def answer(self, query_id: str) -> Press:
        """Close the query; raises Telegram's error when it is unknown, already answered or too old."""
        press = self._waiting.pop(query_id, None)
        if press is None or self._clock() - press.at > self._seconds:
            raise bad_request("query is too old and response timeout expired or query ID is invalid")
        return press

    def _forget_before(self, moment: float) -> None:
        while self._waiting:
            oldest = next(iter(self._waiting))
            if self._waiting[oldest].at >= moment:
                return
            del self._waiting[oldest]
