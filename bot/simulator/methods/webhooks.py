"""setWebhook, deleteWebhook, getWebhookInfo."""

import re
from typing import Any
from urllib.parse import urlsplit

from bot.simulator.errors import bad_request, conflict
from bot.simulator.loopback import is_loopback
from bot.simulator.state.world import World
from bot.simulator.updates.subscription import WebhookState

_SECRET = re.compile(r"[A-Za-z0-9_-]*")
_LONGEST_SECRET = 256
_MOST_CONNECTIONS = 100


def set_webhook(world: World, arguments: dict[str, Any]) -> bool:
    """Have updates posted to an address on this machine; ends a poll that waits. An empty url is deleteWebhook."""
    if not arguments["url"]:
        return delete_webhook(world, arguments)
    if "certificate" in arguments:
        raise bad_request('the simulator does not support the parameter "certificate"')
    _check_url(arguments["url"], world.options.webhook_proxy)
    secret = arguments.get("secret_token", "")
    if len(secret) > _LONGEST_SECRET:
        raise bad_request("secret token is too long")
    if not _SECRET.fullmatch(secret):
        raise bad_request("secret token contains unallowed characters")
    _drop_pending(world, arguments)
    world.updates.allow(arguments.get("allowed_updates"))
    world.webhook = WebhookState(
        url=arguments["url"],
        secret_token=secret or None,
        max_connections=min(max(arguments.get("max_connections", 40), 1), _MOST_CONNECTIONS),
        ip_address=arguments.get("ip_address"),
    )
    world.polls.interrupt(conflict("terminated by setWebhook request"))
    world.tell("webhook")
    return True


def delete_webhook(world: World, arguments: dict[str, Any]) -> bool:
    """Keep updates until getUpdates fetches them."""
    _drop_pending(world, arguments)
    world.webhook = WebhookState()
    world.tell("webhook")
    return True


def get_webhook_info(world: World, _: dict[str, Any]) -> dict[str, Any]:
    """Where updates go, how many wait and what went wrong last."""
    return world.webhook.as_info(len(world.updates.pending), world.updates.allowed)


def _drop_pending(world: World, arguments: dict[str, Any]) -> None:
    if arguments.get("drop_pending_updates"):
        world.updates.clear()


def _check_url(url: str, proxy: str | None) -> None:
    """Telegram wants https from the whole world; the simulator delivers over either, to this machine only."""
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise bad_request("invalid webhook URL specified")
    if not is_loopback(proxy or url):
        raise bad_request("bad webhook: the simulator delivers to this machine only")
