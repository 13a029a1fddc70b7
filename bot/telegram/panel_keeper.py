"""Keeps panels up to date: draws what changed and edits its message, at most every few seconds each."""

import asyncio
import json
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Protocol

import structlog

from bot.core.conditions import Condition
from bot.core.database import Database
from bot.core.languages import DEFAULT_LANGUAGE, Language, language_of
from bot.core.moments import Clock
from bot.core.translation import Translator
from bot.telegram import panels, people
from bot.telegram.calls import content
from bot.telegram.failures import is_storage_trouble, whereabouts
from bot.telegram.outcomes import NotSent, Outcome, OwnTrouble, Rejected, Sent, TooMany, Uncertain, outcome_of
from bot.telegram.pace import Pace
from bot.telegram.panels import Panel
from bot.telegram.people import User
from bot.telegram.screens import Screen
from bot.telegram.sending_pause import SendingPause
from bot.telegram.slots import Slots
from bot.telegram.wire import Wire

_LOOK_EVERY: Final = 0.5
_STORAGE_RETRY: Final = 2.0
_ALREADY: Final = "message is not modified"


@dataclass(frozen=True, slots=True)
class Viewer:
    """Who looks at a panel: the person as the store knows them, and what speaks their language."""

    user: User
    tr: Translator


class Drawing(Protocol):
    """How panels of a kind are drawn."""

    def __call__(self, connection: sqlite3.Connection, reference: str, viewer: Viewer) -> Screen | None:
        """Return what the panel shows now; None when it is not to be shown to this person any more."""


class PanelKeeper:
    """Edits stale panels, one after another, until cancelled. An edit is safe to repeat: it sets the whole message."""

    def __init__(
        self,
        wire: Wire,
        database: Database,
        pace: Pace,
        slots: Slots,
        pause: SendingPause,
        clock: Clock,
        storage: Condition,
        translators: Mapping[Language, Translator],
        drawings: Mapping[str, Drawing],
    ) -> None:
        self._wire = wire
        self._database = database
        self._pace = pace
        self._slots = slots
        self._pause = pause
        self._clock = clock
        self._storage = storage
        self._translators = translators
        self._drawings = drawings
        self._log: structlog.stdlib.BoundLogger = structlog.get_logger("bot.panels")

    async def run(self) -> None:
        """Look for stale panels, again and again."""
        forgotten = False
        while True:
            try:
                if not forgotten:
                    await self._database.run("unsent panels", panels.drop_unsent)
                    forgotten = True
                for panel in await self._database.run("look for panels", panels.stale, self._clock.now()):
                    await self._update(panel)
            except sqlite3.Error as error:
                self._storage.bad(str(error))
                await asyncio.sleep(_STORAGE_RETRY)
            await asyncio.sleep(_LOOK_EVERY)

    async def _update(self, panel: Panel) -> None:
        """Edit a panel, unless its chat has had its share: then it waits and holds up nobody."""
        if self._pace.wait_in_chat(panel.chat_id) > 0:
            return
        async with self._slots.for_an_answer():
            while (wait := self._pace.wait(None)) > 0:  # noqa: ASYNC110 - a moment is waited for
                await asyncio.sleep(wait)
            if self._pace.wait_in_chat(panel.chat_id) > 0:
                return
            self._pace.note(panel.chat_id)
            # Drawn only now: meanwhile somebody may have had the message show something else.
            drawn = await self._database.run("draw panel", self._draw, panel.panel_id)
            if drawn is None:
                return
            now, parameters = drawn
            outcome = await self._attempt(parameters)
        await self._conclude(now, outcome)

    def _draw(self, connection: sqlite3.Connection, panel_id: int) -> tuple[Panel, str] | None:
        """Return a panel as it is now and the call that edits it; None when there is nothing to edit."""
        panel = panels.still_stale(connection, panel_id)
        if panel is None:
            return None
        try:
            parameters = self._drawn(connection, panel)
        except Exception as error:
            if is_storage_trouble(error):
                raise
            # One that cannot be drawn must not stop the bot: it stays as it is until something changes again.
            self._log.error("a panel cannot be drawn", kind=panel.subject.kind, reason=whereabouts(error))
            panels.edited(connection, panel.panel_id, panel.version, self._clock.now())
            return None
        if parameters is None:
            panels.drop(connection, panel.panel_id)
            return None
        return panel, parameters

    def _drawn(self, connection: sqlite3.Connection, panel: Panel) -> str | None:
        # An owner may have acted in a group without ever writing in private; the panels of the forgotten are gone.
        user = people.users_by_id(connection, [panel.user_id]).get(panel.user_id) or User(panel.user_id)
        drawing = self._drawings.get(panel.subject.kind)
        language = user.language or language_of(user.telegram_language) or DEFAULT_LANGUAGE
        viewer = Viewer(user, self._translators[language])
        screen = drawing(connection, panel.subject.reference, viewer) if drawing is not None else None
        if screen is None:
            return None
        address = {"chat_id": panel.chat_id, "message_id": panel.message_id}
        return json.dumps(address | content(screen, viewer.tr), separators=(",", ":"))

    async def _conclude(self, panel: Panel, outcome: Outcome) -> None:
        version: int | None = None
        match outcome:
            case Sent():
                version = panel.version
            case Rejected(reason) if _ALREADY in reason:
                version = panel.version
            case Rejected(reason):
                self._log.info("a panel cannot be edited any more", reason=reason)
                await self._database.run("drop panel", panels.drop, panel.panel_id)
                return
            case TooMany(seconds):
                await self._pause.begin(seconds)
            case NotSent() | OwnTrouble() | Uncertain():
                # It is still stale, and tried again in a while.
                pass
        await self._database.run("panel edited", panels.edited, panel.panel_id, version, self._clock.now())

    async def _attempt(self, parameters: str) -> Outcome:
        try:
            return Sent(await self._wire.call("editMessageText", parameters))
        except Exception as error:  # noqa: BLE001 - every kind of failure has its meaning
            return outcome_of(error)
