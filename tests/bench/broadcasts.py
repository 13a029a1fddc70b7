"""Sending to many: at Telegram's pace beside two yardsticks, and as fast as it goes beside a pool of workers."""

import asyncio
import json
import os
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from pathlib import Path
from statistics import median
from typing import Any, Final

from tests.bench.prepared import CONTENT, Confirmed, confirmed, copied, not_sent, with_members
from tests.bench.processes import BenchError, Kind, StandIn, processor, running, sending
from tests.bench.report import Row
from tests.bench.ring import Figures, Ring

PER_SECOND: Final = 30
# How long Telegram takes to answer, in seconds.
FASTEST: Final = 0.05
SLOWEST: Final = 0.15
_IN_FLIGHT: Final = 100
_LOOK_EVERY: Final = 0.1
_PATIENCE: Final = 60.0

USED_BAR: Final = 0.985
REFUSED_BAR: Final = 0.001
TIMES_BAR: Final = 2.0
RATE_BAR: Final = 3_000

# Telegram's pace with everything else as it is by default.
PACED: Final = {"BOT_MESSAGES_PER_SECOND": str(PER_SECOND), "BOT_PAID_BROADCAST": "false"}
_UNPACED: Final = {
    "BOT_MESSAGES_PER_SECOND": "1000000",
    "BOT_PAID_BROADCAST": "true",
    "BOT_IN_FLIGHT": str(_IN_FLIGHT),
}


def our_bot(name: str, folder: Path, settings: Mapping[str, str]) -> Kind:
    """Return our bot with a database of its own in this folder."""
    where = {"BOT_DATABASE": str(folder / "bot.sqlite3"), "BOT_BACKUPS": str(folder / "backups")}
    return Kind("ours", f"4242:{name}", ("-m", "bot", "run"), {**where, "BOT_CONTENT": str(CONTENT), **settings})


def yardstick(way: str, people: int, message: Mapping[str, Any]) -> Kind:
    """Return one of the yardsticks, which sends this message to so many people."""
    settings = {"BENCH_MESSAGE": json.dumps(message), "BENCH_PEOPLE": str(people)}
    return Kind(way, f"4242:{way}", ("-m", "tests.bench.senders", way), settings)


@asynccontextmanager
async def flood(telegram: StandIn, kind: Kind, *, strict: bool, seed: int) -> AsyncIterator[None]:
    """Let a bot send what it likes, under Telegram's limit and as slowly as Telegram answers where it is `strict`."""
    pace, fastest, slowest = (PER_SECOND, FASTEST, SLOWEST) if strict else (0, 0.0, 0.0)
    await telegram.order("open", kind, per_second=pace, fastest=fastest, slowest=slowest, seed=seed)
    yield
    await telegram.order("close", kind)


async def taken(
    telegram: StandIn,
    kind: Kind,
    count: int,
    within: float = 0.0,
    look: Callable[[Mapping[str, Any]], None] = lambda _: None,
) -> dict[str, Any]:
    """Wait until so much of a bot's flood was taken, or for `within` seconds after the first; say what was.

    `look` is told again and again how far it has come.
    """
    patience = _PATIENCE + within
    while patience > 0:
        counted = await telegram.order("count", kind, within=within)
        look(counted)
        if counted["taken"] >= count or (within and counted["passed"] >= within):
            return counted
        patience -= _LOOK_EVERY
        await asyncio.sleep(_LOOK_EVERY)
    raise BenchError(f"{kind.name} sent {counted['taken']} of {count} messages, then no more")


async def bulk(ring: Ring) -> list[Row]:
    """Thirty a second, strictly enforced: ours and both yardsticks at once, each for a while from its first message."""
    seconds = ring.size.seconds
    people = int(PER_SECOND * (seconds + 10))
    results: dict[str, list[dict[str, Any]]] = {"ours": [], "loop": [], "broadcaster": []}

    async def measure(kind: Kind) -> None:
        results[kind.name].append(await taken(ring.telegram, kind, people, seconds))

    for number in range(ring.size.rounds):
        seed = ring.seed + number
        with ring.folder_of_its_own() as folder:
            with_members(folder / "bot.sqlite3", people)
            message = confirmed(folder / "bot.sqlite3").message
            ours = our_bot("paced", folder, PACED)
            others = [yardstick(way, people, message) for way in ("loop", "broadcaster")]
            async with AsyncExitStack() as stack:
                for kind in (*others, ours):
                    await stack.enter_async_context(flood(ring.telegram, kind, strict=True, seed=seed))
                for kind in others:
                    await stack.enter_async_context(sending(ring.telegram, kind))
                await stack.enter_async_context(running(ring.telegram, ours))
                for kind in (*others, ours):
                    await measure(kind)
    return _bulk_rows(results, seconds)


