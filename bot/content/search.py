"""Finding what a reader means by a few words in any of the three languages; simple, quick and always the same.

A word matches another when they are equal or share a long beginning, which sees past most endings of Russian and
English. Rare words weigh more than common ones, names and titles more than running text.
"""

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final, Literal

from bot.content.models import Event, Fact, Organisation, Person, Quote, Visit
from bot.content.texts import Localized, Names
from bot.content.words import is_chinese, words_of
from bot.core.languages import LANGUAGES, Language

Kind = Literal["fact", "person", "organisation", "event", "quote"]

# More words than this in one question come from a pasted page; its beginning says as much as the whole.
MOST_WORDS: Final = 200
_SHORTEST_BEGINNING: Final = 4
_LEAST_SHARE: Final = 0.5
# The longest ending of a word that is itself shorter than a beginning.
_ENDING: Final = 2
_RUSSIAN_ENDINGS: Final = frozenset(["", *"аеиоуыюяйь"])
_READERS_LANGUAGE: Final = 1.2
# Hits far below the best only share a common word with the question.
_WORTH_SHOWING: Final = 0.3

_NAME: Final = 3.0
_TITLE: Final = 2.0
_TEXT: Final = 1.0
_ASIDE: Final = 0.5


@dataclass(frozen=True, slots=True)
class Hit:
    """Something found; a higher score fits better, and scores compare only within one search."""

    kind: Kind
    id: str
    score: float


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a word occurs: which item, how much it counts there, in which language (None: a name)."""

    item: int
    weight: float
    language: Language | None


@dataclass(frozen=True, slots=True)
class Index:
    """The words of one visit. Made once by `index_of`; opaque to everybody else."""

    items: tuple[tuple[Kind, str], ...]
    places: Mapping[str, tuple[_Place, ...]]
    by_beginning: Mapping[str, tuple[str, ...]]


_Piece = tuple[float, Language | None, str]


def index_of(visit: Visit) -> Index:
    """Index the facts, people, organisations, events and quotes of a visit."""
    items: list[tuple[Kind, str]] = []
    weights: dict[str, dict[tuple[int, Language | None], float]] = defaultdict(dict)
    for number, (kind, item_id, pieces) in enumerate(_pieces_of(visit)):
        items.append((kind, item_id))
        for weight, language, text in pieces:
            for word in words_of(text):
                key = (number, language)
                weights[word][key] = max(weight, weights[word].get(key, 0.0))
    places = {
        word: tuple(_Place(item, weight, language) for (item, language), weight in found.items())
        for word, found in weights.items()
    }
    by_beginning: dict[str, list[str]] = defaultdict(list)
    for word in places:
        if not is_chinese(word):
            by_beginning[word[: _SHORTEST_BEGINNING - 1]].append(word)
    return Index(tuple(items), places, {beginning: tuple(words) for beginning, words in by_beginning.items()})


def find(index: Index, text: str, language: Language, limit: int) -> list[Hit]:
    """Return at most `limit` best matches for a free text, best first; equal ones by kind and place in the file.

    Every language is searched whatever the reader's `language`, which only weighs a little more. Only the first
    `MOST_WORDS` different words count. Nothing found gives an empty list.
    """
    scores: dict[int, float] = defaultdict(float)
    for word in _first_different(words_of(text)):
        best: dict[int, float] = {}
        for known, likeness in _alike(index, word):
            for place in index.places[known]:
                own = _READERS_LANGUAGE if place.language == language else 1.0
                best[place.item] = max(best.get(place.item, 0.0), likeness * place.weight * own)
        rarity = math.log(1 + len(index.items) / len(best)) if best else 0.0
        for item, score in best.items():
            scores[item] += score * rarity
    ranked = sorted(scores.items(), key=lambda entry: (-round(entry[1], 9), entry[0]))
    least = ranked[0][1] * _WORTH_SHOWING if ranked else 0.0
    return [Hit(*index.items[item], score) for item, score in ranked[: max(limit, 0)] if score >= least]


def _first_different(words: Iterable[str]) -> Iterable[str]:
    seen: dict[str, None] = {}
    for word in words:
        seen[word] = None
        if len(seen) == MOST_WORDS:
            break
    return seen


def _alike(index: Index, word: str) -> Iterator[tuple[str, float]]:
    """The indexed words that this one may mean, each with a likeness of at most 1."""
    if is_chinese(word):
        if word in index.places:
            yield word, 1.0
        return
    for known in index.by_beginning.get(word[: _SHORTEST_BEGINNING - 1], ()):
        likeness = _likeness(word, known)
        if likeness > 0:
            yield known, likeness


def _likeness(word: str, other: str) -> float:
    if word == other:
        return 1.0
    if word[0].isdecimal():
        return 0.0
    shorter, longer = sorted((len(word), len(other)))
    shared = next((at for at in range(shorter) if word[at] != other[at]), shorter)
    # Squared, so that a whole word stands well before its relatives.
    likeness = (shared / longer) ** 2
    if shared >= _SHORTEST_BEGINNING and shared / longer >= _LEAST_SHARE:
        return likeness
    if shared < _SHORTEST_BEGINNING - 1:
        return 0.0
    # «зал» and «залом», "bus" and "buses"; «зале» and «залы»; but not «залог», nor "park" and "part".
    endings = word[shared:], other[shared:]
    return likeness if ("" in endings and longer - shorter <= _ENDING) or _RUSSIAN_ENDINGS.issuperset(endings) else 0.0


def _pieces_of(visit: Visit) -> Iterator[tuple[Kind, str, Iterator[_Piece]]]:
    topics = {topic.id: topic.title for topic in visit.topics}
    names = {item.id: item.names for item in visit.people}
    names |= {item.id: item.names for item in visit.organisations}
    names |= {item.id: item.names for item in visit.places}
    for fact in visit.facts:
        yield "fact", fact.id, _of_fact(fact, topics, names)
    for person in visit.people:
        yield "person", person.id, _of_person(person, names)
    for organisation in visit.organisations:
        yield "organisation", organisation.id, _of_organisation(organisation)
    for event in visit.events:
        yield "event", event.id, _of_event(event, names)
    for quote in visit.quotes:
        yield "quote", quote.id, _of_quote(quote, names)


def _of_fact(fact: Fact, topics: Mapping[str, Localized], names: Mapping[str, Names]) -> Iterator[_Piece]:
    yield from _texts(_TITLE, fact.brief)
    yield from _texts(_TEXT, fact.text)
    yield from _texts(_ASIDE, topics.get(fact.topic), fact.attributed_to, fact.note)
    yield from ((_ASIDE, None, wording) for wording in fact.wording)
    yield from _named(_ASIDE, names, fact.about)


def _of_person(person: Person, names: Mapping[str, Names]) -> Iterator[_Piece]:
    yield from _forms(_NAME, person.names)
    yield from _texts(_TITLE, person.role)
    yield from _texts(_ASIDE, person.note)
    yield from _named(_TEXT, names, (person.organisation,))


def _of_organisation(organisation: Organisation) -> Iterator[_Piece]:
    yield from _forms(_NAME, organisation.names)
    yield from _texts(_TEXT, organisation.summary)
    yield from _texts(_ASIDE, organisation.note)


def _of_event(event: Event, names: Mapping[str, Names]) -> Iterator[_Piece]:
    yield from _texts(_TITLE, event.title)
    yield from _texts(_TEXT, event.about, event.room)
    yield from _texts(_ASIDE, event.bring, event.note)
    yield from _named(_TEXT, names, (event.place, *event.people, event.call))


def _of_quote(quote: Quote, names: Mapping[str, Names]) -> Iterator[_Piece]:
    yield _TEXT, quote.language, quote.words
    yield from _texts(_TEXT, quote.translations)
    yield from _named(_TEXT, names, (quote.speaker,))
    yield from _named(_ASIDE, names, quote.about)


def _texts(weight: float, *texts: Localized | None) -> Iterator[_Piece]:
    for text in texts:
        for language in LANGUAGES:
            written = None if text is None else text.in_language(language)
            if written is not None:
                yield weight, language, written


def _forms(weight: float, names: Names) -> Iterator[_Piece]:
    for language in LANGUAGES:
        form = names.form(language)
        if form is not None:
            yield weight, None, form.text


def _named(weight: float, names: Mapping[str, Names], item_ids: Iterable[str | None]) -> Iterator[_Piece]:
    for item_id in item_ids:
        if item_id is not None and item_id in names:
            yield from _forms(weight, names[item_id])
