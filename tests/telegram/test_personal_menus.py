"""Each person's command menu names what they may do, and follows their role."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from bot.telegram import jobs, members, people
from bot.telegram.jobs import Job
from bot.telegram.personal_menus import JOB, PersonalMenus, menu_task
from bot.telegram.roles import Role
from tests.support.rehearsal import Rehearsal, rehearsal
from tests.support.translating import translators
from tests.support.whole_bot import whole_table

PERSON, OWNER = 7, 42
TABLE = whole_table([OWNER])


@pytest.fixture
async def bot(store: Path) -> AsyncIterator[Rehearsal]:
    async with rehearsal(store) as run:
        await run.database.run("seen", people.remember, [(PERSON, "en"), (OWNER, "en")], run.clock.now())
        yield run


def menus(bot: Rehearsal) -> PersonalMenus:
    return PersonalMenus(bot.wire, bot.database, TABLE, translators(), [OWNER])


async def do(bot: Rehearsal, user_id: int = PERSON, *, forgotten: bool = False) -> None:
    await menus(bot).work(Job(1, JOB, menu_task(user_id, forgotten=forgotten).payload, user_id, 0))


def seen(bot: Rehearsal, language: str = "", user_id: int = PERSON) -> list[str]:
    registered = bot.simulator.world.menus.get(("chat", user_id, None), language)
    return [entry["command"] for entry in registered]


async def give(bot: Rehearsal, role: Role, visit_id: str = "small") -> None:
    await bot.database.run("drop", members.drop, visit_id, PERSON)
    if role > Role.GUEST:
        await bot.database.run("add", members.add, visit_id, PERSON, role, "Anna", bot.clock.now())


async def test_a_guest_and_a_member_see_what_everybody_sees(bot: Rehearsal) -> None:
    for role in (Role.GUEST, Role.MEMBER):
        await give(bot, role)
        await do(bot)
    assert bot.calls("setMyCommands", "deleteMyCommands") == []


async def test_an_admin_gets_a_menu_in_each_language_and_loses_it_with_the_role(bot: Rehearsal) -> None:
    await give(bot, Role.ADMIN)
    await do(bot)
    for language in ("", "ru", "en", "zh"):
        assert {"members", "invite", "audit", "park"} <= set(seen(bot, language))
    await give(bot, Role.MEMBER)
    await do(bot)
    assert [seen(bot, language) for language in ("", "ru", "en", "zh")] == [[], [], [], []]
    assert await bot.rows("SELECT * FROM personal_menus") == []


async def test_a_menu_that_is_as_it_should_be_costs_no_call(bot: Rehearsal) -> None:
    await give(bot, Role.ADMIN)
    await do(bot)
    before = len(bot.calls())
    await do(bot)
    assert len(bot.calls()) == before


async def test_the_highest_role_in_any_visit_counts(bot: Rehearsal) -> None:
    await give(bot, Role.MEMBER)
    await give(bot, Role.ADMIN, "other")
    await do(bot)
    assert "members" in seen(bot)


async def test_owners_have_their_menu_whatever_they_are_as_members(bot: Rehearsal) -> None:
    await do(bot, OWNER)
    assert "audit" in seen(bot, user_id=OWNER)


async def test_somebody_forgotten_loses_the_menu_that_the_store_no_longer_knows_of(bot: Rehearsal) -> None:
    await give(bot, Role.ADMIN)
    await do(bot)
    await bot.database.run("forget", people.forget, PERSON, bot.clock.now())
    assert await bot.rows("SELECT * FROM personal_menus") == []
    await do(bot, forgotten=True)
    assert seen(bot) == []
    assert await bot.rows("SELECT * FROM personal_menus") == []


@pytest.mark.parametrize("fault", ["400", "403"])
async def test_a_chat_that_was_never_opened_is_left_until_it_is(bot: Rehearsal, fault: Any) -> None:
    await give(bot, Role.ADMIN)
    bot.simulator.faults.add(fault, method="setMyCommands")
    await do(bot)
    assert await bot.rows("SELECT * FROM personal_menus") == []
    await do(bot)
    assert "members" in seen(bot)


async def test_the_start_brings_in_line_what_a_new_version_or_other_owners_made_wrong(bot: Rehearsal) -> None:
    await give(bot, Role.ADMIN)
    await bot.change("INSERT INTO users (user_id, first_seen_at) VALUES (8, 0), (9, 0)")
    await bot.change("INSERT INTO personal_menus VALUES (8, 'of a former owner')")

    async def due() -> list[int]:
        await bot.database.run("refresh", menus(bot).refresh, bot.clock.now())
        found = []
        while job := await bot.database.run("next", jobs.next_job, bot.clock.now()):
            found.append(job.payload["user_id"])
            await menus(bot).work(job)
            await bot.database.run("done", jobs.finish_job, job.job_id)
        return found

    assert await due() == [PERSON, 8, OWNER]
    assert await due() == []