def _bulk_rows(results: Mapping[str, list[dict[str, Any]]], seconds: float) -> list[Row]:
    used = {name: [one["within"] / (PER_SECOND * seconds) for one in rounds] for name, rounds in results.items()}
    tried = {name: sum(one["taken"] + one["refused"] for one in rounds) for name, rounds in results.items()}
    refused = {name: sum(one["refused"] for one in rounds) / tried[name] for name, rounds in results.items()}
    middle = {name: median(shares) for name, shares in used.items()}
    return [
        Row(
            f"set to {PER_SECOND} a second, used of it",
            f"{middle['ours']:.1%} ({min(used['ours']):.1%} to {max(used['ours']):.1%})",
            f"{middle['loop']:.0%} a loop",
            f"{middle['broadcaster']:.0%} aiogram_broadcaster",
            f"≥ {USED_BAR:.1%}",
            middle["ours"] >= USED_BAR,
        ),
        Row(
            "… refused with 429",
            f"{refused['ours']:.2%} of {tried['ours']:,}",
            f"{refused['loop']:.2%} a loop",
            f"{refused['broadcaster']:.2%} aiogram_broadcaster",
            f"≤ {REFUSED_BAR:.1%}",
            refused["ours"] <= REFUSED_BAR,
        ),
    ]


async def unthrottled(ring: Ring) -> list[Row]:
    """No pace, a hundred in flight, from the first message taken to the last; the sender has a core to itself."""
    rates, costs = Figures(), Figures()
    count = ring.size.recipients
    alone = (os.cpu_count() or 1) > 1
    core = 0 if alone else None
    with ring.folder_of_its_own() as folder:
        template = folder / "template.sqlite3"
        with_members(template, count)
        announcement = confirmed(template)
        ours = our_bot("unpaced", folder, _UNPACED)
        pool = yardstick("pool", count, announcement.message)

        async def turn(kind: Kind, seed: int) -> None:
            async with flood(ring.telegram, kind, strict=False, seed=seed):
                if kind is pool:
                    async with sending(ring.telegram, kind, core) as process:
                        counted = await _all_taken(ring.telegram, kind, count, process.pid)
                else:
                    counted = await _ours_unthrottled(ring, ours, folder, template, announcement, core)
            if counted["recipients"] != counted["taken"]:
                raise BenchError(f"{kind.name} sent {counted['taken']} messages to {counted['recipients']} people")
            rates.add(kind, (count - 1) / counted["seconds"])
            costs.add(kind, counted["microseconds"])

        with ring.telegram.kept_off(core):
            await ring.between(ours, pool, turn)
    return [
        Row(
            "messages a second without a pace, on one core",
            f"{rates.median(ours):,.0f}",
            f"{rates.median(pool):,.0f} a pool of 100",
            f"{rates.ratio(ours, pool):.2f} ({rates.spread(ours, pool)})",
            f"≥ {TIMES_BAR}, > {RATE_BAR:,}",
            rates.ratio(ours, pool) >= TIMES_BAR and rates.median(ours) > RATE_BAR,
        ),
        Row(
            "… processor time a message",
            f"{costs.median(ours):.0f} µs",
            f"{costs.median(pool):.0f} µs",
            f"{costs.ratio(ours, pool):.2f} ({costs.spread(ours, pool)})",
        ),
    ]


async def _all_taken(telegram: StandIn, kind: Kind, count: int, pid: int) -> dict[str, Any]:
    """Wait until everything was taken, and add the processor's microseconds a message to what is said of it."""
    looks = [(0, processor(pid))]

    def look(counted: Mapping[str, Any]) -> None:
        # Whoever only sends ends with the last message.
        with suppress(FileNotFoundError, ProcessLookupError):
            looks.append((counted["taken"], processor(pid)))

    counted = await taken(telegram, kind, count, look=look)
    # What it took to start is not part of it, as far as there are looks enough to tell.
    under_way = [one for one in looks if one[0] > 0]
    (first, before), (last, after) = (under_way if len(under_way) > 1 else looks)[0], looks[-1]
    return {**counted, "microseconds": 1e6 * (after - before) / max(last - first, 1)}


async def _ours_unthrottled(
    ring: Ring, ours: Kind, folder: Path, template: Path, announcement: Confirmed, core: int | None
) -> dict[str, Any]:
    """Let our bot send all of a fresh copy of the announcement; every delivery has to be sent, and to be known so."""
    database = folder / "bot.sqlite3"
    copied(template, database)
    async with running(ring.telegram, ours, core) as bot:
        counted = await _all_taken(ring.telegram, ours, ring.size.recipients, bot.process.pid)
    if left := not_sent(database, announcement.dispatch_id):
        raise BenchError(f"ours does not know of {left} messages that they were sent")
    return counted
