"""What differs, in words: nothing is left out, nothing unnamed, and times stand by the visit's clock."""

import datetime as dt
from typing import Any, get_args

import pytest
from hypothesis import given, settings
from pydantic import BaseModel
from syrupy.assertion import SnapshotAssertion

from bot.content.differences import Differences
from bot.content.labels import CHOICES, ENTRY_NAMES, FIELD_NAMES, REFERENCES, SECTION_NAMES, VALUE_NAMES, ZONES
from bot.content.models import Visit
from bot.content.parts import SECTIONS
from bot.content.texts import NameForm
from bot.core.languages import LANGUAGES, Language
from tests.content.builders import event, fact, name, organisation, person, place, source, visit_of
from tests.content.random_visits import editions
from tests.support.translating import translators

DAY = "2026-09-24"
EN = translators()["en"]
BEFORE = visit_of(
    event("table", DAY, "11:00", "12:30", title={"en": "Round table", "ru": "Круглый стол"}, place="one"),
    event("tour", DAY, "09:30", title={"en": "Tour"}, groups=["bus-a"]),
    event("dinner", DAY, title={"en": "Dinner"}),
    event("call", DAY, "09:00", title={"en": "Call"}, zone="Europe/Moscow"),
    places=[place("one", names=name("Hall 1")), place("two", names=name("Hall 2"))],
    groups=[{"id": "bus-a", "title": {"en": "Bus A"}}, {"id": "bus-b", "title": {"en": "Bus B"}}],
    people=[person("P1", contact={"email": "a@example.org", "sources": ["S1"]})],
    topics=[{"id": "T1", "title": {"en": "The park"}}],
    facts=[fact("F1", text={"en": "More than 903,000 square metres."}), fact("F2", text={"en": "A fact that goes."})],
)
AFTER = visit_of(
    event("tour", DAY, "09:30", title={"en": "Tour"}, groups=["bus-b"], status="cancelled"),
    event("dinner", "2026-09-25", "19:00", title={"en": "Dinner"}, bring={"en": "A badge"}),
    event("table", DAY, "11:30", "13:00", title={"en": "Round table", "ru": "Стол"}, place="two"),
    event("call", DAY, "10:00", title={"en": "Call"}, zone="Europe/Moscow"),
    event("late", "2026-09-25", title={"en": "Farewell"}),
    places=[place("one", names=name("Hall 1")), place("two", names=name("Hall 2"))],
    groups=[{"id": "bus-a", "title": {"en": "Bus A"}}, {"id": "bus-b", "title": {"en": "Bus B"}}],
    people=[person("P1", role={"en": "Director"}, note={"en": "Speaks Chinese"})],
    topics=[{"id": "T1", "title": {"en": "The park"}}],
    facts=[fact("F1", text={"en": "More than 904,000 square metres."}, confidence="medium", sources=["S1", "S2"])],
    sources=[source("S1"), source("S2", publisher={"en": "The Gazette"})],
    organisations=[organisation("O1", names={**name("A park"), "zh": {"text": "公园", "status": "ours"}})],
    title={"en": "A better title"},
    home_zone="Asia/Tokyo",
)


@pytest.mark.parametrize("language", LANGUAGES)
def test_everything_that_differs_is_named(language: Language, snapshot: SnapshotAssertion) -> None:
    found = Differences(BEFORE, AFTER, translators()[language])
    details = [line for detail in found.details() for line in (detail.heading, *(f"  {one}" for one in detail.lines))]
    assert "\n".join([*found.counts(), "", *found.headlines(), "", *details]) == snapshot


@settings(max_examples=60, deadline=None)
@given(editions())
def test_whatever_differs_is_said_and_nothing_else(two: tuple[Visit, Visit]) -> None:
    found = Differences(*two, EN)
    for told in (found.counts(), found.headlines(), found.details()):
        assert bool(told) == (two[0] != two[1])
    assert all(line.strip() and len(line) < 600 for line in (*found.counts(), *found.headlines()))
    comparison = found.comparison
    things = [thing for part in comparison.sections for thing in (*part.added, *part.removed, *part.changed)]
    orders = [part for part in comparison.sections if part.moved]
    assert len(found.details()) == len(found.headlines()) == len(things) + len(orders) + bool(comparison.fields)
    for detail in found.details():
        assert all(": " in line or line for line in detail.lines)
    changed = [thing for part in comparison.sections for thing in part.changed]
    assert sum(1 for detail in found.details() if detail.lines) >= len(changed)


def test_what_is_the_same_in_the_visits_clock_is_said_by_its_fields() -> None:
    before = visit_of(event("call", DAY, "09:00", zone="Europe/Moscow"))
    after = visit_of(event("call", DAY, "14:00"))
    [detail] = Differences(before, after, EN).details()
    assert detail.lines == ("start: 09:00 → 14:00", "time zone: Moscow → —")


def test_a_move_into_another_year_says_the_years() -> None:
    before, after = visit_of(event("fair", "2026-12-30")), visit_of(event("fair", "2027-01-02"))
    [line] = Differences(before, after, EN).headlines()
    assert line == "fair: 30 Dec 2026, time not stated → 2 Jan 2027, time not stated"


def test_of_a_long_text_what_differs_is_shown() -> None:
    text = "A sentence that goes on. " * 20
    before = visit_of(event("a", about={"en": f"{text}It has 3 floors. {text}"}))
    after = visit_of(event("a", about={"en": f"{text}It has 4 floors. {text}"}))
    [detail] = Differences(before, after, EN).details()
    [line] = detail.lines
    assert "It has 3 floors" in line
    assert "It has 4 floors" in line
    assert len(line) < 200


def test_a_place_that_is_gone_is_still_named_as_it_was() -> None:
    before = visit_of(event("a", place="hall"), places=[place("hall", names=name("The great hall"))])
    assert "place: The great hall → —" in Differences(before, visit_of(event("a")), EN).details()[0].lines


def test_every_section_field_and_choice_has_a_name() -> None:
    assert SECTION_NAMES.keys() == ENTRY_NAMES.keys() == SECTIONS.keys()
    fields = {field for model in _models() for field in model.model_fields} - SECTIONS.keys()
    assert fields - {"id", "format", *LANGUAGES} <= FIELD_NAMES.keys()
    assert fields >= FIELD_NAMES.keys() - SECTIONS.keys()
    assert (REFERENCES.keys() | CHOICES | ZONES) <= FIELD_NAMES.keys()
    for model in _models():
        for field in CHOICES & model.model_fields.keys():
            choices = get_args(model.model_fields[field].annotation)
            assert set(choices) <= VALUE_NAMES.keys(), (model, field)


def _models() -> list[type[BaseModel]]:
    found: list[type[BaseModel]] = [Visit]
    for model in found:
        for described in model.model_fields.values():
            found += [one for one in _models_in(described.annotation) if one not in found]
    assert NameForm in found
    return found


def _models_in(annotation: Any) -> list[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    return [model for part in get_args(annotation) for model in _models_in(part)]


def test_comparing_and_naming_a_large_edition_is_quick() -> None:
    events = [event(f"E{number}", DAY, "11:00") for number in range(2000)]
    before = visit_of(*events)
    late = tuple(one.model_copy(update={"start": dt.time(11, 30)}) for one in before.events)
    started = dt.datetime.now(dt.UTC)
    found = Differences(before, before.model_copy(update={"events": late}), EN)
    assert len(found.headlines()) == len(events)
    assert dt.datetime.now(dt.UTC) - started < dt.timedelta(seconds=3)
