"""Updates posted to a webhook, as Telegram does it."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any

import aiohttp
import pytest
from aiohttp import web

from bot.simulator import Simulator
from tests.simulator.conftest import Http, options


@dataclass
class Hook:
    """A bot that takes updates over HTTP; answers what `answers` holds, then 200."""

    url: str = ""
    received: list[dict[str, Any]] = field(default_factory=list)
    secrets: list[str | None] = field(default_factory=list)
    answers: list[web.Response] = field(default_factory=list)
    under_way: int = 0
    enough: int = 1
    enough_came: asyncio.Event = field(default_factory=asyncio.Event)
    most_at_once: int = 0
    open: asyncio.Event = field(default_factory=asyncio.Event)

    async def take(self, request: web.Request) -> web.Response:
        self.under_way += 1
        self.most_at_once = max(self.most_at_once, self.under_way)
        if self.under_way == self.enough:
            self.enough_came.set()
        self.received.append(await request.json())
        self.secrets.append(request.headers.get("X-Telegram-Bot-Api-Secret-Token"))
        await self.open.wait()
        self.under_way -= 1
        return self.answers.pop(0) if self.answers else web.Response()


@pytest.fixture
async def simulator() -> AsyncIterator[Simulator]:
    simulated = Simulator(options(webhook_backoff=0.01))
    await simulated.start()
    yield simulated
    await simulated.stop()


@pytest.fixture
async def hook() -> AsyncIterator[Hook]:
    hook = Hook()
    hook.open.set()
    app = web.Application()
    app.router.add_post("/hook", hook.take)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    hook.url = f"http://127.0.0.1:{runner.addresses[0][1]}/hook"
    yield hook
    await runner.cleanup()


async def delivered(simulator: Simulator) -> None:
    await simulator.wait_for(lambda: not simulator.pending_updates)


async def test_updates_are_posted_in_order_with_the_secret(simulator: Simulator, http: Http, hook: Hook) -> None:
    simulator.send_text(1001, "waiting")
    assert await http.call("setWebhook", url=hook.url, secret_token="s3cret-_", max_connections=1) is True
    simulator.send_text(1001, "a")
    simulator.send_text(1001, "b")
    await delivered(simulator)
    assert [update["message"]["text"] for update in hook.received] == ["waiting", "a", "b"]
    assert set(hook.secrets) == {"s3cret-_"}
    assert hook.most_at_once == 1


async def test_more_connections_deliver_at_once(simulator: Simulator, http: Http, hook: Hook) -> None:
    hook.open.clear()
    hook.enough = 2
    await http.call("setWebhook", url=hook.url, max_connections=2)
    for text in "abcd":
        simulator.send_text(1001, text)
    await hook.enough_came.wait()
    hook.open.set()
    await delivered(simulator)
    assert hook.most_at_once == 2
    assert len(hook.received) == 4


async def test_what_is_not_accepted_is_posted_again(simulator: Simulator, http: Http, hook: Hook) -> None:
    hook.answers = [web.Response(status=500), web.Response(status=302), web.Response(status=201)]
    await http.call("setWebhook", url=hook.url, max_connections=1)
    simulator.send_text(1001, "again")
    await delivered(simulator)
    assert [update["update_id"] for update in hook.received] == [1, 1, 1]
    assert (await http.call("getWebhookInfo"))["last_error_message"] == "Wrong response from the webhook: 302 Found"


async def test_a_webhook_that_does_not_listen_is_tried_until_it_is_changed(simulator: Simulator, http: Http) -> None:
    await http.call("setWebhook", url="http://127.0.0.1:9/hook")
    simulator.send_text(1001, "x")
    await simulator.wait_for(lambda: simulator.world.webhook.last_error is not None)
    info = await http.call("getWebhookInfo")
    assert (info["pending_update_count"], info["last_error_message"]) == (
        1,
        "Connection failed: ClientConnectorError",
    )
    await http.call("deleteWebhook", drop_pending_updates=True)
    assert await http.call("getUpdates") == []


async def test_a_method_in_the_answer_is_run(simulator: Simulator, http: Http, hook: Hook) -> None:
    hook.answers = [web.json_response({"method": "sendMessage", "chat_id": 1001, "text": "by webhook"})]
    await http.call("setWebhook", url=hook.url)
    simulator.send_text(1001, "x")
    await delivered(simulator)
    assert simulator.messages(1001)[-1]["text"] == "by webhook"


async def test_polling_and_a_webhook_exclude_each_other(simulator: Simulator, http: Http, hook: Hook) -> None:
    async with asyncio.TaskGroup() as tasks:
        poll = tasks.create_task(http.refusal("getUpdates", timeout=50))
        await simulator.wait_for(lambda: simulator.is_polled)
        await http.call("setWebhook", url=hook.url)
    assert poll.result() == "Conflict: terminated by setWebhook request"
    assert (await http.refusal("getUpdates")).startswith("Conflict: can't use getUpdates method while webhook is")
    await http.call("setWebhook", url="")
    assert await http.call("getUpdates") == []


@pytest.mark.parametrize(
    ("parameters", "description"),
    [
        ({"url": "ftp://127.0.0.1/"}, "invalid webhook URL specified"),
        ({"url": "https://example.com/hook"}, "bad webhook: the simulator delivers to this machine only"),
        (
            {"url": "http://127.0.0.1/", "secret_token": "no spaces"},
            "secret token contains unallowed characters",
        ),
        ({"url": "http://127.0.0.1/", "secret_token": "x" * 257}, "secret token is too long"),
    ],
)
async def test_a_bad_webhook_is_refused(http: Http, parameters: dict[str, str], description: str) -> None:
    assert await http.refusal("setWebhook", **parameters) == f"Bad Request: {description}"


async def test_stopping_ends_deliveries_that_are_under_way(hook: Hook) -> None:
    simulator = Simulator(options())
    await simulator.start()
    hook.open.clear()
    async with aiohttp.ClientSession() as session:
        await Http(session, simulator).call("setWebhook", url=hook.url)
    simulator.send_text(1001, "x")
    await hook.enough_came.wait()
    await simulator.stop()
    hook.open.set()
    assert len(simulator.pending_updates) == 1
