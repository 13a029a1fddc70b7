"""No more calls are unanswered than allowed, and an answer that waits goes before everything else."""

import asyncio

import pytest

from bot.telegram.slots import Slots


async def test_an_answer_gets_the_next_slot_that_is_given_back() -> None:
    slots = Slots(1)
    told: list[int] = []
    slots.when_given_back(lambda: told.append(slots.free))
    slots.take()
    order: list[str] = []

    async def answer(name: str) -> None:
        async with slots.for_an_answer():
            order.append(name)

    async with asyncio.TaskGroup() as tasks:
        for name in ("first", "second"):
            tasks.create_task(answer(name))
        await asyncio.sleep(0)
        with pytest.raises(ValueError, match="no slot"):
            slots.take()
        slots.give_back()
    assert order == ["first", "second"]
    assert told == [1]


async def test_an_answer_that_is_not_awaited_any_more_keeps_no_slot() -> None:
    slots = Slots(1)
    slots.take()

    async def answer() -> None:
        async with slots.for_an_answer():
            pass

    waiting = [asyncio.create_task(answer()) for _ in range(2)]
    await asyncio.sleep(0)
    waiting[0].cancel()
    slots.give_back()
    waiting[1].cancel()
    await asyncio.gather(*waiting, return_exceptions=True)
    assert slots.free == 1
