"""The yardsticks for sending to many: `python -m tests.bench.senders loop|broadcaster|pool`.

A loop over the recipients as most bots have it, aiogram_broadcaster, and a pool of workers. All send the same message
(BENCH_MESSAGE) to as many people (BENCH_PEOPLE), with aiogram's defaults, and keep nothing.
"""

import asyncio
import json
import logging
import os
import sys
from typing import Any, Final

from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.exceptions import TelegramRetryAfter
from aiogram.types import InlineKeyboardMarkup, MessageEntity

_FIRST: Final = 5_000_000_000
_WORKERS: Final = 100


async def loop(bot: Bot, people: range, message: dict[str, Any]) -> None:
    """One after the other; after a 429 wait as long as Telegram says and try again."""
    for person in people:
        await _send(bot, person, message)


async def pool(bot: Bot, people: range, message: dict[str, Any]) -> None:
    """A hundred workers take from one queue."""
    queue: asyncio.Queue[int] = asyncio.Queue()
    for person in people:
        queue.put_nowait(person)

    async def work() -> None:
        while not queue.empty():
            await _send(bot, queue.get_nowait(), message)

    async with asyncio.TaskGroup() as tasks:
        for _ in range(_WORKERS):
            tasks.create_task(work())


async def broadcaster(bot: Bot, people: range, message: dict[str, Any]) -> None:
    """aiogram_broadcaster without an interval, which is how it is fastest, and with its handler of 429s."""
    from aiogram_broadcaster import Broadcaster  # noqa: PLC0415
    from aiogram_broadcaster.contents import TextContent  # noqa: PLC0415
    from aiogram_broadcaster.utils.retry_after_handler import setup_retry_after_handler  # noqa: PLC0415

    broadcasting = Broadcaster(bot)
    setup_retry_after_handler(broadcasting.event)
    mailer = await broadcasting.create_mailer(chats=people, content=TextContent(**message))
    await mailer.start()


async def _send(bot: Bot, person: int, message: dict[str, Any]) -> None:
    while True:
        try:
            await bot.send_message(person, **message)
        except TelegramRetryAfter as error:
            await asyncio.sleep(error.retry_after)
        else:
            return


async def main(way: str) -> None:
    """Send to everybody, then end."""
    session = AiohttpSession(api=TelegramAPIServer.from_base(os.environ["BOT_API_URL"]))
    message = json.loads(os.environ["BENCH_MESSAGE"])
    message["entities"] = [MessageEntity(**entity) for entity in message["entities"]]
    message["reply_markup"] = InlineKeyboardMarkup(**message["reply_markup"])
    people = range(_FIRST, _FIRST + int(os.environ["BENCH_PEOPLE"]))
    async with Bot(os.environ["BOT_TOKEN"], session=session) as bot:
        await {"loop": loop, "pool": pool, "broadcaster": broadcaster}[way](bot, people, message)


if __name__ == "__main__":
    logging.basicConfig(level=logging.WARNING)
    asyncio.run(main(sys.argv[1]))
