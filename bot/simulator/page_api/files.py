"""Files of the chat page: uploads of a persona, downloads of what is in a chat."""

from urllib.parse import quote

from aiohttp import BodyPartReader, web

from bot.simulator.actions import ActionError, Actions
from bot.simulator.errors import ApiError
from bot.simulator.methods.files import store
from bot.simulator.page_api.views import seen_by
from bot.simulator.state.files import FileKind
from bot.simulator.state.world import World
from bot.simulator.text.content import message_caption

_KINDS: dict[str, FileKind] = {"document": "document", "photo": "photo"}


class ChatFiles:
    """Uploading into a chat and downloading from it."""

    def __init__(self, world: World, actions: Actions) -> None:
        self._world = world
        self._actions = actions

    def add_to(self, router: web.UrlDispatcher) -> None:
        """Register the addresses."""
        router.add_post(r"/page-api/chat/{persona:\d+}/{chat:-?\d+}/upload", self._upload)
        router.add_get("/page-api/file/{file_id}", self._download)

    async def _upload(self, request: web.Request) -> web.Response:
        fields: dict[str, str] = {}
        name, content, mime_type = "", b"", None
        async for part in await request.multipart():
            if not isinstance(part, BodyPartReader) or part.name is None:
                continue
            if part.name == "file":
                name, mime_type = part.filename or "file", part.headers.get("Content-Type")
                content = bytes(await part.read())
            else:
                fields[part.name] = await part.text()
        kind = _KINDS.get(fields.get("as", "document"), "document")
        persona, chat_id = int(request.match_info["persona"]), int(request.match_info["chat"])
        try:
            caption = message_caption({"caption": fields.get("caption", "")})
            stored = store(self._world, kind, name, content, mime_type)
            message = self._actions.send(persona, {**stored.as_content(), **caption}, chat_id)
        except ApiError as error:
            return web.json_response({"error": error.description}, status=error.code)
        except ActionError as error:
            return web.json_response({"error": str(error)}, status=400)
        return web.json_response(seen_by(self._world, persona, message))

    async def _download(self, request: web.Request) -> web.Response:
        stored = self._world.files.get(request.match_info["file_id"])
        if stored is None:
            raise web.HTTPNotFound
        # A file never runs as a page of this site, whatever it says it is.
        headers = {"Content-Security-Policy": "sandbox", "X-Content-Type-Options": "nosniff"}
        if stored.kind == "photo":
            return web.Response(body=stored.content, content_type=stored.mime_type, headers=headers)
        headers["Content-Disposition"] = _disposition(stored.name)
        return web.Response(body=stored.content, content_type="application/octet-stream", headers=headers)


def _disposition(name: str) -> str:
    """The header that makes a browser save a file under its name, whatever script that is in."""
    return f"attachment; filename*=UTF-8''{quote(name, safe='')}"
