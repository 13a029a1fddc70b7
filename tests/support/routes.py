"""Commands and buttons that do one plain thing each, to see what the floors below them make of it."""

import asyncio
import os
import sqlite3
from dataclasses import dataclass, field

from aiogram.filters.callback_data import CallbackData
from aiogram.utils.formatting import Text

from bot.core.errors import PersonError
from bot.core.languages import language_of
from bot.core.notebook import note, write_note
from bot.telegram.people import choose_language, forget
from bot.telegram.requests import Request
from bot.telegram.roles import Role
from bot.telegram.routes import Command, Press, Routes
from bot.telegram.screens import Answers, Screen, Task, Toast, Venue, button

SECRET = "what nobody but the two of us may read"


class Turn(CallbackData, prefix="turn"):
    """A page by its number."""

    page: int


class Mine(CallbackData, prefix="mine"):
    """Something about the person who presses."""


class Rule(CallbackData, prefix="rule"):
    """Something for owners."""


class Pin(CallbackData, prefix="pin"):
    """Asks for a pin on the map and a text."""


@dataclass(slots=True)
class Plain:
    """The handlers. `seen` is what they were asked, in order; `failures` is how often /shaky still fails."""

    seen: list[str] = field(default_factory=list)
    failures: int = 0

    async def say(self, request: Request) -> Answers:
        """Say it back, with the language in which the person is spoken to."""
        self.seen.append(request.argument)
        return Screen(Text(f"{request.person.language}: {request.argument}"))

    async def speak(self, request: Request) -> Answers:
        await request.unit.write(choose_language, request.person.user_id, language_of(request.argument))
        return Screen(Text("noted"))

    async def write(self, request: Request) -> Answers:
        await request.unit.write(write_note, "written", request.argument)
        return Screen(Text(f"written: {request.argument}"))

    async def read(self, request: Request) -> Answers:
        written = await request.unit.read(note, "written")
        return Screen(Text(f"read: {written}"))

    async def write_and_fail(self, request: Request) -> Answers:
        self.seen.append("fail")
        await request.unit.write(write_note, "written", "half")
        raise LookupError(SECRET)

    async def shaky(self, request: Request) -> Answers:
        await request.unit.write(_append, request.argument)
        if self.failures:
            self.failures -= 1
            raise LookupError(SECRET)
        return Screen(Text("done"))

    async def hang(self, request: Request) -> Answers:
        self.seen.append("hang")
        await request.unit.write(write_note, "written", "half")
        await asyncio.Event().wait()
        raise AssertionError

    async def break_a_rule(self, request: Request) -> Answers:
        await request.unit.write(write_note, "written", "half")
        await request.unit.write(_break_a_rule)
        return ()

    async def die(self, request: Request) -> Answers:
        await request.unit.write(write_note, "written", "half")
        os._exit(9)

    async def sorry(self, request: Request) -> Answers:
        await request.unit.write(write_note, "written", "kept")
        raise PersonError("There is no {thing}.", thing=request.argument)

    async def many(self, request: Request) -> Answers:
        return [Screen(Text(f"part {number}")) for number in range(int(request.argument))]

    async def nothing(self, request: Request) -> Answers:
        self.seen.append(request.argument)
        return ()

    async def work(self, request: Request) -> Answers:
        return (Screen(Text("soon")), Task("chore", {"what": request.argument}))

    async def forget_me(self, request: Request) -> Answers:
        await request.unit.write(forget, request.person.user_id, request.now)
        return Screen(Text("forgotten"))

    async def turn(self, _request: Request, data: Turn) -> Answers:
        return Screen(Text(f"page {data.page}"), rows=((button("next", Turn(page=data.page + 1)),),))

    async def mine(self, request: Request, _data: Mine) -> Answers:
        return Toast(f"yours: {request.person.user_id}")

    async def rule(self, _request: Request, _data: Rule) -> Answers:
        return Toast("you rule", alert=True)

    async def pin(self, _request: Request, _data: Pin) -> Answers:
        return (Venue(31.2, 121.4, "Here", "1 Road"), Screen(Text("and a text")), Screen(Text("and another")))

    def routes(self, *, free_text: bool = True) -> Routes:
        """Return all of them."""
        guest = Role.GUEST
        return Routes(
            commands=(
                Command("say", "Say it back", self.say, guest),
                Command("speak", "Choose the language", self.speak, guest, personal=True),
                Command("write", "Write a note", self.write, guest),
                Command("read", "Read the note", self.read, guest),
                Command("fail", "Fail", self.write_and_fail, guest),
                Command("shaky", "Fail for a while", self.shaky, guest),
                Command("hang", "Hang", self.hang, guest),
                Command("break", "Break a rule of the store", self.break_a_rule, guest),
                Command("die", "Die", self.die, guest),
                Command("sorry", "Refuse kindly", self.sorry, guest),
                Command("many", "Answer in parts", self.many, guest),
                Command("nothing", "Answer nothing", self.nothing, guest),
                Command("work", "Have work done", self.work, guest),
                Command("forget_me", "Forget me", self.forget_me, guest, personal=True),
                Command("rule", "For owners", self.say, Role.OWNER),
                Command("hidden", "Not in the menu", self.say, guest, listed=False),
            ),
            presses=(
                Press(Turn, self.turn, guest),
                Press(Mine, self.mine, guest, personal=True),
                Press(Rule, self.rule, Role.OWNER, says="ruling"),
                Press(Pin, self.pin, guest),
            ),
            free_text=self.say if free_text else None,
        )


def _append(connection: sqlite3.Connection, words: str) -> None:
    write_note(connection, "written", (note(connection, "written") or "") + words)


def _break_a_rule(connection: sqlite3.Connection) -> None:
    connection.execute("INSERT INTO visits VALUES ('v', NULL, '2025-09-24')")
