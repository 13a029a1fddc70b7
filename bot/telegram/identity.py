"""Who the bot is, as Telegram tells it at the start."""

import asyncio
from typing import Final

from aiogram.exceptions import TelegramNotFound, TelegramUnauthorizedError

from bot.core.conditions import Condition
from bot.core.errors import OperatorError
from bot.telegram.front_desk import Identity
from bot.telegram.poller import REFUSED
from bot.telegram.wire import Wire, brief

_FIRST_BACKOFF: Final = 0.5
_LONGEST_BACKOFF: Final = 30.0


async def who_am_i(wire: Wire, way: Condition) -> Identity:
    """Ask Telegram until it answers. Raises OperatorError when it refuses the token or does not know the bot."""
    backoff = _FIRST_BACKOFF
    while True:
        try:
            me = await wire.call("getMe", "{}")
        except (TelegramUnauthorizedError, TelegramNotFound):
            raise OperatorError(REFUSED) from None
        except Exception as error:  # noqa: BLE001 - the network may fail in any way, for hours
            way.bad(brief(error))
            await asyncio.sleep(backoff)
            backoff = min(_LONGEST_BACKOFF, backoff * 2)
        else:
            way.good()
            return Identity(int(me["id"]), str(me["username"]))
