"""Small documents for tests, written as an editor would write them."""

import datetime as dt
from pathlib import Path
from typing import Any

from bot.content.models import Visit
from bot.content.problems import ContentErrors
from bot.content.reader import read_visit_text

SAMPLE = Path(__file__).parents[2] / "data" / "visits" / "sample.yaml"
FIRST_DAY = dt.date(2026, 9, 23)

Json = dict[str, Any]


def smallest(**more: Any) -> Json:
    """Return the smallest visit that is right, with these keys added or replaced."""
    document: Json = {
        "format": 1,
        "id": "small",
        "title": {"en": "A small visit"},
        "host": "O1",
        "zone": "Asia/Shanghai",
        "home_zone": "Europe/Moscow",
        "sources": [source("S1")],
        "organisations": [organisation("O1")],
    }
    return document | more


def source(source_id: str, **more: Any) -> Json:
    return {
        "id": source_id,
        "publisher": {"en": "A newspaper"},
        "url": f"https://newspaper.test/{source_id}",
        "language": "en",
        "seen_on": "2026-09-01",
    } | more


def organisation(organisation_id: str, **more: Any) -> Json:
    return {"id": organisation_id, "kind": "park", "names": name("A park"), "sources": ["S1"]} | more


def person(person_id: str, **more: Any) -> Json:
    role = {"en": "Director"}
    return {"id": person_id, "names": name("A Person"), "role": role, "original": ["en"], "sources": ["S1"]} | more


def place(place_id: str, **more: Any) -> Json:
    return {"id": place_id, "names": name("A hall"), "sources": ["S1"]} | more


def fact(fact_id: str, **more: Any) -> Json:
    return {"id": fact_id, "topic": "T1", "text": {"en": "A fact."}, "original": ["en"], "sources": ["S1"]} | more


def quote(quote_id: str, **more: Any) -> Json:
    words = {"kind": "direct", "words": "Welcome.", "language": "en"}
    return {"id": quote_id, "speaker": "O1", "sources": ["S1"]} | words | more


def event(event_id: str, day: str | None = None, start: str | None = None, end: str | None = None, **more: Any) -> Json:
    times = {"day": day, "start": start, "end": end}
    known = {key: value for key, value in times.items() if value is not None}
    return {"id": event_id, "title": {"en": event_id}, "original": ["en"], "sources": ["S1"]} | known | more


def name(text: str, **more: Any) -> Json:
    return {"en": {"text": text, "status": "ours"}} | more


def visit_of(*events: Json, **more: Any) -> Visit:
    """Return the smallest visit with this programme."""
    return Visit.model_validate(smallest(events=list(events), **more))


def refused(text: str | bytes) -> list[str]:
    """Return what the reader says against a text, a string an error, without the file's name."""
    try:
        read_visit_text(text, "visit.yaml", FIRST_DAY)
    except ContentErrors as errors:
        return [line.removeprefix("visit.yaml:") for line in str(errors).splitlines()]
    return []


def line_of(text: str, part: str) -> int:
    """Return the number of the first line of a text that holds this part."""
    return next(number for number, line in enumerate(text.splitlines(), start=1) if part in line)
