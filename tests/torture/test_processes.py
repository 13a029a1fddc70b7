"""The harness and its children: what a signal meets is never certain."""

import asyncio
import signal
import sys

from tests.torture.processes import Child


async def test_a_signal_to_a_child_that_is_gone_before_its_end_is_heard_of_does_nothing() -> None:
    process = await asyncio.create_subprocess_exec(sys.executable, "-c", "")
    await process.wait()
    unheard: asyncio.Future[int] = asyncio.get_running_loop().create_future()
    Child(process.pid, unheard).send(signal.SIGTERM)
    unheard.cancel()
