"""Spellings are confirmed form by form, as they stand, by editors; a card says so, and another spelling is not it."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from bot.telegram.roles import Role
from tests.features.checking.office import EDITOR, MEMBER, OTHER, held, noted, publish, visit
from tests.support.small_visit import SMALL
from tests.support.whole_bot import Caller, WholeBot, whole_bot

CARD, FORMS = "person:small:P1", "spell:small:P1"
SAID = "spelling confirmed by the organisers, 24 Sept 2025"


@pytest.fixture
async def bot(tmp_path: Path) -> AsyncIterator[WholeBot]:
    async with whole_bot(tmp_path / "bot.sqlite3") as opened:
        await publish(opened, visit())
        yield opened


@pytest.fixture
async def editor(bot: WholeBot) -> Caller:
    return await bot.somebody(EDITOR, {"small": Role.EDITOR})


def renamed(language: str, text: str, **more: Any) -> list[dict[str, Any]]:
    [person] = SMALL["people"]
    return [person | {"names": person["names"] | {language: person["names"][language] | {"text": text} | more}}]


async def confirmed(bot: WholeBot, item_id: str = "P1") -> dict[str, str]:
    """Return the days on which the forms of a name were confirmed, by language."""
    edition = await held(bot)
    item = edition.person(item_id) or edition.organisation(item_id) or edition.place(item_id)
    assert item is not None
    forms = {language: item.names.form(language) for language in ("ru", "en", "zh")}
    return {name: str(form.confirmed_on) for name, form in forms.items() if form and form.confirmed_on}


async def test_each_form_is_shown_with_where_it_comes_from_and_none_is_made_up(editor: Caller) -> None:
    seen = await editor.presses((await editor.presses(CARD)).buttons["Confirm spelling…"])
    assert seen.text.split("\n\n") == [
        "Spelling of the name\nZhu Xiaofeng",
        (
            "Compare each form letter by letter with a passport, a business card or the sign on the door. "
            "Only what stands here can be confirmed."
        ),
        "Чжу Сяофэн\n  Cyrillic · The S1 Daily ↗\n  not confirmed",
        "Zhu Xiaofeng\n  Latin letters · our rendering\n  not confirmed",
        "Chinese characters: no source gives them, and they are never made up",
    ]
    assert list(seen.buttons) == [
        "Confirm: Чжу Сяофэн",
        "Confirm: Zhu Xiaofeng",
        "‹ Zhu Xiaofeng",
        "‹ Names",
        "Menu",
    ]


async def test_a_confirmed_spelling_says_so_on_the_card_and_stays_our_rendering(bot: WholeBot, editor: Caller) -> None:
    done = await editor.presses((await editor.presses(FORMS)).buttons["Confirm: Zhu Xiaofeng"])
    assert done.toast == "Confirmed."
    assert f"Zhu Xiaofeng\n  Latin letters · our rendering\n  ✓ {SAID}" in done.text
    assert await confirmed(bot) == {"en": "2025-09-24"}
    card = await editor.presses(CARD)
    assert card.text.startswith("Zhu Xiaofeng*\u00a0✓ · Чжу Сяофэн\u00a0¹\n")
    assert card.text.endswith(f"\n* our rendering\n✓ {SAID}")
    assert await noted(bot, "spelling confirmed") == [("P1 (en)", {}, {"day": "2025-09-24"})]
    assert await bot.desk.rows("SELECT count(*) FROM notice_due") == [(0,)]


async def test_it_can_be_taken_back(bot: WholeBot, editor: Caller) -> None:
    done = await editor.presses((await editor.presses(FORMS)).buttons["Confirm: Чжу Сяофэн"])
    await held(bot)
    back = await editor.presses(done.buttons["Take back: Чжу Сяофэн"])
    assert back.toast == "Taken back."
    assert await confirmed(bot) == {}
    assert await noted(bot, "spelling taken back") == [("P1 (ru)", {"day": "2025-09-24"}, {})]


async def test_a_second_press_keeps_the_first_day(bot: WholeBot, editor: Caller) -> None:
    press = (await editor.presses(FORMS)).buttons["Confirm: Zhu Xiaofeng"]
    await editor.presses(press)
    number = (await held(bot)).number
    bot.desk.clock.advance(3 * 86_400)
    assert (await editor.presses(press)).toast == "Confirmed."
    assert await confirmed(bot) == {"en": "2025-09-24"}
    assert (await held(bot)).number == number


async def test_when_all_is_confirmed_on_different_days_each_form_has_its_own(bot: WholeBot, editor: Caller) -> None:
    await editor.presses((await editor.presses(FORMS)).buttons["Confirm: Zhu Xiaofeng"])
    bot.desk.clock.advance(2 * 86_400)
    await held(bot)
    await editor.presses((await editor.presses(FORMS)).buttons["Confirm: Чжу Сяофэн"])
    await held(bot)
    card = await editor.presses(CARD)
    assert f"✓ Zhu Xiaofeng: {SAID}\n" in card.text
    assert "✓ Чжу Сяофэн: spelling confirmed by the organisers, 26 Sept 2025" in card.text
    assert "Spelling of the name" in card.buttons


async def test_letters_that_changed_meanwhile_are_not_confirmed(bot: WholeBot, editor: Caller) -> None:
    press = (await editor.presses(FORMS)).buttons["Confirm: Zhu Xiaofeng"]
    await publish(bot, visit(people=renamed("en", "Chu Hsiao-feng")))
    answered = await editor.presses(press)
    assert answered.toast == "The name was changed meanwhile. Compare once more: nothing was noted."
    assert "Confirm: Chu Hsiao-feng" in answered.buttons
    assert await confirmed(bot) == {}


async def test_two_editors_confirm_two_forms_and_both_count(bot: WholeBot, editor: Caller) -> None:
    other = await bot.somebody(OTHER, {"small": Role.EDITOR})
    seen = (await editor.presses(FORMS)).buttons
    await editor.presses(seen["Confirm: Zhu Xiaofeng"])
    await other.presses(seen["Confirm: Чжу Сяофэн"])
    assert await confirmed(bot) == {"ru": "2025-09-24", "en": "2025-09-24"}


async def test_a_corrected_name_is_no_longer_confirmed_whoever_publishes_it(bot: WholeBot, editor: Caller) -> None:
    """A file that was exported keeps the day beside the name; it was said of the letters that stood there."""
    seen = (await editor.presses(FORMS)).buttons
    await editor.presses(seen["Confirm: Zhu Xiaofeng"])
    await held(bot)
    await publish(bot, visit(people=renamed("en", "Zhu Xiao Feng", confirmed_on="2025-09-24")))
    assert await confirmed(bot) == {}
    assert "✓" not in (await editor.presses(CARD)).text


async def test_organisations_and_places_are_confirmed_as_well(bot: WholeBot, editor: Caller) -> None:
    card = await editor.presses("org:small:O1:0")
    await editor.presses((await editor.presses(card.buttons["Confirm spelling…"])).buttons["Confirm: Park"])
    await held(bot)
    assert f"✓ {SAID}" in (await editor.presses("org:small:O1:0")).text
    names = await editor.presses((await editor.presses("chks:small:0")).buttons["Spelling of names"])
    assert names.text.split("\n\n")[1] == "1. Чжу Сяофэн · Zhu Xiaofeng\n2. Парк · Park ✓\n3. Зал · 展览中心"
    place = await editor.presses(names.buttons["3"])
    await editor.presses(place.buttons["Confirm: 展览中心"])
    assert await confirmed(bot, "L1") == {"zh": "2025-09-24"}


async def test_what_is_not_there_cannot_be_confirmed(bot: WholeBot, editor: Caller) -> None:
    number = (await held(bot)).number
    for made_up in ("spok:small:P1:zh:00000000:1", "spok:small:P9:en:00000000:1", "spok:small:P1:xx:00000000:1"):
        assert "no longer there" in (await editor.presses(made_up)).text
    assert (await held(bot)).number == number


async def test_only_editors_in_private_confirm_and_only_they_are_offered_it(bot: WholeBot, editor: Caller) -> None:
    member = await bot.somebody(MEMBER, {"small": Role.MEMBER})
    press = (await editor.presses(FORMS)).buttons["Confirm: Zhu Xiaofeng"]
    assert "Confirm spelling…" not in (await member.presses(CARD)).buttons
    assert "Confirm spelling…" not in (await editor.presses(CARD, in_group=True)).buttons
    await member.presses(press)
    await editor.presses(press, in_group=True)
    assert await confirmed(bot) == {}


async def test_the_audit_says_it_in_words(bot: WholeBot, editor: Caller) -> None:
    admin = await bot.somebody(OTHER, {"small": Role.ADMIN})
    await editor.presses((await editor.presses(FORMS)).buttons["Confirm: Zhu Xiaofeng"])
    assert f"Person {EDITOR}: confirmed the spelling of P1 (en)" in (await admin.says("/audit")).text
