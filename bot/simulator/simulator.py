"""The simulated Telegram as an object: start it, let people act, look at what the bot did.

simulator = Simulator(SimulatorOptions(first_message_id=1))
base_url = await simulator.start()
simulator.send_text(1001, "/start")
await simulator.wait_for(lambda: simulator.messages(1001)[-1]["from"]["is_bot"])
await simulator.stop()
"""

import asyncio
from collections.abc import Callable
from typing import Any

from aiohttp import web

from bot.simulator.actions import Actions
from bot.simulator.background import Background
from bot.simulator.bot_api.calls import Calls
from bot.simulator.bot_api.reading import LARGEST_BODY
from bot.simulator.bot_api.routes import BotApi
from bot.simulator.faults import Faults
from bot.simulator.ledger import Ledger
from bot.simulator.loopback import LOOPBACK, only_this_machine
from bot.simulator.memberships import Memberships
from bot.simulator.options import SimulatorOptions
from bot.simulator.page_api.routes import PageApi
from bot.simulator.state.chats import Message
from bot.simulator.state.people import Person
from bot.simulator.state.world import World
from bot.simulator.updates.delivery import WebhookDelivery


class Simulator:
    """A Telegram of one's own, on this machine, for one bot."""

    def __init__(self, options: SimulatorOptions | None = None) -> None:
        self.options = options or SimulatorOptions()
        self.world = World(self.options)
        self.faults = Faults(self.options.random)
        self.ledger = Ledger(self.options.keep_calls, lambda: self.world.tell("call"))
        self.memberships = Memberships(self.world)
        self.actions = Actions(self.world, self.memberships)
        self.base_url = ""
        self._calls = Calls(self.world, self.faults, self.ledger)
        self._page_api = PageApi(self.world, self.actions, self.memberships, self.faults, self.ledger)
        self._background = Background()
        self._runner: web.AppRunner | None = None

    async def start(self, port: int = 0) -> str:
        """Listen on the loopback address; port 0 takes a free one. Returns the base url without a slash at the end."""
        app = web.Application(middlewares=[only_this_machine], client_max_size=LARGEST_BODY)
        BotApi(self.world, self._calls).add_to(app.router)
        self._page_api.add_to(app.router)
        self._runner = web.AppRunner(
            app, access_log=None, handler_cancellation=True, shutdown_timeout=0.1, keepalive_timeout=75.0
        )
        await self._runner.setup()
        site = web.TCPSite(self._runner, LOOPBACK, port)
        await site.start()
        self._background.start(WebhookDelivery(self.world, self._calls).run())
        self.base_url = f"http://{LOOPBACK}:{self._runner.addresses[0][1]}"
        return self.base_url

    async def stop(self) -> None:
        """Stop listening; what was remembered can still be looked at."""
        await self._background.stop()
        await self._page_api.close()
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None

    def add_user(self, user_id: int, first_name: str | None = None, **details: Any) -> Person:
        """Make a person (see Person for the details, such as language_code, username, started=False)."""
        person = Person(user_id, first_name or f"User {user_id}", **details)
        self.world.people[user_id] = person
        return person

    def add_crowd(self, first_id: int, count: int, language_code: str = "en") -> range:
        """Let so many people exist who have started the bot, with user ids in a row; returns these ids.

        Whoever nothing happens to takes no memory.
        """
        return self.world.add_crowd(first_id, count, language_code)

    def organisers(self) -> frozenset[int]:
        """The user ids of the personas who organise the visit: the natural owners of an embedded bot."""
        return frozenset(person.user_id for person in self.world.people.values() if person.role == "admin")

    def send_text(self, user_id: int, text: str, chat_id: int | None = None, reply_to: int | None = None) -> Message:
        """Let a person write; to the bot in private when `chat_id` is None. Returns the message."""
        return self.actions.send_text(user_id, text, chat_id, reply_to)

    def send_document(
        self, user_id: int, name: str, content: bytes, caption: str = "", chat_id: int | None = None
    ) -> Message:
        """Let a person send a file; returns the message. For everything else that people send see `actions`."""
        return self.actions.send_file(user_id, "document", name, content, caption, chat_id)

    def press(self, user_id: int, chat_id: int, message_id: int, callback_data: str) -> str:
        """Let a person press the button with this data; returns the id of the callback query."""
        return self.actions.press(user_id, chat_id, message_id, callback_data)

    def messages(self, chat_id: int) -> list[Message]:
        """The messages in a chat as they are now, oldest first."""
        chat = self.world.chats.get(chat_id)
        return list(chat.messages.values()) if chat else []

    def push_update(self, update: dict[str, Any]) -> int:
        """Queue any update, known to Telegram or not; gives it an update_id unless it has one. Returns the id."""
        return self.world.updates.push(update)

    def advance(self, seconds: float) -> None:
        """Let time pass at once: messages get older by so much. Going back is possible, too."""
        before = self.world.clock
        self.world.clock = lambda: before() + seconds

    @property
    def pending_updates(self) -> list[dict[str, Any]]:
        """The updates the bot has not confirmed yet."""
        return list(self.world.updates.pending)

    @property
    def is_polled(self) -> bool:
        """Whether the bot waits in getUpdates right now."""
        return self.world.polls.is_waiting

    async def wait_for(self, condition: Callable[[], bool], timeout: float = 10.0) -> None:  # noqa: ASYNC109
        """Return as soon as the condition holds; it is looked at after everything that happens.

        Raises TimeoutError after `timeout` seconds.
        """
        async with asyncio.timeout(timeout):
            await self.world.events.until(condition)
