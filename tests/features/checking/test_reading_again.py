"""Facts whose sources nobody read for long are listed to editors, who read them again and say so."""

import datetime as dt
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.content import editions
from bot.content.edition import Edition
from bot.telegram.roles import Role
from tests.features.checking.office import EDITOR, MEMBER, OLD, OTHER, TODAY, fact, held, noted, publish, source, visit
from tests.support.whole_bot import Answered, Caller, WholeBot, whole_bot

LIST = "chks:small:0"


@pytest.fixture
async def bot(tmp_path: Path) -> AsyncIterator[WholeBot]:
    async with whole_bot(tmp_path / "bot.sqlite3") as opened:
        await publish(opened, visit())
        yield opened


@pytest.fixture
async def editor(bot: WholeBot) -> Caller:
    return await bot.somebody(EDITOR, {"small": Role.EDITOR})


def checked(edition: Edition, source_id: str) -> str | None:
    found = edition.source(source_id)
    assert found is not None
    return None if found.checked_on is None else found.checked_on.isoformat()


async def answer_of(editor: Caller, source_number: str = "1") -> tuple[Answered, str]:
    """Open a source of the list; return its screen and what its button says back."""
    seen = await editor.presses((await editor.presses(LIST)).buttons[source_number])
    return seen, seen.buttons["It still says so"]


async def test_the_list_has_the_source_read_longest_ago_first_with_its_facts(editor: Caller) -> None:
    seen = await editor.presses(LIST)
    assert seen.text.split("\n\n") == [
        "To look at again\nA small visit",
        (
            "2 facts rest on sources that were last read more than 30 days ago.\n"
            "Open a source, read its page, and say whether it still says so."
        ),
        "1. The S3 Daily ↗\n  last read 1 Jul 2025\n  1 fact: F3",
        "2. The S2 Daily ↗\n  last read 1 Aug 2025\n  2 facts: F2, F3",
    ]
    assert list(seen.buttons) == ["1", "2", "Spelling of names", "Editions", "‹ Sources", "Menu"]


async def test_a_source_is_shown_beside_what_it_is_said_to_say(editor: Caller) -> None:
    seen, _ = await answer_of(editor, "2")
    assert seen.text.split("\n\n") == [
        "The S2 Daily ↗\nSeen: 1 Aug 2025",
        (
            "Read the page and compare. If it says anything else by now, press nothing and correct the fact in the "
            "visit’s file."
        ),
        "On file it says:",
        "1. Said F2 (F2)\nсказано слово в слово",
        "2. Said F3 (F3)",
    ]
    assert list(seen.buttons)[:2] == ["Open the page ↗", "It still says so"]


async def test_saying_so_is_an_edition_that_disturbs_nobody_and_the_list_goes_on(bot: WholeBot, editor: Caller) -> None:
    before = await held(bot)
    _, press = await answer_of(editor, "1")
    done = await editor.presses(press)
    assert done.toast == "Noted. The editions have the way back."
    assert done.handled.published == {"small"}
    # F3 is held up by S3 from now on; F2 still waits for S2.
    assert "1. The S2 Daily ↗\n  last read 1 Aug 2025\n  1 fact: F2" in done.text
    after = await held(bot)
    assert (after.number, checked(after, "S3")) == (before.number + 1, TODAY)
    assert after.visit.model_copy(update={"sources": before.visit.sources}) == before.visit
    assert await noted(bot, "checked") == [("S3", {"day": "2025-07-01"}, {"day": TODAY})]
    [published, _] = await noted(bot, "published")
    assert published == ("2", {"edition": 1}, {"edition": 2, "notices": False})
    assert await bot.desk.rows("SELECT count(*) FROM notice_due") == [(0,)]


async def test_when_all_is_read_the_list_says_so(bot: WholeBot, editor: Caller) -> None:
    await editor.presses((await answer_of(editor, "2"))[1])
    await held(bot)
    assert "Every fact rests on a source that was read within the last 30 days." in (await editor.presses(LIST)).text


