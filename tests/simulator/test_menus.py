"""Command menus by scope and language."""

from typing import Any

import pytest

from bot.simulator import Simulator
from bot.simulator.page_api.views import menu_of
from tests.simulator.conftest import Http


def named(name: str) -> list[dict[str, str]]:
    return [{"command": name, "description": f"what {name} does"}]


def seen(simulator: Simulator, user_id: int, chat_id: int | None = None) -> str | None:
    """The one command a person sees in a chat."""
    menu: list[dict[str, str]] = menu_of(simulator.world, *simulator.actions.find(user_id, chat_id))["commands"]
    return menu[0]["command"] if menu else None


async def test_getting_commands_answers_exactly_what_was_set(http: Http) -> None:
    await http.call("setMyCommands", commands=named("help"))
    await http.call("setMyCommands", commands=named("park"), language_code="ru", scope={"type": "all_private_chats"})
    assert await http.call("getMyCommands") == named("help")
    assert await http.call("getMyCommands", language_code="ru") == []
    in_private = {"scope": {"type": "all_private_chats"}, "language_code": "ru"}
    assert await http.call("getMyCommands", **in_private) == named("park")
    await http.call("deleteMyCommands", **in_private)
    assert await http.call("getMyCommands", **in_private) == []


async def test_in_a_private_chat_the_narrowest_scope_wins_then_the_language(simulator: Simulator, http: Http) -> None:
    assert seen(simulator, 1002) is None
    steps: list[tuple[dict[str, Any], str]] = [
        ({}, "default"),
        ({"language_code": "ru"}, "default_ru"),
        ({"scope": {"type": "all_private_chats"}}, "private"),
        ({"scope": {"type": "all_private_chats"}, "language_code": "ru"}, "private_ru"),
        ({"scope": {"type": "chat", "chat_id": 1002}}, "own"),
        ({"scope": {"type": "chat", "chat_id": 1002}, "language_code": "ru"}, "own_ru"),
    ]
    for place, name in steps:
        await http.call("setMyCommands", commands=named(name), **place)
        assert seen(simulator, 1002) == name
    assert seen(simulator, 1001) == "private"
    simulator.actions.set_language(1002, "zh")
    assert seen(simulator, 1002) == "own"


async def test_in_a_group_admins_and_single_members_may_have_their_own(simulator: Simulator, http: Http) -> None:
    group = simulator.memberships.add_group("Hall", [1001, 1002, 1003])
    simulator.memberships.set_standing(group, 1003, "administrator")
    scopes: list[tuple[dict[str, Any], list[str | None]]] = [
        ({"type": "all_group_chats"}, ["s0", "s0", "s0"]),
        ({"type": "all_chat_administrators"}, ["s0", "s0", "s1"]),
        ({"type": "chat", "chat_id": group}, ["s2", "s2", "s2"]),
        ({"type": "chat_administrators", "chat_id": group}, ["s2", "s2", "s3"]),
        ({"type": "chat_member", "chat_id": group, "user_id": 1001}, ["s4", "s2", "s3"]),
    ]
    for number, (scope, expected) in enumerate(scopes):
        await http.call("setMyCommands", commands=named(f"s{number}"), scope=scope)
        assert [seen(simulator, person, group) for person in (1001, 1002, 1003)] == expected


@pytest.mark.parametrize(
    ("parameters", "description"),
    [
        ({"commands": named("x") * 101}, "BOT_COMMANDS_TOO_MUCH"),
        ({"commands": named("Help")}, "BOT_COMMAND_INVALID"),
        ({"commands": named("x" * 33)}, "BOT_COMMAND_INVALID"),
        ({"commands": named("привет")}, "BOT_COMMAND_INVALID"),
        ({"commands": [{"command": "x", "description": " "}]}, "BOT_COMMAND_DESCRIPTION_INVALID"),
        ({"commands": [{"command": "x", "description": "y" * 257}]}, "BOT_COMMAND_DESCRIPTION_INVALID"),
        ({"commands": named("x"), "language_code": "rus"}, "invalid language code specified"),
        ({"commands": named("x"), "scope": {"type": "chat", "chat_id": 404}}, "chat not found"),
    ],
)
async def test_commands_have_limits(http: Http, parameters: dict[str, Any], description: str) -> None:
    assert await http.refusal("setMyCommands", **parameters) == f"Bad Request: {description}"


async def test_descriptions_are_kept_by_language_within_their_length(simulator: Simulator, http: Http) -> None:
    await http.call("setMyDescription", description="x" * 512, language_code="ru")
    await http.call("setMyShortDescription", short_description="short")
    assert simulator.world.descriptions["short_description", ""] == "short"
    refused = await http.refusal("setMyShortDescription", short_description="x" * 121)
    assert refused == "Bad Request: bot short description is too long"
