"""getUpdates: long polling as Telegram does it."""

import asyncio
import itertools
from typing import Any

from bot.simulator.errors import conflict
from bot.simulator.state.world import World

_MOST_UPDATES = 100
_LONGEST_WAIT = 50

WEBHOOK_IS_SET = "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"


async def get_updates(world: World, arguments: dict[str, Any]) -> list[dict[str, Any]]:
    """Confirm what the offset says, then answer with what waits, waiting up to `timeout` seconds for something.

    As on Telegram, limit and timeout out of range are moved into it, and a second poll ends the first with 409.
    """
    if world.webhook.url:
        raise conflict(WEBHOOK_IS_SET)
    turn = world.polls.begin()
    world.updates.allow(arguments.get("allowed_updates"))
    world.updates.confirm_before(arguments.get("offset", 0))
    timeout = min(max(arguments.get("timeout", 0), 0), _LONGEST_WAIT)
    if timeout and not world.updates.pending:
        try:
            async with asyncio.timeout(timeout):
                await world.polls.wait(turn)
        except TimeoutError:
            return []
    limit = min(max(arguments.get("limit", _MOST_UPDATES), 1), _MOST_UPDATES)
    return list(itertools.islice(world.updates.pending, limit))
