"""Every screen that a button of the briefing opens, on the content that ships, in all three languages."""

import datetime as dt
from collections.abc import Mapping
from pathlib import Path

import pytest
from syrupy.assertion import SnapshotAssertion

from bot.content.library import Edition
from bot.content.reader import read_visit
from bot.core.languages import LANGUAGES, Language
from bot.telegram import presses
from bot.telegram.presses import OpenFact, OpenOrganisation, OpenPerson, OpenQuote, OpenSource
from bot.telegram.screens import Screen
from tests.features.briefing.asking import TABLE, buttons, every_screen, request, text, write

FILES = sorted((Path(__file__).parents[3] / "data" / "visits").glob("*.yaml"))
PREFIXES = {
    one.__prefix__ for one in vars(presses).values() if isinstance(one, type) and hasattr(one, "__prefix__")
} | set(TABLE.presses)
# What readers asked of the first visit.
QUESTIONS = ("park area", "кто такой Чжу Сяофэн", "蓝晶微生物", "налоговые льготы", "zzzz")
KINDS = ("park", "topics", "facts", "fact", "unstated", "orgs", "org", "quotes", "quote", "srcs", "src", "terms")


def _edition(file: Path) -> Edition:
    visit = read_visit(file, first_day=dt.date(2026, 9, 23))
    return Edition(1, 1, visit.id, dt.datetime(2026, 9, 23, tzinfo=dt.UTC), "file", visit)


@pytest.fixture(scope="module", params=FILES, ids=lambda file: file.stem)
def edition(request: pytest.FixtureRequest) -> Edition:
    return _edition(request.param)


@pytest.fixture(scope="module", params=LANGUAGES)
def language(request: pytest.FixtureRequest) -> Language:
    chosen: Language = request.param
    return chosen


@pytest.fixture
async def screens(edition: Edition, language: Language) -> Mapping[str, Screen]:
    return await every_screen(request(edition, language=language))


async def test_every_screen_keeps_telegrams_limits(screens: Mapping[str, Screen]) -> None:
    for address, screen in screens.items():
        content = screen.content()
        # The mark of a sample takes a line more.
        assert 0 < len(content["text"]) <= 3900, address
        assert len(content["entities"] or ()) <= 95, address
        assert len(buttons(screen)) <= 100, address
        assert all(len(row) <= 8 for row in screen.rows), address
        for one in buttons(screen):
            assert one.text.strip(), address
            assert 1 <= len((one.callback_data or "").encode()) <= 64, address


async def test_every_screen_has_a_way_on_and_one_to_the_menu(screens: Mapping[str, Screen]) -> None:
    for address, screen in screens.items():
        assert buttons(screen)[-1].callback_data == "menu", address
        assert all((one.callback_data or "").partition(":")[0] in PREFIXES for one in buttons(screen)), address


async def test_no_button_leads_to_something_that_is_not_there(screens: Mapping[str, Screen]) -> None:
    # Only the answer to an outdated button has a text so short and no heading.
    assert not [address for address, screen in screens.items() if not screen.content()["entities"]]


async def test_all_that_is_on_file_can_be_reached_by_buttons(edition: Edition, screens: Mapping[str, Screen]) -> None:
    visit = edition.visit
    wanted = [
        *(OpenFact(visit=visit.id, fact=one.id) for one in visit.facts),
        *(OpenQuote(visit=visit.id, quote=one.id) for one in visit.quotes),
        *(OpenOrganisation(visit=visit.id, organisation=one.id) for one in visit.organisations),
        *(OpenSource(visit=visit.id, source=one.id) for one in visit.sources),
    ]
    assert not [one for one in wanted if one.pack() not in screens]
    offered = {one.callback_data for screen in screens.values() for one in buttons(screen)}
    assert all(
        OpenPerson(visit=visit.id, person=quote.speaker).pack() in offered
        for quote in visit.quotes
        if edition.person(quote.speaker)
    )


async def test_every_caveat_stands_with_each_fact_it_is_about(
    edition: Edition, language: Language, screens: Mapping[str, Screen]
) -> None:
    for caveat in edition.visit.caveats:
        for fact in filter(edition.fact, caveat.about):
            screen = screens[OpenFact(visit=edition.visit_id, fact=fact).pack()]
            assert caveat.text.pick(language)[0] in text(screen)


async def test_every_statement_names_its_source(edition: Edition, screens: Mapping[str, Screen]) -> None:
    for fact in edition.visit.facts:
        screen = screens[OpenFact(visit=edition.visit_id, fact=fact.id).pack()]
        links = {entity.url for entity in screen.content()["entities"] if entity.url}
        assert {str(source.url) for source in edition.sources(fact.sources)} <= links


async def test_the_exact_words_of_a_source_are_never_touched(edition: Edition, screens: Mapping[str, Screen]) -> None:
    for fact in edition.visit.facts:
        said = text(screens[OpenFact(visit=edition.visit_id, fact=fact.id).pack()])
        assert all(wording in said for wording in fact.wording)


@pytest.mark.parametrize("question", QUESTIONS)
async def test_answers_to_free_questions(
    edition: Edition, language: Language, question: str, snapshot: SnapshotAssertion
) -> None:
    screen = await write(request(edition, language=language, argument=question))
    assert isinstance(screen, Screen)
    assert _printed(screen) == snapshot


@pytest.mark.parametrize("kind", KINDS)
def test_the_first_screen_of_each_kind_reads_as_it_was_edited(
    edition: Edition, kind: str, screens: Mapping[str, Screen], snapshot: SnapshotAssertion
) -> None:
    visit = edition.visit
    first = {
        "facts": f"{visit.id}:{visit.facts[0].topic}:0",
        "fact": f"{visit.id}:{visit.facts[0].id}",
        "org": f"{visit.id}:{visit.organisations[0].id}:0",
        "quote": f"{visit.id}:{visit.quotes[0].id}:1",
        "quotes": f"{visit.id}::0",
        "src": f"{visit.id}:{visit.sources[0].id}:0",
        "topics": visit.id,
    }
    address = "/park" if kind == "park" else f"{kind}:{first.get(kind, f'{visit.id}:0')}"
    # Words of the reader's own language have no other view.
    assert _printed(screens.get(address) or screens[address.removesuffix("1") + "0"]) == snapshot


def _printed(screen: Screen) -> str:
    """Return the text with its links, and the buttons, as plain lines."""
    links = [f"  {entity.url}" for entity in screen.content()["entities"] or () if entity.url]
    rows = [" ".join(f"[{one.text}]" for one in row) for row in screen.rows if row]
    return "\n".join([text(screen), *rows, *links])
