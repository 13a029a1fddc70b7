"""Which edition holds, and what is looked up in one."""

import datetime as dt
from dataclasses import FrozenInstanceError, replace

import pytest

from bot.content.library import Edition, Library
from bot.content.models import Visit
from bot.content.reader import read_visit
from tests.content.builders import FIRST_DAY, SAMPLE, event, smallest

PUBLISHED = dt.datetime(2026, 9, 1, tzinfo=dt.UTC)


@pytest.fixture(scope="module")
def sample() -> Edition:
    return Edition(1, 1, "sample", PUBLISHED, "an editor", read_visit(SAMPLE, first_day=FIRST_DAY))


def edition_of(visit_id: str, number: int = 1, **more: object) -> Edition:
    visit = Visit.model_validate(smallest(id=visit_id, **more))
    return Edition(number, number, visit_id, PUBLISHED + dt.timedelta(days=number), "an editor", visit)


def test_a_real_visit_is_shown_before_a_sample_even_one_published_earlier() -> None:
    library = Library([edition_of("sample", sample=True)])
    assert library.default() == library.edition("sample")
    library.replace(edition_of("autumn"))
    library.replace(edition_of("winter"))
    assert [edition.visit_id for edition in library.visits()] == ["autumn", "winter", "sample"]
    assert library.default() == library.edition("autumn")


def test_a_new_edition_takes_the_place_of_the_old_one() -> None:
    library = Library([edition_of("autumn"), edition_of("winter")])
    newer = edition_of("autumn", 2, title={"en": "Another title"})
    library.replace(newer)
    assert library.edition("autumn") is newer
    assert library.default() is newer, "publishing again does not make a visit younger"
    assert len(library.visits()) == 2


def test_an_empty_library_has_nothing_to_show() -> None:
    assert Library().default() is None
    assert Library().visits() == ()
    assert Library().edition("sample") is None


def test_everything_is_found_by_its_id_and_nothing_by_another(sample: Edition) -> None:
    assert sample.source("S1") == sample.visit.sources[0]
    assert sample.fact("F2") == sample.visit.facts[1]
    assert sample.quote("Q1") == sample.visit.quotes[0]
    assert sample.person("zhang") == sample.visit.people[2]
    assert sample.organisation("fair") == sample.visit.organisations[-1]
    assert sample.place("pier") == sample.visit.places[-1]
    assert sample.group("press") == sample.visit.groups[-1]
    assert sample.event("follow-up") == sample.visit.events[-1]
    assert sample.topic("park") == sample.visit.topics[0]
    assert sample.host.id == "sample-park"
    for look_up in (sample.source, sample.fact, sample.quote, sample.person, sample.organisation, sample.place):
        assert look_up("of-an-old-edition") is None
    for look_up_more in (sample.group, sample.event, sample.topic):
        assert look_up_more("of-an-old-edition") is None


def test_facts_stand_under_their_topics(sample: Edition) -> None:
    by_topic = {topic.id: [fact.id for fact in facts] for topic, facts in sample.facts_by_topic()}
    assert by_topic == {
        "park": ["F1", "F2", "F3", "F4", "F5", "F14"],
        "cooperation": ["F6", "F7", "F8", "F9"],
        "practical": ["F10", "F11", "F12", "F13"],
    }


def test_what_belongs_to_a_thing_is_found_from_it(sample: Edition) -> None:
    assert [fact.id for fact in sample.facts_about("pilot-plant")] == ["F4", "F12"]
    assert [caveat.id for caveat in sample.caveats_about("F2")] == ["C1"]
    assert [quote.id for quote in sample.quotes_by("wang")] == ["Q3"]
    assert [quote.id for quote in sample.quotes_about("meetings")] == ["Q4"]
    assert [gap.id for gap in sample.unstated_about("zhang")] == ["U2"]
    assert [gap.id for gap in sample.unstated_about(None)] == ["U3"]
    assert [person.id for person in sample.people_of("primer-bio")] == ["shablonov"]
    assert [one.id for one in sample.events_at("pier")] == ["river"]
    assert sample.caveats_about("nothing") == ()


def test_a_person_is_at_the_events_that_name_them_and_those_they_answer_for(sample: Edition) -> None:
    assert [one.id for one in sample.events_of_person("wang")] == ["plant-b", "plant-a", "round-table", "night-run"]
    assert "lab" in [one.id for one in sample.events_of_person("obraztsova")], "to be called about it"


def test_a_speaker_is_a_person_or_an_organisation(sample: Edition) -> None:
    speakers = [sample.speaker(quote) for quote in sample.visit.quotes]
    assert [speaker.id for speaker in speakers if speaker is not None] == ["primerov", "zhang", "wang", "committee"]


def test_the_programme_is_read_day_by_day(sample: Edition) -> None:
    assert [str(day) for day in sample.days()] == ["2026-09-23", "2026-09-24", "2026-09-25"]
    assert sample.events_on(FIRST_DAY)[0].id == "welcome"
    assert sample.events_on(FIRST_DAY - dt.timedelta(days=1)) == ()
    assert [one.id for one in sample.undated()] == ["follow-up"]


def test_what_rests_on_a_source_counts_names_points_and_contacts(sample: Edition) -> None:
    resting = sample.resting_on("S2")
    assert [fact.id for fact in resting.facts] == ["F1", "F2", "F5", "F14"]
    assert [quote.id for quote in resting.quotes] == ["Q3"]
    assert [caveat.id for caveat in resting.caveats] == ["C1"]
    assert [one.id for one in resting.events] == ["night-run"]
    assert "zhang" in [person.id for person in resting.people], "the Latin form of the name"
    assert "maket-robotics" in [organisation.id for organisation in resting.organisations]
    assert [place.id for place in resting.places] == ["hotel", "main-gate", "pilot-plant", "hall", "restaurant"]
    assert sample.sources(["S3", "unknown", "S1"]) == (sample.visit.sources[2], sample.visit.sources[0])


def test_an_edition_never_changes_and_is_compared_by_what_it_says(sample: Edition) -> None:
    again = replace(sample)
    assert sample.find("parking", "en") is not None
    assert again == sample
    with pytest.raises(FrozenInstanceError):
        sample.number = 2  # type: ignore[misc]


def test_an_edition_is_of_its_visit_and_knows_when_it_came_out() -> None:
    visit = Visit.model_validate(smallest(events=[event("talk")]))
    with pytest.raises(ValueError, match="holds the visit"):
        Edition(1, 1, "another", PUBLISHED, "an editor", visit)
    with pytest.raises(ValueError, match="zone"):
        Edition(1, 1, "small", PUBLISHED.replace(tzinfo=None), "an editor", visit)
