"""What is measured, each as rows of the report."""

import asyncio
from collections.abc import Mapping
from contextlib import AsyncExitStack
from statistics import median, quantiles
from typing import Final

from tests.bench.crowd import MIX, START
from tests.bench.disk import bare_commits
from tests.bench.processes import Kind, RunningBot, running, wall_time
from tests.bench.report import Row
from tests.bench.ring import Figures, Ring

_LONGEST_PAUSE: Final = 0.03
_SOAK_PATIENCE: Final = 3600.0
_SOAK_MARKS: Final = 10

START_BAR: Final = 1.15
THROUGHPUT_BAR: Final = 1.0
P50_BAR: Final = 2.0
DOCTOR_BAR: Final = 0.6
SOAK_BAR: Final = 5.0

_Bots = Mapping[Kind, RunningBot]


async def start_up(ring: Ring) -> list[Row]:
    """From the process's start to its first getUpdates."""
    seconds = Figures()

    async def turn(kind: Kind, _: int) -> None:
        async with running(ring.telegram, kind) as bot:
            seconds.add(kind, bot.started_in)

    await ring.in_turns(turn)
    return [
        Row(
            "start to first getUpdates",
            f"{seconds.median(ring.ours):.2f} s",
            f"{seconds.median(ring.stock):.2f} s",
            f"{seconds.ratio(ring.ours, ring.stock):.2f} ({seconds.spread(ring.ours, ring.stock)})",
            f"≤ {START_BAR}",
            seconds.ratio(ring.ours, ring.stock) <= START_BAR,
        )
    ]


async def side_by_side(ring: Ring, wanted: frozenset[str]) -> list[Row]:
    """Everything for which both bots run all the time, the one whose turn it is not waiting for updates."""
    rows = []
    async with AsyncExitStack() as stack:
        bots = {kind: await stack.enter_async_context(running(ring.telegram, kind)) for kind in (ring.ours, ring.stock)}
        rows.append(_memory(ring, bots, "memory after start"))
        if "throughput" in wanted:
            rows += await _throughput(ring, bots, "/start", START)
            rows += await _throughput(ring, bots, "a mix of commands and questions", MIX)
            rows.append(_memory(ring, bots, "memory after load"))
        if "latency" in wanted:
            rows += await _latency(ring)
    return rows


def _memory(ring: Ring, bots: _Bots, what: str) -> Row:
    ours, stock = bots[ring.ours].memory(), bots[ring.stock].memory()
    return Row(what, f"{ours:.0f} MB", f"{stock:.0f} MB", f"{ours / stock:.2f}")


async def _throughput(ring: Ring, bots: _Bots, name: str, words: tuple[str, ...]) -> list[Row]:
    """Queue a round's updates at once and time from the first handed out to the last answered."""
    rates, processor, load_of_stand_in = Figures(), Figures(), []
    count = ring.size.updates
    for kind in bots:
        await ring.telegram.order("load", kind, words=words, count=max(count // 3, 1), seed=ring.seed)

    async def turn(kind: Kind, seed: int) -> None:
        used = bots[kind].processor()
        result = await ring.telegram.order("load", kind, words=words, count=count, seed=seed)
        rates.add(kind, count / result["seconds"])
        processor.add(kind, (bots[kind].processor() - used) / count * 1000)
        load_of_stand_in.append(result["processor"] / result["seconds"])

    await ring.in_turns(turn)
    return [
        Row(
            f"answers a second, {name}",
            f"{rates.median(ring.ours):.0f}",
            f"{rates.median(ring.stock):.0f}",
            f"{rates.ratio(ring.ours, ring.stock):.2f} ({rates.spread(ring.ours, ring.stock)})",
            f"≥ {THROUGHPUT_BAR}" if words == START else "",
            rates.ratio(ring.ours, ring.stock) >= THROUGHPUT_BAR if words == START else None,
        ),
        Row(
            "… processor time an answer",
            f"{processor.median(ring.ours):.2f} ms",
            f"{processor.median(ring.stock):.2f} ms",
            f"{processor.ratio(ring.ours, ring.stock):.2f}",
        ),
        Row("… share of a core that the stand-in used", f"at most {max(load_of_stand_in):.0%}"),
    ]


async def _latency(ring: Ring) -> list[Row]:
    """One update at a time, from another person each, the next only after the answer and a pause."""
    middle, worst = Figures(), Figures()
    commits: list[float] = []

    async def turn(kind: Kind, seed: int) -> None:
        result = await ring.telegram.order(
            "visit", kind, words=START, count=ring.size.visits, seed=seed, longest_pause=_LONGEST_PAUSE
        )
        milliseconds = [1000 * seconds for seconds in result["latencies"]]
        middle.add(kind, median(milliseconds))
        worst.add(kind, _slowest(milliseconds))
        commits.extend(await bare_commits(ring.folder, ring.size.visits // 4, _LONGEST_PAUSE))

    await ring.in_turns(turn)
    more = middle.median(ring.ours) - middle.median(ring.stock)
    return [
        Row(
            "idle latency, median",
            f"{middle.median(ring.ours):.1f} ms",
            f"{middle.median(ring.stock):.1f} ms",
            f"{more:+.1f} ms",
            f"≤ +{P50_BAR:.0f} ms",
            more <= P50_BAR,
        ),
        Row(
            "idle latency, 99 %",
            f"{worst.median(ring.ours):.1f} ms",
            f"{worst.median(ring.stock):.1f} ms",
            f"{worst.ratio(ring.ours, ring.stock):.2f} ({worst.spread(ring.ours, ring.stock)})",
            "≤ 1.0",
            worst.ratio(ring.ours, ring.stock) <= 1.0,
        ),
        Row(
            "… a bare SQLite commit on that disk, meanwhile",
            f"{median(commits):.1f} ms, 99 %: {_slowest(commits):.1f} ms",
        ),
    ]


def _slowest(milliseconds: list[float]) -> float:
    """Return what 99 % stay under."""
    return quantiles(milliseconds, n=100, method="inclusive")[98]


async def doctor(ring: Ring) -> list[Row]:
    """`bot doctor` on the content that ships, from start to end."""
    seconds = [await wall_time(("-m", "bot", "doctor"), ring.ours.settings) for _ in range(ring.size.rounds)]
    return [
        Row("bot doctor", f"{median(seconds):.2f} s", bar=f"≤ {DOCTOR_BAR} s", met=median(seconds) <= DOCTOR_BAR),
    ]


async def soak(ring: Ring) -> list[Row]:
    """Very many updates, with the memory noted after each tenth of them."""
    marks = []
    async with running(ring.telegram, ring.ours) as bot:
        for mark in range(_SOAK_MARKS):
            await ring.telegram.order(
                "load",
                ring.ours,
                _SOAK_PATIENCE,
                words=MIX,
                count=ring.size.soak // _SOAK_MARKS,
                seed=ring.seed + mark,
            )
            await asyncio.sleep(1)
            marks.append(bot.memory())
    after_a_fifth = marks[_SOAK_MARKS // 5 - 1]
    growth = max(marks[_SOAK_MARKS // 5 :]) - after_a_fifth
    return [
        Row(
            f"memory through {ring.size.soak:,} updates",
            " ".join(f"{mark:.0f}" for mark in marks) + " MB",
            compared=f"{growth:+.1f} MB after the first fifth",
            bar=f"≤ +{SOAK_BAR:.0f} MB",
            met=growth <= SOAK_BAR,
        )
    ]
