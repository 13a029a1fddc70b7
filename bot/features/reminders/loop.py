"""The loop that reminds: looks every few seconds what the clock, the editions and the choices ask for by now."""

import asyncio
from collections.abc import Callable, Coroutine, Mapping
from typing import Any, Final, TypeVar

import structlog

from bot.content.library import Library
from bot.core.conditions import Condition
from bot.core.database import Database
from bot.core.languages import Language
from bot.core.moments import Clock
from bot.core.translation import Translator
from bot.features.reminders import planner
from bot.features.reminders.planner import Programme, Survey
from bot.features.reminders.rounds import rounds_of
from bot.features.reminders.store import Standing
from bot.features.reminders.wording import Payloads
from bot.telegram.failures import is_storage_trouble, whereabouts

T = TypeVar("T")

# In seconds. A reminder may come so much later than asked for.
_LOOK_EVERY: Final = 5.0
# How many people one transaction asks about: answers to others wait for it.
_AT_ONCE: Final = 250


class Reminders:
    """Queues reminders and digests when they are due, until cancelled. All it remembers is in the store."""

    def __init__(
        self,
        database: Database,
        library: Library,
        translators: Mapping[Language, Translator],
        clock: Clock,
        storage: Condition,
        queued: Callable[[], None],
        at_once: int = _AT_ONCE,
    ) -> None:
        """`queued` is called after something may have been queued."""
        self._database = database
        self._library = library
        self._translators = translators
        self._clock = clock
        self._storage = storage
        self._queued = queued
        self._at_once = at_once
        self._planning = Condition("planning of reminders", clock)
        self._failed = False
        self._programmes: dict[str, Programme] = {}
        self._something = asyncio.Event()
        self._log: structlog.stdlib.BoundLogger = structlog.get_logger("bot.reminders")

    def look_soon(self) -> None:
        """Look at once: an edition was published."""
        self._something.set()

    async def run(self) -> None:
        """Look again and again; what fails is tried again at the next look."""
        while True:
            self._something.clear()
            await self.look()
            try:
                async with asyncio.timeout(_LOOK_EVERY):
                    await self._something.wait()
            except TimeoutError:
                continue

    async def look(self) -> None:
        """Queue everything that is due now, and tell what expired of rounds that are over."""
        self._failed = False
        programmes = self._current()
        found = await self._attempt(self._survey(programmes)) or Survey()
        for key, expired in found.over:
            if expired:
                self._log.warning(
                    "reminders expired", purpose=key.purpose, visit=key.visit_id, of=key.subject, people=expired
                )
        if found.changed:
            await self._attempt(self._follow_changes(programmes))
        for standing in found.due:
            # One that cannot be said must not keep the others from going out.
            await self._attempt(self._remind(programmes[standing.key.visit_id], standing))
        if not self._failed:
            self._planning.good()

    async def _survey(self, programmes: Mapping[str, Programme]) -> Survey:
        payloads = Payloads(self._translators)
        return await self._database.run("plan reminders", planner.survey, programmes, self._clock.now(), payloads)

    async def _follow_changes(self, programmes: Mapping[str, Programme]) -> None:
        payloads, more = Payloads(self._translators), True
        while more:
            now = self._clock.now()
            more = await self._database.run(
                "follow changes", planner.follow_changes, programmes, self._at_once, now, payloads
            )
            self._queued()

    async def _remind(self, programme: Programme, standing: Standing) -> None:
        payloads, begun = Payloads(self._translators), self._clock.now()
        last: int | None = 0
        while last is not None:
            now = self._clock.now()
            last = await self._database.run(
                "remind", planner.remind, programme, standing, last, self._at_once, begun, now, payloads
            )
            self._queued()

    async def _attempt(self, work: Coroutine[Any, Any, T]) -> T | None:
        """Return what the work returns; None when it failed, which is told and tried again at the next look."""
        try:
            return await work
        except Exception as error:  # noqa: BLE001 - whatever it is, the bot goes on answering
            if is_storage_trouble(error):
                self._storage.bad(str(error))
            else:
                self._planning.bad(whereabouts(error))
                self._failed = True
            return None

    def _current(self) -> Mapping[str, Programme]:
        """Return the programmes of the editions that hold, worked out once an edition."""
        for edition in self._library.visits():
            known = self._programmes.get(edition.visit_id)
            if known is None or known.edition.edition_id != edition.edition_id:
                self._programmes[edition.visit_id] = Programme(edition, rounds_of(edition))
        return dict(self._programmes)
