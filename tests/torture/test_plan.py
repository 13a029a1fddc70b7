"""How lives are chosen to end: nobody waits at a crash point that the life does not pass."""

from random import Random
from typing import Final

import pytest

from tests.torture.plan import Ending, Endings, Plan
from tests.torture.points import after_commit, before_commit

_ONE_BY_ONE: Final = (before_commit("store"), after_commit("count attempt"), before_commit("handle alone"))
_IN_A_GROUP: Final = (before_commit("handle"), after_commit("handle"))


def _endings(*points: str, after_clean_stop: bool) -> list[Ending]:
    endings = Endings(Plan(seed=1, full=0, forked=200, updates=0, points=points), Random(1))
    return [endings.next(200 - index, after_clean_stop=after_clean_stop, updates=1) for index in range(200)]


@pytest.mark.parametrize(("after_clean_stop", "points"), [(True, _ONE_BY_ONE), (False, _IN_A_GROUP)])
def test_a_point_is_not_tried_where_it_is_not_passed(points: tuple[str, ...], *, after_clean_stop: bool) -> None:
    assert not [ending for ending in _endings(*points, after_clean_stop=after_clean_stop) if ending.point]
    assert {ending.point for ending in _endings(*points, after_clean_stop=not after_clean_stop)} >= {*points}


def test_what_needs_a_crash_before_it_gets_one() -> None:
    kinds = [ending.kind for ending in _endings(*_ONE_BY_ONE, after_clean_stop=True)]
    assert kinds.count("kill") > len(kinds) / 2
