"""Files of the chat page: uploads of a persona, downloads of what is in a chat."""

from urllib.parse import quote

from aiohttp import BodyPartReader, web

from bot.simulator.actions import Actions
from bot.simulator.chosen import WAYS, Chosen
from bot.simulator.errors import ActionError
from bot.simulator.images import picture_type
from bot.simulator.page_api.views import seen_by
from bot.simulator.state.world import World


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
        """Send one file or several: those that go together become an album."""
        fields: dict[str, str] = {}
        files: list[Chosen] = []
        async for part in await request.multipart():
            if not isinstance(part, BodyPartReader) or part.name is None:
                continue
            if part.name == "file":
                content = bytes(await part.read())
                files.append(Chosen(part.filename or "file", content, part.headers.get("Content-Type")))
            else:
                fields[part.name] = await part.text()
        persona, chat_id = int(request.match_info["persona"]), int(request.match_info["chat"])
        way, reply_to = fields.get("as", "document"), fields.get("reply_to", "")
        if way not in WAYS or not files or not (reply_to.isdecimal() or not reply_to):
            return _refused(f"An upload has files, and goes as one of: {', '.join(sorted(WAYS))}.")
        try:
            answered = int(reply_to) if reply_to else None
            sent = self._actions.send_files(persona, files, way, fields.get("caption", ""), chat_id, answered)
        except ActionError as error:
            return _refused(str(error))
        return web.json_response({"messages": [seen_by(self._world, persona, message) for message in sent]})

    async def _download(self, request: web.Request) -> web.Response:
        stored = self._world.files.get(request.match_info["file_id"])
        if stored is None:
            raise web.HTTPNotFound
        # A file never runs as a page of this site, whatever it says it is.
        headers = {"Content-Security-Policy": "sandbox", "X-Content-Type-Options": "nosniff"}
        if stored.kind == "photo":
            return web.Response(body=stored.content, content_type=picture_type(stored.content), headers=headers)
        headers["Content-Disposition"] = _disposition(stored.name)
        return web.Response(body=stored.content, content_type="application/octet-stream", headers=headers)


def _disposition(name: str) -> str:
    """The header that makes a browser save a file under its name, whatever script that is in."""
    return f"attachment; filename*=UTF-8''{quote(name, safe='')}"


def _refused(reason: str) -> web.Response:
    return web.json_response({"error": reason}, status=400)
