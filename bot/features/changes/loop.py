"""The loop that tells of changes: looks every few seconds what was published and has settled."""

import asyncio
from collections.abc import Callable, Coroutine, Mapping
from typing import Any, Final, TypeVar

from bot.core.conditions import Condition
from bot.core.database import Database
from bot.core.languages import Language
from bot.core.moments import Clock
from bot.core.translation import Translator
from bot.features.changes import planner
from bot.features.changes.planner import Agenda
from bot.features.changes.store import Round
from bot.telegram.failures import is_storage_trouble, whereabouts

T = TypeVar("T")

# In seconds. A notice may come so much later than it is due.
_LOOK_EVERY: Final = 5.0
# However soon something is due.
_LOOK_AT_MOST_EVERY: Final = 0.1
# How many people one transaction asks about: answers to others wait for it.
_AT_ONCE: Final = 250


class ChangeNotices:
    """Queues notices when they are due, until cancelled. All it remembers is in the store."""

    def __init__(
        self,
        database: Database,
        translators: Mapping[Language, Translator],
        clock: Clock,
        storage: Condition,
        queued: Callable[[], None],
        at_once: int = _AT_ONCE,
    ) -> None:
        """`queued` is called after something may have been queued."""
        self._database = database
        self._translators = translators
        self._clock = clock
        self._storage = storage
        self._queued = queued
        self._at_once = at_once
        self._telling = Condition("telling of changes", clock)
        self._failed = False
        self._something = asyncio.Event()

    def look_soon(self) -> None:
        """Look at once: an edition was published."""
        self._something.set()

    async def run(self) -> None:
        """Look again and again; what fails is tried again at the next look."""
        while True:
            self._something.clear()
            wait = await self.look()
            try:
                async with asyncio.timeout(wait):
                    await self._something.wait()
            except TimeoutError:
                continue

    async def look(self) -> float:
        """Queue everything that is due now; return in how many seconds to look again."""
        self._failed = False
        found = await self._attempt(self._database.run("plan notices", planner.begin_due, self._clock.now()))
        agenda = found or Agenda()
        for one in agenda.rounds:
            # One that cannot be told must not keep the others from being told.
            await self._attempt(self._tell(one))
        if not self._failed:
            self._telling.good()
        if agenda.next_due is None:
            return _LOOK_EVERY
        left = (agenda.next_due - self._clock.now()).total_seconds()
        return min(max(left, _LOOK_AT_MOST_EVERY), _LOOK_EVERY)

    async def _tell(self, one: Round) -> None:
        run, more = self._database.run, True
        telling = await run("compare", planner.prepare, one, self._translators, self._clock.now())
        while more:
            more = await run("tell", planner.tell, telling, self._at_once, self._clock.now())
            self._queued()

    async def _attempt(self, work: Coroutine[Any, Any, T]) -> T | None:
        """Return what the work returns; None when it failed, which is told and tried again at the next look."""
        try:
            return await work
        except Exception as error:  # noqa: BLE001 - whatever it is, the bot goes on answering
            if is_storage_trouble(error):
                self._storage.bad(str(error))
            else:
                self._telling.bad(whereabouts(error))
                self._failed = True
            return None
