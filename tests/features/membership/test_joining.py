"""Coming into a visit by a link: once for each place, with a clear answer when it does not open; and leaving it."""

import asyncio
import datetime as dt
from pathlib import Path

import pytest

from bot.telegram import personal_menus
from bot.telegram.roles import Role
from tests.features.membership.test_inviting import make_link
from tests.support.whole_bot import OWNER, WholeBot, whole_bot

ADMIN, GUEST = 600, 700


async def test_a_link_opens_a_closed_visit_and_it_is_the_one_that_is_read_about(bot: WholeBot) -> None:
    owner, guest = await bot.somebody(OWNER), await bot.somebody(GUEST)
    assert "A closed visit" not in str((await guest.says("/start")).handled.calls)
    link = await make_link(owner, "closed", "member", "press", 1)
    welcome = await guest.opens(link)
    assert "Welcome! You are in:\nA closed visit\nmember · Press" in welcome.text
    assert "Members" not in welcome.buttons
    assert "A closed visit" in (await guest.says("/start")).text
    member = await bot.member("closed", GUEST)
    assert member is not None
    assert (member.role, member.groups, member.name) == (Role.MEMBER, ("press",), guest.name)


async def test_a_link_works_for_somebody_who_never_wrote_before(bot: WholeBot) -> None:
    link = await make_link(await bot.somebody(OWNER), "closed")
    stranger = type(await bot.somebody(OWNER))(bot.desk, 4_503_599_627_370_495)
    assert "Welcome!" in (await stranger.opens(link)).text


async def test_who_is_in_a_closed_visit_sees_it_in_private_only(bot: WholeBot) -> None:
    member = await bot.somebody(GUEST, {"closed": Role.MEMBER})
    await bot.choose(GUEST, "closed")
    assert "A closed visit" in (await member.says("/start")).text
    assert "A closed visit" not in str((await member.says("/start", in_group=True)).handled.calls)
    assert "not open" in (await member.presses("park:closed", in_group=True)).text
    assert "not open" not in (await member.presses("park:closed")).text


async def test_a_used_up_link_says_so(bot: WholeBot) -> None:
    link = await make_link(await bot.somebody(OWNER), "closed", uses=1)
    await (await bot.somebody(GUEST)).opens(link)
    assert "all its places are taken" in (await (await bot.somebody(701)).opens(link)).text
    assert await bot.member("closed", 701) is None


async def test_an_expired_a_closed_and_an_unknown_link_say_so(bot: WholeBot) -> None:
    owner, guest = await bot.somebody(OWNER), await bot.somebody(GUEST)
    link = await make_link(owner, "closed")
    await owner.presses("invno:closed:1")
    assert "have closed this link" in (await guest.opens(link)).text
    bot.desk.clock.advance(11)
    link = await make_link(owner, "closed")
    bot.desk.clock.advance(7 * 86_400)
    assert "has expired" in (await guest.opens(link)).text
    assert "I do not know this link" in (await guest.opens(link[:-1])).text
    for payload in ("i_", "i_%s", "i_" + "A" * 62, "i_\u0431", "i_'; DROP TABLE members; --"):
        answered = (await guest.says(f"/start {payload}")).text
        assert "I do not know this link" in answered or "Too many" in answered
    assert await bot.desk.rows("SELECT * FROM members") == []


async def test_refusals_name_no_visit_to_the_guest_and_are_audited(bot: WholeBot) -> None:
    owner, guest = await bot.somebody(OWNER), await bot.somebody(GUEST)
    link = await make_link(owner, "closed")
    await owner.presses("invno:closed:1")
    assert "A closed visit" not in str((await guest.opens(link)).handled.calls)
    await guest.opens(link[:-1])
    assert await bot.desk.rows("SELECT subject, visit_id FROM audit WHERE action = 'refused' ORDER BY entry_id") == [
        ("link revoked", "closed"),
        ("link unknown", None),
    ]


async def test_links_of_somebody_who_owns_the_bot_no_more_open_nothing(tmp_path: Path) -> None:
    async with whole_bot(tmp_path / "own.sqlite3") as bot:
        link = await make_link(await bot.somebody(OWNER), "closed")
    async with whole_bot(tmp_path / "own.sqlite3", owner_ids=[ADMIN]) as bot:
        owner, guest = await bot.somebody(ADMIN), await bot.somebody(GUEST)
        assert "Whoever made this link may no longer invite people" in (await guest.opens(link)).text
        assert await bot.member("closed", GUEST) is None
        assert "No link is open" in (await owner.presses("invs:closed:0")).text
        assert "no longer open" in (await owner.presses("invite:closed:1")).text
        assert "a link was refused: whoever made it may no longer invite" in (await owner.says("/audit")).text
        await bot.enrol("closed", OWNER, Role.ADMIN)
        assert "Welcome!" in (await guest.opens(link)).text
    async with whole_bot(tmp_path / "own.sqlite3") as bot:
        assert "Welcome!" in (await (await bot.somebody(701)).opens(link)).text


async def test_after_five_tries_in_vain_not_even_the_right_link_opens_for_an_hour(bot: WholeBot) -> None:
    link = await make_link(await bot.somebody(OWNER), "closed")
    guest = await bot.somebody(GUEST)
    for _ in range(5):
        assert "I do not know this link" in (await guest.says("/start i_guess")).text
    for _ in range(3):
        assert "Try again in 60 minutes" in (await guest.opens(link)).text
    assert await bot.member("closed", GUEST) is None
    assert await bot.desk.rows("SELECT count(*) FROM invite_tries") == [(5,)]
    assert len(await bot.desk.rows("SELECT 1 FROM audit WHERE action = 'refused'")) == 2
    assert "Welcome!" in (await (await bot.somebody(701)).opens(link)).text
    bot.desk.clock.advance(3600)
    assert "Welcome!" in (await guest.opens(link)).text


