"""What a visit must keep to as a whole, and how a breach is told."""

from typing import Any, get_args

import pytest
from pydantic import BaseModel

from bot.content.models import Visit
from bot.content.rules import check
from bot.content.rules_of_ids import REFERENCES
from bot.content.rules_of_texts import length_in_telegram
from bot.content.texts import Identifier
from tests.content.builders import Json, event, fact, name, organisation, person, place, quote, smallest, source

TOPICS = [{"id": "T1", "title": {"en": "A topic"}}]
CONTACT = {"email": "name@newspaper.test", "sources": ["S1"]}


def breaches(**more: Any) -> dict[str, str]:
    """Return what is said against the smallest visit with these keys: place to reason."""
    problems = check(Visit.model_validate(smallest(**({"topics": TOPICS} | more))))
    return {".".join(map(str, problem.path)): problem.reason for problem in problems}


def test_what_is_right_is_left_alone() -> None:
    assert breaches(facts=[fact("F1", about=["O1"])], caveats=[caveat("C1", about=["F1", "S1"])]) == {}


def caveat(caveat_id: str, **more: Any) -> Json:
    return {"id": caveat_id, "about": ["O1"], "text": {"en": "One source only."}} | more


def named(**forms: Json) -> Json:
    return {"names": forms}


def printed(text: str, source_id: str = "S1") -> Json:
    return {"text": text, "status": "source", "source": source_id}


REPEATED = {
    "in one section": ({"facts": [fact("F1"), fact("F1")]}, "facts.1.id"),
    "in small letters": ({"facts": [fact("F1"), fact("f1")]}, "facts.1.id"),
    "among what others are about": ({"facts": [fact("O1")]}, "organisations.0.id"),
    "of a person and a place": ({"people": [person("X")], "places": [place("X")]}, "places.0.id"),
    "of a source and a quote": ({"quotes": [quote("S1")]}, "sources.0.id"),
    "of topics": ({"topics": [*TOPICS, *TOPICS]}, "topics.1.id"),
    "of groups": ({"groups": [{"id": "G", "title": {"en": "G"}}] * 2}, "groups.1.id"),
    "of words": ({"glossary": [{"id": "W", "names": name("W")}] * 2}, "glossary.1.id"),
    "of caveats": ({"caveats": [caveat("C"), caveat("C")]}, "caveats.1.id"),
    "of gaps": ({"unstated": [{"id": "U", "text": {"en": "U"}}] * 2}, "unstated.1.id"),
}


@pytest.mark.parametrize(("more", "place_of_it"), REPEATED.values(), ids=REPEATED)
def test_an_id_used_twice_is_told(more: Json, place_of_it: str) -> None:
    assert "is already the id of" in breaches(**more)[place_of_it]


def test_kinds_that_nobody_mixes_up_may_share_an_id() -> None:
    assert breaches(groups=[{"id": "T1", "title": {"en": "A bus"}}], caveats=[caveat("T1")]) == {}


BROKEN = {
    "host": ({"host": "X"}, "host", "there is no X here; an organisation is needed"),
    "host of another kind": (
        {"host": "P", "people": [person("P")]},
        "host",
        "P is a person; an organisation is needed",
    ),
    "topic": ({"facts": [fact("F", topic="X")]}, "facts.0.topic", "a topic is needed"),
    "source": ({"facts": [fact("F", sources=["S1", "X"])]}, "facts.0.sources.1", "a source is needed"),
    "source resembling one": ({"facts": [fact("F", sources=["S11"])]}, "facts.0.sources.0", "did you mean S1?"),
    "about": ({"facts": [fact("F", about=["X"])]}, "facts.0.about.0", "a fact, a person, an organisation, a place"),
    "about a topic": ({"facts": [fact("F", about=["T1"])]}, "facts.0.about.0", "T1 is a topic; a fact, a person"),
    "about itself": ({"facts": [fact("F", about=["F"])]}, "facts.0.about", "F is about itself"),
    "caveat": ({"caveats": [caveat("C", about=["X"])]}, "caveats.0.about.0", "there is no X here"),
    "caveat's source": ({"caveats": [caveat("C", sources=["X"])]}, "caveats.0.sources.0", "a source is needed"),
    "speaker": ({"quotes": [quote("Q", speaker="X")]}, "quotes.0.speaker", "a person or an organisation is needed"),
    "quote": ({"quotes": [quote("Q", about=["X"])]}, "quotes.0.about.0", "there is no X here"),
    "employer": ({"people": [person("P", organisation="X")]}, "people.0.organisation", "an organisation is needed"),
    "contact": (
        {"people": [person("P", contact=CONTACT | {"sources": ["X"]})]},
        "people.0.contact.sources.0",
        "a source is needed",
    ),
    "name": (
        {"people": [person("P", **named(en=printed("P", "X")))]},
        "people.0.names.en.source",
        "a source is needed",
    ),
    "point": (
        {"places": [place("L", point={"latitude": 31, "longitude": 121, "source": "X"})]},
        "places.0.point.source",
        "a source is needed",
    ),
    "place": ({"events": [event("E", place="O1")]}, "events.0.place", "O1 is an organisation; a place is needed"),
    "group": ({"events": [event("E", groups=["X"])]}, "events.0.groups.0", "a group is needed"),
    "participant": ({"events": [event("E", people=["O1"])]}, "events.0.people.0", "a person is needed"),
    "call": ({"events": [event("E", call="X")]}, "events.0.call", "a person is needed"),
    "call without a contact": (
        {"events": [event("E", call="P")], "people": [person("P")]},
        "events.0.call",
        "P has no contact",
    ),
    "gap": ({"unstated": [{"id": "U", "about": "T1", "text": {"en": "U"}}]}, "unstated.0.about", "T1 is a topic"),
    "listed twice": ({"facts": [fact("F", sources=["S1", "S1"])]}, "facts.0.sources.1", "S1 is listed twice"),
}


