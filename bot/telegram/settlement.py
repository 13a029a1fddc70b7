"""Replies whose fate is known, until the store knows it too: it rides on the next transaction, or follows soon."""

import asyncio
import sqlite3
from typing import Final

from bot.core.conditions import Condition
from bot.core.database import Database
from bot.telegram import replies

# How long a mark waits for a transaction to ride on.
_QUIET: Final = 0.2
_RETRY: Final = 2.0


class Settlement:
    """Counts what is owed and collects what is settled."""

    def __init__(self, database: Database, storage: Condition) -> None:
        self._database = database
        self._storage = storage
        self._settled: list[int] = []
        self._waiting = asyncio.Event()
        self._idle = asyncio.Event()
        self._idle.set()
        self._owed = 0
        self._taken = 0
        # Set whenever less is under way; whoever waits for that clears it and looks.
        self.eased = asyncio.Event()

    @property
    def owed(self) -> int:
        """How many replies have no known fate yet."""
        return self._owed

    def owe(self) -> None:
        """Count one more reply."""
        self._owed += 1
        self._idle.clear()

    def settle(self, reply_id: int) -> None:
        """Note that the fate of this reply is known."""
        self._settled.append(reply_id)
        self._waiting.set()
        self._owed -= 1
        self.eased.set()
        if not self._owed:
            self._idle.set()

    def take(self) -> list[int]:
        """Return what is settled, for the caller's transaction to delete; if that fails it is given back."""
        settled, self._settled = self._settled, []
        self._waiting.clear()
        self._taken += 1
        return settled

    def give_back(self, settled: list[int]) -> None:
        """Take back what could not be committed."""
        if settled:
            self._settled = settled + self._settled
            self._waiting.set()

    async def wait_until_idle(self) -> None:
        """Wait until nothing is owed."""
        await self._idle.wait()

    async def write(self) -> bool:
        """Write down what is settled now; False when there was nothing to write.

        Raises sqlite3.Error when the store cannot take it; nothing is lost then.
        """
        settled = self.take()
        if not settled:
            return False
        try:
            await self._database.run("settle", replies.settle, settled)
        except BaseException:
            self.give_back(settled)
            raise
        return True

    async def run(self) -> None:
        """Write down what found no transaction to ride on, until cancelled."""
        while True:
            await self._waiting.wait()
            taken = self._taken
            await asyncio.sleep(_QUIET)
            if taken != self._taken:
                # Transactions come often enough to ride on: one of our own would only stand in an update's way.
                continue
            try:
                wrote = await self.write()
            except sqlite3.Error as error:
                self._storage.bad(str(error))
                await asyncio.sleep(_RETRY)
            else:
                # A store that was asked for nothing has shown nothing.
                if wrote:
                    self._storage.good()
