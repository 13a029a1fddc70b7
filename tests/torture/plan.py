"""What a campaign is to be: how many starts, how many updates, and how each life may end; all from one seed."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from random import Random
from typing import Final, Literal

from tests.torture.points import EDITION_POINTS, ONCE_A_LIFE, OUTBOX_POINTS, POINTS, before_commit, subject

Play = Literal["updates", "announcements", "editions"]
EndingKind = Literal["kill", "sigterm", "both", "point", "rest"]

# A group of updates is handled in one transaction only when the run before stopped cleanly; after a crash what comes
# is stored and tried one by one.
_AFTER_A_CLEAN_STOP: Final = frozenset({"handle"})
_AFTER_A_CRASH: Final = frozenset({"store", "count attempt", "handle alone"})
# Died at before anything else, while the store is new.
_AT_FIRST: Final = tuple(before_commit(unit) for unit in ("check owner", "begin run", "open content"))
_TRIES_A_DEATH: Final = 6
# A kill among announcements comes after at most so many calls.
_CALLS_OF_A_LIFE: Final = 80
_CALLS_OF_A_DESK: Final = 40


@dataclass(frozen=True, slots=True)
class Plan:
    """A campaign: `full` and `forked` starts that share `updates` among them.

    `deadly` updates kill the process whenever they are handled; `kills` is False for a campaign of nothing but SIGTERM.
    `faults`: how often calls go wrong, as a multiple of the usual. `points`: the crash points to die at, each at least
    `deaths` times, and with `learn` every other one that the bot passes. `neighbours`: see at the end whether
    poison makes others wait. `bug`: a fault planted into the bot on purpose. `orderly` is the share of SIGTERM among
    deaths; a kill comes after at most `calls`, where more of them are made than for what people write. `gloom`: how
    often a life has a network that swallows, a proxy that refuses or a storm of 429. `crowd` is how many members there
    are beside the people who write, `kinds` what alone they and the organisers do, if anything is named, and `backups`
    how often the store is backed up midway, to be restored in the end. `may_miss`: how many crash points a short
    campaign may fail to die at. Editions settle in `settle` seconds instead of a minute.
    """

    seed: int
    full: int
    forked: int
    updates: int
    deadly: int = 0
    kills: bool = True
    faults: float = 1.0
    points: tuple[str, ...] = POINTS
    deaths: int = 1
    learn: bool = True
    neighbours: bool = True
    bug: str | None = None
    play: Play = "updates"
    orderly: float = 0.3
    calls: int = 0
    gloom: float = 0.0
    crowd: int = 0
    kinds: tuple[str, ...] = ()
    backups: int = 3
    may_miss: int = 0
    settle: float = 0.3

    @property
    def starts(self) -> int:
        """How many lives the bot is given before the last, clean one."""
        return self.full + self.forked


def announcing(
    seed: int,
    full: int,
    forked: int,
    updates: int,
    crowd: int,
    *,
    faults: float = 1.0,
    points: tuple[str, ...] = OUTBOX_POINTS,
    gloom: float = 0.1,
    bug: str | None = None,
) -> Plan:
    """Return the plan of a campaign in which organisers announce and nearly every life ends with a kill.

    What the bot does for people is died at everywhere among updates; here it is what it sends by itself.
    """
    return Plan(
        seed,
        full,
        forked,
        updates,
        faults=faults,
        points=points,
        learn=False,
        neighbours=False,
        bug=bug,
        play="announcements",
        orderly=0.05,
        calls=_CALLS_OF_A_LIFE,
        gloom=gloom,
        crowd=crowd,
    )


def publishing(
    seed: int,
    full: int,
    forked: int,
    updates: int,
    crowd: int,
    *,
    faults: float = 1.0,
    points: tuple[str, ...] = EDITION_POINTS,
    may_miss: int = 0,
    bug: str | None = None,
) -> Plan:
    """Return the plan of a campaign in which editions are published and nearly every life ends with a kill."""
    plan = announcing(seed, full, forked, updates, crowd, faults=faults, points=points, gloom=0.05, bug=bug)
    return replace(plan, play="editions", backups=0, calls=_CALLS_OF_A_DESK, may_miss=may_miss)


@dataclass(frozen=True, slots=True)
class Ending:
    """How a life is to end: a signal after some entries in the ledger, or a crash point.

    "both" is SIGTERM and then, while the bot is stopping, kill -9. "rest" leaves the bot alone until it has done
    everything, or until an update kills it.
    """

    kind: EndingKind
    after: int = 0
    point: str = ""
    occurrence: int = 1


class Endings:
    """Chooses how each life ends; crash points nobody died at yet come first."""

    def __init__(self, plan: Plan, random: Random) -> None:
        self._plan = plan
        self._random = random
        self._tries: dict[str, int] = dict.fromkeys(plan.points, 0)
        self.hit: Counter[str] = Counter()

    def next(self, lives_left: int, *, after_clean_stop: bool, updates: int) -> Ending:
        """Return how the next life ends. `updates` are written in it."""
        after = self._random.randint(0, max(4, 3 * updates, self._plan.calls))
        if not self._plan.kills:
            return Ending("sigterm", after)
        owed = self.owed()
        if owed and self._random.random() < _urgency(len(owed), lives_left):
            return self._owed_ending(owed, after, after_clean_stop=after_clean_stop)
        lot = self._random.random()
        again = sorted(point for point in self.hit if _is_passed(point, after_clean_stop=after_clean_stop))
        if lot < 0.25 and again:
            point = self._random.choice(again)
            return self._at(point, 1 if subject(point) in ONCE_A_LIFE else self._random.randint(1, 4))
        orderly_from = 1 - self._plan.orderly
        return Ending("kill" if lot < orderly_from - 0.1 else "both" if lot < orderly_from else "sigterm", after)

    def _owed_ending(self, owed: list[str], after: int, *, after_clean_stop: bool) -> Ending:
        """Return an ending at a point that is owed, or the clean stop or the crash that it needs before it."""
        at_first = [point for point in _AT_FIRST if point in owed]
        if at_first:
            return self._at(at_first[0], 1)
        possible = [point for point in owed if _is_passed(point, after_clean_stop=after_clean_stop)]
        if not possible:
            # A bot that has made a call has noted that it runs.
            return Ending("kill", max(1, after)) if after_clean_stop else Ending("sigterm", after)
        needy = [point for point in possible if subject(point) in _AFTER_A_CLEAN_STOP]
        point = self._random.choice(needy or possible)
        often = self.hit[point] and subject(point) not in ONCE_A_LIFE
        return self._at(point, self._random.randint(1, 6) if often else 1)

    def learn(self, seen: Iterable[str], hit: Iterable[str]) -> None:
        """Take from a trace which points were passed and which was died at."""
        self.hit.update(hit)
        if self._plan.kills and self._plan.learn:
            for point in seen:
                self._tries.setdefault(point, 0)

    def owed(self) -> list[str]:
        """Return the points that nobody died at often enough yet and that may still be tried."""
        deaths = self._plan.deaths
        return [
            point
            for point, tries in self._tries.items()
            if self.hit[point] < deaths and tries < deaths * _TRIES_A_DEATH
        ]

    def missed(self) -> list[str]:
        """Return the points that nobody died at."""
        return [point for point in self._tries if not self.hit[point]]

    def _at(self, point: str, occurrence: int) -> Ending:
        if point in self._tries:
            self._tries[point] += 1
        return Ending("point", point=point, occurrence=occurrence)


def _is_passed(point: str, *, after_clean_stop: bool) -> bool:
    """Tell whether a life passes this point after such an end of the one before."""
    return subject(point) not in (_AFTER_A_CRASH if after_clean_stop else _AFTER_A_CLEAN_STOP)


def _urgency(owed: int, lives_left: int) -> float:
    """How likely a life ends at a point that is owed: about half of them, and more where time is short."""
    return min(0.9, max(0.5, 1.4 * owed / lives_left))
