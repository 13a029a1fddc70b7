from typing import Any

import pytest

from bot.features.people.handlers import ROUTES
from tests.features.programme.three_days import three_days
from tests.features.visitor import Visitor, buttons, labels, leads_to, text
from tests.support.small_visit import SMALL, small_edition

GAP = "\u00a0"
ZHU: dict[str, Any] = SMALL["people"][0]


def _visitor(*people: dict[str, Any], **more: Any) -> Visitor:
    return Visitor([ROUTES], three_days(people=list(people)) if people else three_days(), **more)


async def test_the_list_names_everybody_with_role_and_source() -> None:
    screen = await _visitor().asks("people")
    assert f"Zhu Xiaofeng\nhead{GAP}¹\n\nLi Wen\nguide{GAP}²\n\n¹ The Gazette ↗" in text(screen)
    assert labels(screen) == ["Zhu Xiaofeng", "Li Wen", "Menu"]


async def test_people_beside_the_visit_come_last_and_are_marked() -> None:
    edition = small_edition(people=[{**ZHU, "id": "P0", "context": True}, ZHU])
    screen = await Visitor([ROUTES], edition).asks("people")
    assert [one.callback_data for one in buttons(screen)[:2]] == ["person:small:P1", "person:small:P0"]
    assert text(screen).count("\nbackground") == 1


async def test_many_people_are_read_in_pages() -> None:
    many = [
        {**ZHU, "id": f"P{number}", "role": {"en": f"role number {number} " + "in an office " * 5}}
        for number in range(1, 61)
    ]
    visitor = Visitor([ROUTES], small_edition(people=many))
    page, seen = await visitor.asks("people"), ""
    assert "page 1 of" in text(page)
    while True:
        seen += text(page)
        onward = [one for one in buttons(page) if one.text.endswith(" ›")]
        if not onward:
            break
        page = await visitor.presses(onward[0].callback_data or "")
    assert all(f"role number {number} " in seen for number in range(1, 61))


async def test_a_page_that_is_no_more_gives_the_last_one() -> None:
    assert "Zhu Xiaofeng" in text(await _visitor().presses("people:small:99"))


async def test_a_card_gives_the_name_in_every_script_and_marks_what_is_ours() -> None:
    said = text(await _visitor().presses("person:small:P1"))
    assert said.startswith(f"Zhu Xiaofeng* · Чжу Сяофэн{GAP}¹\nhead{GAP}¹\n")
    assert "* our rendering" in said


async def test_what_no_source_states_is_said_in_one_line() -> None:
    visitor = _visitor()
    assert "Not stated in the sources: phone; Chinese spelling" in text(await visitor.presses("person:small:P1"))
    assert "Not stated" not in text(await visitor.presses("person:small:P2"))


async def test_a_person_without_contact_is_said_to_have_none_even_if_nobody_wrote_that_down() -> None:
    visitor = Visitor([ROUTES], small_edition(unstated=[]))
    assert "Not stated in the sources: phone and e-mail" in text(await visitor.presses("person:small:P1"))


async def test_contacts_can_be_copied_each_by_itself() -> None:
    screen = await _visitor().presses("person:small:P2")
    assert f"+86 21 5555 0000\nguide@example.org\nWeChat: liwen{GAP}¹" in text(screen)
    copied = {one.text: one.copy_text.text for one in buttons(screen) if one.copy_text}
    assert copied == {
        "Copy phone": "+86 21 5555 0000",
        "Copy e-mail": "guide@example.org",
        "Copy WeChat": "liwen",
    }


async def test_a_card_leads_to_words_statements_organisation_and_events() -> None:
    visitor = _visitor()
    screen = await visitor.presses("person:small:P1")
    assert leads_to(screen, "Quotes: 1") == "quotes:small:P1:0"
    assert leads_to(screen, "Park").startswith("org:small:O1")
    assert leads_to(screen, "Round table: synthetic biology") == "event:small:table"
    assert "24 Sept 2026 · Round table: synthetic biology" in text(screen)
    said = await visitor.presses(leads_to(screen, "What the sources say: 1"))
    assert f"1. Launched in April 2024{GAP}¹\n  one source only" in text(said)
    assert "‹ Zhu Xiaofeng" in labels(said)


async def test_whom_to_call_on_the_spot_appears_in_that_event_too() -> None:
    assert "Round table" in text(await _visitor().presses("person:small:P2"))


async def test_notes_and_caveats_stand_on_the_card() -> None:
    caveat = {"id": "C9", "about": ["P1"], "text": {"en": "named once only"}, "sources": ["S1"]}
    noted = {**ZHU, "note": {"en": "no academic title is given"}}
    visitor = Visitor([ROUTES], small_edition(people=[noted], caveats=[caveat]))
    said = text(await visitor.presses("person:small:P1"))
    assert "  named once only" in said
    assert "no academic title is given" in said


async def test_a_visit_that_names_nobody_says_so() -> None:
    edition = small_edition(people=[], quotes=[], unstated=[])
    assert "The sources name nobody." in text(await Visitor([ROUTES], edition).asks("people"))


@pytest.mark.parametrize("data", ["people:closed:0", "person:closed:P1", "pfacts:closed:P1:0"])
async def test_a_closed_visit_is_answered_as_if_it_did_not_exist(data: str) -> None:
    visitor = Visitor([ROUTES], small_edition(), small_edition(id="closed", audience="members"))
    screen = await visitor.presses(data)
    assert "not open to you" in text(screen)
    assert text(screen) == text(await visitor.presses(data.replace("closed", "unheard-of")))


@pytest.mark.parametrize("data", ["person:small:gone", "pfacts:small:gone:0"])
async def test_an_old_button_to_somebody_who_is_gone_says_so_and_leads_on(data: str) -> None:
    screen = await _visitor().presses(data)
    assert "no longer there" in text(screen)
    assert labels(screen) == ["‹ People", "Menu"]
