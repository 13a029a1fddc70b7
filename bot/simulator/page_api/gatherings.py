"""People brought in over HTTP: crowds who have started the bot, and new groups."""

import json
from typing import Any

from aiohttp import web

from bot.simulator.memberships import Memberships
from bot.simulator.state.world import World


class Gatherings:
    """Crowds and groups over HTTP."""

    def __init__(self, world: World, memberships: Memberships) -> None:
        self._world = world
        self._memberships = memberships

    def add_to(self, router: web.UrlDispatcher) -> None:
        """Register the addresses."""
        router.add_post("/page-api/crowd", self._crowd)
        router.add_post("/page-api/groups", self._group)

    async def _crowd(self, request: web.Request) -> web.Response:
        wanted = await _asked(request)
        try:
            ids = self._world.add_crowd(**wanted)
        except (ValueError, TypeError) as error:
            return _refused(str(error))
        return web.json_response({"first_id": ids.start, "count": len(ids)})

    async def _group(self, request: web.Request) -> web.Response:
        """A group of all personas, founded by one of them."""
        wanted = await _asked(request)
        personas = [person.user_id for person in self._world.people.values() if person.role is not None]
        title, by = str(wanted.get("title", "")).strip(), wanted.get("by")
        if not title or by not in personas:
            return _refused("a group has a title, and is founded by one of the personas")
        supergroup = bool(wanted.get("supergroup", False))
        return web.json_response({"id": self._memberships.found_group(title, by, personas, supergroup=supergroup)})


async def _asked(request: web.Request) -> dict[str, Any]:
    """The JSON object in a request; an empty one when there is none."""
    try:
        wanted = await request.json()
    except json.JSONDecodeError:
        return {}
    return wanted if isinstance(wanted, dict) else {}


def _refused(reason: str) -> web.Response:
    return web.json_response({"error": reason}, status=400)
