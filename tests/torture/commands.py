"""Commands that only the torture has: each does something that can be counted, and some do harm."""

from aiogram.utils.formatting import Text

from bot.features.programme.job import CALENDAR_JOB
from bot.telegram.requests import Request
from bot.telegram.roles import Role
from bot.telegram.routes import Command, Routes
from bot.telegram.screens import Answers, Screen, Task
from tests.torture import effects
from tests.torture.fuse import DEADLY, Fuse, die


def routes(fuse: Fuse) -> Routes:
    """Return the torture's commands; each takes a number that nobody else uses."""

    async def effect(request: Request) -> Answers:
        number = await _write(request, effects.EFFECT)
        return Screen(Text(f"done {number}"))

    async def calendar(request: Request) -> Answers:
        visit_id = request.visits()[0].visit_id
        return Task(CALENDAR_JOB, {"visit": visit_id, "language": "en", "number": int(request.argument)})

    async def poison(request: Request) -> Answers:
        await _write(request, effects.POISON)
        raise RuntimeError("poison")

    async def unstorable(request: Request) -> Answers:
        await _write(request, effects.UNSTORABLE)
        return Task(CALENDAR_JOB, {"visit": object()})

    async def deadly(request: Request) -> Answers:
        await _write(request, effects.DEADLY)
        fuse.note(DEADLY, f"{request.argument} in {fuse.unit}")
        die()
        return ()

    handlers = {
        "effect": effect,
        "calendar": calendar,
        "poison": poison,
        "unstorable": unstorable,
        "deadly": deadly,
    }
    return Routes(
        tuple(Command(name, "Torture", handler, Role.GUEST, listed=False) for name, handler in handlers.items())
    )


async def _write(request: Request, kind: str) -> int:
    number = int(request.argument)
    await request.unit.write(effects.add_effect, kind, number, request.chat_id)
    return number
