"""Runs the bot on a store in one process after another until one of them ends by itself; prints how each ended."""

import asyncio
import os
import sys
from pathlib import Path

from bot import opening
from bot.core.logs import configure_logs
from bot.core.notebook import note_stop
from tests.support.rehearsal import rehearsal
from tests.support.routes import Plain

MOST_RUNS = 12


async def one_run(store: Path) -> None:
    async with rehearsal(store, Plain().routes()) as bot:
        after_crash = await bot.database.run("begin run", opening.begin_run)
        bot.worker._waiting.clear()
        await bot.worker.resume(after_crash=after_crash)
        async with bot.working():
            await bot.quiet()
        await bot.settlement.write()
        await bot.database.run("note stop", note_stop)
        print(*bot.texts(), sep="\n", flush=True)


def main(store: Path) -> None:
    for _ in range(MOST_RUNS):
        child = os.fork()
        if child == 0:
            configure_logs()
            asyncio.run(one_run(store))
            os._exit(0)
        code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        print(f"exit {code}", flush=True)
        if code == 0:
            return


if __name__ == "__main__":
    main(Path(sys.argv[1]))
