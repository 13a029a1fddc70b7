"""`make torture`: kill the bot over and over from a seed, and print what was lost or repeated.

python -m tests.torture [--long] [--only CAMPAIGN] [--seed N] [--bug NAME] [--forked N] [--updates N]
"""

import argparse
import asyncio
import random
import shutil
import sys
import tempfile
from pathlib import Path
from typing import Final

from tests.torture.campaign import run_campaign
from tests.torture.plan import Plan, announcing, publishing
from tests.torture.processes import nursery
from tests.torture.report import report

_CAMPAIGNS: Final = ("kills", "orderly", "announcements", "editions")
# Full starts, forked ones, updates, and updates that kill.
_SHORT: Final = (1, 139, 600, 1)
_LONG: Final = (100, 900, 20_000, 10)
# Full starts, forked ones, what organisers and members do, and how many members there are beside those who write.
_SHORT_OUTBOX: Final = (1, 79, 120, 20)
_LONG_OUTBOX: Final = (100, 1060, 1050, 60)
# The same of what editors do, and how many members there are.
_SHORT_EDITIONS: Final = (1, 79, 300, 16)
_LONG_EDITIONS: Final = (20, 380, 1600, 30)


def main() -> int:
    """Run campaigns with kills, with nothing but SIGTERM, announcements and editions; 1 for a broken promise."""
    arguments = _arguments()
    seed = arguments.seed if arguments.seed is not None else random.SystemRandom().randrange(10**9)
    print(f"seed {seed}", flush=True)
    full, forked, updates, deadly = _LONG if arguments.long else _SHORT
    kills = Plan(seed, full, arguments.forked or forked, arguments.updates or updates, deadly, bug=arguments.bug)
    announcements = _announcing(seed, arguments)
    orderly = Plan(seed, 0, kills.forked // 20 + 3, kills.updates // 10, kills=False, points=(), bug=arguments.bug)
    folder = Path(tempfile.mkdtemp(prefix="torture-"))
    plans = {
        "kills": kills,
        "orderly": orderly,
        "announcements": announcements,
        "editions": _publishing(seed, arguments),
    }
    chosen = {name: plan for name, plan in plans.items() if arguments.only in {None, name}}
    if asyncio.run(_run(chosen, folder)):
        shutil.rmtree(folder)
        return 0
    print(f"logs, traces and the stores are in {folder}")
    return 1


def _announcing(seed: int, arguments: argparse.Namespace) -> Plan:
    full, forked, updates, crowd = _LONG_OUTBOX if arguments.long else _SHORT_OUTBOX
    if arguments.only == "announcements":
        forked, updates = arguments.forked or forked, arguments.updates or updates
    return announcing(seed, full, forked, updates, crowd, bug=arguments.bug)


def _publishing(seed: int, arguments: argparse.Namespace) -> Plan:
    full, forked, updates, crowd = _LONG_EDITIONS if arguments.long else _SHORT_EDITIONS
    if arguments.only == "editions":
        forked, updates = arguments.forked or forked, arguments.updates or updates
    return publishing(seed, full, forked, updates, crowd, bug=arguments.bug)


async def _run(plans: dict[str, Plan], folder: Path) -> bool:
    all_kept = True
    async with nursery() as children:
        for name, plan in plans.items():
            own = folder / name
            own.mkdir()
            table, kept = report(name, await run_campaign(plan, own, children))
            print(table, flush=True)
            all_kept = all_kept and kept
    return all_kept


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.torture")
    parser.add_argument("--long", action="store_true", help="the run whose figures stand in the README")
    parser.add_argument("--only", choices=_CAMPAIGNS, help="one campaign of the four")
    parser.add_argument("--seed", type=int, help="the seed of an earlier run; default: a new one")
    parser.add_argument("--bug", help="plant this fault (see tests/torture/bugs.py) and see it noticed")
    parser.add_argument("--forked", type=int, help="how many forked starts")
    parser.add_argument("--updates", type=int, help="how many updates")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
