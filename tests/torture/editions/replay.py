"""What holds after every update, worked out from what editors pressed: in order, each once, and nothing else."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from bot.content.models import Visit
from bot.content.refusals import Refusal
from bot.content.taking_back import undone
from bot.features.editions.presses import PublishAgain
from bot.features.on_the_day.presses import MakeCorrection, UndoCorrection
from bot.features.publishing.presses import PublishProposal
from bot.telegram.corrections import Correction
from tests.torture.editions.desk import Decision
from tests.torture.editions.wishes import HOLDING
from tests.torture.flow import Pushed

# Nothing that is corrected is ever over: the moment makes no difference.
_ANY_TIME: Final = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)


@dataclass(slots=True)
class Replay:
    """The editions that have to be there, by number, and in which order which of them came to hold.

    `at` is which edition held when the update with this number asked for it; `refused` counts the presses of which
    nothing came, since another edition held by then or nothing was left to do.
    """

    editions: dict[int, Visit]
    held: int = 1
    order: list[int] = field(default_factory=lambda: [1])
    at: dict[int, int] = field(default_factory=dict)
    refused: int = 0
    decided: set[int] = field(default_factory=set)

    def decide(self, decision: Decision, files: Mapping[int, Visit]) -> None:
        """Do what was decided, if it can still be done."""
        if isinstance(decision, PublishAgain):
            self._hold(decision.edition if decision.holding == self.held else self.held)
            return
        result = self._result(decision, files)
        visit = self.editions[self.held]
        if isinstance(decision, PublishProposal) and result is not None:
            # One that changes nothing is let be.
            self.decided.add(decision.proposal)
        if result is None or result == visit:
            self.refused += 1
            return
        number = max(self.editions) + 1
        self.editions[number] = result
        self._hold(number)

    def _result(self, decision: Decision, files: Mapping[int, Visit]) -> Visit | None:
        visit = self.editions[self.held]
        if isinstance(decision, UndoCorrection):
            first, second = self.editions.get(decision.before), self.editions.get(decision.after)
            taken_back = undone(first, second, visit) if first is not None and second is not None else None
            return taken_back if isinstance(taken_back, Visit) else None
        if decision.holding != self.held:
            return None
        if isinstance(decision, MakeCorrection):
            correction = Correction.read(decision.change)
            known = any(event.id == decision.event for event in visit.events)
            done = correction.carry_out(visit, decision.event, _ANY_TIME) if correction and known else None
            return None if done is None or isinstance(done, Refusal) else done
        if isinstance(decision, PublishProposal) and decision.proposal not in self.decided:
            return files.get(decision.proposal)
        return None

    def _hold(self, number: int) -> None:
        if number == self.held or number not in self.editions:
            self.refused += 1
            return
        self.held = number
        self.order.append(number)


def replay(
    first: Visit, pushed: Iterable[Pushed], decisions: Mapping[int, Decision], files: Mapping[int, Visit]
) -> Replay:
    """Go through all that was written, in the order in which Telegram gave it to the bot.

    `files` are the visits that were sent in, by the number of the proposal that came of each.
    """
    found = Replay({1: first})
    for one in pushed:
        if one.number in decisions:
            found.decide(decisions[one.number], files)
        elif one.kind == HOLDING:
            found.at[one.number] = found.held
    return found
