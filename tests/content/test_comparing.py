"""Two editions compared: applied to the first the comparison gives the second, and says no more than differs."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.content.comparing import Changed, Comparison, FieldChange, SectionChanges, apply, compare
from bot.content.models import Visit
from bot.content.parts import SECTIONS, entries
from bot.content.reader import read_visit
from tests.content.builders import FIRST_DAY, SAMPLE, event, place, smallest, visit_of
from tests.content.random_visits import VISITS, editions

MODERATE = settings(max_examples=60, deadline=None)


@MODERATE
@given(editions())
def test_applied_to_the_first_edition_a_comparison_gives_the_second(two: tuple[Visit, Visit]) -> None:
    first, second = two
    comparison = compare(first, second)
    assert apply(comparison, first) == second
    assert bool(comparison) == (first != second)


@MODERATE
@given(VISITS)
def test_nothing_differs_between_equals(visit: Visit) -> None:
    assert compare(visit, Visit.model_validate_json(visit.model_dump_json(exclude_defaults=True))) == Comparison()


@MODERATE
@given(editions())
def test_there_and_back_mirror_each_other(two: tuple[Visit, Visit]) -> None:
    there, back = compare(*two), compare(*reversed(two))
    mirrored = [FieldChange(change.path, change.new, change.old) for change in there.fields]
    assert list(back.fields) == mirrored
    for name in SECTIONS:
        assert set(_ids(there.section(name).added)) == set(_ids(back.section(name).removed))
        assert {one.item_id for one in there.section(name).changed} == {
            one.item_id for one in back.section(name).changed
        }


@MODERATE
@given(editions())
def test_every_change_is_one(two: tuple[Visit, Visit]) -> None:
    comparison = compare(*two)
    for section in comparison.sections:
        for changed in section.changed:
            assert changed.fields
        for change in (*comparison.fields, *(change for changed in section.changed for change in changed.fields)):
            assert change.old != change.new


@given(st.permutations("abcdefg"))
def test_what_moved_are_the_fewest_that_explain_the_order(order: list[str]) -> None:
    comparison = compare(visit_of(*map(event, "abcdefg")), visit_of(*map(event, order)))
    [changes] = comparison.sections or (SectionChanges("events"),)
    rest = [one for one in order if one not in changes.moved]
    assert rest == sorted(rest)
    longest = max(len(one) for one in _rising(order))
    assert len(changes.moved) == len(order) - longest


def test_what_is_added_in_the_middle_moves_nothing() -> None:
    before, after = visit_of(event("a"), event("b")), visit_of(event("a"), event("c"), event("b"))
    [changes] = compare(before, after).sections
    assert (_ids(changes.added), changes.order, changes.moved) == (["c"], ("a", "c", "b"), ())
    assert apply(compare(before, after), before) == after


def test_a_moved_event_is_its_old_and_its_new_time() -> None:
    before = visit_of(event("a", "2026-09-24", "11:00"), event("b"))
    after = visit_of(event("a", "2026-09-24", "11:30", title={"en": "a", "ru": "а"}), event("b"))
    old, new = before.events[0], after.events[0]
    fields = (FieldChange(("title", "ru"), None, "а"), FieldChange(("start",), old.start, new.start))
    assert compare(before, after) == Comparison((), (SectionChanges("events", changed=(Changed("a", fields),)),))


def test_what_comes_or_goes_whole_is_one_change() -> None:
    before, after = visit_of(event("a")), visit_of(event("a", room={"en": "Hall"}))
    [changes] = compare(before, after).sections
    assert changes.changed == (Changed("a", (FieldChange(("room",), None, after.events[0].room),)),)


def test_the_visits_own_fields_are_compared_too() -> None:
    before, after = visit_of(), visit_of(title={"en": "Another"}, sample=True)
    fields = (FieldChange(("sample",), False, True), FieldChange(("title", "en"), "A small visit", "Another"))
    assert compare(before, after) == Comparison(fields)


def test_different_visits_are_not_compared() -> None:
    with pytest.raises(ValueError, match="different visits"):
        compare(visit_of(), Visit.model_validate(smallest(id="other")))


@pytest.mark.parametrize(
    "meanwhile",
    [
        visit_of(event("a", "2026-09-24", "12:00"), event("b"), event("z")),
        visit_of(event("b"), event("z")),
        visit_of(event("a", "2026-09-24", "11:00"), event("b"), event("c"), event("z")),
        visit_of(event("a", "2026-09-24", "11:00"), event("b", room={"en": "Hall"}), event("z")),
        visit_of(event("a", "2026-09-24", "11:00"), event("b"), event("z"), title={"en": "Renamed"}),
        visit_of(event("a", "2026-09-24", "11:00"), event("b")),
    ],
)
def test_what_changed_meanwhile_is_not_written_over(meanwhile: Visit) -> None:
    before = visit_of(event("a", "2026-09-24", "11:00"), event("b"), event("z"))
    after = visit_of(event("z"), event("c"), event("a", "2026-09-24", "11:30"), title={"en": "Better"})
    with pytest.raises(ValueError, match="since"):
        apply(compare(before, after), meanwhile)


def test_what_is_elsewhere_may_change_meanwhile() -> None:
    comparison = compare(visit_of(event("a", "2026-09-24", "11:00")), visit_of(event("a", "2026-09-24", "11:30")))
    merged = apply(comparison, visit_of(event("a", "2026-09-24", "11:00"), places=[place("hall")]))
    assert merged == visit_of(event("a", "2026-09-24", "11:30"), places=[place("hall")])


def test_the_sample_and_itself_without_an_event_differ_in_that() -> None:
    visit = read_visit(SAMPLE, first_day=FIRST_DAY)
    gone = visit.model_copy(update={"events": visit.events[1:]})
    assert compare(visit, gone) == Comparison((), (SectionChanges("events", removed=visit.events[:1]),))
    assert apply(compare(gone, visit), gone) == visit
    assert [len(entries(visit, section)) > 0 for section in SECTIONS] == [True] * len(SECTIONS)


def _ids(items: tuple[Any, ...]) -> list[str]:
    return [item.id for item in items]


def _rising(order: list[str]) -> list[list[str]]:
    """Every run of letters in their order that can be picked from this one."""
    runs: list[list[str]] = [[]]
    for one in order:
        runs += [[*run, one] for run in runs if not run or run[-1] < one]
    return runs
