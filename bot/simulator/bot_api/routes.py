"""The Bot API's addresses: /bot<token>/<method> and /file/bot<token>/<path>."""

import hmac

from aiohttp import web

from bot.simulator.bot_api.answers import give
from bot.simulator.bot_api.calls import Answer, Calls
from bot.simulator.bot_api.reading import read_call
from bot.simulator.errors import ApiError
from bot.simulator.state.world import World

_UNAUTHORIZED = ApiError(401, "Unauthorized")
_NOT_FOUND = ApiError(404, "Not Found")


class BotApi:
    """Handlers of the Bot API's addresses."""

    def __init__(self, world: World, calls: Calls) -> None:
        self._world = world
        self._calls = calls

    def add_to(self, router: web.UrlDispatcher) -> None:
        """Register the addresses."""
        router.add_route("*", "/bot{token}/{method}", self.call)
        router.add_get("/file/bot{token}/{path:.+}", self.download)

    async def call(self, request: web.Request) -> web.StreamResponse:
        """Answer one call as Telegram would, or as a fault wants it."""
        if not self._knows(request.match_info["token"]):
            return await give(request, _refused(_UNAUTHORIZED))
        try:
            received = await read_call(request)
        except ApiError as error:
            return await give(request, _refused(error))
        return await give(request, await self._calls.run(request.match_info["method"], received))

    async def download(self, request: web.Request) -> web.StreamResponse:
        """The content of a file whose path getFile told."""
        if not self._knows(request.match_info["token"]):
            return await give(request, _refused(_UNAUTHORIZED))
        stored = self._world.files.at(request.match_info["path"])
        if stored is None:
            return await give(request, _refused(_NOT_FOUND))
        return web.Response(body=stored.content, content_type="application/octet-stream")

    def _knows(self, token: str) -> bool:
        return hmac.compare_digest(token.encode(), self._world.options.token.encode())


def _refused(error: ApiError) -> Answer:
    return Answer(error.code, error.body())
