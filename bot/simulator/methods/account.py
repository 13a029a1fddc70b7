"""Methods about the bot itself."""

from typing import Any

from bot.simulator.state.world import World


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
