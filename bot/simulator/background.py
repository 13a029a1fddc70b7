"""Runs what goes on beside requests, and ends it when the simulator stops."""

import asyncio
import contextlib
from collections.abc import Coroutine
from typing import Any


class Background:
    """Tasks that last as long as the simulator."""

    def __init__(self) -> None:
        self._tasks: list[asyncio.Task[None]] = []

    def start(self, work: Coroutine[Any, Any, None]) -> None:
        """Begin some work that lasts until `stop`."""
        self._tasks.append(asyncio.create_task(work))

    async def stop(self) -> None:
        """End all work and wait for it; an error that ended it before is raised now."""
        for task in self._tasks:
            task.cancel()
        for task in self._tasks:
            with contextlib.suppress(asyncio.CancelledError):
                await task
        self._tasks.clear()
