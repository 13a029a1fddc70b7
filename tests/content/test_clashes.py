"""What does not fit in a programme is found: compared with going through every pair, and quick for a large one."""

import datetime as dt
from itertools import product
from time import perf_counter
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.content.clash_kinds import Clash, InThePast, OutsideVisit, Overlap, PlaceTaken, TextMissing, TooFar
from bot.content.clashes import Found, clashes, clashes_between
from bot.content.comparing import compare
from bot.content.models import Event, Point, Visit
from bot.content.travel import travel_time
from tests.content.builders import event, name, person, place, quote, visit_of

DAY = "2026-09-24"
GROUPS: Any = [{"id": one, "title": {"en": one}} for one in ("bus-a", "bus-b")]
PEOPLE: Any = [person("P1"), person("P2")]
# The tower and the fair stand 10 km apart, the hall next to the tower; nobody knows where the inn is.
PLACES: Any = [
    place("tower", point={"latitude": 31.2397, "longitude": 121.4998, "source": "S1"}),
    place("hall", point={"latitude": 31.2400, "longitude": 121.5000, "source": "S1"}),
    place("fair", point={"latitude": 31.2397, "longitude": 121.3948, "source": "S1"}),
    place("inn"),
]
NOW = dt.datetime(2026, 9, 1, tzinfo=dt.UTC)
Json = dict[str, Any]


def programme(*events: Json, **more: Any) -> Visit:
    return visit_of(*events, groups=GROUPS, people=PEOPLE, places=PLACES, **more)


def found(*events: Json, **more: Any) -> list[Clash]:
    return clashes(programme(*events, **more))


def test_events_at_once_for_the_same_people_clash() -> None:
    tour = event("tour", DAY, "10:00", "12:00", groups=["bus-a"], people=["P1"])
    assert found(tour, event("talk", DAY, "11:00", "11:30", groups=["bus-a"])) == [
        Overlap("tour", "talk", groups=("bus-a",))
    ]
    assert found(tour, event("talk", DAY, "11:00", "11:30", groups=["bus-b"], people=["P1"])) == [
        Overlap("tour", "talk", people=("P1",))
    ]
    assert found(tour, event("talk", DAY, "11:00", "11:30", groups=["bus-b"])) == []


def test_an_event_without_groups_is_for_everybody() -> None:
    talk = event("talk", DAY, "11:00", "11:30", people=["P1"])
    assert found(event("tour", DAY, "10:00", "12:00", people=["P1"]), talk) == [Overlap("tour", "talk")]
    assert found(event("tour", DAY, "10:00", "12:00", groups=["bus-b"]), talk) == [
        Overlap("tour", "talk", groups=("bus-b",))
    ]


def test_what_ends_when_the_next_begins_does_not_clash() -> None:
    assert found(event("a", DAY, "10:00", "11:00"), event("b", DAY, "11:00", "12:00"), event("c", DAY, "12:00")) == []


def test_times_count_as_instants_across_zones() -> None:
    call = event("call", DAY, "06:30", "07:00", zone="Europe/Moscow")
    assert found(event("tour", DAY, "11:00", "12:00"), call) == [Overlap("tour", "call")]
    assert found(event("tour", DAY, "06:00", "07:00"), call) == []


@pytest.mark.parametrize(
    "other",
    [
        event("other", DAY, "10:00", "12:00", status="cancelled"),
        event("other", DAY),
        event("other"),
        event("other", DAY, "08:00", "18:00", last_day="2026-09-26"),
        event("other", DAY, "08:00", last_day="2026-09-26"),
    ],
)
def test_what_is_cancelled_of_unknown_time_or_goes_on_for_days_clashes_with_nothing(other: Json) -> None:
    assert found(event("tour", DAY, "10:00", "12:00"), other) == []


def test_an_event_through_the_night_clashes() -> None:
    train = event("train", DAY, "23:00", "07:00", last_day="2026-09-25")
    assert found(train, event("call", "2026-09-25", "06:00", "06:30")) == [Overlap("train", "call")]


def test_of_an_event_without_an_end_only_the_start_counts() -> None:
    assert found(event("a", DAY, "10:00"), event("b", DAY, "10:30", "11:00")) == []
    assert found(event("a", DAY, "10:30"), event("b", DAY, "10:00", "11:00")) == [Overlap("b", "a")]
    assert found(event("a", DAY, "10:00"), event("b", DAY, "10:00")) == [Overlap("a", "b")]


