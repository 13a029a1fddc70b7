"""The chat page, its static files, and the addresses under /page-api."""

from pathlib import Path

from aiohttp import web

from bot.simulator.actions import Actions
from bot.simulator.faults import Faults
from bot.simulator.ledger import Ledger
from bot.simulator.memberships import Memberships
from bot.simulator.page_api.drawer import Drawer
from bot.simulator.page_api.files import ChatFiles
from bot.simulator.page_api.gatherings import Gatherings
from bot.simulator.page_api.pane import Panes
from bot.simulator.page_api.settings import ChatSettings
from bot.simulator.state.world import World

_PAGE = Path(__file__).parent.parent / "page"


class PageApi:
    """Everything the browser asks for."""

    def __init__(
        self, world: World, actions: Actions, memberships: Memberships, faults: Faults, ledger: Ledger
    ) -> None:
        self._world = world
        self._panes = Panes(world, actions, ChatSettings(world, memberships))
        self._people = Gatherings(world, memberships)
        self._files = ChatFiles(world, actions)
        self._drawer = Drawer(faults, ledger)

    def add_to(self, router: web.UrlDispatcher) -> None:
        """Register the addresses."""
        router.add_get("/", self._index)
        router.add_get("/page/{file}", self._static)
        router.add_get("/page-api/state", self._state)
        self._panes.add_to(router)
        self._files.add_to(router)
        self._drawer.add_to(router)
        self._people.add_to(router)

    async def close(self) -> None:
        """End every open pane."""
        await self._panes.close()

    async def _index(self, _: web.Request) -> web.StreamResponse:
        return web.FileResponse(_PAGE / "index.html", headers={"Cache-Control": "no-cache"})

    async def _static(self, request: web.Request) -> web.StreamResponse:
        path = _PAGE / request.match_info["file"]
        if path.parent != _PAGE or not path.is_file():
            raise web.HTTPNotFound
        return web.FileResponse(path, headers={"Cache-Control": "no-cache"})

    async def _state(self, _: web.Request) -> web.Response:
        world = self._world
        personas = [
            {
                "user_id": person.user_id,
                "name": person.first_name,
                "role": person.role,
                "language_code": person.language_code,
            }
            for person in world.people.values()
            if person.role is not None
        ]
        groups = [
            {"id": chat.chat_id, "title": chat.as_chat["title"]}
            for chat in world.chats.values()
            if chat.kind != "private" and chat.migrated_to is None
        ]
        bot = {name: world.bot[name] for name in ("id", "first_name", "username")}
        return web.json_response({"bot": bot, "personas": personas, "groups": groups})
