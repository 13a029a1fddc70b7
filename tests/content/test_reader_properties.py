"""What holds for every text whatever: no surprise leaves the reader, and what is right comes back the same."""

import datetime as dt
import json
from copy import deepcopy
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.content.models import Visit
from bot.content.problems import ContentErrors
from bot.content.reader import read_visit, read_visit_text
from bot.content.yaml_nodes import read_yaml
from tests.content.builders import FIRST_DAY, SAMPLE, event, fact, refused, smallest

TEXT = SAMPLE.read_text(encoding="utf-8")
DOCUMENT: dict[str, Any] = read_yaml(TEXT).value

# A sample visit takes tens of milliseconds to write and read.
MODERATE = settings(max_examples=40, deadline=None)
# Texts that YAML 1.1 would take for something else, and that need quoting to be texts at all.
TRICKY = st.one_of(
    st.sampled_from(["no", "Off", "0x1F", "0o17", "1_000", "12:30:45", "2026-09-23", "1e3", ".inf", "null", "~"]),
    st.sampled_from(["<<", "=", "{a}", "[b", "*c", "&d", "!e", "%f", "@g", "`h", '"i', "'j", "|", ">", "🙂"]),
    st.sampled_from(["- a", "# b", "a: b", "k #l", "m\nn", "o\n\n p"]),
)
PLAIN = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), min_size=1, max_size=60)
ENGLISH = st.builds("Text {}".format, st.one_of(TRICKY, PLAIN)) | TRICKY.filter(lambda text: text.isascii())
DAYS = st.dates(dt.date(2026, 1, 1), dt.date(2026, 12, 31)).map(str)
MINUTES = st.integers(0, 1438).map(lambda minute: f"{minute // 60:02}:{minute % 60:02}")


@st.composite
def documents(draw: st.DrawFn) -> dict[str, Any]:
    """Documents that are right."""
    facts = [
        fact(f"F{number}", text={"en": draw(ENGLISH)}, wording=draw(st.lists(ENGLISH, max_size=2)))
        for number in range(draw(st.integers(0, 3)))
    ]
    events = []
    for number in range(draw(st.integers(0, 3))):
        day, start = draw(st.one_of(st.tuples(DAYS, st.none() | MINUTES), st.just((None, None))))
        events.append(event(f"E{number}", day, start, title={"en": draw(ENGLISH)}))
    topics = [{"id": "T1", "title": {"en": draw(ENGLISH)}}]
    return smallest(topics=topics, facts=facts, events=events, sample=draw(st.booleans()))


@settings(deadline=None)
@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_refused(content: bytes) -> None:
    with pytest.raises(ContentErrors):
        read_visit_text(content, "visit.yaml", FIRST_DAY)


@settings(deadline=None)
@given(st.text(st.sampled_from("ab:-?[]{}&*!|>'\"%@#~ \n\t,1é\u2028\ufeff"), max_size=200))
def test_any_text_of_the_signs_of_yaml_is_read_or_refused(content: str) -> None:
    with pytest.raises(ContentErrors):
        read_visit_text(content, "visit.yaml", FIRST_DAY)


@MODERATE
@given(st.data())
def test_a_visit_with_something_else_in_its_midst_is_read_or_refused(data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(TEXT)))
    end = data.draw(st.integers(start, min(len(TEXT), start + 300)))
    between = data.draw(st.one_of(TRICKY, st.text(max_size=20)))
    assert all(len(complaint) < 600 for complaint in refused(TEXT[:start] + between + TEXT[end:]))


@MODERATE
@given(documents(), st.sampled_from(["block", "flow", "json"]))
def test_a_document_written_and_read_again_is_the_same_visit(document: dict[str, Any], style: str) -> None:
    visit = Visit.model_validate(document)
    plain = visit.model_dump(mode="json", exclude_defaults=True)
    text = (
        json.dumps(plain, ensure_ascii=False) if style == "json" else as_yaml(plain, default_flow_style=style == "flow")
    )
    assert read_visit_text(text, "visit.yaml", FIRST_DAY) == visit


def test_the_sample_written_and_read_again_is_the_same_visit() -> None:
    visit = read_visit(SAMPLE, first_day=FIRST_DAY)
    text = as_yaml(visit.model_dump(mode="json", exclude_defaults=True))
    assert read_visit_text(text, "visit.yaml", FIRST_DAY) == visit
    assert Visit.model_validate_json(visit.model_dump_json(exclude_defaults=True)) == visit


def as_yaml(document: dict[str, Any], *, default_flow_style: bool = False) -> str:
    dumped = yaml.dump(
        document,
        Dumper=yaml.CSafeDumper,
        allow_unicode=True,
        sort_keys=False,
        default_flow_style=default_flow_style,
    )
    return str(dumped)


