"""What the sample visit promises: it shows everything, is complete in three languages, and is plainly invented."""

import datetime as dt
import re
from collections.abc import Iterator

import pytest

from bot.content import agenda
from bot.content.models import Visit
from bot.content.parts import documents_in
from bot.content.reader import read_visit
from bot.content.texts import Localized
from bot.core.languages import LANGUAGES
from tests.content.builders import SAMPLE

TODAY = dt.date(2026, 11, 23)


@pytest.fixture(scope="module")
def visit() -> Visit:
    return read_visit(SAMPLE, first_day=TODAY)


def texts(visit: Visit) -> Iterator[tuple[str, Localized]]:
    for path, document in documents_in(visit):
        if isinstance(document, Localized):
            yield ".".join(map(str, path)), document


def test_it_says_that_it_is_a_sample(visit: Visit) -> None:
    assert visit.sample
    assert (visit.title.ru, visit.title.en, visit.title.zh) == ("Пример визита", "Sample visit", "示例访问")


def test_every_text_is_there_in_every_language(visit: Visit) -> None:
    for path, text in texts(visit):
        if path.startswith("quotes."):
            continue
        assert [language for language in LANGUAGES if text.in_language(language) is None] == [], path
    for quote in visit.quotes:
        assert quote.translations is not None
        translated = {language for language in LANGUAGES if quote.translations.in_language(language)}
        assert translated == set(LANGUAGES) - {quote.language}


def test_it_is_plainly_invented(visit: Visit) -> None:
    assert all(source.url.host == "example.org" for source in visit.sources)
    assert all("invented for demonstration" in (source.publisher.en or "") for source in visit.sources)
    contacts = [person.contact for person in visit.people if person.contact is not None]
    assert all(re.match(r"\+(7|86) 000 ", contact.phone or "+7 000 ") for contact in contacts)
    assert all((contact.email or "@example.org").endswith(("@example.org", "@example.com")) for contact in contacts)
    assert all((contact.telegram or "@example_").startswith("@example_") for contact in contacts)
    for place in visit.places:
        assert place.names.zh is not None
        if place.address is not None:
            assert "示例区" in (place.address.zh or "")


def test_it_begins_on_the_day_of_its_publication(visit: Visit) -> None:
    assert agenda.days_of(visit) == tuple(TODAY + dt.timedelta(days=number) for number in range(3))


def test_its_programme_shows_every_kind_of_event(visit: Visit) -> None:
    events = visit.events
    assert any(event.day is None for event in events), "an unknown day"
    assert any(event.day is not None and event.start is None for event in events), "an unknown time"
    assert any(event.start is not None and event.end is None for event in events), "an unknown end"
    assert any(event.last_day is not None and event.end is not None and event.end < event.start for event in events)  # type: ignore[operator]
    assert any(event.status == "cancelled" for event in events)
    assert any(event.zone == "Europe/Moscow" for event in events)
    side_by_side = {(event.day, event.start) for event in events if event.groups == ("bus-a",)} & {
        (event.day, event.start) for event in events if event.groups == ("bus-b",)
    }
    assert len(side_by_side) >= 2, "two groups at the same time in different places"
    for part in ("about", "place", "room", "groups", "people", "bring", "call", "note"):
        assert any(getattr(event, part) for event in events), part


def test_there_is_enough_to_fill_every_screen(visit: Visit) -> None:
    assert len(visit.events) >= 14
    assert len(visit.people) >= 6
    assert len(visit.places) >= 5
    assert len(visit.facts) >= 12
    assert len(visit.topics) == 3
    assert len(visit.quotes) >= 4
    assert sum(organisation.kind == "company" for organisation in visit.organisations) == 3
    assert {group.id for group in visit.groups} == {"bus-a", "bus-b", "interpreters", "press"}
    assert visit.caveats
    assert visit.glossary
    assert visit.unstated


def test_its_hedges_stand_in_every_language(visit: Visit) -> None:
    hedges = {"ru": ("более", "около", "до ", "менее"), "en": ("more than", "about", "up to", "less than")}
    facts = {fact.id: fact.text for fact in visit.facts}
    for fact_id in ("F2", "F3", "F4", "F5", "F9"):
        for language, words in hedges.items():
            text = getattr(facts[fact_id], language).lower()
            assert any(word in text for word in words), (fact_id, language)
        assert re.search("超过|约|最多|不到|余", facts[fact_id].zh or ""), fact_id
