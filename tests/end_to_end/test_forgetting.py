"""/forget_me erases a person: nothing of them is left in the store's files, not even in what SQLite gave back."""

from pathlib import Path

import pytest

from bot.simulator import Simulator
from tests.end_to_end.process import BotProcess
from tests.end_to_end.visitor import Visitor

USER_ID = 987_654_321_012
WORDS = "Ultramarine-Nightingale-4711"
FAILING = "Vermilion-Kingfisher-0815"


def as_a_row_id(number: int) -> bytes:
    """The number as SQLite writes the id of a row: seven bits a byte, highest first, all but the last marked."""
    groups = [number & 0x7F]
    while number := number >> 7:
        groups.append(number & 0x7F | 0x80)
    return bytes(reversed(groups))


def traces(folder: Path) -> set[str]:
    """What of the person is in the store's files: their words and their id, as text and as SQLite writes integers."""
    wanted = {
        "words": WORDS.encode(),
        "words that failed": FAILING.encode(),
        "name": b"Nobody-Else-Is-Called-So",
        "id": str(USER_ID).encode(),
        "id in a column": USER_ID.to_bytes(6, "big"),
        "id of a row": as_a_row_id(USER_ID),
    }
    content = b"\n".join(path.read_bytes() for path in folder.glob("bot.sqlite3*"))
    return {name for name, trace in wanted.items() if trace in content}


@pytest.fixture
def person(simulator: Simulator) -> Visitor:
    simulator.add_user(USER_ID, "Nobody-Else-Is-Called-So", language_code="en")
    return Visitor(simulator, USER_ID, USER_ID)


async def test_after_forgetting_no_trace_of_a_person_is_left(bot: BotProcess, person: Visitor) -> None:
    await person.ask(WORDS)
    await person.ask("/timezone London")
    await person.send({"sticker": {"broken": FAILING}})
    await bot.idle()
    assert traces(bot.folder) >= {"words that failed", "name", "id", "id in a column", "id of a row"}
    asked = await person.press(await person.ask("/forget_me"), "forgetyes")
    assert asked.edited is not None
    for line in ("your number in Telegram", "your choices: London", "the messages that I had failed on: 1"):
        assert line in asked.edited.text
    await bot.idle()
    assert await bot.stop() == 0
    assert traces(bot.folder) == set()


async def test_what_people_wrote_is_gone_once_it_is_answered_and_the_log_names_nobody(
    bot: BotProcess, person: Visitor
) -> None:
    await person.ask(WORDS)
    assert await bot.stop() == 0
    assert traces(bot.folder) == {"id of a row"}
    log = "\n".join(bot.err)
    for private in (WORDS, str(USER_ID), "Nobody-Else-Is-Called-So"):
        assert private not in log


async def test_asking_first_changes_nothing_and_who_comes_back_is_somebody_new(
    bot: BotProcess, person: Visitor
) -> None:
    await person.ask("/timezone London")
    kept = await person.press(await person.ask("/forget_me"), "privacy")
    assert kept.edited is not None
    assert "your choices: London" in kept.edited.text
    await person.press(await person.ask("/forget_me"), "forgetyes")
    assert "your choices: none yet" in (await person.ask("/privacy")).text
    assert await bot.stop() == 0
