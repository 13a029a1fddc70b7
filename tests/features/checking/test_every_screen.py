"""Every screen of the checking, over all that ships, in three languages: as people see it, and within the limits."""

import datetime as dt

import pytest
from syrupy.assertion import SnapshotAssertion

from bot.content.confirming import named, with_spelling
from bot.content.edition import Edition
from bot.content.models import Visit
from bot.content.reader import read_visit
from bot.core.languages import LANGUAGES, Language
from bot.features.briefing.views.companies import company
from bot.features.briefing.views.sources import sources
from bot.features.checking.views.checks import check_screen, checks_screen
from bot.features.checking.views.spellings import spelling_screen, spellings_screen
from bot.features.people.view import person_screen
from bot.telegram.screens import Screen
from tests.content.builders import SAMPLE
from tests.features.visitor import buttons, text
from tests.support.translating import translators

FIRST_DAY = dt.date(2026, 11, 23)
LATER = dt.date(2027, 11, 22)
SHIPPED = [read_visit(path, first_day=FIRST_DAY) for path in sorted(SAMPLE.parent.glob("*.yaml"))]
REAL, INVENTED = SHIPPED


def edition(visit: Visit) -> Edition:
    return Edition(7, 7, visit.id, dt.datetime(2026, 11, 23, tzinfo=dt.UTC), "file", visit)


def shown(screen: Screen) -> str:
    """Return a screen as people see it, its rows of buttons below."""
    rows = "\n".join("".join(f"[{one.text}]" for one in row) for row in screen.rows if row)
    return f"{text(screen)}\n{rows}"


def within_limits(screen: Screen) -> None:
    content = screen.content()
    assert len(content["text"]) <= 4000
    assert len(content["entities"] or ()) <= 100
    assert buttons(screen), "every screen has a way on"
    assert all(len(row) <= 8 for row in screen.rows)
    assert all(len((one.callback_data or "").encode()) <= 64 for one in buttons(screen))


def every_page(first: Screen, turn: object) -> None:
    """Check a page; pages beyond it are asked for by number."""
    within_limits(first)
    assert callable(turn)
    for number in range(1, 12):
        within_limits(turn(number))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("visit", SHIPPED, ids=lambda visit: visit.id)
def test_every_screen_keeps_within_telegrams_limits(visit: Visit, language: Language) -> None:
    held, tr = edition(visit), translators()[language]
    every_page(checks_screen(held, LATER, 0, tr), lambda page: checks_screen(held, LATER, page, tr))
    every_page(spellings_screen(held, 0, tr), lambda page: spellings_screen(held, page, tr))
    for source in visit.sources:
        for page in range(3):
            within_limits(check_screen(held, source, LATER, page, tr))
    for item in named(visit):
        within_limits(spelling_screen(held, item, tr))


def test_the_longest_ids_fit_the_buttons() -> None:
    long = "a" * 20
    source = INVENTED.sources[0].model_copy(update={"id": long})
    person = INVENTED.people[0].model_copy(update={"id": long})
    visit = INVENTED.model_copy(update={"id": long, "sources": (source,), "people": (person,), "facts": ()})
    held, tr = edition(visit), translators()["en"]
    within_limits(check_screen(held, source, LATER, 0, tr))
    within_limits(spelling_screen(held, person, tr))


@pytest.mark.parametrize("language", LANGUAGES)
def test_reading_again_as_people_see_it(snapshot: SnapshotAssertion, language: Language) -> None:
    held, tr = edition(INVENTED), translators()[language]
    screens = (
        checks_screen(held, LATER, 0, tr),
        check_screen(held, INVENTED.sources[1], LATER, 0, tr),
        checks_screen(held, FIRST_DAY, 0, tr),
        sources(held, tr, overdue=12),
    )
    assert "\n\n════\n\n".join(map(shown, screens)) == snapshot


@pytest.mark.parametrize("language", LANGUAGES)
def test_spellings_as_people_see_them(snapshot: SnapshotAssertion, language: Language) -> None:
    tr, who = translators()[language], next(item for item in REAL.people if item.names.zh is None)
    confirmed = with_spelling(with_spelling(REAL, who.id, "ru", FIRST_DAY), REAL.host, "en", FIRST_DAY)
    held = edition(confirmed)
    person = held.person(who.id)
    assert person is not None
    screens = (
        person_screen(held, tr, person, edits=True),
        spelling_screen(held, person, tr),
        spellings_screen(held, 0, tr),
        company(held, tr, REAL.host, edits=True),
    )
    assert "\n\n════\n\n".join(map(shown, screens)) == snapshot
