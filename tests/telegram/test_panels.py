"""A panel shows how something stands: drawn from the store, and edited when that changes, not too often."""

import asyncio
import datetime as dt
import sqlite3
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from aiogram.utils.formatting import Text

from bot.core.notebook import note, write_note
from bot.telegram import panels
from bot.telegram.panel_keeper import Viewer
from bot.telegram.panels import Subject
from bot.telegram.requests import Request
from bot.telegram.roles import Role
from bot.telegram.routes import Command, Routes
from bot.telegram.screens import Answers, Screen, button
from tests.support.clock import ManualClock
from tests.support.rehearsal import Rehearsal, rehearsal, until
from tests.support.routes import Plain, Turn
from tests.support.updates import BOT, message, press, private_chat, text

TASK = Subject("task", "task:1")


async def show(_request: Request) -> Answers:
    return Screen(Text("0 %"), rows=((button("next", Turn(page=1)),),), shows=TASK)


ROUTES = Routes(commands=(Command("show", "Show", show, Role.GUEST),))


def draw(connection: sqlite3.Connection, reference: str, viewer: Viewer) -> Screen | None:
    assert reference == "task:1"
    share = note(connection, "share")
    if share == "broken":
        raise LookupError(share)
    return None if share == "gone" else Screen(Text(f"{share} for {viewer.user.user_id}"))


def proceed(connection: sqlite3.Connection, share: str) -> None:
    write_note(connection, "share", share)
    panels.touch(connection, "task:1")


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.telegram.panel_keeper._LOOK_EVERY", 0.005)


async def let_go(bot: Rehearsal) -> None:
    """Wait until there is no panel."""
    async with asyncio.timeout(5):
        while await bot.rows("SELECT 1 FROM panels"):  # noqa: ASYNC110 - any part of the bot may bring it about
            await asyncio.sleep(0.005)


async def shown(bot: Rehearsal, chat_id: int = 7) -> str:
    return str(bot.simulator.messages(chat_id)[-1]["text"])


def has_edited(bot: Rehearsal, times: int) -> bool:
    return len(bot.calls("editMessageText")) == times


async def looked_again(bot: Rehearsal) -> None:
    """Wait until the keeper has looked for stale panels once more and drawn what it found, or waits to."""
    before = bot.database.committed.count("look for panels")
    await until(lambda: bot.database.committed.count("look for panels") > before)


async def test_a_panel_is_redrawn_when_its_subject_changes(store: Path) -> None:
    clock = ManualClock()
    drawings = {"task": draw}
    async with rehearsal(store, ROUTES, clock=clock, drawings=drawings) as bot, bot.working(delivering=True):
        await bot.handle(text("/show"))
        clock.advance(10)
        await bot.database.run("proceed", proceed, "50 %")
        await until(lambda: len(bot.calls("editMessageText")) == 1)
        assert await shown(bot) == "50 % for 7"


async def test_changes_that_follow_each_other_closely_are_one_edit(store: Path) -> None:
    clock = ManualClock()
    drawings = {"task": draw}
    async with rehearsal(store, ROUTES, clock=clock, drawings=drawings) as bot, bot.working(delivering=True):
        await bot.handle(text("/show"))
        clock.advance(1)
        for share in range(20):
            await bot.database.run("proceed", proceed, f"{share} %")
            await asyncio.sleep(0.002)
        assert bot.calls("editMessageText") == []
        clock.advance(2)
        await until(lambda: len(bot.calls("editMessageText")) == 1)
        assert await shown(bot) == "19 % for 7"


@pytest.mark.parametrize("kind", ["reset_before", "reset_after", "5xx", "429"])
async def test_an_edit_that_failed_is_tried_again(store: Path, kind: str) -> None:
    clock = ManualClock()
    drawings = {"task": draw}
    async with rehearsal(store, ROUTES, clock=clock, drawings=drawings) as bot, bot.working(delivering=True):
        await bot.handle(text("/show"))
        bot.simulator.faults.add(kind, method="editMessageText", retry_after=1)  # type: ignore[arg-type]
        clock.advance(10)
        await bot.database.run("proceed", proceed, "50 %")
        await until(lambda: len(bot.calls("editMessageText")) == 1)
        await until(lambda: "panel edited" in bot.database.committed)
        clock.advance(10)
        await until(lambda: len(bot.calls("editMessageText")) == 2)
        assert await shown(bot) == "50 % for 7"


async def test_what_changed_before_a_restart_is_shown_after_it(store: Path) -> None:
    clock = ManualClock()
    async with rehearsal(store, ROUTES, clock=clock) as bot, bot.working():
        await bot.handle(text("/show"))
        await bot.database.run("proceed", proceed, "50 %")
        simulator = bot.simulator
        clock.advance(10)
        drawings = {"task": draw}
        await bot.settlement.write()
    async with rehearsal(store, ROUTES, clock=clock, drawings=drawings) as again:
        assert [one.message_id for one in await again.database.run("stale", panels.stale, clock.now())] == [
            simulator.messages(7)[-1]["message_id"]
        ]


async def test_a_message_that_shows_something_else_now_is_no_panel_any_more(store: Path) -> None:
    clock = ManualClock()
    routes = (ROUTES, Plain().routes())
    async with rehearsal(store, *routes, clock=clock, drawings={"task": draw}) as bot, bot.working(delivering=True):
        await bot.handle(text("/show"))
        message_id = bot.simulator.messages(7)[-1]["message_id"]
        own = message("0 %", chat=private_chat(7), sender=BOT, message_id=message_id)
        await bot.handle(press("turn:4", on=own))
        clock.advance(10)
        await bot.database.run("proceed", proceed, "50 %")
        assert await bot.rows("SELECT count(*) FROM panels") == [(0,)]
        assert await shown(bot) == "page 4"


