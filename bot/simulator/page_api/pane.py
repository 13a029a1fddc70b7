"""One pane of the chat page: one persona in one chat, over a WebSocket."""

import asyncio
import json
from collections.abc import Callable
from typing import Any

from aiohttp import WSCloseCode, WSMessage, WSMsgType, web

from bot.simulator.actions import Actions
from bot.simulator.errors import ActionError
from bot.simulator.events import Event, EventKind
from bot.simulator.page_api.settings import ChatSettings
from bot.simulator.page_api.views import menu_of, seen_by, standing_of
from bot.simulator.state.chats import Chat
from bot.simulator.state.people import Person
from bot.simulator.state.world import World

_HEARTBEAT = 30.0
_LARGEST_ACTION = 64 * 1024


class Panes:
    """All open panes."""

    def __init__(self, world: World, actions: Actions, settings: ChatSettings) -> None:
        self._world = world
        self._actions = actions
        self._settings = settings
        self._open: set[web.WebSocketResponse] = set()

    def add_to(self, router: web.UrlDispatcher) -> None:
        """Register the address."""
        router.add_get(r"/page-api/chat/{persona:\d+}/{chat:-?\d+}/socket", self._socket)

    async def close(self) -> None:
        """End every open pane."""
        for socket in tuple(self._open):
            await socket.close(code=WSCloseCode.GOING_AWAY)

    async def _socket(self, request: web.Request) -> web.StreamResponse:
        try:
            person, chat = self._actions.find(int(request.match_info["persona"]), int(request.match_info["chat"]))
        except ActionError as error:
            return web.json_response({"error": str(error)}, status=404)
        socket = web.WebSocketResponse(heartbeat=_HEARTBEAT, max_msg_size=_LARGEST_ACTION)
        try:
            await socket.prepare(request)
        except ConnectionError:
            # The page was reloaded or closed before its connection was made.
            return socket
        self._open.add(socket)
        try:
            await _Pane(self._world, self._actions, self._settings, person, chat, socket).run()
        finally:
            self._open.discard(socket)
        return socket


class _Pane:
    """Tells one browser what happens in one chat, and does what it asks."""

    def __init__(
        self,
        world: World,
        actions: Actions,
        settings: ChatSettings,
        person: Person,
        chat: Chat,
        socket: web.WebSocketResponse,
    ) -> None:
        self._world = world
        self._actions = actions
        self._settings = settings
        self._person = person
        self._chat = chat
        self._socket = socket
        self._outbox: asyncio.Queue[dict[str, Any] | None] = asyncio.Queue()
        self._tellers: dict[EventKind, Callable[[Event], dict[str, Any] | None]] = {
            "message": self._message,
            "edited": self._message,
            "deleted": lambda event: {"type": "deleted", "message_id": event.data},
            "pinned": lambda _: {"type": "pinned", **self._pinned()},
            "standing": lambda _: {"type": "standing", **self._standing()},
            "typing": lambda _: {"type": "typing"},
            "callback_answer": self._answered,
        }

    async def run(self) -> None:
        """Serve until either side closes."""
        stop = self._world.events.subscribe(self._notice)
        messages = [seen_by(self._world, self._person.user_id, m) for m in self._chat.messages.values()]
        menu = menu_of(self._world, self._person, self._chat)
        self._outbox.put_nowait(
            {"type": "snapshot", "messages": messages, **menu, **self._pinned(), **self._standing()}
        )
        try:
            async with asyncio.TaskGroup() as sides:
                sides.create_task(self._write())
                async for received in self._socket:
                    if received.type is WSMsgType.TEXT:
                        self._act(received)
                self._outbox.put_nowait(None)
        finally:
            stop()

    async def _write(self) -> None:
        while (event := await self._outbox.get()) is not None:
            try:
                await self._socket.send_json(event)
            except ConnectionError:
                return

    def _notice(self, event: Event) -> None:
        """Pass on what concerns this pane."""
        told = self._told(event)
        if told is not None:
            self._outbox.put_nowait(told)

    def _told(self, event: Event) -> dict[str, Any] | None:
        """What the page is told of an event; None for nothing."""
        if event.kind == "commands" and event.user_id in {None, self._person.user_id}:
            return {"type": "commands", **menu_of(self._world, self._person, self._chat)}
        if event.chat_id != self._chat.chat_id:
            return None
        tell = self._tellers.get(event.kind)
        return tell(event) if tell else None

    def _answered(self, event: Event) -> dict[str, Any] | None:
        """Only whoever pressed the button sees the answer."""
        return {"type": "callback_answer", **event.data} if event.user_id == self._person.user_id else None

    def _message(self, event: Event) -> dict[str, Any]:
        return {"type": event.kind, "message": seen_by(self._world, self._person.user_id, event.data)}

    def _pinned(self) -> dict[str, Any]:
        return {"pinned": sorted(self._chat.pinned)}

    def _standing(self) -> dict[str, Any]:
        return {"standing": standing_of(self._world, self._person, self._chat)}

    def _act(self, received: WSMessage) -> None:
        try:
            self._do(json.loads(received.data))
        except ActionError as error:
            self._outbox.put_nowait({"type": "error", "text": str(error)})
        except (ValueError, KeyError, TypeError):
            self._outbox.put_nowait({"type": "error", "text": "The page sent something the simulator does not know."})

    def _do(self, action: dict[str, Any]) -> None:
        user_id, chat_id = self._person.user_id, self._chat.chat_id
        match action["action"]:
            case "send":
                self._actions.send_text(user_id, action["text"], chat_id, action.get("reply_to"))
            case "location":
                latitude, longitude = float(action["latitude"]), float(action["longitude"])
                self._actions.send_location(user_id, latitude, longitude, chat_id, action.get("reply_to"))
            case "press":
                self._actions.press_at(user_id, chat_id, action["message_id"], action["row"], action["column"])
            case "edit":
                self._actions.edit_text(user_id, chat_id, action["message_id"], action["text"])
            case "delete":
                self._actions.delete(user_id, chat_id, action["message_id"])
            case "pin":
                self._actions.pin(user_id, chat_id, action["message_id"], pinned=bool(action["pinned"]))
            case "language":
                self._actions.set_language(user_id, action["language_code"])
            case setting if self._settings.knows(setting):
                self._settings.do(self._person, self._chat, action)
            case other:
                raise ValueError(other)
