"""What may come again: only a call of which the bot was told that Telegram did not take it."""

from contextlib import suppress
from typing import Final

import aiohttp
import pytest

from bot.simulator import Simulator, SimulatorOptions
from bot.simulator.faults import FaultKind
from tests.torture.flow import USERS
from tests.torture.repeating import may_be_repeated

_GROUP: Final = -1_009_000_000_001
_MESSAGE: Final = {"chat_id": _GROUP, "text": "done 1"}


async def _call_after_the_move(fault: FaultKind | None) -> bool:
    """Write twice to a group that moves, with this fault the second time; returns whether that may be repeated."""
    simulator = Simulator(SimulatorOptions(with_personas=False))
    await simulator.start()
    try:
        simulator.add_user(USERS[0])
        simulator.world.add_group("Torture", [USERS[0]], chat_id=_GROUP, kind="group")
        simulator.faults.add("migrate", "sendMessage")
        await _write(simulator)
        if fault is not None:
            simulator.faults.add(fault, "sendMessage")
        await _write(simulator)
    finally:
        await simulator.stop()
    last = list(simulator.ledger)[-1]
    assert (last.fault, "upgraded to a supergroup" in (last.description or "")) == (fault, True)
    return may_be_repeated(last)


async def _write(simulator: Simulator) -> None:
    url = f"{simulator.base_url}/bot{simulator.options.token}/sendMessage"
    with suppress(aiohttp.ClientError):
        async with aiohttp.ClientSession() as session, session.post(url, json=_MESSAGE) as response:
            await response.read()


async def test_a_refusal_because_the_group_moved_may_be_repeated() -> None:
    assert await _call_after_the_move(None)


@pytest.mark.parametrize("fault", ["reset_after", "truncated"])
async def test_a_refusal_that_the_bot_never_heard_may_not(fault: FaultKind) -> None:
    assert not await _call_after_the_move(fault)