def mappings_in(value: Any, path: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    here = [path] if isinstance(value, dict) and path else []
    return here + [found for key, item in inside for found in mappings_in(item, (*path, key))]


def at(document: Any, path: tuple[str | int, ...]) -> Any:
    for step in path:
        document = document[step]
    return document


def written(path: tuple[str | int, ...]) -> str:
    return "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in path).removeprefix(".")


def refusal_of(document: dict[str, Any]) -> tuple[str, dict[str, str]]:
    """Return the document's text and what is said against it: place to line and reason."""
    text = as_yaml(document)
    said = [complaint.split(": ", 2) for complaint in refused(text)]
    return text, {place: f"{line}: {reason}" for line, place, reason in said}


MAPPINGS = mappings_in(DOCUMENT)
REFERENCES = [
    (section, number, key)
    for section, keys in {
        "facts": ["topic"],
        "quotes": ["speaker"],
        "people": ["organisation"],
        "events": ["place", "call"],
    }.items()
    for number, item in enumerate(DOCUMENT[section])
    for key in keys
    if key in item
]


@MODERATE
@given(st.sampled_from(MAPPINGS))
def test_an_unknown_key_anywhere_is_told_with_its_line(path: tuple[str | int, ...]) -> None:
    document = deepcopy(DOCUMENT)
    at(document, path)["unheard-of"] = "value"
    text, said = refusal_of(document)
    line = 1 + next(number for number, line in enumerate(text.splitlines()) if "unheard-of" in line)
    assert list(said) == [f"{written(path)}.unheard-of"]
    assert said[f"{written(path)}.unheard-of"].startswith(f"{line}: is not known here")


@MODERATE
@given(st.data())
def test_a_missing_key_is_told_with_the_line_of_what_lacks_it(data: st.DataObject) -> None:
    section = data.draw(st.sampled_from(["sources", "facts", "quotes", "organisations", "people", "places", "events"]))
    number = data.draw(st.integers(0, len(DOCUMENT[section]) - 1))
    names = {"id", "sources", "original", "words", "names", "publisher"} & set(DOCUMENT[section][number])
    key = data.draw(st.sampled_from(sorted(names - ({"original"} if section == "organisations" else set()))))
    document = deepcopy(DOCUMENT)
    first_key = next(name for name in document[section][number] if name != key)
    document[section][number] = {first_key: "MARK"} | document[section][number] | {first_key: "MARK"}
    del document[section][number][key]
    text, said = refusal_of(document)
    line = 1 + next(number for number, line in enumerate(text.splitlines()) if "MARK" in line)
    reason = "is missing"
    if key == "sources":
        # A fact that names no source is told by its id, by which people know it; the first key was written over.
        named = document[section][number]["id"]
        reason = f"{named} names no source: write the id of a page that was read and says so"
    assert said[f"{section}[{number}].{key}"] == f"{line}: {reason}"


@MODERATE
@given(st.sampled_from(REFERENCES))
def test_a_reference_to_nothing_is_told_with_its_line(place: tuple[str, int, str]) -> None:
    section, number, key = place
    document = deepcopy(DOCUMENT)
    document[section][number][key] = "nobody-at-all"
    text, said = refusal_of(document)
    line = 1 + next(number for number, line in enumerate(text.splitlines()) if "nobody-at-all" in line)
    assert list(said) == [f"{section}[{number}].{key}"]
    assert said[f"{section}[{number}].{key}"].startswith(f"{line}: there is no nobody-at-all here")


@MODERATE
@given(st.sampled_from(MAPPINGS))
def test_a_text_in_place_of_keys_is_told_with_its_line(path: tuple[str | int, ...]) -> None:
    document = deepcopy(DOCUMENT)
    at(document, path[:-1])[path[-1]] = "just-words"
    text, said = refusal_of(document)
    line = 1 + next(number for number, line in enumerate(text.splitlines()) if "just-words" in line)
    assert said[written(path)].startswith(f"{line}: needs ")


@MODERATE
@given(st.lists(st.sampled_from(REFERENCES), min_size=2, max_size=6, unique=True))
def test_many_errors_are_all_told_at_once(places: list[tuple[str, int, str]]) -> None:
    document = deepcopy(DOCUMENT)
    for section, number, key in places:
        document[section][number][key] = "nobody-at-all"
    document["events"][0]["unheard-of"] = "value"
    _, said = refusal_of(document)
    expected = {f"{section}[{number}].{key}" for section, number, key in places if (section, number) != ("events", 0)}
    assert set(said) == expected | {"events[0].unheard-of"}
