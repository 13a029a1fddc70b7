"""Commands that only the torture has: they open what an editor decides about, and say which edition the bot has.

The buttons under what they show are the bot's own, and pressed like anybody's.
"""

import sqlite3

from aiogram.utils.formatting import Text

from bot.content import editions
from bot.features.editions.handlers import routes as editions_routes
from bot.features.editions.presses import AskToPublish
from bot.features.on_the_day import handlers as on_the_day
from bot.telegram.correcting import PreviewCorrection
from bot.telegram.requests import Request
from bot.telegram.roles import Role
from bot.telegram.routes import Command, Routes
from bot.telegram.screens import Answers, Screen
from tests.torture import effects
from tests.torture.editions.programme import VISIT
from tests.torture.editions.wishes import AGAIN, CORRECT, HOLDING


def routes() -> Routes:
    """Return the commands; each has a number that nobody else uses."""
    handlers = {CORRECT: _correct, AGAIN: _again, HOLDING: _holding}
    return Routes(tuple(Command(name, "Torture", one, Role.GUEST, listed=False) for name, one in handlers.items()))


async def _correct(request: Request) -> Answers:
    _, event, change = await _count(request, CORRECT)
    return await on_the_day.preview(request, PreviewCorrection(visit=VISIT, event=event, change=change))


async def _again(request: Request) -> Answers:
    _, edition = await _count(request, AGAIN)
    asked = next(one for one in editions_routes(()).presses if one.data is AskToPublish)
    return await asked.handler(request, AskToPublish(visit=VISIT, edition=int(edition)))


async def _holding(request: Request) -> Answers:
    (number,) = await _count(request, HOLDING)
    known = request.library.edition(VISIT)
    held = await request.unit.read(_held)
    return Screen(Text(f"H{number}: {known.number if known else 0} {held}"))


def _held(connection: sqlite3.Connection) -> int:
    held = editions.current_edition(connection, VISIT)
    return 0 if held is None else held.number


async def _count(request: Request, kind: str) -> list[str]:
    words = request.argument.split()
    await request.unit.write(effects.add_effect, kind, int(words[0]), request.chat_id)
    return words
