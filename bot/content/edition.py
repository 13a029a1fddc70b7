"""One published version of a visit and everything that is looked up in it."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Protocol, TypeVar

from bot.content import agenda, search
from bot.content.models import (
    Caveat,
    Event,
    Fact,
    Group,
    Organisation,
    Person,
    Place,
    Quote,
    Source,
    Topic,
    Unstated,
    Visit,
)
from bot.content.moves import Moves
from bot.content.origins import sources_of_names, sources_of_person, sources_of_place
from bot.core.languages import Language


class _Identified(Protocol):
    @property
    def id(self) -> str: ...


Item = TypeVar("Item", bound=_Identified)


@dataclass(frozen=True, slots=True)
class Resting:
    """Everything that names one source: what falls, or is to be looked at again, should the source be wrong."""

    facts: tuple[Fact, ...]
    quotes: tuple[Quote, ...]
    people: tuple[Person, ...]
    organisations: tuple[Organisation, ...]
    places: tuple[Place, ...]
    events: tuple[Event, ...]
    caveats: tuple[Caveat, ...]


@dataclass(frozen=True)
class Edition:
    """One published version of a visit. What is looked up by id is None when this edition has no such thing.

    `number` counts a visit's editions from 1; `published_at` is an aware instant, UTC. `moves` are what moved lately,
    known of those that hold. There are no slots, because each index is made when first asked for and kept.
    """

    edition_id: int
    number: int
    visit_id: str
    published_at: dt.datetime
    author: str
    visit: Visit
    moves: Moves = field(default_factory=dict, compare=False)

    def __post_init__(self) -> None:
        if self.visit_id != self.visit.id:
            raise ValueError(f"edition of {self.visit_id!r} holds the visit {self.visit.id!r}")
        if self.published_at.tzinfo is None:
            raise ValueError("the instant of publication needs its zone")

    def source(self, source_id: str) -> Source | None:
        """Return the source with this id."""
        return self._sources.get(source_id)

    def fact(self, fact_id: str) -> Fact | None:
        """Return the fact with this id."""
        return self._facts.get(fact_id)

    def quote(self, quote_id: str) -> Quote | None:
        """Return the quote with this id."""
        return self._quotes.get(quote_id)

    def person(self, person_id: str) -> Person | None:
        """Return the person with this id."""
        return self._people.get(person_id)

    def organisation(self, organisation_id: str) -> Organisation | None:
        """Return the organisation with this id."""
        return self._organisations.get(organisation_id)

    def place(self, place_id: str) -> Place | None:
        """Return the place with this id."""
        return self._places.get(place_id)

    def group(self, group_id: str) -> Group | None:
        """Return the group with this id."""
        return self._groups.get(group_id)

    def event(self, event_id: str) -> Event | None:
        """Return the event with this id."""
        return self._events.get(event_id)

    def topic(self, topic_id: str) -> Topic | None:
        """Return the topic with this id."""
        return self._topics.get(topic_id)

    @cached_property
    def host(self) -> Organisation:
        """The organisation that the visit is about."""
        return self._organisations[self.visit.host]

    def speaker(self, quote: Quote) -> Person | Organisation | None:
        """Return who said it."""
        return self.person(quote.speaker) or self.organisation(quote.speaker)

    def sources(self, source_ids: Iterable[str]) -> tuple[Source, ...]:
        """Return the sources with these ids, in the order given, without those that are not there."""
        return tuple(self._sources[source_id] for source_id in source_ids if source_id in self._sources)

    def facts_by_topic(self) -> tuple[tuple[Topic, tuple[Fact, ...]], ...]:
        """Return every topic with its facts, in the order written; topics without facts are left out."""
        pairs = ((topic, self.facts_of_topic(topic.id)) for topic in self.visit.topics)
        return tuple((topic, facts) for topic, facts in pairs if facts)

    def facts_of_topic(self, topic_id: str) -> tuple[Fact, ...]:
        """Return the facts under this topic, as written."""
        return tuple(fact for fact in self.visit.facts if fact.topic == topic_id)

    def facts_about(self, item_id: str) -> tuple[Fact, ...]:
        """Return the facts about this person, organisation, place, event, quote or fact."""
        return tuple(fact for fact in self.visit.facts if item_id in fact.about)

    def caveats_about(self, item_id: str) -> tuple[Caveat, ...]:
        """Return the lines of warning to show with this item."""
        return self._caveats.get(item_id, ())

    def quotes_by(self, speaker_id: str) -> tuple[Quote, ...]:
        """Return what this person or organisation said."""
        return tuple(quote for quote in self.visit.quotes if quote.speaker == speaker_id)

    def quotes_about(self, item_id: str) -> tuple[Quote, ...]:
        """Return what was said about this item."""
        return tuple(quote for quote in self.visit.quotes if item_id in quote.about)

    def unstated_about(self, item_id: str | None) -> tuple[Unstated, ...]:
        """Return what nobody states about this item; with None, about the visit as a whole."""
        return tuple(gap for gap in self.visit.unstated if gap.about == item_id)

    def people_of(self, organisation_id: str) -> tuple[Person, ...]:
        """Return the people who stand for this organisation."""
        return tuple(person for person in self.visit.people if person.organisation == organisation_id)

    def events_of_person(self, person_id: str) -> tuple[Event, ...]:
        """Return the events in which this person takes part or is the one to call, as written."""
        return tuple(event for event in self.visit.events if person_id in event.people or person_id == event.call)

    def events_at(self, place_id: str) -> tuple[Event, ...]:
        """Return the events at this place, as written."""
        return tuple(event for event in self.visit.events if event.place == place_id)

    def days(self) -> tuple[dt.date, ...]:
        """Return every day with events, in order; days are those of the visit's zone."""
        return tuple(self._programme)

    def events_on(self, day: dt.date) -> tuple[Event, ...]:
        """Return the events of a day in the order of `agenda.events_of_day`."""
        return self._programme.get(day, ())

    def undated(self) -> tuple[Event, ...]:
        """Return the events whose day is unknown, as written."""
        return agenda.undated(self.visit)

    def resting_on(self, source_id: str) -> Resting:
        """Return everything that names this source, for a name, a contact or a point on the map as well."""
        visit = self.visit
        return Resting(
            facts=tuple(fact for fact in visit.facts if source_id in fact.sources),
            quotes=tuple(quote for quote in visit.quotes if source_id in quote.sources),
            people=tuple(person for person in visit.people if source_id in sources_of_person(person)),
            organisations=tuple(
                organisation
                for organisation in visit.organisations
                if source_id in {*organisation.sources, *sources_of_names(organisation.names)}
            ),
            places=tuple(place for place in visit.places if source_id in sources_of_place(place)),
            events=tuple(event for event in visit.events if source_id in event.sources),
            caveats=tuple(caveat for caveat in visit.caveats if source_id in caveat.sources),
        )

    def find(self, text: str, language: Language, limit: int = 8) -> list[search.Hit]:
        """Return the best matches for a reader's free text; see `search.find`."""
        return search.find(self._search, text, language, limit)

    @cached_property
    def _sources(self) -> Mapping[str, Source]:
        return _by_id(self.visit.sources)

    @cached_property
    def _facts(self) -> Mapping[str, Fact]:
        return _by_id(self.visit.facts)

    @cached_property
    def _quotes(self) -> Mapping[str, Quote]:
        return _by_id(self.visit.quotes)

    @cached_property
    def _people(self) -> Mapping[str, Person]:
        return _by_id(self.visit.people)

    @cached_property
    def _organisations(self) -> Mapping[str, Organisation]:
        return _by_id(self.visit.organisations)

    @cached_property
    def _places(self) -> Mapping[str, Place]:
        return _by_id(self.visit.places)

    @cached_property
    def _groups(self) -> Mapping[str, Group]:
        return _by_id(self.visit.groups)

    @cached_property
    def _events(self) -> Mapping[str, Event]:
        return _by_id(self.visit.events)

    @cached_property
    def _topics(self) -> Mapping[str, Topic]:
        return _by_id(self.visit.topics)

    @cached_property
    def _caveats(self) -> Mapping[str, tuple[Caveat, ...]]:
        about: dict[str, tuple[Caveat, ...]] = {}
        for caveat in self.visit.caveats:
            for item_id in caveat.about:
                about[item_id] = (*about.get(item_id, ()), caveat)
        return about

    @cached_property
    def _programme(self) -> Mapping[dt.date, tuple[Event, ...]]:
        return {day: agenda.events_of_day(self.visit, day) for day in agenda.days_of(self.visit)}

    @cached_property
    def _search(self) -> search.Index:
        return search.index_of(self.visit)


def _by_id(items: Iterable[Item]) -> Mapping[str, Item]:
    return {item.id: item for item in items}
