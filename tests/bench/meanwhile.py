"""What a broadcast costs everybody else: how long a delegate's question takes meanwhile."""

from statistics import median
from typing import Final

from tests.bench.broadcasts import FASTEST, PACED, PER_SECOND, SLOWEST, flood, our_bot, taken
from tests.bench.prepared import confirmed, with_members
from tests.bench.processes import Kind, running
from tests.bench.report import Row
from tests.bench.ring import Figures, Ring

_WORDS: Final = ("/start", "/programme")
# As when twenty people ask something every ten seconds.
_LONGEST_PAUSE: Final = 0.8
_STARTED: Final = 2 * PER_SECOND

TIMES_BAR: Final = 2.0


async def question(ring: Ring) -> list[Row]:
    """Two of our bots side by side, one of them in the middle of a broadcast to everybody at Telegram's pace.

    A question is answered when Telegram says that it has taken the answer, which takes as long as any message out.
    """
    answered, here = Figures(), Figures()
    each = ring.size.questions * (_LONGEST_PAUSE / 2 + SLOWEST + 0.1)
    people = int(PER_SECOND * (2 * ring.size.rounds * each + 20))
    with ring.folder_of_its_own() as idle_folder, ring.folder_of_its_own() as busy_folder:
        idle, busy = (our_bot(name, where, PACED) for name, where in (("idle", idle_folder), ("busy", busy_folder)))
        with_members(idle_folder / "bot.sqlite3", people)
        with_members(busy_folder / "bot.sqlite3", people)
        confirmed(busy_folder / "bot.sqlite3")

        async def turn(kind: Kind, seed: int) -> None:
            result = await ring.telegram.order(
                *("visit", kind), words=_WORDS, count=ring.size.questions, seed=seed, longest_pause=_LONGEST_PAUSE
            )
            answered.add(kind, 1000 * median(result["until_answered"]))
            here.add(kind, 1000 * median(result["latencies"]))

        async with (
            flood(ring.telegram, idle, strict=True, seed=ring.seed),
            flood(ring.telegram, busy, strict=True, seed=ring.seed),
            running(ring.telegram, idle),
            running(ring.telegram, busy),
        ):
            before = await taken(ring.telegram, busy, _STARTED)
            await ring.between(busy, idle, turn)
            after = await taken(ring.telegram, busy, _STARTED)
    rate = (after["taken"] - before["taken"]) / (after["passed"] - before["passed"])
    return [
        Row(
            "a question during a broadcast, until answered",
            f"{answered.median(busy):.0f} ms",
            f"{answered.median(idle):.0f} ms ours, idle",
            f"{answered.ratio(busy, idle):.2f} ({answered.spread(busy, idle)})",
            f"≤ {TIMES_BAR}",
            answered.ratio(busy, idle) <= TIMES_BAR,
        ),
        Row(
            f"… without the {1000 * FASTEST:.0f} to {1000 * SLOWEST:.0f} ms that Telegram takes",
            f"{here.median(busy):.0f} ms",
            f"{here.median(idle):.0f} ms ours, idle",
            f"at {rate:.1f} messages a second",
        ),
    ]
