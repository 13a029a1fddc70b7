"""The short run of `make torture`, from a fixed seed: promises hold wherever the bot dies."""

from pathlib import Path

import pytest

from tests.torture.campaign import Outcome, run_campaign
from tests.torture.plan import Plan
from tests.torture.points import POINTS
from tests.torture.processes import nursery
from tests.torture.report import report


async def _run(plan: Plan, folder: Path) -> Outcome:
    async with nursery() as children:
        outcome = await run_campaign(plan, folder, children)
    table, kept = report("short", outcome)
    assert kept, table
    return outcome


@pytest.mark.timeout(400)
async def test_nothing_is_lost_or_done_twice_whatever_dies_when(tmp_path: Path) -> None:
    # A third of the points, before and after by turns; `make torture` dies at all of them.
    plan = Plan(20251, full=1, forked=54, updates=240, deadly=1, points=POINTS[::3], learn=False, may_miss=3)
    outcome = await _run(plan, tmp_path)
    assert outcome.ends.keys() >= {"SIGTERM", "crash point", "deadly update"}
    assert outcome.starts["full"] == 1


@pytest.mark.timeout(200)
async def test_an_orderly_stop_repeats_no_answer(tmp_path: Path) -> None:
    outcome = await _run(Plan(seed=20252, full=0, forked=6, updates=120, kills=False, points=()), tmp_path)
    assert outcome.ends.keys() == {"SIGTERM"}
