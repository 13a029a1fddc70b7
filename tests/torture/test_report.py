"""What a campaign that missed crash points is told."""

from collections import Counter

from tests.torture.campaign import Outcome
from tests.torture.plan import Plan
from tests.torture.report import violations_of


def _outcome(starts: int) -> Outcome:
    plan = Plan(seed=1, full=0, forked=starts, updates=0)
    return Outcome(plan, points=Counter({"after getMe": 2}), missed=["before getMe", "before store"])


def test_crash_points_that_were_missed_are_one_violation() -> None:
    assert "never died at: before getMe, before store" in violations_of(_outcome(starts=3))


def test_fewer_starts_than_crash_points_cannot_die_at_them_all() -> None:
    assert not [sentence for sentence in violations_of(_outcome(starts=2)) if sentence.startswith("never died at")]
