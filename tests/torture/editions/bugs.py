"""Faults planted into publishing and the telling of it, each one that a bot might well have."""

import datetime as dt
import sqlite3
from collections.abc import Callable
from typing import Any, Final

from bot.content import editions
from bot.content.library import Edition
from bot.features.changes import planner
from bot.features.editions import handlers
from bot.telegram import due_notices, publishing, reloading
from bot.telegram.front_desk import Identity
from bot.telegram.reloading import Reloading
from bot.telegram.worker import Worker
from tests.torture.planting import put

APART: Final = "note due"


def _due_apart() -> None:
    """Note what people are to hear in a transaction of its own, after the one that publishes."""
    noted: list[tuple[Edition, Edition, dt.datetime]] = []
    note = due_notices.note_publication

    def later(
        _connection: sqlite3.Connection, before: Edition, after: Edition, now: dt.datetime, **_how: Any
    ) -> dt.datetime:
        noted.append((before, after, now))
        return now

    def write(connection: sqlite3.Connection) -> None:
        while noted:
            note(connection, *noted.pop(0), notices=True)

    def and_then_note(work: Callable[[Worker, Identity], Any]) -> Callable[[Worker, Identity], Any]:
        async def both(self: Worker, identity: Identity) -> None:
            await work(self, identity)
            if noted:
                await self._database.run(APART, write)

        return both

    put(publishing, "note_publication", later)
    put(Worker, "_handle_alone", and_then_note(Worker._handle_alone))
    put(Worker, "_handle_group", and_then_note(Worker._handle_group))


def _rounds_begun_anew() -> None:
    """Take a round that was cut short up as a new one, since how far it came was only remembered."""
    begin_as_ever = planner.begin_due
    begun: list[bool] = []

    def begin_due(connection: sqlite3.Connection, now: dt.datetime) -> Any:
        if not begun:
            begun.append(True)
            columns = "visit_id, told_edition, known, edition_id, begun_at"
            cut_short = connection.execute(f"SELECT {columns} FROM notice_rounds").fetchall()
            connection.execute("DELETE FROM notice_rounds")
            connection.executemany(
                f"INSERT INTO notice_rounds ({columns}) VALUES (?, ?, ?, ?, ?)",
                cut_short,
            )
        return begin_as_ever(connection, now)

    put(planner, "begin_due", begin_due)


def _whatever_holds() -> None:
    """Publish an edition again whatever holds by now."""
    again = publishing.publish_again

    def publish_again(connection: sqlite3.Connection, visit_id: str, number: int, **how: Any) -> Any:
        held = editions.current_edition(connection, visit_id)
        return again(connection, visit_id, number, **{**how, "expected": held.number if held else 0})

    put(handlers, "publish_again", publish_again)


def _only_the_last_change() -> None:
    """Tell of the last edition, and forget what was still to be told of those before."""
    note = due_notices.note_publication

    def only_this(connection: sqlite3.Connection, before: Edition, after: Edition, now: dt.datetime, **how: Any) -> Any:
        due_notices.drop(connection, before.visit_id)
        return note(connection, before, after, now, **how)

    put(publishing, "note_publication", only_this)


def _loaded_before_the_commit() -> None:
    """Answer from an edition as soon as it is written, and not when it is committed."""
    loading: list[Reloading] = []
    begin, published = Reloading.__init__, publishing._published

    def remember(self: Reloading, *arguments: Any) -> None:
        begin(self, *arguments)
        loading.append(self)

    def at_once(
        connection: sqlite3.Connection, held: Edition | None, edition: Edition, now: dt.datetime, **how: Any
    ) -> Any:
        for one in loading:
            one._library.replace(edition)
        return published(connection, held, edition, now, **how)

    put(reloading.Reloading, "__init__", remember)
    put(publishing, "_published", at_once)


def _never_loaded() -> None:
    """Go on answering from the edition that was there at the start."""

    async def catch_up(self: Reloading) -> None:
        self._behind.clear()
        for tell in self._loaded:
            tell()

    put(Reloading, "catch_up", catch_up)


EDITION_BUGS: Final[dict[str, Callable[[], None]]] = {
    "due apart": _due_apart,
    "rounds begun anew": _rounds_begun_anew,
    "whatever holds": _whatever_holds,
    "only the last change": _only_the_last_change,
    "loaded before the commit": _loaded_before_the_commit,
    "never loaded": _never_loaded,
}
