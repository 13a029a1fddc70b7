"""Where the two bots meet: everything is measured in rounds, and in each round both have their turn."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import Final

from tests.bench.processes import Kind, StandIn

_BREATH: Final = 0.5


@dataclass(frozen=True, slots=True)
class Size:
    """How much is measured: rounds, updates a round, single visits a round, updates of the soak."""

    rounds: int = 7
    updates: int = 3_000
    visits: int = 300
    soak: int = 200_000


QUICK: Final = Size(rounds=1, updates=200, visits=10, soak=500)


@dataclass(frozen=True, slots=True)
class Ring:
    """The stand-in, both bots, how much is measured, the seed of everything random, and where our database lies."""

    telegram: StandIn
    ours: Kind
    stock: Kind
    size: Size
    seed: int
    folder: Path

    async def in_turns(self, turn: Callable[[Kind, int], Awaitable[None]]) -> None:
        """Give each bot its turn in every round; who goes first alternates."""
        for number in range(self.size.rounds):
            for kind in (self.ours, self.stock) if number % 2 else (self.stock, self.ours):
                await turn(kind, self.seed + number)
                # What the last turn left to do (confirming, tidying) must not be paid for by the next.
                await asyncio.sleep(_BREATH)


@dataclass(frozen=True, slots=True)
class Figures:
    """One figure a round for each bot."""

    by_kind: dict[Kind, list[float]] = field(default_factory=dict)

    def add(self, kind: Kind, figure: float) -> None:
        """Take a figure of the next round."""
        self.by_kind.setdefault(kind, []).append(figure)

    def median(self, kind: Kind) -> float:
        """Return the median of a bot's figures."""
        return median(self.by_kind[kind])

    def ratio(self, ring: Ring) -> float:
        """Return the median of the ratios, ours to the stock bot's, round by round."""
        return median(a / b for a, b in zip(self.by_kind[ring.ours], self.by_kind[ring.stock], strict=True))

    def spread(self, ring: Ring) -> str:
        """Say between which ratios the rounds lay."""
        ratios = [a / b for a, b in zip(self.by_kind[ring.ours], self.by_kind[ring.stock], strict=True)]
        return f"{min(ratios):.2f} to {max(ratios):.2f}"