async def test_a_panel_whose_subject_or_message_is_gone_is_let_go(store: Path) -> None:
    clock = ManualClock()
    drawings = {"task": draw}
    async with rehearsal(store, ROUTES, clock=clock, drawings=drawings) as bot, bot.working(delivering=True):
        await bot.handle(text("/show"))
        clock.advance(10)
        await bot.database.run("proceed", proceed, "gone")
        await let_go(bot)
        await bot.handle(text("/show"))
        bot.simulator.faults.add("400", method="editMessageText", description="message to edit not found")
        clock.advance(10)
        await bot.database.run("proceed", proceed, "50 %")
        await let_go(bot)


async def test_a_panel_that_cannot_be_drawn_stops_nothing_and_waits_for_the_next_change(
    store: Path, log: list[Any]
) -> None:
    clock = ManualClock()
    drawings = {"task": draw}
    async with rehearsal(store, ROUTES, clock=clock, drawings=drawings) as bot, bot.working(delivering=True):
        await bot.handle(text("/show"))
        clock.advance(10)
        await bot.database.run("proceed", proceed, "broken")
        await until(lambda: any("cannot be drawn" in entry["event"] for entry in log))
        clock.advance(10)
        await bot.database.run("proceed", proceed, "50 %")
        await until(lambda: len(bot.calls("editMessageText")) == 1)
        assert sum("cannot be drawn" in entry["event"] for entry in log) == 1


async def test_a_chat_that_has_had_its_share_holds_up_neither_panels_nor_messages_elsewhere(store: Path) -> None:
    clock = ManualClock()
    how: dict[str, Any] = {"clock": clock, "in_flight": 1, "drawings": {"task": draw}}
    async with rehearsal(store, ROUTES, **how) as bot, bot.working(delivering=True):
        await bot.handle(text("/show"), text("/show", 8))
        clock.advance(10)
        for _ in range(5):
            bot.pace.note(7)
        await bot.database.run("proceed", proceed, "50 %")
        await until(lambda: [call.chat_id for call in bot.calls("editMessageText")] == [8])
        await bot.handle(text("/show", 9))
        clock.advance(10)
        await until(lambda: [call.chat_id for call in bot.calls("editMessageText")] == [8, 7])


async def test_the_panels_of_a_chat_take_turns_and_leave_room_for_answers(store: Path) -> None:
    clock = ManualClock()
    async with rehearsal(store, ROUTES, clock=clock, drawings={"task": draw}) as bot, bot.working(delivering=True):
        await bot.handle(*(text("/show") for _ in range(4)))
        clock.advance(10)
        await bot.database.run("proceed", proceed, "50 %")
        for edits in range(1, 5):
            await until(partial(has_edited, bot, edits))
            await looked_again(bot)
            assert len(bot.calls("editMessageText")) == edits
            clock.advance(4)
        assert len({call.parameters["message_id"] for call in bot.calls("editMessageText")}) == 4


async def test_what_somebody_opened_instead_meanwhile_is_not_drawn_over(
    store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.telegram.panels.EDIT_EVERY", -1)
    routes = (ROUTES, Plain().routes())
    async with rehearsal(store, *routes, drawings={"task": draw}) as bot, bot.working(delivering=True):
        await bot.handle(text("/show"))
        message_id = bot.simulator.messages(7)[-1]["message_id"]
        bot.pace.pause(0.3)
        await bot.database.run("proceed", proceed, "50 %")
        await looked_again(bot)
        own = message("0 %", chat=private_chat(7), sender=BOT, message_id=message_id)
        await bot.handle(press("turn:4", on=own))
        await looked_again(bot)
        assert await shown(bot) == "page 4"
        assert len(bot.calls("editMessageText")) == 1


async def test_a_clock_that_is_set_back_does_not_stop_a_panel(store: Path) -> None:
    clock = ManualClock()
    async with rehearsal(store, ROUTES, clock=clock, drawings={"task": draw}) as bot, bot.working(delivering=True):
        await bot.handle(text("/show"))
        clock.set(clock.now() - dt.timedelta(days=30))
        await bot.database.run("proceed", proceed, "50 %")
        await until(lambda: len(bot.calls("editMessageText")) == 1)


@pytest.mark.parametrize("kind", ["400", "5xx"])
async def test_a_panel_whose_message_never_arrived_is_none(store: Path, kind: Any) -> None:
    async with rehearsal(store, ROUTES, clock=ManualClock()) as bot, bot.working():
        bot.simulator.faults.add(kind, method="sendMessage")
        await bot.handle(text("/show"))
        await let_go(bot)


async def test_a_panel_that_was_cut_off_before_it_arrived_is_let_go_at_the_next_start(store: Path) -> None:
    async with rehearsal(store, ROUTES, clock=ManualClock()) as bot, bot.working():
        bot.simulator.faults.add("silent", method="sendMessage")
        await bot.worker.accept([text("/show")])
        await until(lambda: bool(bot.calls("sendMessage")))
    async with rehearsal(store, ROUTES, clock=ManualClock()) as bot:
        await bot.settlement.write()
        await bot.change("DELETE FROM replies")
        async with bot.working(delivering=True):
            await let_go(bot)
