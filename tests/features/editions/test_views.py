"""How editions look, in three languages, and that they fit Telegram however much changed."""

import datetime as dt
from itertools import pairwise
from typing import Any

import pytest
from syrupy.assertion import SnapshotAssertion

from bot.content.edition import Edition
from bot.content.models import Visit
from bot.content.reader import read_visit
from bot.core import audit
from bot.core.audit import Entry
from bot.core.languages import LANGUAGES, Language
from bot.features.editions.views.comparison import edition_screen
from bot.features.editions.views.listing import ON_A_PAGE, Listed, Page, list_screen
from bot.features.editions.views.publishing import (
    holds_already_screen,
    moved_on_screen,
    no_such_edition_screen,
    published_screen,
    question_screen,
)
from bot.telegram.hearing import Hearers
from bot.telegram.screens import Screen
from tests.content.builders import FIRST_DAY, SAMPLE
from tests.features.visitor import assert_fits_telegram, buttons, printed
from tests.support.translating import translators

NOON = dt.datetime(2026, 9, 20, 4, 0, tzinfo=dt.UTC)
REFERENCE = "a1b2c3d4e5f60718"


def _sample() -> list[Edition]:
    """Three editions of the sample: events move and go, a fact is corrected, a person gets a note."""
    first = read_visit(SAMPLE, first_day=FIRST_DAY)
    later = [_later(event, 30) for event in first.events[:6]]
    second = first.model_copy(update={"events": (*later, *first.events[7:])})
    text = first.facts[0].text.model_copy(update={"en": "Another text.", "ru": "Другой текст."})
    facts = (first.facts[0].model_copy(update={"text": text}), *first.facts[2:])
    third = second.model_copy(update={"facts": facts, "events": tuple(reversed(second.events))})
    return [
        Edition(number, number, first.id, NOON + number * dt.timedelta(hours=1), author, visit)
        for number, author, visit in (
            (1, audit.FIRST_START, first),
            (2, REFERENCE, second),
            (3, audit.COMMAND_LINE, third),
        )
    ]


def _later(event: Any, minutes: int) -> Any:
    if event.start is None:
        return event
    moments = {
        name: dt.datetime.combine(dt.date(2026, 1, 1), time) + dt.timedelta(minutes=minutes)
        for name in ("start", "end")
        if (time := getattr(event, name)) is not None
    }
    return event.model_copy(update={name: moment.time() for name, moment in moments.items()})


def _screens(language: Language) -> dict[str, Screen]:
    tr = translators()[language]
    first, second, third = _sample()
    again = Entry(9, NOON, REFERENCE, "published", first.visit_id, "3", {"edition": 2}, {"edition": 3, "again": True})
    listed = [Listed(third, second), Listed(second, first), Listed(first, None)]
    names = {REFERENCE: "Анна"}
    return {
        "list": list_screen(third, Page(0, 3, listed, again, names), [], tr),
        "edition": edition_screen(third, Listed(first, None), False, 0, "Анна", tr),
        "what it changed": edition_screen(third, Listed(second, first), True, 0, "Анна", tr),
        "current": edition_screen(third, Listed(third, second), False, 0, "Анна", tr),
        "first": edition_screen(third, Listed(first, None), True, 0, "Анна", tr),
        "question": question_screen(third, first, Hearers({"ru": 140, "en": 50, "zh": 22}, urgently=22), tr),
        "question, urgent": question_screen(third, first, Hearers({language: 21}, urgently=21), tr),
        "question, nobody": question_screen(third, first, Hearers(), tr),
        "published": published_screen(third, first, tr, told=True),
        "published silently": published_screen(third, first, tr, told=False),
        "moved on": moved_on_screen(third, 1, tr),
        "already": holds_already_screen(third, tr),
        "no such": no_such_edition_screen(third, tr),
    }


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_screens(language: Language, snapshot: SnapshotAssertion) -> None:
    for name, screen in _screens(language).items():
        assert_fits_telegram(screen)
        assert screen.sample
        assert printed(screen) == snapshot(name=name)


@pytest.mark.parametrize("language", LANGUAGES)
def test_however_much_changed_it_fits_and_every_page_is_reached(language: Language) -> None:
    tr = translators()[language]
    empty = read_visit(SAMPLE, first_day=FIRST_DAY)
    other = _everything_else(empty)
    editions = [Edition(n, n, empty.id, NOON, audit.COMMAND_LINE, empty if n % 2 else other) for n in range(1, 12)]
    newest = list(reversed(editions))
    listed = [Listed(*pair) for pair in pairwise(newest)][:ON_A_PAGE]
    assert_fits_telegram(list_screen(newest[0], Page(0, 11, listed, None, {}), [], tr))
    assert_fits_telegram(question_screen(editions[0], editions[1], Hearers({language: 1000}, urgently=3), tr))
    page, pages = 0, 0
    while True:
        screen = edition_screen(editions[0], Listed(editions[1], None), False, page, "the command line", tr)
        assert_fits_telegram(screen)
        pages += 1
        if not any(one.text == f"{page + 2} ›" for one in buttons(screen)):
            break
        page += 1
    assert pages > 3


def _everything_else(visit: Visit) -> Visit:
    """The same things with every text and every time another one."""
    long = "Очень длинное слово и ещё " * 60

    def other(value: Any, key: str = "") -> Any:
        if isinstance(value, dict):
            return {name: other(inside, name) for name, inside in value.items()}
        if isinstance(value, list) and key != "original":
            return [other(inside, key) for inside in value]
        return f"{value} {long}"[:1400] if key in {"ru", "en", "zh", "text", "wording", "words"} else value

    document = other(visit.model_dump(mode="json", exclude_defaults=True))
    return Visit.model_validate(document)
