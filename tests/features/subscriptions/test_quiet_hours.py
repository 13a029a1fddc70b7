"""When people are left alone: hours by their own clock, chosen or written, and a mute until the next morning."""

import datetime as dt

import pytest

from bot.telegram import members, people, subscriptions
from bot.telegram.roles import Role
from bot.telegram.subscriptions import Quiet
from tests.features.subscriptions.asking import member
from tests.features.visitor import USER, labels, leads_to, text
from tests.support.whole_bot import WholeBot


async def test_quiet_hours_are_chosen_by_ones_own_clock() -> None:
    visitor = member()
    choice = await visitor.presses(leads_to(await visitor.asks("subscriptions"), "Quiet hours…"))
    assert "By your own clock: Moscow, 12:00 now." in text(choice)
    assert "✓ Off" in labels(choice)
    chosen = await visitor.presses(leads_to(choice, "22:00–07:00"))
    assert "Quiet hours: 22:00–07:00 Moscow" in text(chosen)
    assert subscriptions.quiet(visitor.store, USER) == Quiet(dt.time(22), dt.time(7))
    assert "✓ 22:00–07:00" in labels(await visitor.presses(leads_to(chosen, "Quiet hours…")))
    people.choose_zone(visitor.store, USER, "Asia/Shanghai")
    assert "22:00–07:00 Shanghai" in text(await visitor.asks("subscriptions"))
    assert "Quiet hours: off" in text(await visitor.presses("quiet:small:off"))
    assert subscriptions.quiet(visitor.store, USER) == Quiet()


async def test_hours_that_were_written_are_offered_beside_the_others() -> None:
    visitor = member()
    subscriptions.set_quiet_hours(visitor.store, USER, (dt.time(20, 15), dt.time(6)))
    assert "✓ 20:15–06:00" in labels(await visitor.presses("subsof:small:quiet"))


async def test_a_mute_holds_until_the_next_morning_and_can_be_ended() -> None:
    visitor = member()
    muted = await visitor.presses(leads_to(await visitor.asks("subscriptions"), "Mute until Fri 25, 08:00"))
    assert "Muted until Fri 25, 08:00" in text(muted)
    morning = dt.datetime(2026, 9, 25, 5, 0, tzinfo=dt.UTC)
    assert subscriptions.quiet(visitor.store, USER) == Quiet(muted_until=morning)
    ended = await visitor.presses(leads_to(muted, "End the mute"))
    assert "Muted" not in text(ended)
    assert subscriptions.quiet(visitor.store, USER) == Quiet()
    await visitor.presses("hush:small:tomorrow")
    visitor.now = morning
    assert "Muted" not in text(await visitor.asks("subscriptions"))


async def test_hours_in_writing_are_asked_for_taken_and_asked_for_again(bot: WholeBot) -> None:
    caller = await bot.somebody(700, {"small": Role.MEMBER})
    asked = await caller.presses("quietask:small")
    assert "Write both times by your own clock (Moscow)" in asked.text
    assert "I need two times" in (await caller.says("late to early")).text
    assert "two different times" in (await caller.says("22–22")).text
    assert "Quiet hours: 21:30–06:45 Moscow" in (await caller.says("21:30 – 6:45")).text
    assert await bot.desk.rows("SELECT begins, ends FROM quiet_hours") == [("21:30", "06:45")]
    assert await bot.desk.rows("SELECT * FROM prompts") == []
    assert "Quiet hours" not in (await caller.says("22–7")).text


@pytest.mark.parametrize("data", ["quiet:small:2200-0700", "subsof:small:quiet"])
async def test_a_button_ends_the_question_for_hours_and_no_other(bot: WholeBot, data: str) -> None:
    caller = await bot.somebody(700, {"small": Role.MEMBER})
    await caller.presses("quietask:small")
    await caller.presses(data)
    assert await bot.desk.rows("SELECT * FROM prompts") == []
    await caller.presses("quietask:small")
    await bot.desk.database.run("other", lambda store: store.execute("UPDATE prompts SET kind = 'another'"))
    await caller.presses(data)
    assert await bot.desk.rows("SELECT kind FROM prompts") == [("another",)]


async def test_hours_for_a_visit_that_closed_meanwhile_are_not_taken(bot: WholeBot) -> None:
    caller = await bot.somebody(700, {"closed": Role.MEMBER})
    await caller.presses("quietask:closed")
    await bot.desk.database.run("leave", members.drop, "closed", 700)
    assert "not open to you" in (await caller.says("22–7")).text
    assert await bot.desk.rows("SELECT * FROM quiet_hours") == []
