"""Starting children and hearing of their ends: in full, or forked from the zygote."""

import asyncio
import os
import signal
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from tests.torture.orders import Orders
from tests.torture.waiting import StuckError, patience

_ROOT = Path(__file__).parents[2]
_BIRTH_SECONDS = 120.0


@dataclass(frozen=True, slots=True)
class Child:
    """A running bot: its process id, and a future of its exit code (a signal's number below zero)."""

    pid: int
    ended: asyncio.Future[int]

    def send(self, number: signal.Signals) -> None:
        """Send a signal, unless the child has ended.

        A child that dies at the commit after which nothing is left to do is gone before its end is heard of here.
        """
        if not self.ended.done():
            with suppress(ProcessLookupError):
                os.kill(self.pid, number)


class Nursery:
    """Starts children, one at a time."""

    def __init__(self, lifeline: int, tasks: asyncio.TaskGroup) -> None:
        self.lifeline = lifeline
        self._tasks = tasks
        self._zygote: Process | None = None

    async def start_full(self, orders: Orders) -> Child:
        """Start the bot in a new interpreter."""
        process = await self._python(DEVNULL, "tests.torture.child", orders.as_line())
        return Child(process.pid, self._tasks.create_task(process.wait()))

    async def start_forked(self, orders: Orders) -> Child:
        """Fork the bot from the zygote."""
        if self._zygote is None:
            self._zygote = await self._python(PIPE, "tests.torture.zygote")
            await self._hear("ready")
        assert self._zygote.stdin is not None
        self._zygote.stdin.write(f"{orders.as_line()}\n".encode())
        pid = int(await self._hear("born"))
        return Child(pid, self._tasks.create_task(self._end()))

    async def close(self) -> None:
        """Let the zygote end."""
        if self._zygote is not None and self._zygote.stdin is not None:
            self._zygote.stdin.close()
            await self._zygote.wait()

    async def _end(self) -> int:
        return int(await self._hear("ended"))

    async def _hear(self, word: str) -> str:
        assert self._zygote is not None
        assert self._zygote.stdout is not None
        line = (await self._zygote.stdout.readline()).decode().strip()
        said, _, rest = line.partition(" ")
        if said != word:
            raise StuckError(f"the zygote said {line!r} where {word!r} was expected")
        return rest

    async def _python(self, pipe: int, module: str, *arguments: str) -> Process:
        environment = {name: value for name, value in os.environ.items() if not name.startswith("BOT_")}
        async with patience(_BIRTH_SECONDS, f"starting {module}"):
            return await asyncio.create_subprocess_exec(
                sys.executable,
                *("-m", module, *arguments),
                cwd=_ROOT,
                env=environment,
                stdin=pipe,
                stdout=pipe,
                pass_fds=(self.lifeline,),
            )


@asynccontextmanager
async def nursery() -> AsyncIterator[Nursery]:
    """Yield a nursery whose children die with this process, however it ends."""
    theirs, ours = os.pipe()
    try:
        async with asyncio.TaskGroup() as tasks:
            children = Nursery(theirs, tasks)
            try:
                yield children
            finally:
                # Whatever still runs dies of this.
                os.close(ours)
                await children.close()
    finally:
        os.close(theirs)
