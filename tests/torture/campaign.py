"""A campaign: the bot is started and killed over and over beside one simulated Telegram that never dies."""

import sys
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from time import monotonic
from typing import Final

from bot.simulator import Simulator, SimulatorOptions
from tests.torture.child import IN_FLIGHT
from tests.torture.editions.checks import EditionEvidence
from tests.torture.editions.desk import Desk
from tests.torture.editions.programme import write_visit
from tests.torture.editions.records import read_editions
from tests.torture.evidence import Evidence, read_store
from tests.torture.flow import DEADLY, Flow
from tests.torture.last_life import last_life
from tests.torture.life import Death, live
from tests.torture.orders import backups_in
from tests.torture.outbox.checks import OutboxEvidence
from tests.torture.outbox.crowd import ADMINS, members
from tests.torture.outbox.office import Office
from tests.torture.outbox.records import read_records
from tests.torture.outbox.restoring import Backups
from tests.torture.outbox.weather import FAIR, Sky, refusing_proxies
from tests.torture.plan import Ending, Endings, Plan
from tests.torture.points import BROUGHT_BY_FAULTS, after_commit, subject
from tests.torture.processes import Nursery
from tests.torture.stage import Stage
from tests.torture.stimuli import bring_about, order_faults
from tests.torture.waiting import StuckError

_BEGUN: Final = after_commit("begin run")
# An update that kills is tried once among others and five times alone; then it is set aside.
_LIVES_OF_A_DEADLY_ONE: Final = 8
# Five sudden deaths while the same update is tried make it guilty: before that the bot is left alone for once.
_MOST_STRIKES: Final = 3
# A run of many minutes says how far it is.
_TELL_EVERY: Final = 100
_MOST_FAULTS_OF_ITS_OWN: Final = 3


@dataclass(slots=True)
class Outcome:
    """What a campaign came to: what happened how often, what went wrong on the way, and the evidence.

    `points` says how often the bot died at each crash point.
    """

    plan: Plan
    starts: Counter[str] = field(default_factory=Counter)
    ends: Counter[str] = field(default_factory=Counter)
    points: Counter[str] = field(default_factory=Counter)
    missed: list[str] = field(default_factory=list)
    weathers: Counter[str] = field(default_factory=Counter)
    trouble: list[str] = field(default_factory=list)
    seconds: float = 0.0
    evidence: Evidence | None = None


async def run_campaign(plan: Plan, folder: Path, nursery: Nursery) -> Outcome:
    """Run a campaign whose files are kept in this folder, which is empty, and return what it came to."""
    random = Random(plan.seed)
    announcing = plan.play == "announcements"
    simulator = Simulator(
        SimulatorOptions(
            keep_calls=None,
            keep_messages=50 if plan.play == "updates" else None,
            with_personas=False,
            first_message_id=1,
            random=Random(plan.seed + 1),
        )
    )
    began = monotonic()
    await simulator.start()
    try:
        flow = _flow(plan, simulator, random)
        stage = Stage(folder, nursery, simulator, flow, random, plan.bug, owners=ADMINS[:1] if announcing else ())
        if isinstance(flow, Desk):
            stage.content, stage.settle_seconds = folder / "visits", plan.settle
            write_visit(stage.content, flow.first)
        async with refusing_proxies() as proxies:
            outcome = await _Campaign(plan, stage, Sky(simulator, random, plan.gloom, proxies)).run()
    finally:
        await simulator.stop()
    outcome.seconds = monotonic() - began
    return outcome


def _flow(plan: Plan, simulator: Simulator, random: Random) -> Flow:
    match plan.play:
        case "announcements":
            return Office(simulator, random, plan.crowd, plan.kinds)
        case "editions":
            return Desk(simulator, random, plan.crowd, plan.kinds)
        case _:
            return Flow(simulator, random)


