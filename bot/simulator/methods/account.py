"""Methods about the bot itself."""

from typing import Any

from bot.simulator.errors import bad_request
from bot.simulator.state.menus import LANGUAGE
from bot.simulator.state.world import World

_LONGEST_DESCRIPTION = 512
_LONGEST_SHORT_DESCRIPTION = 120


def get_me(world: World, _: dict[str, Any]) -> dict[str, Any]:
    """Who the bot is."""
    return {
        **world.bot,
        "can_join_groups": True,
        "can_read_all_group_messages": not world.options.privacy_mode,
        "supports_inline_queries": False,
        "can_connect_to_business": False,
        "has_main_web_app": False,
    }


def set_my_description(world: World, arguments: dict[str, Any]) -> bool:
    """What an empty chat with the bot says."""
    return _describe(world, arguments, "description", _LONGEST_DESCRIPTION)


def set_my_short_description(world: World, arguments: dict[str, Any]) -> bool:
    """What the bot's profile says."""
    return _describe(world, arguments, "short_description", _LONGEST_SHORT_DESCRIPTION)


def _describe(world: World, arguments: dict[str, Any], name: str, longest: int) -> bool:
    text, language = arguments.get(name, ""), arguments.get("language_code", "")
    if not LANGUAGE.fullmatch(language):
        raise bad_request("invalid language code specified")
    if len(text) > longest:
        raise bad_request(f"bot {name.replace('_', ' ')} is too long")
    world.descriptions[name, language] = text
    return True
