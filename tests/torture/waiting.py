"""Waiting for conditions, with a limit so generous that only what is stuck reaches it."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

PATIENCE = 90.0
_LOOK_EVERY = 0.01


class StuckError(Exception):
    """Something that had to happen did not; says what."""


@asynccontextmanager
async def patience(seconds: float, what: str) -> AsyncIterator[None]:
    """Give what is in the block this long; raises StuckError after that."""
    try:
        async with asyncio.timeout(seconds):
            yield
    except TimeoutError:
        raise StuckError(f"nothing came of {what} in {seconds:.0f} s") from None


async def until(condition: Callable[[], bool], what: str) -> None:
    """Return soon after the condition holds. Raises StuckError when it does not in PATIENCE seconds."""
    async with patience(PATIENCE, what):
        while not condition():  # noqa: ASYNC110 - nobody tells when another process's store or a socket changes
            await asyncio.sleep(_LOOK_EVERY)
