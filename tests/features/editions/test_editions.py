"""/editions: what changed in each, compared, and published again by whoever may, if nothing else happened meanwhile."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from bot.content import editions
from bot.content.edition import Edition
from bot.content.models import Visit
from bot.core import audit
from bot.core.languages import LANGUAGES, Language
from bot.telegram.roles import Role
from tests.support.small_visit import SMALL
from tests.support.whole_bot import OWNER, WholeBot, closed_visit, open_visit, whole_bot

EDITOR, ADMIN, MEMBER = 600, 601, 602
DAY = "2026-09-24"


def _event(start: str, **more: Any) -> dict[str, Any]:
    return {
        "id": "E1",
        "title": {"en": "Tour"},
        "original": ["en"],
        "sources": ["S1"],
        "day": DAY,
        "start": start,
    } | more


STEPS: list[dict[str, Any]] = [
    {"events": [_event("10:00")]},
    {"events": [_event("11:00")]},
    {"events": [_event("11:00", status="cancelled")], "facts": SMALL["facts"][:1], "caveats": []},
]


async def publish(bot: WholeBot, author: str = audit.COMMAND_LINE, **changes: Any) -> Edition:
    """Publish the small visit with these changes, as if by somebody else: the library has it afterwards."""
    visit = Visit.model_validate(SMALL | changes)
    edition = await bot.desk.database.run("publish", editions.publish, visit, author, bot.desk.clock.now())
    assert edition is not None
    bot.library.replace(edition)
    return edition


async def holding(bot: WholeBot) -> int:
    """Return the number of the edition that holds, by the store."""
    edition = await bot.desk.database.run("look", editions.current_edition, "small")
    assert edition is not None
    return edition.number


@pytest.fixture
async def bot(tmp_path: Path) -> AsyncIterator[WholeBot]:
    async with whole_bot(tmp_path / "bot.sqlite3", open_visit(), closed_visit()) as opened:
        for changes in STEPS:
            await publish(opened, **changes)
        yield opened


async def test_the_list_says_who_published_what_and_when_the_newest_first(bot: WholeBot) -> None:
    editor = await bot.somebody(EDITOR, {"small": Role.EDITOR})
    seen = await editor.says("/editions")
    assert seen.text.split("\n") == [
        "Editions",
        "A small visit",
        "Shanghai time",
        "",
        "Edition 3 · holds now",
        "24 Sept 2025, 17:00 · the command line",
        "• Tour: cancelled",
        "− F2 · It stands in Hongkou",
        "− C1 · one source only",
        "",
        "Edition 2",
        "24 Sept 2025, 17:00 · the command line",
        "• Tour: Thu 24 September, 10:00 → 11:00",
        "",
        "Edition 1",
        "24 Sept 2025, 17:00 · the command line",
        "the first one",
    ]
    assert list(seen.buttons) == ["3", "2", "1", "Publish from a file", "Menu"]


async def test_an_author_is_named_where_known_and_never_by_number(bot: WholeBot) -> None:
    await bot.somebody(ADMIN, {"small": Role.ADMIN})
    reference = await bot.desk.database.run("refer", audit.reference, ADMIN)
    await publish(bot, reference, title={"en": "A better title"})
    editor = await bot.somebody(EDITOR, {"small": Role.EDITOR})
    assert f"· Person {ADMIN}\n− Tour · Thu 24 September, 11:00" in (await editor.says("/editions")).text
    await (await bot.somebody(ADMIN)).presses("forgetyes")
    seen = (await editor.says("/editions")).text
    assert f"· somebody ({reference[:4]})" in seen
    assert str(ADMIN) not in seen
    owners = await bot.desk.database.run("refer", audit.reference, OWNER)
    await publish(bot, owners, title={"en": "The best title"})
    assert "· an owner\n" in (await editor.says("/editions")).text
    assert "· you\n" in (await (await bot.somebody(OWNER)).says("/editions")).text


async def test_an_edition_is_compared_with_the_one_that_holds_and_with_the_one_before_it(bot: WholeBot) -> None:
    editor = await bot.somebody(EDITOR, {"small": Role.EDITOR})
    seen = await editor.presses((await editor.says("/editions")).buttons["2"])
    assert "From edition 3, which holds now, to this one:" in seen.text
    assert "Event: Tour\n  status: cancelled → planned" in seen.text
    assert "+ Fact: F2 · It stands in Hongkou" in seen.text
    assert list(seen.buttons) == ["What it changed", "Publish again…", "‹ Editions", "Menu"]
    then = await editor.presses(seen.buttons["What it changed"])
    assert "Compared with edition 1, the one before it:" in then.text
    assert "when: Thu 24 September, 10:00 → 11:00" in then.text
    back = await editor.presses(then.buttons["Compare with 3"])
    assert back.text == seen.text


async def test_the_edition_that_holds_shows_what_it_changed_and_offers_nothing(bot: WholeBot) -> None:
    editor = await bot.somebody(EDITOR, {"small": Role.EDITOR})
    seen = await editor.presses("edn:small:3:0:0")
    assert "Edition 3 · holds now" in seen.text
    assert "status: planned → cancelled" in seen.text
    assert list(seen.buttons) == ["‹ Editions", "Menu"]
    assert "It is the first edition" in (await editor.presses("edn:small:1:1:0")).text


async def test_publishing_again_is_asked_first_and_holds_at_once(bot: WholeBot) -> None:
    editor = await bot.somebody(EDITOR, {"small": Role.EDITOR})
    asked = await editor.presses((await editor.presses("edn:small:1:0:0")).buttons["Publish again…"])
    assert "Publish edition 1 again?" in asked.text
    assert "Events: 1 changed" in asked.text
    assert "• Tour: restored; Thu 24 September, 11:00 → 10:00" in asked.text
    assert await holding(bot) == 3
    done = await editor.presses(asked.buttons["Yes, publish 1 again"])
    assert "Edition 1 holds now, in place of 3." in done.text
    assert done.handled.published == {"small"}
    assert await holding(bot) == 1
    [entry] = await bot.desk.database.run("look", audit.entries, ["small"], 1)
    assert (entry.action, entry.before, entry.after) == ("published", {"edition": 3}, {"edition": 1, "again": True})
    assert entry.actor == await bot.desk.database.run("refer", audit.reference, EDITOR)


async def test_memory_is_not_touched_before_the_commit(bot: WholeBot) -> None:
    editor = await bot.somebody(EDITOR, {"small": Role.EDITOR})
    await editor.presses("edpub:small:1:3")
    held = bot.library.edition("small")
    assert held is not None
    assert held.number == 3


async def test_where_another_was_published_meanwhile_nothing_is_changed(bot: WholeBot) -> None:
    editor = await bot.somebody(EDITOR, {"small": Role.EDITOR})
    asked = await editor.presses("edask:small:1")
    await publish(bot, title={"en": "Changed by somebody else"})
    before = await bot.dump()
    refused = await editor.presses(asked.buttons["Yes, publish 1 again"])
    assert "Meanwhile another edition was published: now 4 holds." in refused.text
    assert refused.handled.published == frozenset()
    assert await bot.dump() == before
    anew = await editor.presses(refused.buttons["What would change now"])
    assert "In place of edition 4:" in anew.text
    await editor.presses(anew.buttons["Yes, publish 1 again"])
    assert await holding(bot) == 1


async def test_a_second_press_changes_nothing(bot: WholeBot) -> None:
    editor = await bot.somebody(EDITOR, {"small": Role.EDITOR})
    await editor.presses("edpub:small:1:3")
    held = await bot.desk.database.run("look", editions.current_edition, "small")
    assert held is not None
    bot.library.replace(held)
    before = await bot.dump()
    assert "Edition 1 holds already" in (await editor.presses("edpub:small:1:3")).text
    assert await bot.dump() == before


async def test_the_list_says_who_went_back_and_the_way_back_from_there_works(bot: WholeBot) -> None:
    editor = await bot.somebody(EDITOR, {"small": Role.EDITOR})
    done = await editor.presses("edpub:small:2:3")
    held = await bot.desk.database.run("look", editions.current_edition, "small")
    assert held is not None
    bot.library.replace(held)
    seen = (await editor.says("/editions")).text
    assert "Edition 2 holds again since 24 Sept 2025, 17:00: you" in seen
    assert "Edition 2 · holds now" in seen
    undo = await editor.presses(done.buttons["Undo: back to 3…"])
    await editor.presses(undo.buttons["Yes, publish 3 again"])
    assert await holding(bot) == 3
    audited = (await (await bot.somebody(OWNER)).says("/audit")).text
    assert f"Person {EDITOR}: published edition 2 again, in place of 3" in audited
    assert "the command line: published edition 3" in audited


@pytest.mark.parametrize("data", ["edn:small:9:0:0", "edask:small:9", "edpub:small:9:3", "edn:small:0:0:0"])
async def test_a_number_that_is_none_is_said_to_be_one(bot: WholeBot, data: str) -> None:
    editor = await bot.somebody(EDITOR, {"small": Role.EDITOR})
    seen = await editor.presses(data)
    assert "The visit has no such edition." in seen.text
    assert list(seen.buttons) == ["‹ Editions", "Menu"]


async def test_who_only_belongs_to_the_visit_learns_nothing(bot: WholeBot) -> None:
    member = await bot.somebody(MEMBER, {"small": Role.MEMBER})
    assert "I do not know this command" in (await member.says("/editions")).text
    for data in ("eds:small:0", "edn:small:1:0:0", "edask:small:1", "edpub:small:1:3"):
        assert (await member.presses(data)).text == ""
    assert await holding(bot) == 3
    elsewhere = await bot.somebody(EDITOR, {"closed": Role.EDITOR})
    assert (await elsewhere.presses("edpub:small:1:3")).text == ""
    assert await holding(bot) == 3


async def test_many_editions_are_paged(bot: WholeBot) -> None:
    for number in range(4, 13):
        await publish(bot, title={"en": f"Title {number}"})
    editor = await bot.somebody(EDITOR, {"small": Role.EDITOR})
    first = await editor.says("/editions")
    assert list(first.buttons) == ["12", "11", "10", "9", "8", "2 ›", "Publish from a file", "Menu"]
    second = await editor.presses(first.buttons["2 ›"])
    assert "Edition 7\n" in second.text
    last = await editor.presses("eds:small:99")
    assert "page 3 of 3" in last.text
    assert "the first one" in last.text


async def test_several_visits_are_a_button_apart(bot: WholeBot) -> None:
    editor = await bot.somebody(EDITOR, {"small": Role.EDITOR, "closed": Role.EDITOR})
    seen = await editor.says("/editions")
    assert "Edition 3" in seen.text
    assert "A closed visit" in (await editor.presses(seen.buttons["A closed visit"])).text


@pytest.mark.parametrize("language", LANGUAGES)
async def test_it_speaks_the_readers_language(bot: WholeBot, language: Language) -> None:
    editor = await bot.somebody(EDITOR, {"small": Role.EDITOR}, language=language)
    listed = {"ru": "Редакция 3 · действует", "en": "Edition 3 · holds now", "zh": "第3版 · 现行"}
    asked = {"ru": "Снова опубликовать редакцию 1?", "en": "Publish edition 1 again?", "zh": "重新发布第1版？"}
    assert listed[language] in (await editor.says("/editions")).text
    assert asked[language] in (await editor.presses("edask:small:1")).text
