"""The menus that people see are those of the routing table, in their language, and registered only when they differ."""

import asyncio
from dataclasses import replace
from pathlib import Path
from typing import Any

from bot.core.notebook import note
from bot.telegram import menus
from bot.telegram.job_runner import JobKind, JobRunner
from bot.telegram.routes import Routes, routing_table
from tests.support.rehearsal import Rehearsal, rehearsal, until
from tests.support.routes import Plain
from tests.support.translating import translators

TABLE = routing_table([Plain().routes()])
CALLS = menus.menu_calls(TABLE, translators())


async def run(bot: Rehearsal, calls: Any = CALLS) -> None:
    """Start the bot with these menus and wait until all is registered."""
    await bot.database.run("menus", menus.register_if_changed, calls, bot.clock.now())
    registration = menus.MenuRegistration(bot.wire, calls)
    kinds = {menus.JOB: JobKind(registration.work, forever=True)}
    runner = JobRunner(bot.database, bot.sender, kinds, bot.clock, bot.storage, bot.jobs_added)
    outcomes = 0 if await bot.rows("SELECT * FROM jobs") == [] else 1
    bot.database.committed.clear()
    async with asyncio.TaskGroup() as tasks:
        task = tasks.create_task(runner.run())
        await until(lambda: bot.database.committed.count("next job") > outcomes)
        task.cancel()


def shown(bot: Rehearsal, scope: str, language: str) -> list[str]:
    return [command["command"] for command in bot.simulator.world.menus.get((scope, None, None), language)]


async def test_private_chats_get_every_command_of_the_menu_and_groups_the_impersonal_ones(store: Path) -> None:
    async with rehearsal(store) as bot:
        await run(bot)
        for language in ("", "ru", "en", "zh"):
            private = shown(bot, "all_private_chats", language)
            assert private[:3] == ["say", "speak", "write"]
            assert "forget_me" in private
            group = shown(bot, "all_group_chats", language)
            assert group == [name for name in private if name not in {"speak", "forget_me"}]
            assert not {"rule", "hidden"} & set(private)


async def test_menus_that_telegram_has_are_not_registered_again(store: Path) -> None:
    async with rehearsal(store) as bot:
        await run(bot)
        assert len(bot.calls("setMyCommands")) == len(CALLS) == 8
        await run(bot)
        assert len(bot.calls("setMyCommands")) == 8


async def test_menus_that_changed_are_registered_again(store: Path) -> None:
    async with rehearsal(store) as bot:
        await run(bot)
        say = replace(TABLE.commands["say"], summary="Say it louder")
        changed = menus.menu_calls(routing_table([Routes(commands=(say,))]), translators())
        await run(bot, changed)
        assert len(bot.calls("setMyCommands")) == 16
        assert shown(bot, "all_private_chats", "en") == ["say"]


async def test_a_registration_that_fails_halfway_is_not_taken_for_done(store: Path) -> None:
    async with rehearsal(store) as bot:
        bot.simulator.faults.add("5xx", "setMyCommands", times=None, chance=0.9)
        await run(bot)
        assert await bot.database.run("look", note, menus.NOTE) is None
        assert await bot.rows("SELECT kind, state, attempts FROM jobs") == [("menus", "waiting", 1)]
        bot.simulator.faults.clear()
        await run(bot)
        assert shown(bot, "all_group_chats", "zh")
        assert await bot.database.run("look", note, menus.NOTE) == menus.digest(CALLS)
        assert await bot.rows("SELECT * FROM jobs") == []
