"""How notices look, in three languages, and that they fit Telegram however much changed."""

import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from syrupy.assertion import SnapshotAssertion

from bot.content.edition import Edition
from bot.content.models import Event, Visit
from bot.content.noticeable import EventChange, changes_between
from bot.content.reader import read_visit
from bot.core.languages import LANGUAGES, Language
from bot.features.changes.views.notice import block, notice_screen
from bot.telegram.event_times import Reader
from bot.telegram.screens import Screen
from tests.content.builders import FIRST_DAY, SAMPLE
from tests.features.visitor import assert_fits_telegram, printed
from tests.support.translating import translators

NOW = dt.datetime(2026, 9, 20, 4, 0, tzinfo=dt.UTC)
MOSCOW = ZoneInfo("Europe/Moscow")


def _screen(visit: Visit, changes: list[EventChange], language: Language) -> Screen:
    edition, tr = Edition(2, 2, visit.id, NOW, "test", visit), translators()[language]
    reader = Reader(tr, MOSCOW, NOW)
    return notice_screen(edition, changes, 10**6, tr, lambda change: block(change, reader))


def _changed(visit: Visit, number: int, **more: Any) -> list[EventChange]:
    """Return what changes with these fields of an event."""
    events = [event.model_copy(update=more) if place == number else event for place, event in enumerate(visit.events)]
    return [*changes_between(visit, visit.model_copy(update={"events": tuple(events)}), NOW).values()]


def _timed(visit: Visit) -> int:
    return next(
        place for place, event in enumerate(visit.events) if event.end and event.place and event.last_day is None
    )


def _screens(language: Language) -> dict[str, Screen]:
    visit = read_visit(SAMPLE, first_day=FIRST_DAY)
    number = _timed(visit)
    event = visit.events[number]
    assert event.day is not None
    other = next(place.id for place in visit.places if place.id != event.place)
    moved = {"start": dt.time(15), "end": dt.time(16, 30), "place": other}
    without = visit.model_copy(update={"events": (*visit.events[:number], *visit.events[number + 1 :])})
    groups = {"groups": (visit.groups[0].id,)}
    changes = {
        "moved": _changed(visit, number, **moved),
        "another day": _changed(visit, number, day=event.day + dt.timedelta(days=1)),
        "another room": _changed(visit, number, room=visit.title),
        "cancelled": _changed(visit, number, status="cancelled"),
        "time open": _changed(visit, number, start=None, end=None),
        "for a group": _changed(visit, number, **groups),
        "removed": [*changes_between(visit, without, NOW).values()],
        "several": [
            *changes_between(without, visit, NOW).values(),
            *_changed(visit, number + 1, start=dt.time(20), end=dt.time(21)),
        ],
    }
    return {name: _screen(visit, found, language) for name, found in changes.items()}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_notices(language: Language, snapshot: SnapshotAssertion) -> None:
    for name, screen in _screens(language).items():
        assert printed(screen) == snapshot(name=name)
        assert_fits_telegram(screen)


@pytest.mark.parametrize("language", LANGUAGES)
def test_however_much_changes_it_fits(language: Language) -> None:
    visit = read_visit(SAMPLE, first_day=FIRST_DAY)
    base = visit.events[_timed(visit)]
    events = tuple(_numbered(base, number) for number in range(120))
    before, after = (
        visit.model_copy(update={"events": tuple(event.model_copy(update={"start": start}) for event in events)})
        for start in (dt.time(0, 5), dt.time(0, 10))
    )
    changes = [*changes_between(before, after, NOW).values()]
    assert len(changes) == 120
    assert_fits_telegram(_screen(after, changes, language))
    assert_fits_telegram(_screen(after, changes[:1], language))


def _numbered(event: Event, number: int) -> Event:
    title = event.title.model_copy(update=dict.fromkeys(("ru", "en", "zh"), "Длинное название " * 15))
    return event.model_copy(update={"id": f"event-{number:014}", "title": title})
