"""Long polling: raw updates go to the worker, and the next are asked for only when those are committed."""

import asyncio
from typing import Final

import structlog
from aiogram.exceptions import TelegramConflictError, TelegramRetryAfter, TelegramUnauthorizedError

from bot.core.conditions import Condition
from bot.core.errors import OperatorError
from bot.telegram.front_desk import HANDLED_KINDS
from bot.telegram.inbox import acceptable
from bot.telegram.wire import Wire, brief
from bot.telegram.worker import Worker

CONFLICT: Final = "another process polls with the same token (409); stop one of the two"
REFUSED: Final = "Telegram refuses BOT_TOKEN (401). Check it with @BotFather and start again."
_LONG_POLL_SECONDS: Final = 30
_FIRST_BACKOFF: Final = 0.5
_LONGEST_BACKOFF: Final = 30.0
_CONFLICT_BACKOFF: Final = 5.0


class Poller:
    """Brings updates from Telegram to the worker until it is cancelled."""

    def __init__(self, wire: Wire, worker: Worker, way: Condition) -> None:
        self._wire = wire
        self._worker = worker
        self._way = way
        self._backoff = 0.0
        self._log: structlog.stdlib.BoundLogger = structlog.get_logger("bot.poller")

    async def run(self) -> None:
        """Poll. Raises OperatorError when Telegram refuses the token; everything else is waited out.

        It starts without an offset: after a quiet week Telegram's ids start anywhere.
        """
        offset: int | None = None
        while True:
            try:
                updates = await self._wire.get_updates(offset, _LONG_POLL_SECONDS, list(HANDLED_KINDS))
                usable = [update for update in updates if acceptable(update)]
            except TelegramUnauthorizedError:
                raise OperatorError(REFUSED) from None
            except Exception as error:  # noqa: BLE001 - the network may fail in any way; nothing is confirmed yet
                await self._wait_out(error)
                continue
            self._way.good()
            self._backoff = 0.0
            if usable:
                await self._worker.accept(usable)
                offset = max(update["update_id"] for update in usable) + 1
            elif updates:
                self._log.error("Telegram sent what is no update; it is ignored", count=len(updates))
                await asyncio.sleep(_LONGEST_BACKOFF)

    async def _wait_out(self, error: Exception) -> None:
        if isinstance(error, TelegramRetryAfter):
            self._way.bad("Telegram asks for a pause (429)")
            await asyncio.sleep(error.retry_after)
        elif isinstance(error, TelegramConflictError) and "webhook" in error.message:
            self._way.bad("a webhook is set (409); it is removed, because this bot polls")
            await self._remove_webhook()
        elif isinstance(error, TelegramConflictError):
            self._way.bad(CONFLICT)
            await asyncio.sleep(_CONFLICT_BACKOFF)
        else:
            self._way.bad(brief(error))
            self._backoff = min(_LONGEST_BACKOFF, max(_FIRST_BACKOFF, self._backoff * 2))
            await asyncio.sleep(self._backoff)

    async def _remove_webhook(self) -> None:
        """Remove what an earlier set-up left; Telegram keeps the updates that it has queued."""
        try:
            await self._wire.call("deleteWebhook", "{}")
        except Exception as error:  # noqa: BLE001 - it is tried again at the next conflict
            self._log.warning("the webhook could not be removed", reason=brief(error))
            await asyncio.sleep(_CONFLICT_BACKOFF)
