"""Every screen of the programme and the people that buttons lead to, on the visits that ship, in all languages."""

import datetime as dt
from collections.abc import Mapping
from pathlib import Path

import pytest
from syrupy.assertion import SnapshotAssertion

from bot.content.library import Edition
from bot.content.models import Event, Person
from bot.content.reader import read_visit
from bot.core.languages import LANGUAGES, Language
from bot.features.people.handlers import ROUTES as PEOPLE
from bot.features.programme.calendar import calendar_file
from bot.features.programme.handlers import ROUTES as PROGRAMME
from bot.telegram import presses
from bot.telegram.presses import OpenEvent, OpenPerson
from bot.telegram.screens import Screen
from tests.features.visitor import Visitor, assert_fits_telegram, buttons, printed, text
from tests.support.translating import translators

FILES = sorted((Path(__file__).parents[3] / "data" / "visits").glob("*.yaml"))
FIRST_DAY = dt.date(2026, 9, 23)
# In the middle of the sample's second day: 12:00 in Shanghai.
AT = dt.datetime(2026, 9, 24, 4, 0, tzinfo=dt.UTC)
# What these buttons change is specified elsewhere; here everybody is as new.
DECISIONS = ("star", "mute", "setrem")
KNOWN = {one.__prefix__ for one in vars(presses).values() if isinstance(one, type) and hasattr(one, "__prefix__")}


@pytest.fixture(scope="module", params=FILES, ids=lambda file: file.stem)
def edition(request: pytest.FixtureRequest) -> Edition:
    visit = read_visit(request.param, first_day=FIRST_DAY)
    return Edition(1, 1, visit.id, AT, "file", visit)


@pytest.fixture(scope="module", params=LANGUAGES)
def language(request: pytest.FixtureRequest) -> Language:
    chosen: Language = request.param
    return chosen


@pytest.fixture
def visitor(edition: Edition, language: Language) -> Visitor:
    return Visitor([PROGRAMME, PEOPLE], edition, language=language, now=AT)


@pytest.fixture
async def screens(visitor: Visitor) -> Mapping[str, Screen]:
    found: dict[str, Screen] = {}
    for command in ("programme", "now", "agenda", "people"):
        found |= await visitor.everything_from(command, but=DECISIONS)
    return found


async def test_every_screen_fits_telegram_and_leads_on(visitor: Visitor, screens: Mapping[str, Screen]) -> None:
    known = KNOWN | set(visitor.table.presses)
    for screen in screens.values():
        assert_fits_telegram(screen)
        assert buttons(screen)[-1].callback_data == "menu"
        assert all((one.callback_data or "menu").partition(":")[0] in known for one in buttons(screen))


async def test_every_event_and_every_person_can_be_reached_by_buttons(
    edition: Edition, screens: Mapping[str, Screen]
) -> None:
    visit = edition.visit
    assert all(OpenEvent(visit=visit.id, event=event.id).pack() in screens for event in visit.events)
    assert all(OpenPerson(visit=visit.id, person=person.id).pack() in screens for person in visit.people)


async def test_every_card_shows_all_its_caveats_and_notes_and_links_its_sources(
    edition: Edition, language: Language, screens: Mapping[str, Screen]
) -> None:
    visit = edition.visit
    cards: list[tuple[Event | Person, Screen]] = [
        *((event, screens[OpenEvent(visit=visit.id, event=event.id).pack()]) for event in visit.events),
        *((person, screens[OpenPerson(visit=visit.id, person=person.id).pack()]) for person in visit.people),
    ]
    for item, screen in cards:
        links = {entity.url for entity in screen.content()["entities"] if entity.url}
        assert {str(source.url) for source in edition.sources(item.sources)} <= links
        assert all(caveat.text.pick(language)[0] in text(screen) for caveat in edition.caveats_about(item.id))
        assert item.note is None or item.note.pick(language)[0] in text(screen)


async def test_a_sample_is_marked_on_every_screen(edition: Edition, screens: Mapping[str, Screen]) -> None:
    assert {screen.sample for screen in screens.values()} == {edition.visit.sample}


async def test_every_screen_reads_as_it_was_edited(screens: Mapping[str, Screen], snapshot: SnapshotAssertion) -> None:
    assert "\n\n".join(f"━━━ {address}\n{printed(screen)}" for address, screen in screens.items()) == snapshot


async def test_the_calendar_file_reads_as_it_was_edited(
    edition: Edition, language: Language, snapshot: SnapshotAssertion
) -> None:
    assert (
        calendar_file(edition, translators()[language]).decode().replace("\r\n ", "").replace("\r\n", "\n") == snapshot
    )