def test_a_place_is_taken_twice_unless_the_rooms_are_known_to_differ() -> None:
    def both(first: Json, second: Json) -> list[Clash]:
        return found(
            event("a", DAY, "10:00", "12:00", place="inn", groups=["bus-a"], **first),
            event("b", DAY, "11:00", "12:00", place="inn", groups=["bus-b"], **second),
        )

    assert both({}, {}) == both({"room": {"en": "1"}}, {}) == [PlaceTaken("a", "b", "inn")]
    assert both({"room": {"en": "1"}}, {"room": {"en": "1"}}) == [PlaceTaken("a", "b", "inn")]
    assert both({"room": {"en": "1"}}, {"room": {"en": "2"}}) == []


def test_one_thing_is_said_once_where_people_and_place_are_the_same() -> None:
    assert found(event("a", DAY, "10:00", "12:00", place="inn"), event("b", DAY, "11:00", place="inn")) == [
        Overlap("a", "b")
    ]


def test_a_way_that_takes_longer_than_there_is_time_clashes() -> None:
    tour = event("tour", DAY, "10:00", "11:00", place="tower")
    assert found(tour, event("fair", DAY, "11:15", place="fair")) == [TooFar("tour", "fair", minutes=39, gap=15)]
    assert found(tour, event("fair", DAY, "11:40", place="fair")) == []
    assert found(tour, event("talk", DAY, "11:06", place="hall")) == []
    assert found(tour, event("talk", DAY, "11:00", place="inn")) == []
    assert found({**tour, "groups": ["bus-a"]}, event("fair", DAY, "11:15", place="fair", groups=["bus-b"])) == []


def test_a_way_through_a_city_is_estimated_and_a_journey_is_not() -> None:
    shanghai = Point(latitude=31.0, longitude=121.0, source="S1")
    north = shanghai.model_copy(update={"latitude": 31.0 + 10 / 111.195})
    assert travel_time(shanghai, shanghai) == dt.timedelta(minutes=5)
    takes = travel_time(shanghai, north)
    assert takes is not None
    assert abs(takes - dt.timedelta(minutes=5 + 10 * 1.4 / 25 * 60)) < dt.timedelta(seconds=5)
    assert travel_time(shanghai, Point(latitude=55.75, longitude=37.62, source="S1")) is None


def test_texts_are_missed_in_the_languages_of_the_visit() -> None:
    visit: Json = {"title": {"en": "A visit", "ru": "Визит"}}
    named = event("a", title={"en": "Talk"})
    assert found(named, **visit) == [
        TextMissing("sources", "S1", ("ru",)),
        *(TextMissing("people", one["id"], ("ru",)) for one in PEOPLE),
        *(TextMissing("groups", one["id"], ("ru",)) for one in GROUPS),
        TextMissing("events", "a", ("ru",)),
    ]
    assert found(named) == []


def test_the_words_of_a_quote_are_its_text_in_their_language() -> None:
    said = quote("Q1", language="en", translations={"ru": "Добро пожаловать."})
    visit = visit_of(title={"en": "A visit", "ru": "Визит"}, quotes=[said])
    assert [clash for clash in clashes(visit) if isinstance(clash, TextMissing) and clash.section == "quotes"] == []


def between(before: Visit, after: Visit, now: dt.datetime = NOW) -> Found:
    return clashes_between(before, after, compare(before, after), now)


def test_what_clashed_before_is_counted_and_what_is_new_or_touched_leads() -> None:
    old = (event("a", DAY, "10:00", "12:00"), event("b", DAY, "11:00", "12:00"))
    before = programme(*old)
    dinner = event("dinner", DAY, "19:00", title={"en": "Dinner"})
    assert between(before, programme(*old, dinner)) == Found((), 1)
    assert between(before, programme(*old, event("c", DAY, "11:30", "11:40"))) == Found((Overlap("b", "c"),), 1)
    assert between(before, programme(old[0], {**old[1], "title": {"en": "B"}})) == Found((Overlap("a", "b"),), 0)


def test_days_outside_the_visit_are_told_of_what_is_new_or_changed() -> None:
    before = programme(event("a", DAY, "10:00"), event("b", "2026-09-26"))
    assert between(before, programme(event("a", "2025-09-24", "10:00"), event("b", "2026-09-26"))).leading == (
        OutsideVisit("a"),
        InThePast("a"),
    )
    assert between(before, programme(event("a", "2026-09-25", "10:00"), event("b", "2026-09-27"))).leading == (
        OutsideVisit("b"),
    )
    assert between(programme(), before).leading == ()


