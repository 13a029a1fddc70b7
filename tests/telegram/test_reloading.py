"""What is published is in memory after the commit: for whoever asks next, never before, whatever the store does."""

import sqlite3
from pathlib import Path

import pytest
from aiogram.utils.formatting import Text

from bot.content.edition import Edition
from bot.content.editions import publish
from bot.content.library import Library
from bot.content.loading import successor
from bot.content.models import Visit
from bot.telegram import reloading
from bot.telegram.requests import Request
from bot.telegram.roles import Role
from bot.telegram.routes import Command, Routes
from bot.telegram.screens import Answers, Published, Screen
from tests.support.rehearsal import rehearsal, until
from tests.support.small_visit import SMALL, small_edition
from tests.support.updates import text

OLD, NEW = "A small visit", "A new title"


def _shown(request: Request) -> Screen:
    edition = request.edition("small")
    assert edition is not None
    return Screen(Text(edition.visit.title.pick("en")[0]))


async def _show(request: Request) -> Answers:
    return _shown(request)


async def _publish(request: Request) -> Answers:
    """Publish another title, and answer with the one that is in memory meanwhile."""
    visit = Visit.model_validate(SMALL | {"title": {"en": NEW}})
    await request.unit.write(publish, visit, "test", request.now)
    if request.argument:
        raise RuntimeError(request.argument)
    return _shown(request), Published("small")


ROUTES = Routes(
    commands=(Command("publish", "p", _publish, Role.GUEST), Command("show", "s", _show, Role.GUEST)),
)


async def test_what_is_asked_before_and_after_in_one_go_gets_each_its_edition(store: Path) -> None:
    library = Library([small_edition()])
    async with rehearsal(store, ROUTES, library=library) as bot, bot.working():
        await bot.handle(text("/show"), text("/publish"), text("/show"), text("/show", 8))
        assert bot.texts(7) == [OLD, OLD, NEW]
        assert bot.texts(8) == [NEW]


async def test_it_is_loaded_at_once_though_nobody_asks(store: Path) -> None:
    library = Library([small_edition()])
    async with rehearsal(store, ROUTES, library=library) as bot, bot.working():
        await bot.handle(text("/publish"))
        await until(lambda: _title(library) == NEW)


async def test_after_a_crash_when_updates_are_tried_alone_it_is_the_same(store: Path) -> None:
    library = Library([small_edition()])
    async with rehearsal(store, ROUTES, library=library, after_crash=True) as bot, bot.working():
        await bot.handle(text("/publish"), text("/show"))
        assert bot.texts(7) == [OLD, NEW]


async def test_what_is_undone_is_never_in_memory(store: Path) -> None:
    library = Library([small_edition()])
    async with rehearsal(store, ROUTES, library=library) as bot, bot.working():
        await bot.handle(text("/publish and fail"), text("/show"))
        assert bot.texts(7)[-1] == OLD
        assert await bot.rows("SELECT * FROM editions") == []
    assert _title(library) == OLD


async def test_a_store_that_cannot_be_read_just_then_is_asked_again_before_anybody_is_answered(
    store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.telegram.worker._STORAGE_RETRY", 0.01)
    failures = 0

    def failing(connection: sqlite3.Connection, visit_id: str, known: Edition | None) -> Edition | None:
        nonlocal failures
        failures += 1
        if failures < 4:
            connection.execute("PRAGMA query_only = ON")
            try:
                connection.execute("DELETE FROM notes")
            finally:
                connection.execute("PRAGMA query_only = OFF")
        return successor(connection, visit_id, known)

    monkeypatch.setattr(reloading, "successor", failing)
    library = Library([small_edition()])
    async with rehearsal(store, ROUTES, library=library) as bot, bot.working():
        await bot.handle(text("/publish"), text("/show"))
        assert bot.texts(7) == [OLD, NEW]
        assert not bot.storage.is_bad


def _title(library: Library) -> str:
    edition = library.edition("small")
    assert edition is not None
    return edition.visit.title.pick("en")[0]
