"""The torture itself under test: a bot with a fault planted into it is caught, by the sentence that names it."""

from dataclasses import replace
from pathlib import Path
from typing import Final

import pytest

from tests.torture.bugs import BUGS
from tests.torture.campaign import run_campaign
from tests.torture.plan import Plan
from tests.torture.points import after_commit, before_call, before_commit
from tests.torture.processes import nursery
from tests.torture.report import violations_of


def _dying_at(*points: str) -> Plan:
    lives, updates = 3 * len(points) + 1, 30 * len(points) + 30
    return Plan(11, 0, lives, updates, faults=0, points=points, deaths=2, learn=False, neighbours=False)


def _orderly(faults: float) -> Plan:
    return Plan(12, 0, 3, 80, kills=False, faults=faults, points=(), neighbours=False)


_DEADLY: Final = Plan(13, 0, 4, 20, deadly=1, faults=0, points=(), learn=False, neighbours=False)

# Each planted bug: how the bot is treated, and what the harness must say.
_CAUGHT: Final = {
    "confirm before store": (_dying_at(before_commit("store"), before_commit("handle")), "lost: "),
    "mark apart": (_dying_at(before_commit("mark apart")), "repeated: "),
    "no deduplication": (_dying_at(after_commit("handle"), after_commit("store")), "in the inbox 2 times"),
    "settle before send": (_dying_at(before_call("sendMessage")), "never answered: "),
    "repeat uncertain": (_orderly(faults=8), "repeated without a crash: "),
    "forget marks at stop": (_orderly(faults=0), "repeated without a crash: "),
    "keep half work": (_orderly(faults=0), "left an effect"),
    "attempts uncounted": (_DEADLY, "a deadly update still killed the bot"),
}


def test_there_is_a_trial_of_every_bug() -> None:
    assert _CAUGHT.keys() == BUGS.keys()


@pytest.mark.timeout(400)
async def test_every_planted_bug_is_caught(tmp_path: Path) -> None:
    overlooked = {}
    async with nursery() as children:
        for bug, (plan, sentence) in _CAUGHT.items():
            folder = tmp_path / bug.replace(" ", "-")
            folder.mkdir()
            violations = violations_of(await run_campaign(replace(plan, bug=bug), folder, children))
            if not any(sentence in violation for violation in violations):
                overlooked[bug] = violations
    assert not overlooked
