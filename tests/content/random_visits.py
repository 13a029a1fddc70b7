"""Random visits that are right, and random editions of one: entries come, go, change and change places."""

import datetime as dt
from collections.abc import Callable
from typing import Any

from hypothesis import strategies as st

from bot.content.models import Visit
from tests.content import builders
from tests.content.builders import Json

# Few, so that the same text comes twice; among them such as YAML and markup would stumble over.
LETTERS = st.sampled_from(["зал", "Hall", "展厅", "a: b", "- c", "# d", "*e", "no", "09:30", "‹f›", "&g <h>", "🙂"])
DAYS = st.dates(dt.date(2026, 9, 1), dt.date(2026, 9, 9)).map(str)
HOURS = st.integers(8, 20)
_LANGUAGES = ("ru", "en", "zh")


@st.composite
def localized(draw: st.DrawFn) -> Json:
    languages = draw(st.sets(st.sampled_from(_LANGUAGES), min_size=1))
    return {language: draw(LETTERS) for language in _LANGUAGES if language in languages}


@st.composite
def names(draw: st.DrawFn) -> Json:
    ours = st.builds(lambda text: {"text": text, "status": "ours"}, LETTERS)
    found = st.builds(lambda text: {"text": text, "status": "source", "source": "S0"}, LETTERS)
    forms = joined(ours | found, sometimes("confirmed_on", DAYS))
    return {language: draw(forms) for language in draw(st.sets(st.sampled_from(_LANGUAGES), min_size=1))}


@st.composite
def times(draw: st.DrawFn) -> Json:
    day, hour = draw(DAYS), draw(HOURS)
    choices: list[Json] = [
        {},
        {"day": day},
        {"day": day, "last_day": "2026-09-20"},
        {"day": day, "start": f"{hour:02}:30"},
        {"day": day, "start": f"{hour:02}:30", "end": f"{hour + 1:02}:00"},
    ]
    return draw(st.sampled_from(choices))


def sometimes(key: str, value: st.SearchStrategy[Any]) -> st.SearchStrategy[Json]:
    """The key with its value, or nothing."""
    return st.just({}) | value.map(lambda given: {key: given})


def joined(*parts: st.SearchStrategy[Json]) -> st.SearchStrategy[Json]:
    """One mapping of all these."""
    return st.tuples(*parts).map(lambda given: {key: value for part in given for key, value in part.items()})


@st.composite
def several(
    draw: st.DrawFn, prefix: str, build: Callable[..., Json], *parts: st.SearchStrategy[Json], least: int = 0
) -> list[Json]:
    """Up to four entries in any order, some of the same ids in each draw; the first `least` are always there."""
    numbers = draw(st.lists(st.integers(0, 3), unique=True, max_size=3))
    missing = [number for number in range(least) if number not in numbers]
    return [
        build(f"{prefix}{number}", **{key: value for part in parts for key, value in draw(part).items()})
        for number in (*numbers, *missing)
    ]


def _topic(topic_id: str, **more: Any) -> Json:
    return {"id": topic_id, "title": {"en": "A topic"}} | more


def _caveat(caveat_id: str, **more: Any) -> Json:
    return {"id": caveat_id, "about": ["O0"], "text": {"en": "alone"}} | more


def _unstated(unstated_id: str, **more: Any) -> Json:
    return {"id": unstated_id, "text": {"en": "nothing"}} | more


def _term(term_id: str, **more: Any) -> Json:
    return {"id": term_id, "names": builders.name("term")} | more


POINTS = st.builds(lambda north: {"latitude": north, "longitude": 121.5, "source": "S0"}, st.integers(30, 32))
CONTACTS = st.builds(lambda name: {"email": f"{name}@example.org", "sources": ["S0"]}, st.sampled_from("abc"))
TITLE = localized().map(lambda text: {"title": text})
NAMES = names().map(lambda given: {"names": given})
NOTE = sometimes("note", localized())
SOURCES = st.lists(st.sampled_from(["S0", "S1"]), min_size=1, unique=True).map(lambda ids: {"sources": ids})
DOCUMENTS = joined(
    TITLE,
    sometimes("subtitle", localized()),
    sometimes("sample", st.just(True)),
    sometimes("audience", st.just("members")),
    sometimes("recheck_after_days", st.integers(1, 90)),
    st.sampled_from(["Asia/Shanghai", "Asia/Tokyo"]).map(lambda zone: {"zone": zone}),
    several("S", builders.source, NOTE, sometimes("published_on", DAYS), sometimes("checked_on", DAYS), least=2).map(
        lambda x: {"sources": x}
    ),
    several("T", _topic, TITLE).map(lambda x: {"topics": x}),
    several("F", builders.fact, localized().map(lambda text: {"text": text}), SOURCES, NOTE).map(
        lambda x: {"facts": x}
    ),
    several("C", _caveat, localized().map(lambda text: {"text": text})).map(lambda x: {"caveats": x}),
    several("Q", builders.quote, sometimes("translations", localized())).map(lambda x: {"quotes": x}),
    several("O", builders.organisation, NAMES, SOURCES, least=1).map(lambda x: {"organisations": x}),
    several("P", builders.person, NAMES, sometimes("contact", CONTACTS)).map(lambda x: {"people": x}),
    several("L", builders.place, sometimes("point", POINTS), NOTE).map(lambda x: {"places": x}),
    several("G", _topic, TITLE).map(lambda x: {"groups": x}),
    several("E", builders.event, times(), TITLE, sometimes("room", localized()), SOURCES).map(lambda x: {"events": x}),
    several("W", _term, NAMES).map(lambda x: {"glossary": x}),
    several("U", _unstated).map(lambda x: {"unstated": x}),
)
# Right in its form; that its ids lead somewhere is no business of a comparison.
VISITS = DOCUMENTS.map(lambda more: Visit.model_validate(builders.smallest(**{"host": "O0", **more})))


@st.composite
def editions(draw: st.DrawFn) -> tuple[Visit, Visit]:
    """Two editions of a visit that have much in common, or little."""
    first, second = draw(VISITS), draw(VISITS)
    kept = draw(st.sets(st.sampled_from([name for name in Visit.model_fields if name not in {"id", "format"}])))
    return first, second.model_copy(update={name: getattr(first, name) for name in kept})
