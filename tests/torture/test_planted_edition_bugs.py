"""The torture of editions under test: a fault in publishing or in telling of it is caught, by its sentence."""

from dataclasses import replace
from pathlib import Path
from typing import Final

import pytest

from tests.torture.campaign import run_campaign
from tests.torture.editions.bugs import APART, EDITION_BUGS
from tests.torture.editions.wishes import AGAIN, CORRECT, DECIDE, HOLDING
from tests.torture.flow import UNSTORABLE
from tests.torture.plan import Plan, publishing
from tests.torture.points import after_commit, before_commit
from tests.torture.processes import nursery
from tests.torture.report import violations_of


def _dying_at(*points: str, lives: int = 6) -> Plan:
    plan = publishing(31, 0, lives, 6 * lives, 12, faults=0, points=points)
    return replace(plan, kinds=(CORRECT, DECIDE), gloom=0, deaths=3)


def _orderly(*kinds: str, updates: int = 40, settle: float = 0.3) -> Plan:
    plan = publishing(32, 0, 3, updates, 6, faults=0, points=())
    return replace(plan, kills=False, kinds=(CORRECT, *[DECIDE] * 4, *kinds), gloom=0, settle=settle)


# Each planted bug: how the bot is treated, and what the harness must say.
_CAUGHT: Final = {
    "due apart": (_dying_at(before_commit(APART)), "not told what holds: "),
    "rounds begun anew": (_dying_at(after_commit("tell")), "told twice: "),
    "whatever holds": (_orderly(AGAIN, AGAIN, DECIDE, DECIDE, updates=90), "was asked for"),
    "only the last change": (_orderly(settle=1), "told twice: "),
    "loaded before the commit": (_orderly(UNSTORABLE, HOLDING), "asked for"),
    "never loaded": (_orderly(HOLDING), "answered from edition"),
}


def test_there_is_a_trial_of_every_bug() -> None:
    assert _CAUGHT.keys() == EDITION_BUGS.keys()


@pytest.mark.pace
@pytest.mark.timeout(900)
async def test_every_planted_bug_is_caught(tmp_path: Path) -> None:
    overlooked = {}
    async with nursery() as children:
        for bug, (plan, sentence) in _CAUGHT.items():
            # What a campaign meets depends on the machine's pace as well as on the seed: eight are enough for any.
            for attempt in range(8):
                folder = tmp_path / f"{bug.replace(' ', '-')}-{attempt}"
                folder.mkdir()
                tried = replace(plan, bug=bug, seed=plan.seed + attempt)
                violations = violations_of(await run_campaign(tried, folder, children))
                if any(sentence in violation for violation in violations):
                    break
            else:
                overlooked[bug] = violations
    assert not overlooked
