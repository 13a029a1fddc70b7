"""What the network is like in a life: fair, a storm of 429, a proxy that refuses, or one that swallows calls."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from random import Random
from typing import Final, Literal

from bot.simulator import Simulator
from tests.support.proxies import refusing_http_proxy, refusing_socks5_proxy, silent_proxy
from tests.torture.outbox.records import SENDS

WeatherKind = Literal["fair", "storm", "proxy", "swallowed"]

# A life of which Telegram hears nothing is ended after so many seconds.
_LASTS: Final = 2.0
_CALL_SECONDS: Final = 0.8
_SWALLOWED: Final = 0.25


@dataclass(frozen=True, slots=True)
class Weather:
    """The network of a life: the proxy on the way, how long an answer is waited for, and when the life ends anyway."""

    kind: WeatherKind = "fair"
    proxy: str | None = None
    call_seconds: float | None = None
    lasts: float = float("inf")


FAIR: Final = Weather()


class Sky:
    """Makes the weather; `gloom` is how often it is not fair."""

    def __init__(self, simulator: Simulator, random: Random, gloom: float, proxies: tuple[str, ...]) -> None:
        self._simulator = simulator
        self._random = random
        self._gloom = gloom
        self._proxies = proxies

    def next(self) -> Weather:
        """Return the weather of the next life, with its faults ordered."""
        if self._random.random() >= self._gloom:
            return FAIR
        faults = self._simulator.faults
        match self._random.choice(("storm", "proxy", "swallowed")):
            case "storm":
                for method in SENDS:
                    faults.add("429", method, times=self._random.randint(1, 20), chance=0.5, retry_after=1)
                return Weather("storm")
            case "proxy":
                return Weather("proxy", proxy=self._random.choice(self._proxies), lasts=_LASTS)
            case _:
                for accepted in (True, False):
                    faults.add("silent", times=None, chance=_SWALLOWED, accepted=accepted)
                return Weather("swallowed", call_seconds=_CALL_SECONDS, lasts=_LASTS)


@asynccontextmanager
async def refusing_proxies() -> AsyncIterator[tuple[str, ...]]:
    """Run proxies through which no connection is ever made; yield their addresses."""
    async with refusing_http_proxy() as http, refusing_socks5_proxy() as socks, silent_proxy() as silent:
        yield http, socks, silent