@pytest.mark.parametrize(("more", "place_of_it", "reason"), BROKEN.values(), ids=BROKEN)
def test_a_reference_that_leads_nowhere_is_told(more: Json, place_of_it: str, reason: str) -> None:
    found = breaches(**more)
    assert list(found) == [place_of_it]
    assert reason in found[place_of_it]


def test_every_field_of_the_models_that_holds_an_id_is_followed() -> None:
    def holds_ids(annotation: Any) -> bool:
        return annotation == Identifier or any(holds_ids(part) for part in get_args(annotation))

    def models_in(annotation: Any) -> set[type[BaseModel]]:
        if isinstance(annotation, type) and issubclass(annotation, BaseModel):
            fields = annotation.__annotations__.values()
            return {annotation} | {found for field in fields for found in models_in(field)}
        return {found for part in get_args(annotation) for found in models_in(part)}

    fields = {
        (model, field)
        for model in models_in(Visit)
        for field, annotation in model.__annotations__.items()
        if holds_ids(annotation) and field != "id"
    }
    assert fields == {(model, field) for model, known in REFERENCES.items() for field in known}


ORIGINS = {
    "a fact in a language of no source": ({"facts": [fact("F", original=["en", "ru"])]}, "facts.0.original.1"),
    "a fact without its original": ({"facts": [fact("F", text={"zh": "事实"})]}, "facts.0.original"),
    "a role without its original": ({"people": [person("P", role={"zh": "主任"})]}, "people.0.original"),
    "words in a language of no source": (
        {"quotes": [quote("Q", words="Добро пожаловать", language="ru")]},
        "quotes.0.language",
    ),
    "words translated into their own language": (
        {"quotes": [quote("Q", translations={"en": "Welcome!"})]},
        "quotes.0.translations.en",
    ),
    "characters of our own": (
        {"people": [person("P", **named(zh={"text": "张", "status": "ours"}))]},
        "people.0.names.zh.status",
    ),
    "a page read before it was published": (
        {"sources": [source("S1", published_on="2026-09-02")]},
        "sources.0.seen_on",
    ),
    "a page checked before it was seen": ({"sources": [source("S1", checked_on="2026-08-31")]}, "sources.0.checked_on"),
    "an example's page": ({"sources": [source("S1", url="https://www.example.org/a")]}, "sources.0.url"),
    "an example's mail": (
        {"people": [person("P", contact=CONTACT | {"email": "p@Example.com"})]},
        "people.0.contact.email",
    ),
    "an example's phone": (
        {"people": [person("P", contact=CONTACT | {"phone": "+86 000 0000 0001"})]},
        "people.0.contact.phone",
    ),
}


@pytest.mark.parametrize(("more", "place_of_it"), ORIGINS.values(), ids=ORIGINS)
def test_what_no_source_can_have_said_is_told(more: Json, place_of_it: str) -> None:
    assert list(breaches(**more)) == [place_of_it]