async def test_a_second_press_on_the_same_button_changes_nothing(bot: WholeBot, editor: Caller) -> None:
    _, press = await answer_of(editor)
    await editor.presses(press)
    number = (await held(bot)).number
    again = await editor.presses(press)
    assert (await held(bot)).number == number
    assert "Read again today: it still says so." in again.text
    assert "It still says so" not in again.buttons
    assert len(await noted(bot, "checked")) == 1


async def test_two_presses_in_one_batch_follow_each_other(bot: WholeBot, editor: Caller) -> None:
    """The library has only what is committed: the second press must not put back what the first one did."""
    first, second = [(await answer_of(editor, number))[1] for number in ("1", "2")]
    await editor.presses(first)
    await editor.presses(second)
    after = await held(bot)
    assert [checked(after, source_id) for source_id in ("S2", "S3")] == [TODAY, TODAY]


async def test_two_editors_read_different_sources_and_both_count(bot: WholeBot, editor: Caller) -> None:
    other = await bot.somebody(OTHER, {"small": Role.EDITOR})
    mine, theirs = (await answer_of(editor, "1"))[1], (await answer_of(other, "2"))[1]
    await editor.presses(mine)
    await held(bot)
    assert (await other.presses(theirs)).toast == "Noted. The editions have the way back."
    after = await held(bot)
    assert [checked(after, source_id) for source_id in ("S2", "S3")] == [TODAY, TODAY]


async def test_what_was_changed_meanwhile_is_shown_anew_and_not_vouched_for(bot: WholeBot, editor: Caller) -> None:
    _, press = await answer_of(editor, "2")
    text = {"ru": "Сказано иное", "en": "Said otherwise"}
    facts = [fact("F2", "S2", text=text), *OLD["facts"][2:]]
    await publish(bot, visit(facts=facts))
    answered = await editor.presses(press)
    assert answered.toast.startswith("What rests on this source was changed meanwhile.")
    assert "1. Said otherwise (F2)" in answered.text
    assert checked(await held(bot), "S2") is None
    assert (await editor.presses(answered.buttons["It still says so"])).toast.startswith("Noted.")
    assert checked(await held(bot), "S2") == TODAY


async def test_another_change_meanwhile_is_no_obstacle_and_is_kept(bot: WholeBot, editor: Caller) -> None:
    _, press = await answer_of(editor, "2")
    await publish(bot, visit(title={"en": "A better title"}))
    assert (await editor.presses(press)).toast.startswith("Noted.")
    after = await held(bot)
    assert (after.visit.title.en, checked(after, "S2")) == ("A better title", TODAY)


async def test_a_source_that_is_gone_is_a_sentence_and_a_way_on(bot: WholeBot, editor: Caller) -> None:
    _, press = await answer_of(editor, "1")
    await publish(bot, visit(sources=OLD["sources"][:2], facts=OLD["facts"][:1]))
    for data in (press, "chk:small:S3:0"):
        answered = await editor.presses(data)
        assert "This page is no longer there" in answered.text
        assert "‹ To look at again" in answered.buttons


async def test_from_its_card_a_source_is_read_again_at_any_time(bot: WholeBot, editor: Caller) -> None:
    card = await editor.presses("src:small:S1:0")
    assert "Checked" not in card.text
    seen = await editor.presses(card.buttons["Read it again…"])
    done = await editor.presses(seen.buttons["It still says so"])
    assert "The S1 Daily ↗\nSeen: 20 Sept 2025\nChecked: 24 Sept 2025" in done.text
    await held(bot)
    assert "Seen: 20 Sept 2025\nChecked: 24 Sept 2025" in (await editor.presses("src:small:S1:0")).text
    assert "Last checked in the source: 24 Sept 2025" in (await editor.presses("fact:small:F1")).text


