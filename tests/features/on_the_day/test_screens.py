"""How the corrections of the day look, in three languages, and that they fit Telegram with the longest of ids."""

import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from syrupy.assertion import SnapshotAssertion

from bot.content import on_the_day
from bot.content.edition import Edition
from bot.content.models import Visit
from bot.content.refusals import Refusal
from bot.core.languages import LANGUAGES, Language
from bot.features.on_the_day.store import Done
from bot.features.on_the_day.views.asking import move_screen, places_screen, shift_screen
from bot.features.on_the_day.views.outcome import done_screen, moved_on_screen, refused_screen, undone_screen
from bot.features.on_the_day.views.preview import Planned, preview_screen
from bot.features.programme.views.event import event_screen
from bot.telegram import corrections
from bot.telegram.corrections import CANCEL, RESTORE, Correction
from bot.telegram.event_times import Reader
from bot.telegram.hearing import Hearers
from bot.telegram.screens import Screen
from tests.features.programme.three_days import DURING, EVENTS, three_days
from tests.features.visitor import assert_fits_telegram, printed
from tests.support.translating import translators

HEARERS = Hearers({"ru": 140, "en": 2, "zh": 1}, 3, {"table": 143, "dinner": 12})
LATER = dt.timedelta(minutes=30)


def _reader(language: Language) -> Reader:
    return Reader(translators()[language], ZoneInfo("Europe/Moscow"), DURING, may_correct=True)


def _after(edition: Edition, event_id: str, correction: Correction) -> Visit:
    result = correction.carry_out(edition.visit, event_id, DURING)
    assert not isinstance(result, Refusal), result
    return result


def _next(edition: Edition, visit: Visit) -> Edition:
    return Edition(edition.edition_id + 1, edition.number + 1, edition.visit_id, DURING, "editor", visit)


def _screens(edition: Edition, reader: Reader, event_id: str = "table") -> dict[str, Screen]:
    event = edition.event(event_id)
    assert event is not None

    def planned(correction: Correction, clashes: tuple[str, ...] = ()) -> Screen:
        found = Planned(edition, event, correction, _after(edition, event_id, correction), HEARERS, clashes)
        return preview_screen(found, reader)

    other = next(place.id for place in edition.visit.places if place.id != event.place)
    moved = _next(edition, _after(edition, event_id, corrections.later(30)))
    called_off = _next(edition, _after(edition, event_id, CANCEL))
    done = Done(edition, moved, 143, DURING + dt.timedelta(minutes=1))
    tomorrow = dt.datetime.combine(dt.date(2026, 9, 25), dt.time(9))
    off = called_off.event(event_id)
    assert off is not None
    return {
        "later": planned(corrections.later(30), ("A clash", "Another")),
        "another day": planned(corrections.move(tomorrow)),
        "elsewhere": planned(corrections.place(other)),
        "rest of the day": planned(corrections.rest_later(30)),
        "call off": planned(CANCEL),
        "restore": preview_screen(Planned(called_off, off, RESTORE, edition.visit, Hearers()), reader),
        "done": done_screen(done, event, reader, quiet=False),
        "done quietly": done_screen(Done(edition, called_off), event, reader, quiet=True),
        "undone": undone_screen(Done(moved, edition, unheard=True), event_id, reader, quiet=False),
        "refused": refused_screen(
            edition, event, _why(on_the_day.later(edition.visit, event_id, LATER, DURING + 99 * LATER), reader), reader
        ),
        "moved on": moved_on_screen(called_off, off, corrections.later(30), reader),
        "move": move_screen(edition, event, reader),
        "places": places_screen(edition, event, 0, reader),
        "shift": shift_screen(edition, event, reader),
    }


def _why(refusal: Visit | Refusal, reader: Reader) -> str:
    assert isinstance(refusal, Refusal)
    return refusal.said(reader.tr)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_screens(language: Language, snapshot: SnapshotAssertion) -> None:
    for name, screen in _screens(three_days(), _reader(language)).items():
        assert_fits_telegram(screen)
        assert printed(screen) == snapshot(name=name)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_card_for_editors(language: Language, snapshot: SnapshotAssertion) -> None:
    edition = three_days()
    for event_id in ("table", "visit", "press"):
        event = edition.event(event_id)
        assert event is not None
        screen = event_screen(edition, event, _reader(language))
        assert_fits_telegram(screen)
        assert printed(screen).splitlines()[-4:] == snapshot(name=event_id)


@pytest.mark.parametrize("language", LANGUAGES)
def test_with_the_longest_of_ids_and_many_events_it_fits(language: Language) -> None:
    visit, table, hall, plant = "v" * 20, "e" * 20, "h" * 20, "p" * 20
    document: dict[str, Any] = three_days().visit.model_dump(mode="json", exclude_defaults=True)
    document["id"], document["facts"], document["caveats"] = visit, [], []
    document["places"][0]["id"], document["places"][1]["id"] = hall, plant
    long = "Очень длинное название события на весь экран и ещё немного дальше"
    document["events"] = [
        {**EVENTS[3], "id": table, "place": hall, "title": {"ru": long}, "original": ["ru"]},
        *(
            {**EVENTS[3], "id": f"E{n}", "place": plant, "start": "14:00", "end": "15:00", "title": {"zh": "很" * 60}}
            for n in range(150)
        ),
    ]
    content = Visit.model_validate(document)
    edition = Edition(1, 12345, visit, DURING, "file", content)
    for screen in _screens(edition, _reader(language), table).values():
        assert_fits_telegram(screen)
