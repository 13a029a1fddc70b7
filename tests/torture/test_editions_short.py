"""The short run of `make torture` with editions: what holds is whole, and everybody is told it once."""

from pathlib import Path

import pytest

from tests.torture.campaign import run_campaign
from tests.torture.checks import judge
from tests.torture.plan import publishing
from tests.torture.points import EDITION_POINTS
from tests.torture.processes import nursery
from tests.torture.report import report


@pytest.mark.timeout(400)
async def test_the_old_edition_holds_or_the_new_one_and_all_are_told_once_what_holds(tmp_path: Path) -> None:
    # Those of a publication, and some of the others; `make torture` dies at all of them.
    points = (*EDITION_POINTS[:2], *EDITION_POINTS[9::6])
    async with nursery() as children:
        outcome = await run_campaign(publishing(20254, 0, 16, 110, 10, points=points, may_miss=2), tmp_path, children)
    table, kept = report("editions", outcome)
    assert kept, table
    assert outcome.evidence is not None
    found = judge(outcome.evidence).editions
    assert found is not None
    assert found.publications > 2, table
    assert found.blocks, table
