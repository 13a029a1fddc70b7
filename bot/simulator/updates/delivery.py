"""Posts updates to the bot's webhook, as Telegram does: again until it answers with success."""

import asyncio
import json
from typing import Any
from urllib.parse import urlsplit

import aiohttp

from bot.simulator.bot_api.calls import Calls
from bot.simulator.bot_api.reading import Received
from bot.simulator.state.world import World
from bot.simulator.updates.queue import Update
from bot.simulator.updates.subscription import WebhookState

_SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - the name of a header
_LONGEST_WAIT = 60.0
_SUCCESS = 2  # hundreds of a status
_ANSWER_WITHIN = aiohttp.ClientTimeout(total=60)


class WebhookDelivery:
    """Delivers while a webhook is set: in order, at most `max_connections` at a time."""

    def __init__(self, world: World, calls: Calls) -> None:
        self._world = world
        self._calls = calls

    async def run(self) -> None:
        """Follow what setWebhook sets, until cancelled."""
        world = self._world
        async with aiohttp.ClientSession(timeout=_ANSWER_WITHIN) as session:
            while True:
                await world.events.until(lambda: bool(world.webhook.url))
                webhook = world.webhook
                async with asyncio.TaskGroup() as deliverers:
                    under_way: list[Update] = []
                    for _ in range(webhook.max_connections):
                        deliverers.create_task(self._deliver_while_set(session, webhook, under_way))

    async def _deliver_while_set(
        self, session: aiohttp.ClientSession, webhook: WebhookState, under_way: list[Update]
    ) -> None:
        world = self._world

        def next_update() -> Update | None:
            return next((update for update in world.updates.pending if update not in under_way), None)

        while True:
            await world.events.until(lambda: next_update() is not None or world.webhook is not webhook)
            update = next_update()
            if world.webhook is not webhook:
                return
            if update is None:
                continue
            under_way.append(update)
            if await self._deliver(session, webhook, update):
                world.updates.remove(update)
            under_way.remove(update)

    async def _deliver(self, session: aiohttp.ClientSession, webhook: WebhookState, update: Update) -> bool:
        """Post one update until it is accepted; False when the webhook was changed meanwhile."""
        wait = self._world.options.webhook_backoff
        while self._world.webhook is webhook:
            try:
                answer = await self._post(session, webhook, update)
            except (aiohttp.ClientError, TimeoutError) as error:
                self._failed(webhook, f"Connection failed: {type(error).__name__}")
            else:
                if isinstance(answer, dict):
                    await self._run_answer(answer)
                    return True
                self._failed(webhook, f"Wrong response from the webhook: {answer}")
            await self._pause(webhook, wait)
            wait = min(wait * 2, _LONGEST_WAIT)
        return False

    async def _post(
        self, session: aiohttp.ClientSession, webhook: WebhookState, update: Update
    ) -> dict[str, Any] | str:
        """The JSON object in a successful answer ({} for none), or the status line of another one."""
        headers = {"Content-Type": "application/json"}
        if webhook.secret_token is not None:
            headers[_SECRET_HEADER] = webhook.secret_token
        body = json.dumps(update).encode()
        async with session.post(
            self._address(webhook.url), data=body, headers=headers, allow_redirects=False
        ) as response:
            content = await response.read()
            if response.status // 100 != _SUCCESS:
                return f"{response.status} {response.reason}"
            try:
                answer = json.loads(content)
            except ValueError:
                return {}
            return answer if isinstance(answer, dict) else {}

    def _address(self, url: str) -> str:
        """Where a webhook is reached: at its own address, or behind the reverse proxy that the options name."""
        proxy = self._world.options.webhook_proxy
        if proxy is None:
            return url
        parts = urlsplit(url)
        return f"{proxy}{parts.path or '/'}{'?' + parts.query if parts.query else ''}"

    async def _run_answer(self, answer: dict[str, Any]) -> None:
        """Run the method that an answer may carry; nobody learns how it went, as with Telegram."""
        method = answer.pop("method", None)
        if isinstance(method, str):
            await self._calls.run(method, Received(answer))

    def _failed(self, webhook: WebhookState, reason: str) -> None:
        webhook.last_error_at = self._world.now()
        webhook.last_error = reason
        self._world.tell("webhook")

    async def _pause(self, webhook: WebhookState, seconds: float) -> None:
        """Wait before the next try, but not for a webhook that is no longer set."""
        try:
            async with asyncio.timeout(seconds):
                await self._world.events.until(lambda: self._world.webhook is not webhook)
        except TimeoutError:
            pass
