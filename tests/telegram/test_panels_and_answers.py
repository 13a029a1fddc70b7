"""A panel's message is also edited by answers to presses: the last word is what the panel shows now."""

from pathlib import Path

import pytest

from bot.telegram.requests import Request
from bot.telegram.roles import Role
from bot.telegram.routes import Press, Routes
from bot.telegram.screens import Answers
from tests.support.rehearsal import rehearsal, until
from tests.support.routes import Turn
from tests.support.updates import BOT, message, press, private_chat, text
from tests.telegram.test_panels import ROUTES, draw, proceed, show


async def show_again(request: Request, _data: Turn) -> Answers:
    return await show(request)


async def test_an_answer_that_was_held_up_does_not_undo_a_later_state(
    store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.telegram.panels.EDIT_EVERY", -1)
    monkeypatch.setattr("bot.telegram.panel_keeper._LOOK_EVERY", 0.005)
    routes = (ROUTES, Routes(presses=(Press(Turn, show_again, Role.GUEST),)))
    async with rehearsal(store, *routes, drawings={"task": draw}) as bot, bot.working(delivering=True):
        await bot.handle(text("/show"))
        message_id = bot.simulator.messages(7)[-1]["message_id"]
        bot.simulator.faults.add("slow", method="sendMessage", seconds=0.3)
        await bot.worker.accept([text("/show")])
        own = message("0 %", chat=private_chat(7), sender=BOT, message_id=message_id)
        await bot.worker.accept([press("turn:1", on=own)])
        await until(lambda: not bot.worker._waiting)
        await bot.database.run("proceed", proceed, "50 %")
        await bot.quiet()
        await until(lambda: {str(one["text"]) for one in bot.simulator.messages(7)} == {"50 % for 7"}, 3)