async def test_the_way_there_is_shown_to_editors_in_private_only(bot: WholeBot, editor: Caller) -> None:
    member = await bot.somebody(MEMBER, {"small": Role.MEMBER})
    assert (await editor.says("/sources")).buttons["To look at again: 2"] == LIST
    assert (await editor.says("/start")).buttons["To check: 2"] == LIST
    for caller, in_group in ((member, False), (editor, True)):
        for command in ("/sources", "/start"):
            assert LIST not in (await caller.says(command, in_group=in_group)).buttons.values()
    assert "Read it again…" not in (await member.presses("src:small:S1:0")).buttons


async def test_without_a_limit_nothing_is_listed_and_nobody_is_bothered(bot: WholeBot, editor: Caller) -> None:
    await publish(bot, visit(recheck_after_days=None))
    assert "This visit sets no limit" in (await editor.presses(LIST)).text
    assert LIST not in (await editor.says("/start")).buttons.values()


async def test_rights_are_asked_at_the_press_and_not_when_the_button_was_made(bot: WholeBot, editor: Caller) -> None:
    _, press = await answer_of(editor)
    number = (await held(bot)).number
    member = await bot.somebody(MEMBER, {"small": Role.MEMBER})
    await member.presses(press)
    await editor.presses(press, in_group=True)
    await bot.desk.database.run(
        "demote", lambda connection: connection.execute("UPDATE members SET role = 'member' WHERE user_id = 600")
    )
    await editor.presses(press)
    assert (await held(bot)).number == number


async def test_a_first_reading_that_lies_ahead_is_to_be_corrected_first(bot: WholeBot, editor: Caller) -> None:
    await publish(bot, visit(sources=[source("S1", "2062-09-20"), *OLD["sources"][1:]]))
    seen = await editor.presses("chk:small:S1:0")
    assert "correct seen_on in the visit’s file first" in seen.text
    assert "It still says so" not in seen.buttons
    assert "\n  20 Sept 2062 lies ahead\n" in (await editor.presses(LIST)).text


async def test_the_day_is_that_of_the_visit(bot: WholeBot, editor: Caller) -> None:
    bot.desk.clock.set(dt.datetime(2025, 9, 24, 17, 0, tzinfo=dt.UTC))
    await editor.presses((await answer_of(editor))[1])
    assert checked(await held(bot), "S3") == "2025-09-25"


async def test_going_back_takes_it_back(bot: WholeBot, editor: Caller) -> None:
    number = (await held(bot)).number
    await editor.presses((await answer_of(editor))[1])
    now = (await held(bot)).number
    await editor.presses(f"edpub:small:{number}:{now}")
    assert checked(await held(bot), "S3") == "2025-07-01"


async def test_the_table_of_sources_has_the_day(bot: WholeBot, editor: Caller) -> None:
    rows = await bot.desk.rows("SELECT source_id, seen_on, checked_on FROM sources ORDER BY source_id")
    assert rows == [("S1", "2025-09-20", None), ("S2", "2025-08-01", None), ("S3", "2025-05-01", "2025-07-01")]
    await editor.presses((await answer_of(editor))[1])
    assert await bot.desk.rows("SELECT checked_on FROM sources WHERE source_id = 'S3'") == [(TODAY,)]


async def test_the_audit_says_it_in_words(bot: WholeBot, editor: Caller) -> None:
    admin = await bot.somebody(OTHER, {"small": Role.ADMIN})
    await editor.presses((await answer_of(editor))[1])
    assert f"Person {EDITOR}: read source S3 again: it still says so" in (await admin.says("/audit")).text


async def test_before_anything_was_published_there_is_nothing_to_vouch_for(tmp_path: Path) -> None:
    async with whole_bot(tmp_path / "bot.sqlite3") as empty:
        editor = await empty.somebody(EDITOR, {"small": Role.EDITOR})
        assert "no longer there" in (await editor.presses("still:small:S1:00000000")).text
        assert await empty.desk.database.run("count", editions.count, "small") == 0
