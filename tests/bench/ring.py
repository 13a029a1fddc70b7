"""Where the two bots meet: everything is measured in rounds, and in each round both have their turn."""

import asyncio
import tempfile
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import Final

from tests.bench.processes import Kind, StandIn

_BREATH: Final = 0.5


@dataclass(frozen=True, slots=True)
class Size:
    """How much is measured: rounds, updates a round, single visits a round, updates of the soak.

    Of broadcasts: recipients a round without a pace, seconds a round at Telegram's pace, questions a round meanwhile,
    and how many members the memory is compared with, few and many. Of changes: events that move and people told.
    """

    rounds: int = 7
    updates: int = 3_000
    visits: int = 300
    soak: int = 200_000
    recipients: int = 15_000
    seconds: float = 20.0
    questions: int = 40
    few: int = 1_000
    many: int = 1_000_000
    events: int = 2_000
    affected: int = 10_000


QUICK: Final = Size(
    rounds=1,
    updates=200,
    visits=10,
    soak=500,
    recipients=500,
    seconds=1.0,
    questions=3,
    few=100,
    many=2_000,
    events=50,
    affected=200,
)


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
        await self.between(self.ours, self.stock, turn)

    async def between(self, ours: Kind, other: Kind, turn: Callable[[Kind, int], Awaitable[None]]) -> None:
        """Do the same with two others."""
        for number in range(self.size.rounds):
            for kind in (ours, other) if number % 2 else (other, ours):
                await turn(kind, self.seed + number)
                # What the last turn left to do (confirming, tidying) must not be paid for by the next.
                await asyncio.sleep(_BREATH)

    @contextmanager
    def folder_of_its_own(self) -> Iterator[Path]:
        """Make a folder on our database's disk for the length of the block."""
        with tempfile.TemporaryDirectory(dir=self.folder) as folder:
            yield Path(folder)


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

    def ratio(self, ours: Kind, other: Kind) -> float:
        """Return the median of the ratios, ours to the other's, round by round."""
        return median(self._ratios(ours, other))

    def spread(self, ours: Kind, other: Kind) -> str:
        """Say between which ratios the rounds lay."""
        ratios = self._ratios(ours, other)
        return f"{min(ratios):.2f} to {max(ratios):.2f}"

    def _ratios(self, ours: Kind, other: Kind) -> list[float]:
        return [a / b for a, b in zip(self.by_kind[ours], self.by_kind[other], strict=True)]
