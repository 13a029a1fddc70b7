"""One life of the bot: it is born, people write, and it comes to its end."""

import asyncio
import signal
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from time import monotonic

from tests.torture.fuse import ALONE_ATTEMPT, DEADLY, HIT, SEEN, read_trace
from tests.torture.plan import Ending
from tests.torture.points import REFUSAL, subject
from tests.torture.processes import Child
from tests.torture.stage import Stage
from tests.torture.waiting import PATIENCE, patience, until

_STOPPED, _KILLED = 0, -signal.SIGKILL


@dataclass(frozen=True, slots=True)
class Death:
    """How a life ended: the exit code, the points it passed and died at, and the deadly updates that killed it.

    `tried` is the arrival of the update that was tried last, alone, as after a crash.
    """

    number: int
    ending: Ending
    code: int
    seen: tuple[str, ...]
    hit: tuple[str, ...]
    deadly: tuple[str, ...]
    tried: str | None

    @property
    def orderly(self) -> bool:
        """The bot stopped because it was told to."""
        return self.code == _STOPPED

    @property
    def sudden(self) -> bool:
        """The process was killed and had no time for anything."""
        return self.code == _KILLED

    @property
    def manner(self) -> str:
        """What killed it, in two words."""
        if self.orderly:
            return "SIGTERM"
        if not self.sudden:
            return "by itself"
        if self.hit:
            return "crash point"
        return "deadly update" if self.deadly else "kill -9"


async def live(stage: Stage, ending: Ending, *, full: bool = False) -> Death:
    """Start the bot, in full or as a fork, have people write to it, and see to its end."""
    orders = stage.orders(ending)
    calls_before = stage.simulator.ledger.last
    child = await (stage.nursery.start_full(orders) if full else stage.nursery.start_forked(orders))
    try:
        async with asyncio.TaskGroup() as tasks:
            writing = tasks.create_task(_write(stage, child))
            await _reach(ending, stage, child, calls_before)
            writing.cancel()
        if ending.kind == "both":
            await _begin_to_stop(stage, child)
        await stop(child, signal.SIGKILL if ending.kind in {"kill", "both"} else signal.SIGTERM)
    finally:
        child.send(signal.SIGKILL)
    return await death(stage, ending, child, Path(orders.trace))


async def stop(child: Child, how: signal.Signals) -> None:
    """Send the child a signal and wait until it has ended."""
    child.send(how)
    async with patience(PATIENCE, f"the {how.name} to a child"):
        await child.ended


async def _begin_to_stop(stage: Stage, child: Child) -> None:
    """Tell the child to stop and return when it has made another call, or has ended, or a few looks later."""
    calls_before, looks = stage.simulator.ledger.last, stage.random.randint(1, 20)
    child.send(signal.SIGTERM)

    def midway() -> bool:
        nonlocal looks
        looks -= 1
        return child.ended.done() or not looks or stage.simulator.ledger.last > calls_before

    await until(midway, "the first moments of a stop")


async def death(stage: Stage, ending: Ending, child: Child, trace: Path) -> Death:
    """Return how a child that has ended came to its end, once Telegram has read the last of it."""
    await stage.last_words()
    noted: dict[str, list[str]] = {SEEN: [], HIT: [], DEADLY: [], ALONE_ATTEMPT: []}
    for what, of in read_trace(trace):
        noted[what].append(of)
    return Death(
        number=stage.lives,
        ending=ending,
        code=child.ended.result(),
        seen=tuple(noted[SEEN]),
        hit=tuple(noted[HIT]),
        deadly=tuple(noted[DEADLY]),
        tried=noted[ALONE_ATTEMPT][-1] if noted[ALONE_ATTEMPT] else None,
    )


async def _write(stage: Stage, child: Child) -> None:
    """Have people write while the bot works: a few updates for each of its calls."""
    ledger, updates = stage.simulator.ledger, stage.simulator.world.updates

    def after(seen: int) -> Callable[[], bool]:
        return lambda: ledger.last > seen or not updates.pending

    while stage.quota and not child.ended.done():
        await stage.simulator.world.events.until(after(ledger.last))
        stage.write(stage.random.randint(0 if updates.pending else 1, 3))


async def _reach(ending: Ending, stage: Stage, child: Child, calls_before: int) -> None:
    """Return when it is time for the signal that ends this life, or when it has ended."""

    until_late = monotonic() + stage.weather.lasts

    def calls() -> int:
        return stage.simulator.ledger.last - calls_before

    called_at: list[float] = []

    def first_call() -> float:
        called_at.extend([] if called_at else [monotonic()])
        return called_at[0]

    def late() -> bool:
        return monotonic() >= until_late

    def over() -> bool:
        match ending.kind:
            case "kill":
                return calls() >= ending.after or stage.nothing_more() or late()
            case "sigterm" | "both":
                # Before its first call the bot may not have set its handler of SIGTERM yet.
                return (calls() > 0 and (calls() >= ending.after or stage.nothing_more())) or late()
            case "rest":
                return calls() > 0 and stage.handled()
            case _:
                # Whoever was refused ends anyhow.
                waits = calls() > 0 and subject(ending.point) != REFUSAL
                return waits and (stage.idle() or monotonic() - first_call() > stage.flow.patience)

    await until(lambda: child.ended.done() or over(), f"life {stage.lives}, which was to end by {ending}")
