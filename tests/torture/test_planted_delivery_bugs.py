"""The torture of announcements under test: a fault in what the bot sends by itself is caught, by its sentence."""

from dataclasses import replace
from pathlib import Path
from typing import Final

import pytest

from tests.torture.campaign import run_campaign
from tests.torture.outbox.bugs import OUTBOX_BUGS
from tests.torture.outbox.wishes import BROADCAST, REWORD, TELL_GROUPS
from tests.torture.plan import Plan, announcing
from tests.torture.points import after_call, before_call, before_commit
from tests.torture.processes import nursery
from tests.torture.report import violations_of


def _dying_at(*points: str, lives: int = 4, updates: int = 3, crowd: int = 1) -> Plan:
    plan = announcing(21, 0, lives, updates, crowd, faults=0, points=points, gloom=0)
    return replace(plan, kinds=(BROADCAST,), backups=0)


def _orderly(kind: str, faults: float, updates: int = 3) -> Plan:
    plan = announcing(22, 0, 2, updates, 1, faults=faults, points=(), gloom=0)
    return replace(plan, kills=False, kinds=(kind,), backups=0)


# Each planted bug: how the bot is treated, and what the harness must say.
_CAUGHT: Final = {
    "leased": (_dying_at(after_call("sendMessage")), "tried again: "),
    "sent before the call": (_dying_at(before_call("sendMessage")), "falsely sent: "),
    "queued after a crash": (_dying_at(after_call("sendMessage")), "tried again: "),
    "uncertain sent again": (_orderly(BROADCAST, faults=6), "tried again: "),
    # In most of these lives it rains 429s.
    "429 taken for sent": (replace(_orderly(BROADCAST, faults=1), forked=4, gloom=1), "falsely sent: "),
    "correction overtakes": (replace(_dying_at(lives=6, updates=12), kinds=(BROADCAST, REWORD)), "too early: "),
    "restored as it was": (
        replace(_dying_at(before_commit("deliver"), lives=6, updates=6, crowd=150), deaths=4, backups=3),
        "a restored backup sent",
    ),
    "moved group told twice": (_orderly(TELL_GROUPS, faults=0, updates=8), "tried again: "),
    "another's message id": (_orderly(BROADCAST, faults=0, updates=8), "falsely sent: "),
    "more claimed than fly": (_dying_at(lives=5, updates=5, crowd=300), " are uncertain, at most "),
}


def test_there_is_a_trial_of_every_bug() -> None:
    assert _CAUGHT.keys() == OUTBOX_BUGS.keys()


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
