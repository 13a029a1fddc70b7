"""The real process: an organiser's link brings a delegate into a closed visit, and a removal shows at once."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from bot.simulator import Simulator
from tests.end_to_end.process import Scene, command, scene
from tests.end_to_end.visitor import Visitor
from tests.end_to_end.visits import REAL, closed_visit, words_of

GUEST, DELEGATE, ORGANISER = 1001, 1002, 1003


@pytest.fixture
async def running(tmp_path: Path) -> AsyncIterator[Scene]:
    async with scene(tmp_path, [REAL, closed_visit(tmp_path)], None, BOT_OWNER_IDS=str(ORGANISER)) as opened:
        yield opened
        assert opened.bot.complaints == []


def persona(simulator: Simulator, user_id: int) -> Visitor:
    return Visitor(simulator, user_id, user_id)


def menu(simulator: Simulator, user_id: int) -> list[str]:
    chat = simulator.world.private_chat(simulator.world.people[user_id])
    return [entry["command"] for entry in simulator.world.menus.seen_by(user_id, chat, "en")]


def shown(*messages: dict[str, Any]) -> str:
    return "\n".join(str(message) for message in messages)


async def make_link(organiser: Visitor, *choices: str) -> str:
    """Answer the questions of /invite by pressing what is named; return the link when its code to scan is there."""
    codes = sum("photo" in message for message in organiser.said())
    seen = await organiser.ask("/invite")
    for data in choices:
        pressed = await organiser.press(seen, data)
        assert pressed.edited is not None
        seen = pressed.edited
    await organiser.simulator.wait_for(lambda: sum("photo" in message for message in organiser.said()) > codes, 20)
    copied = [
        one["copy_text"]["text"]
        for row in seen.message["reply_markup"]["inline_keyboard"]
        for one in row
        if "copy_text" in one
    ]
    return str(copied[0])


async def test_an_organisers_link_lets_a_delegate_in_and_a_removal_shows_at_the_next_press(running: Scene) -> None:
    simulator = running.simulator
    organiser, delegate, guest = (persona(simulator, user_id) for user_id in (ORGANISER, DELEGATE, GUEST))
    secrets = words_of(closed_visit(running.folder)) - words_of(REAL)
    link = await make_link(
        organiser,
        "inv:closed:::",
        "inv:closed:member::",
        "inv:closed:member:press:",
        "inv:closed:member:press:week",
        "mkinv:closed:member:press:week:1",
    )

    payload = link.partition("?start=")[2]
    welcome = await delegate.ask(f"/start {payload}")
    assert "Пресса" in welcome.text
    opened = await delegate.press(welcome, "people:closed:0")
    assert opened.edited is not None
    assert any(secret in shown(opened.edited.message) for secret in secrets)

    refused = await guest.ask(f"/start {payload}")
    assert "all its places are taken" in refused.text

    card = await organiser.press_invented(f"mbr:closed:{DELEGATE}")
    assert card.edited is not None
    assert "Delegate" in card.edited.text
    asked = await organiser.press(card.edited, f"mrm:closed:{DELEGATE}")
    assert asked.edited is not None
    await organiser.press(asked.edited, f"mrmyes:closed:{DELEGATE}")

    button = next(button for button in opened.edited.buttons if button.prefix == "person")
    after = await delegate.press(opened.edited, button.data)
    assert after.edited is not None
    assert not any(secret in shown(after.edited.message) for secret in secrets)

    doctor = await command(running.folder, "doctor")
    assert "the audit's chain is whole: 6 entries" in doctor.out


async def test_the_command_menu_follows_the_role(running: Scene) -> None:
    simulator = running.simulator
    organiser, delegate = persona(simulator, ORGANISER), persona(simulator, DELEGATE)
    await organiser.ask("/start")
    await simulator.wait_for(lambda: "invite" in menu(simulator, ORGANISER), 20)
    assert "invite" not in menu(simulator, DELEGATE)
    link = await make_link(
        organiser,
        "inv:closed:::",
        "inv:closed:admin::",
        "inv:closed:admin:-:",
        "inv:closed:admin:-:day",
        "mkinv:closed:admin:-:day:1",
    )
    await delegate.ask("/start " + link.partition("?start=")[2])
    await simulator.wait_for(lambda: "invite" in menu(simulator, DELEGATE), 20)
    card = await organiser.press_invented(f"mbr:closed:{DELEGATE}")
    assert card.edited is not None
    await organiser.press(card.edited, f"mrole:closed:{DELEGATE}:member:0")
    await simulator.wait_for(lambda: "invite" not in menu(simulator, DELEGATE), 20)


async def test_the_list_of_members_comes_as_a_file(running: Scene) -> None:
    organiser = persona(running.simulator, ORGANISER)
    link = await make_link(
        organiser,
        "inv:closed:::",
        "inv:closed:member::",
        "inv:closed:member:-:",
        "inv:closed:member:-:day",
        "mkinv:closed:member:-:day:1",
    )
    await persona(running.simulator, DELEGATE).ask("/start " + link.partition("?start=")[2])
    chosen = await organiser.press(await organiser.ask("/members"), "mbrs:closed::0")
    assert chosen.edited is not None
    await organiser.press(chosen.edited, "mxlsx:closed")
    await running.simulator.wait_for(lambda: "closed-members.xlsx" in shown(*organiser.said()), 20)
