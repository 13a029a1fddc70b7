"""Keeps the simulator to this machine: no other host, no other site's page."""

from collections.abc import Awaitable, Callable
from urllib.parse import urlsplit

from aiohttp import web

LOOPBACK = "127.0.0.1"
_NAMES = frozenset({"127.0.0.1", "localhost", "::1"})

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


@web.middleware
async def only_this_machine(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Refuse a foreign Host (DNS rebinding) and any request of a page from elsewhere that could change something."""
    if not is_loopback(f"//{request.host}"):
        raise web.HTTPForbidden(text="The simulator answers on this machine only.")
    origin = request.headers.get("Origin")
    changes = request.method not in {"GET", "HEAD"} or "Upgrade" in request.headers
    if origin is not None and changes and not _same(origin, request.host):
        raise web.HTTPForbidden(text="The simulator takes no requests of other sites.")
    return await handler(request)


def is_loopback(address: str) -> bool:
    """Whether an address like "//host:port" or "http://host/path" is on this machine."""
    try:
        return urlsplit(address).hostname in _NAMES
    except ValueError:
        return False


def _same(origin: str, host: str) -> bool:
    return urlsplit(origin).netloc == host
