"""Command menus: setMyCommands, getMyCommands, deleteMyCommands."""

import re
from typing import Any

from bot.simulator.errors import bad_request
from bot.simulator.state.menus import LANGUAGE, Commands, Scope, scope_of
from bot.simulator.state.world import World

_MOST_COMMANDS = 100
_COMMAND = re.compile(r"[a-z0-9_]{1,32}")
_LONGEST_DESCRIPTION = 256


def set_my_commands(world: World, arguments: dict[str, Any]) -> bool:
    """Stores the menu of one scope and language; panes show it at once."""
    scope, language = _place(world, arguments)
    commands: Commands = arguments["commands"]
    if len(commands) > _MOST_COMMANDS:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    for command in commands:
        if not _COMMAND.fullmatch(command["command"].removeprefix("/")):
            raise bad_request("BOT_COMMAND_INVALID")
        if not 1 <= len(command["description"].strip()) <= _LONGEST_DESCRIPTION:
            raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
    stored = [{**command, "command": command["command"].removeprefix("/")} for command in commands]
    world.menus.set(scope, language, stored)
    world.tell("commands")
    return True


def get_my_commands(world: World, arguments: dict[str, Any]) -> Commands:
    """The menu of exactly this scope and language; empty when it was not set."""
    scope, language = _place(world, arguments)
    return world.menus.get(scope, language)


def delete_my_commands(world: World, arguments: dict[str, Any]) -> bool:
    """Forgets the menu of one scope and language."""
    scope, language = _place(world, arguments)
    world.menus.delete(scope, language)
    world.tell("commands")
    return True


def _place(world: World, arguments: dict[str, Any]) -> tuple[Scope, str]:
    language = arguments.get("language_code", "")
    if not LANGUAGE.fullmatch(language):
        raise bad_request("invalid language code specified")
    kind, chat_id, user_id = scope_of(arguments.get("scope"))
    if chat_id is not None:
        chat_id = world.chat_for_bot(chat_id).chat_id
    return (kind, chat_id, user_id), language
