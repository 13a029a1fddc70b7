"""`make bench`: this bot beside a stock aiogram echo bot, on the same stand-in, in the same run.

python -m tests.bench [--quick] [--only PARTS] [--seed N] [--in-flight N] [--folder F]
"""

import argparse
import asyncio
import random
import shutil
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path
from typing import Final

from tests.bench.broadcasts import bulk, unthrottled
from tests.bench.changes import changes
from tests.bench.crowd import START
from tests.bench.meanwhile import question
from tests.bench.measures import doctor, side_by_side, soak, start_up
from tests.bench.processes import ROOT, BenchError, Kind, running, stand_in
from tests.bench.report import Row, load, machine, table
from tests.bench.ring import QUICK, Ring, Size
from tests.bench.subscribers import subscribers

_OTHERS: Final[Mapping[str, Callable[[Ring], Awaitable[list[Row]]]]] = {
    "doctor": doctor,
    "soak": soak,
    "unthrottled": unthrottled,
    "bulk": bulk,
    "question": question,
    "subscribers": subscribers,
    "changes": changes,
}
_ALL: Final = ("start", "throughput", "latency", *_OTHERS)
# As many as the stock bot's session opens by default.
_IN_FLIGHT: Final = 100


def main() -> int:
    """Measure and print a table. Returns 1 only when something does not work, not when a bar is missed."""
    arguments = _arguments()
    seed = arguments.seed if arguments.seed is not None else random.SystemRandom().randrange(10**9)
    folder = Path(tempfile.mkdtemp(prefix="bench-", dir=arguments.folder))
    size = QUICK if arguments.quick else Size()
    print(f"{machine(folder)}; seed {seed}", flush=True)
    print(f"ours: BOT_IN_FLIGHT={arguments.in_flight}, no pace; the stock bot: aiogram's defaults", flush=True)
    began = time.monotonic()
    try:
        rows = asyncio.run(_measure(folder, size, seed, arguments.only, arguments.in_flight))
    except BenchError as error:
        print(error, file=sys.stderr)
        return 1
    finally:
        shutil.rmtree(folder)
    what = f"medians of {size.rounds} interleaved rounds of {size.updates:,} updates, or of {size.visits} single ones"
    print(f"{what}; {time.monotonic() - began:.0f} s in all, load at the end: {load()}\n\n{table(rows)}")
    return 0


async def _measure(folder: Path, size: Size, seed: int, wanted: frozenset[str], in_flight: int) -> list[Row]:
    rows: list[Row] = []
    async with stand_in() as telegram:
        stock = Kind("the stock bot", "4242:stock", ("-m", "tests.bench.stock_bot"), {})
        ours = Kind("ours", "4242:ours", ("-m", "bot", "run"), _settings(folder, in_flight))
        ring = Ring(telegram, ours, stock, size, seed, folder)
        if size != QUICK:
            await _first_start(ring)
        if "start" in wanted:
            rows += await start_up(ring)
        if wanted & {"throughput", "latency"}:
            rows += await side_by_side(ring, wanted)
        for name, measure in _OTHERS.items():
            if name in wanted:
                rows += await measure(ring)
    return rows


async def _first_start(ring: Ring) -> None:
    """Let both start once: the content is published, menus are registered, modules compiled and in the page cache."""
    for kind in (ring.ours, ring.stock):
        async with running(ring.telegram, kind):
            await ring.telegram.order("load", kind, words=START, count=1, seed=ring.seed)
            await asyncio.sleep(1)


def _settings(folder: Path, in_flight: int) -> dict[str, str]:
    return {
        "BOT_DATABASE": str(folder / "bot.sqlite3"),
        "BOT_BACKUPS": str(folder / "backups"),
        "BOT_CONTENT": str(ROOT / "data" / "visits"),
        "BOT_PAID_BROADCAST": "true",
        "BOT_MESSAGES_PER_SECOND": "1000000",
        "BOT_IN_FLIGHT": str(in_flight),
    }


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.bench")
    parser.add_argument("--quick", action="store_true", help="only see whether it works: one short round, no figures")
    parser.add_argument("--only", type=_parts, default=frozenset(_ALL), help=f"some of {','.join(_ALL)}")
    parser.add_argument("--seed", type=int, help="the seed of an earlier run; default: a new one")
    parser.add_argument("--in-flight", type=int, default=_IN_FLIGHT, help="BOT_IN_FLIGHT of ours")
    parser.add_argument(
        "--folder", default="/var/tmp", help="where our database lies for the run: on a disk, not tmpfs"
    )
    return parser.parse_args()


def _parts(text: str) -> frozenset[str]:
    parts = frozenset(text.split(","))
    if unknown := parts - set(_ALL):
        raise argparse.ArgumentTypeError(f"unknown: {', '.join(sorted(unknown))}")
    return parts


if __name__ == "__main__":
    sys.exit(main())
