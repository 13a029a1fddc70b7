"""Asking the briefing as a person does, and following every button it offers."""

import datetime as dt
from collections.abc import Mapping

from aiogram.types import InlineKeyboardButton

from bot.content.library import Edition, Library
from bot.core.languages import Language
from bot.features.briefing.handlers import ROUTES
from bot.telegram.requests import Person, Request
from bot.telegram.roles import Role
from bot.telegram.routes import routing_table
from bot.telegram.screens import Answers, Screen
from tests.support.stores import MemoryUnit, memory_store
from tests.support.translating import translators

TABLE = routing_table([ROUTES])


def request(*editions: Edition, language: Language = "en", private: bool = True, argument: str = "") -> Request:
    """Return what a guest asks who may choose among these visits."""
    return Request(
        person=Person(1, Role.GUEST, language),
        chat_id=1 if private else -100,
        private=private,
        argument=argument,
        tr=translators()[language],
        translators=translators(),
        now=dt.datetime(2026, 11, 22, 9, tzinfo=dt.UTC),
        library=Library(editions),
        unit=MemoryUnit(memory_store()),
        bot_username="briefing_bot",
    )


async def command(name: str, asked: Request) -> Screen:
    """Return the answer to a command."""
    return _screen(await TABLE.commands[name].handler(asked))


async def press(data: str, asked: Request) -> Screen:
    """Return the answer to a button with this callback data."""
    route = TABLE.presses[data.partition(":")[0]]
    return _screen(await route.handler(asked, route.data.unpack(data)))


async def write(asked: Request) -> Answers:
    """Return the answer to a free text."""
    assert TABLE.free_text is not None
    return await TABLE.free_text(asked)


async def every_screen(asked: Request) -> Mapping[str, Screen]:
    """Return every screen of the briefing that buttons lead to from /park, by the callback data that opens it."""
    found: dict[str, Screen] = {"/park": await command("park", asked)}
    waiting = ["/park"]
    while waiting:
        for one in buttons(found[waiting.pop()]):
            data = one.callback_data or ""
            if data not in found and data.partition(":")[0] in TABLE.presses:
                found[data] = await press(data, asked)
                waiting.append(data)
    return found


def buttons(screen: Screen) -> list[InlineKeyboardButton]:
    """Return the buttons of a screen in order."""
    return [one for row in screen.rows for one in row]


def text(screen: Screen) -> str:
    """Return the text of a screen."""
    return str(screen.content()["text"])


def labels(screen: Screen) -> list[str]:
    """Return what stands on the buttons."""
    return [one.text for one in buttons(screen)]


def leads_to(screen: Screen, label: str) -> str:
    """Return the callback data of the button with this label."""
    return next(one.callback_data or "" for one in buttons(screen) if one.text == label)


def _screen(answer: Answers) -> Screen:
    assert isinstance(answer, Screen)
    return answer