async def test_whoever_is_forgotten_and_comes_back_has_no_more_tries_than_before(bot: WholeBot) -> None:
    link = await make_link(await bot.somebody(OWNER), "closed")
    guest = await bot.somebody(GUEST)
    for _ in range(5):
        await guest.says("/start i_guess")
    assert "in vain" not in (await guest.presses("forgetyes")).text
    assert "Try again in 60 minutes" in (await guest.opens(link)).text
    bot.desk.clock.advance(3600)
    assert "Welcome!" in (await guest.opens(link)).text


async def test_a_link_that_adds_nothing_takes_no_place(bot: WholeBot) -> None:
    owner = await bot.somebody(OWNER)
    member = await bot.somebody(GUEST, {"closed": Role.EDITOR}, ["press"])
    for group in ("-", "press"):
        answered = await member.opens(await make_link(owner, "closed", "member", group, 1))
        assert "adds nothing" in answered.text
    assert await bot.desk.rows("SELECT sum(uses_left) FROM invites") == [(2,)]


async def test_a_link_can_raise_a_role_or_add_a_group_but_lowers_nothing(bot: WholeBot) -> None:
    owner = await bot.somebody(OWNER)
    caller = await bot.somebody(GUEST, {"closed": Role.EDITOR}, ["press"])
    answered = await caller.opens(await make_link(owner, "closed", "member", "bus-a", 1))
    assert "now you are:\nA closed visit\neditor · Bus A, Press" in answered.text
    answered = await caller.opens(await make_link(owner, "closed", "admin", "-", 1))
    assert "admin · Bus A, Press" in answered.text
    assert [job.kind for job in answered.jobs] == [personal_menus.JOB]
    assert "Members" in answered.buttons
    assert await bot.desk.rows("SELECT sum(uses_left) FROM invites") == [(0,)]


async def test_of_two_who_want_the_last_place_one_gets_it(bot: WholeBot) -> None:
    link = await make_link(await bot.somebody(OWNER), "closed", uses=1)
    callers = [await bot.somebody(700 + number) for number in range(5)]
    answers = await asyncio.gather(*(caller.opens(link) for caller in callers))
    assert sum("Welcome!" in answer.text for answer in answers) == 1
    assert await bot.desk.rows("SELECT uses_left FROM invites") == [(0,)]
    assert len(await bot.desk.rows("SELECT * FROM members")) == 1


async def test_a_link_in_a_group_lets_nobody_in_and_is_not_repeated(bot: WholeBot) -> None:
    link = await make_link(await bot.somebody(OWNER), "closed")
    guest = await bot.somebody(GUEST)
    answered = await guest.says("/start " + link.partition("?start=")[2], in_group=True)
    assert "private chat" in answered.text
    assert link.partition("i_")[2] not in str(answered.handled.calls)
    assert await bot.member("closed", GUEST) is None


async def test_a_member_can_leave_after_being_asked(bot: WholeBot) -> None:
    caller = await bot.somebody(GUEST, {"closed": Role.MEMBER})
    await bot.choose(GUEST, "closed")
    choice = await caller.says("/visit")
    assert list(choice.buttons) == ["A small visit", "✓ A closed visit", "Leave: A closed visit", "Menu"]
    question = await caller.presses(choice.buttons["Leave: A closed visit"])
    assert await bot.member("closed", GUEST) is not None
    left = await caller.presses(question.buttons["Yes, leave"])
    assert "You have left:\nA closed visit" in left.text
    assert await bot.member("closed", GUEST) is None
    assert "A closed visit" not in (await caller.says("/visit")).text
    assert await bot.desk.rows("SELECT visit_id FROM users WHERE user_id = 700") == [(None,)]
    assert "not open" in (await caller.presses(question.buttons["Yes, leave"])).text
    assert await bot.desk.rows("SELECT action FROM audit") == [("left",)]


@pytest.mark.parametrize("data", ["leave:small", "leaveyes:small"])
async def test_who_is_no_member_has_nothing_to_leave(bot: WholeBot, data: str) -> None:
    guest = await bot.somebody(GUEST)
    assert "not a member" in (await guest.presses(data)).text
    assert await bot.desk.rows("SELECT * FROM audit") == []


async def test_who_left_may_come_back_by_the_same_link(bot: WholeBot) -> None:
    link = await make_link(await bot.somebody(OWNER), "closed", uses=10)
    guest = await bot.somebody(GUEST)
    await guest.opens(link)
    await guest.presses("leaveyes:closed")
    assert "Welcome!" in (await guest.opens(link)).text


async def test_an_owner_who_tries_a_link_and_leaves_closes_no_links(bot: WholeBot) -> None:
    owner = await bot.somebody(OWNER)
    link = await make_link(owner, "closed")
    await owner.opens(link)
    await owner.presses("leaveyes:closed")
    assert "Welcome!" in (await (await bot.somebody(GUEST)).opens(link)).text


async def test_moments_are_those_of_the_clock_given(bot: WholeBot) -> None:
    link = await make_link(await bot.somebody(OWNER), "closed")
    await (await bot.somebody(GUEST)).opens(link)
    member = await bot.member("closed", GUEST)
    assert member is not None
    assert member.joined_at == bot.desk.clock.now()
    assert member.joined_at.tzinfo is dt.UTC
