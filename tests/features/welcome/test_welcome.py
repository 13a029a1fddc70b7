from typing import Any

import pytest
from aiogram.utils.formatting import Text

from bot.core.languages import LANGUAGES, Language
from bot.features.welcome.handlers import routes
from bot.telegram.requests import Request
from bot.telegram.roles import Role
from bot.telegram.routes import Command, Routes, RoutingTable, routing_table
from bot.telegram.screens import Answers, Screen
from tests.features.programme.three_days import three_days
from tests.features.visitor import Visitor, assert_fits_telegram, labels, leads_to, printed, text
from tests.support.small_visit import small_edition


async def _answer(request: Request) -> Answers:
    return Screen(Text(f"asked with {request.argument!r}"))


OTHERS = Routes(
    commands=(
        Command("park", "What the place is", _answer, Role.GUEST),
        Command("privacy", "What is stored", _answer, Role.GUEST, personal=True),
        Command("publish", "Publish an edition", _answer, Role.OWNER),
        Command("secret", "Not in any menu", _answer, Role.GUEST, listed=False),
    )
)


def _visitor(*editions: Any, **more: Any) -> Visitor:
    table = RoutingTable()
    welcome = routes(lambda: table)
    joined = routing_table([OTHERS, welcome])
    table.commands.update(joined.commands)
    return Visitor([OTHERS, welcome], *editions, **more)


async def test_the_start_screen_says_whose_visit_it_is_and_offers_what_the_visit_has() -> None:
    screen = await _visitor(three_days()).asks("start")
    assert text(screen).startswith("A small visit\n")
    assert labels(screen) == [
        "Park",
        "Programme",
        "Now",
        "My agenda",
        "People",
        "Quotes",
        "Sources",
        "Ask",
        "News",
        "Subscriptions",
        "Language",
        "Help",
    ]


async def test_a_visit_without_a_programme_offers_no_programme() -> None:
    assert "Programme" not in labels(await _visitor(small_edition()).asks("start"))


async def test_who_may_see_several_visits_is_offered_the_others() -> None:
    assert "Other visits" in labels(await _visitor(small_edition(), three_days(id="other")).asks("start"))


async def test_a_sample_is_marked_as_such() -> None:
    assert (await _visitor(small_edition(sample=True)).asks("start")).sample


async def test_a_group_is_offered_nothing_that_is_about_one_person() -> None:
    screen = await _visitor(small_edition(), three_days(id="other"), private=False).asks("start")
    assert not {"Language", "Other visits"} & set(labels(screen))


async def test_a_closed_visit_is_not_named_to_a_guest() -> None:
    screen = await _visitor(small_edition(audience="members")).asks("start")
    assert "small visit" not in text(screen)
    assert "No visit is open to you yet" in text(screen)
    assert "Help" in labels(screen)


async def test_a_link_opens_the_screen_that_it_names() -> None:
    assert text(await _visitor(small_edition()).asks("start", "privacy")) == "asked with ''"


@pytest.mark.parametrize("payload", ["unheard-of", "start", "publish", "Privacy", "privacy extra"])
async def test_an_unknown_link_or_one_for_others_gets_a_clear_sentence_and_the_start_screen(payload: str) -> None:
    screen = await _visitor(small_edition()).asks("start", payload)
    assert text(screen).startswith("I do not know this link")
    assert "A small visit" in text(screen)
    assert "Park" in labels(screen)


async def test_an_unknown_link_is_answered_where_no_visit_is_open_as_well() -> None:
    assert text(await _visitor().asks("start", "unheard-of")).startswith("I do not know this link")


async def test_a_link_opens_nothing_personal_in_a_group() -> None:
    screen = await _visitor(small_edition(), private=False).asks("start", "privacy")
    assert "I do not know this link" in text(screen)


async def test_a_link_opens_for_an_owner_what_owners_may() -> None:
    assert "asked with" in text(await _visitor(small_edition(), role=Role.OWNER).asks("start", "publish"))


async def test_help_names_what_this_person_may_use_and_nothing_else() -> None:
    said = text(await _visitor(small_edition()).asks("help"))
    assert "/park – What the place is" in said
    assert "/publish" not in said
    assert "/secret" not in said
    assert "/publish – Publish an edition" in text(await _visitor(role=Role.OWNER).asks("help"))


async def test_help_speaks_of_free_text_only_where_something_answers_it() -> None:
    table = RoutingTable(free_text=_answer)
    assert "simply write a word" in text(await Visitor([routes(lambda: table)]).asks("help"))
    assert "simply write a word" not in text(await Visitor([routes(RoutingTable)]).asks("help"))


async def test_the_menu_opens_from_a_button_and_help_from_the_menu() -> None:
    visitor = _visitor(small_edition())
    menu = await visitor.presses("menu")
    assert printed(menu) == printed(await visitor.asks("start"))
    assert text(await visitor.presses(leads_to(menu, "Help"))) == text(await visitor.asks("help"))


async def test_cancel_says_kindly_that_nothing_is_waiting() -> None:
    screen = await _visitor(small_edition()).asks("cancel")
    assert "nothing to cancel" in text(screen)
    assert labels(screen) == ["Menu", "Help"]


@pytest.mark.parametrize("language", LANGUAGES)
async def test_every_screen_fits_telegram(language: Language) -> None:
    for visitor in (_visitor(three_days(), small_edition(id="other"), language=language), _visitor(language=language)):
        for command, payload in (("start", ""), ("start", "unheard-of"), ("help", ""), ("cancel", "")):
            assert_fits_telegram(await visitor.asks(command, payload))
