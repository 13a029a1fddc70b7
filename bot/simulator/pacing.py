"""Strict mode: more messages than Telegram allows are refused with 429."""

import math
from collections import OrderedDict, deque

from bot.simulator.errors import too_many_requests
from bot.simulator.options import Limits

_MINUTE = 60.0
_FORGOTTEN_AFTER = 1000


class Pacing:
    """Counts messages: overall in any one second, in each chat with a small burst, in each group in a minute."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._overall: deque[float] = deque()
        self._free_at: OrderedDict[int, float] = OrderedDict()
        self._groups: dict[int, deque[float]] = {}

    def admit(self, chat_id: int, now: float, messages: int = 1) -> None:
        """Count the messages of one call; raises 429 with the seconds to wait when it is one too many.

        What is refused is not counted. An album counts as its parts, but in a chat's own second as one message.
        """
        overall = self._overall
        _drop_until(overall, now - 1.0)
        if len(overall) + messages > self._limits.a_second:
            _refuse(overall[0] + 1.0 - now if overall else 1.0)
        pace = 1.0 / self._limits.a_second_in_a_chat
        free_at = max(self._free_at.get(chat_id, 0.0), now - pace * (self._limits.burst_in_a_chat - 1))
        if free_at > now:
            _refuse(free_at - now)
        if chat_id < 0:
            self._admit_group(chat_id, now, messages)
        overall.extend([now] * messages)
        self._free_at[chat_id] = free_at + pace
        self._free_at.move_to_end(chat_id)
        if len(self._free_at) > _FORGOTTEN_AFTER:
            self._forget_idle(now)

    def _admit_group(self, chat_id: int, now: float, messages: int) -> None:
        sent = self._groups.setdefault(chat_id, deque())
        _drop_until(sent, now - _MINUTE)
        if len(sent) + messages > self._limits.a_minute_in_a_group:
            _refuse(sent[0] + _MINUTE - now if sent else _MINUTE)
        sent.extend([now] * messages)

    def _forget_idle(self, now: float) -> None:
        while self._free_at:
            chat_id, free_at = next(iter(self._free_at.items()))
            if free_at > now - self._limits.burst_in_a_chat:
                return
            del self._free_at[chat_id]


def _drop_until(times: deque[float], moment: float) -> None:
    while times and times[0] <= moment:
        times.popleft()


def _refuse(seconds: float) -> None:
    raise too_many_requests(max(1, math.ceil(seconds)))
