"""A broadcast as Telegram sees it: how much it took, when, and what it refused."""

import random
from array import array
from collections import Counter
from typing import Any, Final

# Of a limit: how long any one second is.
_SECOND: Final = 1.0


class Flood:
    """Takes messages, at most so many in any one second where there is a limit, and says how long each answer takes."""

    def __init__(self, per_second: int, fastest: float, slowest: float, seed: int) -> None:
        self._per_second = per_second
        self._fastest, self._slowest = fastest, slowest
        self._dice = random.Random(seed)
        self._taken = array("d")
        self._copies: Counter[int] = Counter()
        self._refused = 0

    def takes(self, chat_id: int, now: float) -> bool:
        """Take a message that arrives now, or refuse it because it is one too many within a second."""
        limit = self._per_second
        if limit and len(self._taken) >= limit and now - self._taken[-limit] < _SECOND:
            self._refused += 1
            return False
        self._taken.append(now)
        self._copies[chat_id] += 1
        return True

    def answers_in(self) -> float:
        """Return in how many seconds the next answer goes out."""
        return self._dice.uniform(self._fastest, self._slowest)

    def counted(self, within: float, now: float) -> dict[str, Any]:
        """Say how much was taken and refused until now, and taken within so many seconds of the first."""
        taken = self._taken
        return {
            "taken": len(taken),
            "recipients": len(self._copies),
            "refused": self._refused,
            "passed": now - taken[0] if taken else 0.0,
            "seconds": taken[-1] - taken[0] if taken else 0.0,
            "within": sum(1 for moment in taken if moment < taken[0] + within),
        }
