"""Very many members: the memory they cost while an announcement runs, and how long confirming one to them takes."""

import asyncio
import json
import time
from pathlib import Path
from typing import Any, Final

from aiogram.filters.callback_data import CallbackData

from bot.features.announcements.presses import AskToSend, Send
from tests.bench.broadcasts import PACED, flood, our_bot, taken
from tests.bench.prepared import OWNER, TEXT, copied, with_members
from tests.bench.processes import Kind, RunningBot, running
from tests.bench.report import Row
from tests.bench.ring import Figures, Ring

_ROUNDS: Final = 5
# What a press leaves to be done (the second message of an answer, a checkpoint) is not part of the next.
_BREATH: Final = 1.0
_MESSAGES: Final = 300
_STEP: Final = 10
_OWNER: Final = {"id": OWNER, "is_bot": False, "first_name": "Anna", "language_code": "en"}
_COMMAND: Final = {"offset": 0, "length": len("/announce"), "type": "bot_command"}

MEMORY_BAR: Final = 5.0
CONFIRMING_BAR: Final = 3.0


async def subscribers(ring: Ring) -> list[Row]:
    """An owner writes an announcement to everybody and confirms it, in a visit with few members and with very many."""
    memory, seconds = Figures(), Figures()
    with ring.folder_of_its_own() as few_folder, ring.folder_of_its_own() as many_folder:
        settings = {**PACED, "BOT_OWNER_IDS": str(OWNER)}
        few, many = (our_bot(name, where, settings) for name, where in (("few", few_folder), ("many", many_folder)))
        visits = {
            few: with_members(few_folder / "template.sqlite3", ring.size.few),
            many: with_members(many_folder / "template.sqlite3", ring.size.many),
        }

        async def turn(kind: Kind, seed: int) -> None:
            database = Path(kind.settings["BOT_DATABASE"])
            copied(database.with_name("template.sqlite3"), database)
            async with flood(ring.telegram, kind, strict=True, seed=seed), running(ring.telegram, kind) as bot:
                seconds.add(kind, await _announce(ring, kind, visits[kind]))
                memory.add(kind, await _largest(ring, kind, bot))

        for number in range(min(_ROUNDS, ring.size.rounds)):
            for kind in (few, many):
                await turn(kind, ring.seed + number)
    more = memory.median(many) - memory.median(few)
    return [
        Row(
            f"memory with {ring.size.many:,} members, announcing",
            f"{memory.median(many):.1f} MB",
            f"{memory.median(few):.1f} MB with {ring.size.few:,}",
            f"{more:+.1f} MB",
            f"≤ +{MEMORY_BAR:.0f} MB",
            more <= MEMORY_BAR,
        ),
        Row(
            "… confirming to all of them, until answered",
            f"{seconds.median(many):.2f} s ({min(seconds.by_kind[many]):.2f} to {max(seconds.by_kind[many]):.2f})",
            f"{1000 * seconds.median(few):.0f} ms to {ring.size.few:,}",
            "",
            f"< {CONFIRMING_BAR:.0f} s",
            seconds.median(many) < CONFIRMING_BAR,
        ),
    ]


async def _announce(ring: Ring, kind: Kind, visit: str) -> float:
    """Write an announcement, ask to send it and confirm; return the seconds that confirming took."""
    await _say(ring, kind, {"message": {**_message(1), "text": f"/announce {TEXT}", "entities": [_COMMAND]}})
    await _say(ring, kind, _press(AskToSend(visit=visit, announcement=1, revision=1)))
    return await _say(ring, kind, _press(Send(visit=visit, announcement=1, revision=1)))


async def _say(ring: Ring, kind: Kind, update: dict[str, Any]) -> float:
    text = json.dumps({"update_id": 0, **update}).replace("%", "%%").replace('"update_id": 0', '"update_id": %d')
    seconds = (await ring.telegram.order("say", kind, update=text, chat=OWNER))["seconds"]
    await asyncio.sleep(_BREATH)
    return float(seconds)


def _press(data: CallbackData) -> dict[str, Any]:
    query = {"id": "1", "from": _OWNER, "chat_instance": "1", "message": _message(2), "data": data.pack()}
    return {"callback_query": query}


def _message(number: int) -> dict[str, Any]:
    chat = {"id": OWNER, "type": "private", "first_name": "Anna"}
    return {"message_id": number, "date": int(time.time()), "chat": chat, "from": _OWNER, "text": ""}


async def _largest(ring: Ring, kind: Kind, bot: RunningBot) -> float:
    """Return the most memory that the bot had at any look while the announcement went out."""
    looks = []
    goal = 0
    while goal < min(_MESSAGES, ring.size.few // 2):
        goal += _STEP
        await taken(ring.telegram, kind, goal)
        looks.append(bot.memory())
    return max(looks)
