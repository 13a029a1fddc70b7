"""The loop goes on whatever fails, never says what an edition no longer does, and works before a real Telegram."""

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from structlog.testing import capture_logs

from bot.content import editions
from bot.content.library import Library
from bot.content.models import Visit
from bot.core.conditions import Condition
from bot.features.reminders import wording
from bot.features.reminders.loop import Reminders
from bot.features.reminders.planner import Programme
from bot.features.reminders.rounds import rounds_of
from bot.features.reminders.views.reminder import reminder_screen
from bot.telegram import subscriptions
from bot.telegram.subscriptions import Subscription
from tests.features.reminders.clockwork import HOUR, MINUTE, START, Clockwork, event, told
from tests.support.clock import ManualClock
from tests.support.rehearsal import rehearsal, until
from tests.support.small_visit import SMALL, small_edition
from tests.support.translating import translators
from tests.telegram.outbox.mail import join


async def test_what_cannot_be_said_keeps_nothing_else_from_going_out(monkeypatch: pytest.MonkeyPatch) -> None:
    original: Callable[..., Any] = reminder_screen

    def screen(edition: Any, events: Any, *values: Any, **more: Any) -> Any:
        if events[0].id == "bad":
            raise KeyError("bad")
        return original(edition, events, *values, **more)

    monkeypatch.setattr(wording, "reminder_screen", screen)
    work = Clockwork(event("bad"), event("good", "11:31"), at=START - HOUR)
    work.member(1)
    subscriptions.subscribe(work.store, 1, "small", Subscription(digest=False))
    with capture_logs() as logs:
        assert told(await work.until(START - 20 * MINUTE)) == [(1, ("good",), 30)]
    assert [line["event"] for line in logs] == ["planning of reminders is in trouble"]
    monkeypatch.undo()
    assert told(await work.look()) == [(1, ("bad",), 20)]


async def test_nothing_goes_out_of_an_edition_that_the_store_has_replaced() -> None:
    work = Clockwork(event("talk"), at=START - HOUR)
    work.member(1)
    await work.look()
    moved = Visit.model_validate({**SMALL, "audience": "members", "events": [event("talk", "14:30")]})
    published = editions.publish(work.store, moved, "test", work.clock.now())
    assert published is not None
    assert await work.look(START - 30 * MINUTE) == []
    work.library.replace(published)
    assert told(await work.until(START + 3 * HOUR)) == [(1, ("talk",), 30)]


async def test_an_edition_published_in_the_middle_of_a_round_ends_it() -> None:
    work = Clockwork(event("talk"), at=START - HOUR, at_once=2)
    for user_id in range(1, 6):
        work.member(user_id)
    await work.look()
    work.database.then["remind"] = lambda: work.publish(event("talk", "14:30"))
    work.clock.set(START - 30 * MINUTE)
    await work.reminders.look()
    assert len(work.states()) == 2
    await work.look()
    assert [one.events for one in work.sent] == []
    assert len(await work.until(START + 3 * HOUR)) == 5


async def test_it_runs_by_itself_and_looks_at_once_when_asked_to(store: Path) -> None:
    clock = ManualClock(START - HOUR)
    async with rehearsal(store, clock=clock) as bot, bot.working(delivering=True):
        edition = small_edition(events=[event("talk")], audience="public")
        await bot.database.run("join", join, [1], clock.now())
        # The clock stands still, and with it the pace: there is room for one message.
        await bot.database.run("no digest", subscriptions.subscribe, 1, "small", Subscription(digest=False))
        published = await bot.database.run("publish", editions.publish, edition.visit, "test", clock.now())
        assert published is not None
        reminders = Reminders(
            bot.database, Library([published]), translators(), clock, Condition("the store", clock), bot.courier.look
        )
        async with asyncio.timeout(20), asyncio.TaskGroup() as tasks:
            running = tasks.create_task(reminders.run())
            await until(lambda: "plan reminders" in bot.database.committed)
            assert bot.texts() == []
            clock.advance(1800)
            reminders.look_soon()
            await until(lambda: len(bot.texts()) == 1)
            running.cancel()
        assert bot.texts(1)[0].startswith("In 30 min\n\nTalk")


def test_rounds_are_worked_out_once_an_edition() -> None:
    work = Clockwork(event("talk"))
    first = work.reminders._current()
    assert work.reminders._current()["small"] is first["small"]
    work.publish(event("talk", "12:00"))
    assert work.reminders._current()["small"] == Programme(work.edition, rounds_of(work.edition))


@pytest.fixture
def store(tmp_path: Path) -> Path:
    return tmp_path / "bot.sqlite3"
