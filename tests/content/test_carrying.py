"""Changes are carried over to what holds meanwhile, whoever else made some of them as well."""

import pytest
from hypothesis import given, settings

from bot.content.carrying import carried_over
from bot.content.models import Visit
from tests.content.builders import event, visit_of
from tests.content.random_visits import editions

BASE = visit_of(event("lunch", "2026-09-23", "12:00"), event("dinner", "2026-09-23", "19:00"))
LATER = event("lunch", "2026-09-23", "13:00")
TOUR = event("tour", "2026-09-23", "15:00")


def test_what_both_changed_alike_is_no_conflict() -> None:
    held = visit_of(LATER, TOUR)
    changed = visit_of(LATER, TOUR, event("talk", "2026-09-23", "16:00"))
    assert carried_over(BASE, changed, held) == changed


def test_what_both_changed_differently_is_one() -> None:
    with pytest.raises(ValueError, match="start was changed since"):
        carried_over(BASE, visit_of(LATER), visit_of(event("lunch", "2026-09-23", "14:00")))


def test_what_was_removed_meanwhile_is_not_changed() -> None:
    with pytest.raises(ValueError, match="lunch was removed since"):
        carried_over(BASE, visit_of(LATER), visit_of())


@settings(max_examples=30, deadline=None)
@given(editions())
def test_carried_over_to_itself_everything_stays(two: tuple[Visit, Visit]) -> None:
    base, changed = two
    assert carried_over(base, changed, changed) == changed
    assert carried_over(base, changed, base) == changed