def test_changing_what_is_over_is_told() -> None:
    before = programme(event("a", DAY, "10:00", "11:00"), event("b", DAY), event("c", "2026-09-26", "10:00"))
    after = programme(event("b", DAY, title={"en": "B"}), event("c", "2026-09-26", "10:00", title={"en": "C"}))
    shanghai = ZoneInfo("Asia/Shanghai")
    noon = dt.datetime(2026, 9, 24, 12, tzinfo=shanghai)
    assert between(before, after, noon).leading == (InThePast("a"),)
    assert between(before, after, noon + dt.timedelta(days=1)).leading == (InThePast("b"), InThePast("a"))
    assert between(before, after, noon - dt.timedelta(days=1)).leading == ()


@st.composite
def programmes(draw: st.DrawFn) -> Visit:
    def times() -> Json:
        start = draw(st.integers(8 * 4, 12 * 4))
        length = draw(st.integers(0, 8))
        end = {"end": f"{(start + length) // 4:02}:{(start + length) % 4 * 15:02}"} if length else {}
        return {"day": DAY, "start": f"{start // 4:02}:{start % 4 * 15:02}"} | end

    def one(number: int) -> Json:
        choices: Json = {
            "groups": draw(st.lists(st.sampled_from(["bus-a", "bus-b"]), unique=True)),
            "people": draw(st.lists(st.sampled_from(["P1", "P2"]), unique=True)),
        }
        where: Json = draw(st.sampled_from([{}, {"place": "inn"}, {"place": "tower"}, {"place": "fair"}]))
        room: Json = draw(st.sampled_from([{}, {"room": {"en": "1"}}, {"room": {"en": "2"}}]))
        return event(f"E{number}", **times(), **choices, **where, **room)

    return programme(*(one(number) for number in range(draw(st.integers(0, 9)))))


def minutes(event: Event) -> tuple[int, int]:
    assert event.start is not None
    start = event.start.hour * 60 + event.start.minute
    return start, start if event.end is None else event.end.hour * 60 + event.end.minute


def meet(first: Event, second: Event) -> bool:
    (a, b), (c, d) = minutes(first), minutes(second)
    return a == c or (b > c if a < c else d > a)


@settings(max_examples=150, deadline=None)
@given(programmes())
def test_whoever_is_in_two_events_at_once_is_told_as_going_through_every_pair_says(visit: Visit) -> None:
    events = {one.id: one for one in visit.events}

    def attend(one: Event, who: str) -> bool:
        return who in one.people or who in one.groups or (who.startswith("bus") and not one.groups)

    told = [clash for clash in clashes(visit) if isinstance(clash, Overlap)]
    for clash in told:
        first, second = events[clash.first], events[clash.second]
        assert meet(first, second)
        assert all(attend(one, who) for who in (*clash.people, *clash.groups) for one in (first, second))
        assert clash.people or clash.groups or not (first.groups or second.groups)
    for who, (first, second) in product(("bus-a", "bus-b", "P1", "P2"), product(visit.events, repeat=2)):
        if first is second or not (attend(first, who) and attend(second, who) and meet(first, second)):
            continue
        # The later of the two is told of, with whichever goes on longest beside it.
        later = max((first, second), key=lambda one: (*minutes(one), visit.events.index(one)))
        assert any(
            clash.second == later.id and attend(events[clash.first], who) and meet(events[clash.first], later)
            for clash in told
        )


@settings(max_examples=150, deadline=None)
@given(programmes())
def test_a_place_taken_twice_is_told_as_going_through_every_pair_says(visit: Visit) -> None:
    events = {one.id: one for one in visit.events}
    told = [clash for clash in clashes(visit) if isinstance(clash, PlaceTaken)]
    same_people = {(one.first, one.second) for one in clashes(visit) if isinstance(one, Overlap)}

    def collide(one: Event, other: Event) -> bool:
        rooms = {one.room, other.room} - {None}
        return one.place is not None and one.place == other.place and len(rooms) < 2 and meet(one, other)

    assert all(collide(events[clash.first], events[clash.second]) for clash in told)
    for first, second in product(visit.events, repeat=2):
        if first is not second and collide(first, second):
            later = max((first, second), key=lambda one: (*minutes(one), visit.events.index(one)))
            pairs = {(clash.first, clash.second) for clash in told} | same_people
            assert any(pair[1] == later.id and collide(events[pair[0]], later) for pair in pairs)


def test_two_thousand_events_are_looked_through_in_a_moment() -> None:
    crowd = [
        event(
            f"E{number}",
            f"2026-09-{1 + number % 5:02}",
            f"{8 + number % 12:02}:00",
            "21:00",
            place=("tower", "fair", "inn")[number % 3],
            title={"en": "x"},
        )
        for number in range(2000)
    ]
    visit = visit_of(*crowd, places=PLACES, groups=GROUPS, people=[person("P1", names=name("A"))])
    started = perf_counter()
    assert len(clashes(visit)) < 3 * len(crowd)
    assert perf_counter() - started < 1.5
