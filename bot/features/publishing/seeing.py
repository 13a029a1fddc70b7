"""What would change if a proposal was published now, and whom it concerns."""

import datetime as dt
import sqlite3
from dataclasses import dataclass
from functools import cached_property

from bot.content import editions
from bot.content.carrying import carried_over
from bot.content.clashes import Found, clashes, clashes_between
from bot.content.comparing import Comparison, compare
from bot.content.confirming import without_outworn
from bot.content.freshness import today_at
from bot.content.library import Edition
from bot.content.models import Visit
from bot.content.problems import Problem
from bot.content.rules import check
from bot.content.rules_of_change import unsupported_changes
from bot.features.publishing.store import Proposal
from bot.telegram.hearing import Hearers, who_hears


@dataclass(frozen=True)
class Preview:
    """A proposal beside the edition that holds, None for a visit that is new.

    `base` is the edition that the file was made from where that is another than the one that holds. There are no
    slots, because what is worked out is kept.
    """

    proposal: Proposal
    held: Edition | None
    base: Edition | None
    visit: Visit
    hearers: Hearers
    now: dt.datetime
    quiet: bool = False

    @property
    def holding(self) -> int:
        """The number of the edition that holds, 0 where none does."""
        return 0 if self.held is None else self.held.number

    @cached_property
    def comparison(self) -> Comparison:
        """What leads from what holds to the proposal."""
        return Comparison() if self.held is None else compare(self.held.visit, self.visit)

    @cached_property
    def clashes(self) -> Found:
        """What does not fit in the proposal."""
        if self.held is None:
            return Found(tuple(clashes(self.visit)))
        return clashes_between(self.held.visit, self.visit, self.comparison, self.now)

    @property
    def removed(self) -> int:
        """How many entries would go."""
        return sum(len(changes.removed) for changes in self.comparison.sections)

    @cached_property
    def problems(self) -> list[Problem]:
        """What may not follow on what holds now, where that is not what the file was made from."""
        if self.held is None or self.base is None:
            return []
        return unsupported_changes(self.held.visit, self.visit, today_at(self.visit, self.now))

    @property
    def takes_back(self) -> bool:
        """Whether the file would undo something that came to hold since the edition that it was made from."""
        return self.held is not None and self.base is not None and self._carried != self.visit

    @cached_property
    def on_top(self) -> Visit | None:
        """What holds now with the changes of the file, if that is anything else than the file.

        None as well where both change the same, or it no longer fits.
        """
        carried = self._carried
        if self.held is None or carried is None or carried == self.visit:
            return None
        today = today_at(carried, self.now)
        return None if check(carried) or unsupported_changes(self.held.visit, carried, today) else carried

    @cached_property
    def _carried(self) -> Visit | None:
        if self.held is None or self.base is None:
            return None
        try:
            return carried_over(self.base.visit, self.visit, self.held.visit)
        except ValueError:
            return None


def preview_of(connection: sqlite3.Connection, proposal: Proposal, now: dt.datetime, *, quiet: bool = False) -> Preview:
    """Return an open proposal beside what holds at the moment `now` (aware), by the store."""
    held = editions.current_edition(connection, proposal.visit_id)
    visit = proposal.visit()
    if held is None:
        return Preview(proposal, None, None, visit, Hearers(), now, quiet)
    visit = without_outworn(held.visit, visit)
    base = editions.numbered(connection, held.visit_id, proposal.base) if proposal.base != held.number else None
    hearers = who_hears(connection, held.visit, visit, now)
    return Preview(proposal, held, base, visit, hearers, now, quiet)
