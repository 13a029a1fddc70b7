"""A pause that Telegram asked for is kept after a restart: whole, and no longer than it was."""

import datetime as dt
from pathlib import Path

import pytest

from tests.support.clock import ManualClock
from tests.support.rehearsal import rehearsal


async def test_a_clock_that_was_set_back_makes_no_pause_longer(store: Path) -> None:
    wrong = ManualClock()
    wrong.set(wrong.now() + dt.timedelta(days=365))
    async with rehearsal(store, clock=wrong) as bot:
        await bot.sender._pause.begin(40)
    async with rehearsal(store, clock=ManualClock()) as bot:
        assert bot.pace.wait(None) == pytest.approx(40)


async def test_a_shorter_pause_does_not_take_the_place_of_a_longer_one(store: Path) -> None:
    async with rehearsal(store, clock=ManualClock()) as bot:
        await bot.sender._pause.begin(4000)
    async with rehearsal(store, clock=ManualClock()) as bot:
        await bot.sender._pause.begin(40)
    async with rehearsal(store, clock=ManualClock()) as bot:
        assert bot.pace.wait(None) == pytest.approx(4000)
