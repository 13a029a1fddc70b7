"""The last life of a campaign: without faults the bot finishes everything; does poison make others wait?"""

import signal
from pathlib import Path

from tests.torture.flow import EFFECT, NEIGHBOURS, POISON
from tests.torture.life import Death, death, stop
from tests.torture.plan import Ending
from tests.torture.processes import Child
from tests.torture.stage import Stage
from tests.torture.waiting import until


async def last_life(stage: Stage, *, neighbours: bool) -> tuple[Death, tuple[float, float]]:
    """Have the bot finish everything and stop it; with `neighbours`, see how long people wait beside poison.

    Returns its end, and the longest time in seconds until somebody was answered, without and with poison around.
    """
    stage.simulator.faults.clear()
    stage.write(stage.quota)
    ending = Ending("sigterm")
    orders = stage.orders(ending)
    calls_before = stage.simulator.ledger.last
    child = await stage.nursery.start_forked(orders)
    without = with_poison = 0.0
    try:
        # Before its first call the bot may not have set its handler of SIGTERM yet.
        await until(lambda: child.ended.done() or stage.simulator.ledger.last > calls_before, "the last life's start")
        await _idle(stage, child)
        if neighbours:
            without = await _longest_wait(stage, child, poison_every=0)
            with_poison = await _longest_wait(stage, child, poison_every=4)
        await stop(child, signal.SIGTERM)
    finally:
        child.send(signal.SIGKILL)
    return await death(stage, ending, child, Path(orders.trace)), (without, with_poison)


async def _longest_wait(stage: Stage, child: Child, poison_every: int) -> float:
    """Have many write at once; return the longest time in seconds until one who wrote no poison was answered."""
    first_call, first_update = stage.simulator.ledger.last, len(stage.flow.pushed)
    for place, user_id in enumerate(NEIGHBOURS):
        poisonous = poison_every and place % poison_every == 0
        stage.flow.push_one(POISON if poisonous else EFFECT, user_id)
    await _idle(stage, child)
    answered = {call.chat_id: call.at for call in stage.simulator.ledger.after(first_call) if call.accepted}
    others = [one for one in stage.flow.pushed[first_update:] if one.kind == EFFECT]
    return max(answered.get(one.chat_id, float("inf")) - one.at for one in others)


async def _idle(stage: Stage, child: Child) -> None:
    def done() -> bool:
        return stage.handled() and stage.flow.everything_ended(stage.database)

    await until(lambda: child.ended.done() or done(), "finishing everything")