class _Campaign:
    def __init__(self, plan: Plan, stage: Stage, sky: Sky) -> None:
        self._plan = plan
        self._stage = stage
        self._sky = sky
        self._backups = Backups(stage, plan.starts, plan.backups if plan.play == "announcements" else 0)
        self._endings = Endings(plan, stage.random)
        self._outcome = Outcome(plan)
        self._crashes: list[int] = []
        self._deadly_tries: dict[int, list[str]] = {}
        self._deadly_left = plan.deadly
        self._deadly_lives: int | None = None
        self._after_clean_stop = True
        self._strikes: Counter[str] = Counter()
        self._struck: str | None = None

    async def run(self) -> Outcome:
        slowest = (0.0, 0.0)
        try:
            await self._lives()
            while self._deadly_lives is not None:
                await self._live(Ending("rest"))
            self._outcome.starts["forked"] += 1
            self._stage.flow.before_last_life(self._stage.database)
            death, slowest = await last_life(self._stage, neighbours=self._plan.neighbours)
            self._conclude(death)
            await self._backups.restore_all()
        except* StuckError as stuck:
            self._outcome.trouble.extend(_sentences(stuck))
        self._outcome.points, self._outcome.missed = self._endings.hit, self._endings.missed()
        if self._stage.database.exists():
            self._outcome.evidence = self._evidence(slowest)
        return self._outcome

    async def _lives(self) -> None:
        plan, stage = self._plan, self._stage
        full = set(stage.random.sample(range(plan.starts), plan.full))
        order_faults(stage.simulator, plan.faults)
        stage.flow.settle_in()
        for index in range(plan.starts):
            lives_left = plan.starts - index
            if index and not index % _TELL_EVERY:
                print(f"{index} lives, {len(stage.flow.pushed)} updates ...", file=sys.stderr, flush=True)
            stage.flow.before_life(stage.database)
            self._backups.before_life(index)
            stage.quota = self._share(lives_left)
            ending = self._ending(lives_left)
            if ending.point:
                bring_about(ending.point, stage.flow, stage.simulator, stage.database)
            elif ending.kind != "rest" and index not in full:
                stage.weather = self._sky.next()
            # What is written before a start arrives with the first poll.
            stage.write(stage.quota // 3)
            await self._live(ending, full=index in full)
            if stage.weather.kind == "swallowed" or subject(ending.point) in BROUGHT_BY_FAULTS:
                stage.simulator.faults.clear()
                order_faults(stage.simulator, plan.faults)
            self._outcome.weathers[stage.weather.kind] += 1
            stage.weather = FAIR

    def _share(self, lives_left: int) -> int:
        """How many updates are written in a life: random, and all that remain in the last."""
        left = max(0, self._plan.updates - len(self._stage.flow.pushed))
        return left if lives_left == 1 else min(left, self._stage.random.randint(0, 2 * left // lives_left))

    def _ending(self, lives_left: int) -> Ending:
        """Choose how the next life ends; now and then somebody sends an update that kills."""
        chance = self._deadly_left * _LIVES_OF_A_DEADLY_ONE / lives_left
        if self._deadly_lives is None and self._stage.lives and self._stage.random.random() < chance:
            self._stage.flow.push_one(DEADLY)
            self._deadly_left -= 1
            self._deadly_lives = 0
        if self._deadly_lives is not None or self._strikes[self._struck or ""] >= _MOST_STRIKES:
            return Ending("rest")
        return self._endings.next(
            lives_left, after_clean_stop=self._after_clean_stop, updates=max(1, self._stage.quota)
        )

    async def _live(self, ending: Ending, *, full: bool = False) -> None:
        self._outcome.starts["full" if full else "forked"] += 1
        self._conclude(await live(self._stage, ending, full=full))

    def _conclude(self, death: Death) -> None:
        self._outcome.ends[death.manner] += 1
        self._endings.learn(death.seen, death.hit)
        # Who dies before noting that it runs leaves the store as the life before did.
        self._after_clean_stop = death.orderly or (self._after_clean_stop and _BEGUN not in death.seen)
        if death.sudden:
            self._crashes.append(self._stage.simulator.ledger.last)
        elif not death.orderly:
            self._outcome.trouble.append(f"life {death.number} ended by itself with {death.code}; see its log")
            if self._outcome.ends[death.manner] == _MOST_FAULTS_OF_ITS_OWN:
                raise StuckError("the bot dies of faults of its own")
        self._note_strike(death)
        self._note_deadly(death)

    def _note_strike(self, death: Death) -> None:
        """Count the sudden deaths for the update that was tried then; one that got through is not tried again."""
        self._struck = death.tried if death.sudden and death.tried is not None else self._struck
        if death.sudden and death.tried is not None:
            self._strikes[death.tried] += 1
        if death.ending.kind == "rest":
            self._struck = None

    def _note_deadly(self, death: Death) -> None:
        for of in death.deadly:
            number, _, unit = of.partition(" in ")
            self._deadly_tries.setdefault(int(number), []).append(unit)
        if self._deadly_lives is None:
            return
        self._deadly_lives += 1
        if death.ending.kind == "rest" and not death.deadly:
            self._deadly_lives = None
        elif self._deadly_lives == _LIVES_OF_A_DEADLY_ONE:
            self._deadly_lives = None
            raise StuckError(f"a deadly update still killed the bot in its life {_LIVES_OF_A_DEADLY_ONE}")

    def _evidence(self, slowest: tuple[float, float]) -> Evidence:
        return Evidence(
            pushed=tuple(self._stage.flow.pushed),
            calls=tuple(self._stage.simulator.ledger),
            crashes=tuple(self._crashes),
            deadly_tries=self._deadly_tries,
            chosen_languages=dict(self._stage.flow.chosen_language),
            slowest=slowest,
            store=read_store(self._stage.database, backups_in(self._stage.folder)),
            outbox=self._outbox(),
            editions=self._editions(),
        )

    def _editions(self) -> EditionEvidence | None:
        flow = self._stage.flow
        if not isinstance(flow, Desk):
            return None
        return EditionEvidence(
            flow.first, flow.members, flow.decisions, flow.files, read_editions(self._stage.database)
        )

    def _outbox(self) -> OutboxEvidence | None:
        flow = self._stage.flow
        if not isinstance(flow, Office):
            return None
        return OutboxEvidence(
            wishes=flow.announced,
            told=flow.told,
            moved=flow.moved(),
            expected=frozenset(members(flow.crowd)),
            records=read_records(self._stage.database),
            restored=tuple(self._backups.said),
            restores=self._backups.restored,
            in_flight=IN_FLIGHT,
        )


def _sentences(group: BaseExceptionGroup[BaseException]) -> list[str]:
    return [
        sentence
        for error in group.exceptions
        for sentence in (_sentences(error) if isinstance(error, BaseExceptionGroup) else [str(error)])
    ]
