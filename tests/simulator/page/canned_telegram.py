"""What the page talks to in these tests: the page API with canned chats, inside the browser's own routing."""

import asyncio
import json
from collections import defaultdict
from mimetypes import guess_type
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from playwright.async_api import Page, Route, WebSocketRoute

from tests.simulator.test_files import png

PAGE_FOLDER = Path(__file__).parents[3] / "bot" / "simulator" / "page"
ADDRESS = "http://127.0.0.1:8081/"
BOT = {"id": 1, "is_bot": True, "first_name": "Briefing", "username": "briefing_bot"}
GUEST, DELEGATE, ADMIN = 11, 12, 13
GROUP = -100
PERSONAS = [
    {"user_id": GUEST, "name": "Guest", "role": "guest", "language_code": "en"},
    {"user_id": DELEGATE, "name": "Делегат", "role": "delegate", "language_code": "ru"},
    {"user_id": ADMIN, "name": "Organiser", "role": "admin", "language_code": "zh"},
]
COMMANDS = [
    {"command": "park", "description": "What the park is"},
    {"command": "people", "description": "Who is who"},
    {"command": "help", "description": "What this bot can do"},
]

PRIVATE = {"kind": "private", "blocked": False, "admin": False, "anonymous": False, "bot": "member"}


def message(message_id: int, text: str, *, outgoing: bool = False, **more: Any) -> dict[str, Any]:
    """A message as the page API gives it."""
    sender = {"id": 99, "first_name": "Me"} if outgoing else BOT
    base = {"message_id": message_id, "date": 1_790_000_000 + message_id, "from": sender, "text": text}
    return {**base, **({"outgoing": True} if outgoing else {}), **more}


def keyboard(*rows: list[dict[str, Any]]) -> dict[str, Any]:
    """An inline keyboard."""
    return {"inline_keyboard": list(rows)}


class CannedTelegram:
    """Serves the page's files and canned chats; remembers what the page sent and asked for."""

    def __init__(self) -> None:
        self.group = GROUP
        self.chats: dict[tuple[int, int], list[dict[str, Any]]] = defaultdict(list)
        self.pinned: list[int] = []
        self.standings: dict[tuple[int, int], dict[str, Any]] = {}
        self.actions: list[dict[str, Any]] = []
        self.posted: list[tuple[str, bytes]] = []
        self.addresses: list[str] = []
        self._arrived = asyncio.Event()
        self._sockets: dict[tuple[int, int], WebSocketRoute] = {}

    async def serve(self, page: Page) -> None:
        """Answer everything this browser page asks for."""
        await page.route("**/*", self._answer)
        await page.route_web_socket("**/socket", self._connect)

    def tell(self, user_id: int, chat_id: int, **event: Any) -> None:
        """Send an event into a chat pane."""
        self._sockets[user_id, chat_id].send(json.dumps(event))

    async def sent(self) -> list[dict[str, Any]]:
        """All actions of the page, as soon as there is one."""
        async with asyncio.timeout(5):
            await self._arrived.wait()
        return self.actions

    async def hang_up(self) -> None:
        """Close every connection, as a simulator that stops does."""
        for socket in list(self._sockets.values()):
            await socket.close()

    async def _answer(self, route: Route) -> None:
        self.addresses.append(route.request.url)
        path = urlsplit(route.request.url).path
        if path == "/page-api/state":
            groups = [{"id": self.group, "title": "Delegation"}]
            await route.fulfill(json={"bot": BOT, "personas": PERSONAS, "groups": groups})
        elif route.request.method == "POST":
            self.posted.append((path, route.request.post_data_buffer or b""))
            await route.fulfill(json={"messages": [], "id": -300})
        elif path.startswith("/page-api/file/"):
            await route.fulfill(body=png(6, 4), content_type="image/png")
        elif path == "/page-api/faults":
            await route.fulfill(json={"faults": [], "kinds": ["429"]})
        else:
            name = "index.html" if path == "/" else path.removeprefix("/page/")
            kind = guess_type(name)[0] or "text/plain"
            await route.fulfill(body=(PAGE_FOLDER / name).read_bytes(), content_type=kind)

    def _receive(self, text: str | bytes) -> None:
        self.actions.append(json.loads(text))
        self._arrived.set()

    async def _connect(self, socket: WebSocketRoute) -> None:
        user_id, chat_id = (int(part) for part in urlsplit(socket.url).path.split("/")[3:5])
        self._sockets[user_id, chat_id] = socket
        socket.on_message(self._receive)
        if (user_id, chat_id) == (GUEST, GROUP):
            await socket.close()
            return
        standing = PRIVATE | self.standings.get((user_id, chat_id), {})
        snapshot = {"messages": self.chats[user_id, chat_id], "commands": COMMANDS, "menu_language": "en"}
        socket.send(json.dumps({"type": "snapshot", **snapshot, "pinned": self.pinned, "standing": standing}))
