"""The short run of `make torture` with announcements: everybody has one state, whatever dies when."""

from dataclasses import replace
from pathlib import Path

import pytest

from tests.torture.campaign import run_campaign
from tests.torture.plan import announcing
from tests.torture.points import OUTBOX_POINTS
from tests.torture.processes import nursery
from tests.torture.report import report


@pytest.mark.timeout(400)
async def test_everybody_has_one_true_state_and_nobody_gets_anything_twice(tmp_path: Path) -> None:
    # A third of the points, before and after by turns; `make torture` dies at all of them.
    points = OUTBOX_POINTS[::3]
    plan = replace(announcing(20253, 0, 30, 40, 1, gloom=0.1, points=points), backups=1, may_miss=3)
    async with nursery() as children:
        outcome = await run_campaign(plan, tmp_path, children)
    table, kept = report("announcements", outcome)
    assert kept, table
    assert outcome.evidence is not None
    assert outcome.evidence.outbox is not None
    assert outcome.evidence.outbox.restores == 1