def test_a_sample_may_use_examples() -> None:
    contact = CONTACT | {"email": "p@example.com", "phone": "+7 000 000-00-01"}
    people = [person("P", contact=contact)]
    assert breaches(sample=True, sources=[source("S1", url="https://example.org/a")], people=people) == {}


def test_a_language_that_is_not_ours_may_be_the_original() -> None:
    assert breaches(sources=[source("S1", language="ja")], facts=[fact("F", original=["ja"])]) == {}


def test_words_of_the_glossary_may_be_our_own_in_chinese() -> None:
    assert breaches(glossary=[{"id": "W"} | named(zh={"text": "发酵罐", "status": "ours"})]) == {}


TEXTS = {
    "Chinese under ru": ({"subtitle": {"ru": "园区"}}, "subtitle.ru", "is not written in Russian"),
    "Russian under en": ({"subtitle": {"en": "Парк"}}, "subtitle.en", "is not written in English"),
    "Russian under zh": ({"subtitle": {"zh": "Парк"}}, "subtitle.zh", "is not written in Chinese"),
    "a Russian name under en": (
        {"places": [place("L", **named(en=printed("Зал")))]},
        "places.0.names.en",
        "is not written in English",
    ),
    "words of another language": (
        {"quotes": [quote("Q", words="欢迎")]},
        "quotes.0.words",
        "is not written in English, which `language` says",
    ),
    "a long title": ({"title": {"en": "t" * 201}}, "title.en", "is 201 characters long; at most 200 fit"),
    "a long name": ({"places": [place("L", names=name("n" * 201))]}, "places.0.names.en", "at most 200 fit"),
    "a long brief": ({"facts": [fact("F", brief={"en": "b" * 301})]}, "facts.0.brief.en", "at most 300 fit"),
    "a fact that fills a message": (
        {"facts": [fact("F", text={"en": "t" * 2000}, note={"en": "n" * 1100})]},
        "facts.0",
        "at most 3000 fit a message",
    ),
}


@pytest.mark.parametrize(("more", "place_of_it", "reason"), TEXTS.values(), ids=TEXTS)
def test_texts_that_cannot_be_shown_so_are_told(more: Json, place_of_it: str, reason: str) -> None:
    found = breaches(**more)
    assert list(found) == [place_of_it]
    assert reason in found[place_of_it]


def test_names_in_latin_letters_are_at_home_in_every_language() -> None:
    assert breaches(subtitle={"ru": "Bluepha", "zh": "CIIF 2025", "en": "Bluepha («Ланьцзин»)"}) == {}


def test_length_is_counted_as_telegram_counts_it() -> None:
    assert length_in_telegram("aя中🙂") == 5


TIMES = {
    "a time that the clocks leave out": (
        event("E", "2026-03-29", "02:30", zone="Europe/Berlin"),
        "events.0.start",
        "does not exist on 2026-03-29",
    ),
    "an end that the clocks leave out": (
        event("E", "2026-03-29", "01:30", "02:30", zone="Europe/Berlin"),
        "events.0.end",
        "does not exist on 2026-03-29",
    ),
    "an event of months": (
        event("E", "2026-03-01", last_day="2026-05-01"),
        "events.0.last_day",
        "makes an event of more than 60 days",
    ),
}


@pytest.mark.parametrize(("written", "place_of_it", "reason"), TIMES.values(), ids=TIMES)
def test_times_that_cannot_be_are_told(written: Json, place_of_it: str, reason: str) -> None:
    found = breaches(events=[written])
    assert list(found) == [place_of_it]
    assert reason in found[place_of_it]


def test_a_slip_in_the_year_is_told() -> None:
    found = breaches(events=[event("A", "2026-09-23"), event("B", "2027-09-25")])
    assert found == {"events.1.day": "is more than a year after the first event, 2026-09-23"}


def test_a_time_that_comes_twice_is_allowed() -> None:
    assert breaches(events=[event("E", "2026-10-25", "02:30", zone="Europe/Berlin")]) == {}


def test_breaches_of_every_kind_are_told_at_once() -> None:
    found = breaches(
        host="X",
        organisations=[organisation("O1"), organisation("O1")],
        subtitle={"zh": "Парк"},
        events=[event("E", "2026-03-29", "02:30", zone="Europe/Berlin", place="X")],
        quotes=[quote("Q", translations={"en": "Welcome!"})],
    )
    assert set(found) == {
        "host",
        "organisations.1.id",
        "subtitle.zh",
        "events.0.start",
        "events.0.place",
        "quotes.0.translations.en",
    }
