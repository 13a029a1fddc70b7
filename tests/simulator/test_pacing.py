"""Strict mode: Telegram's pace, kept with 429 answers."""

import aiohttp

from bot.simulator import Limits, Simulator
from bot.simulator.errors import ApiError
from bot.simulator.pacing import Pacing
from tests.simulator.conftest import Http, options


def refused_for(pacing: Pacing, chat_id: int, now: float) -> int | None:
    try:
        pacing.admit(chat_id, now)
    except ApiError as error:
        seconds: int = error.parameters["retry_after"]
        return seconds
    return None


def test_no_second_holds_more_than_thirty_messages() -> None:
    pacing = Pacing(Limits())
    times = [100 + number * 0.01 for number in range(200)]
    taken = [at for chat, at in enumerate(times, start=1) if refused_for(pacing, chat, at) is None]
    assert len(taken) == 60
    assert all(len([other for other in taken if at - 1 < other <= at]) <= 30 for at in taken)


def test_one_chat_takes_a_small_burst_then_one_a_second() -> None:
    pacing = Pacing(Limits())
    assert [refused_for(pacing, 5, 100.0) for _ in range(4)] == [None, None, None, 1]
    assert [refused_for(pacing, 5, 101.0) for _ in range(2)] == [None, 1]
    assert [refused_for(pacing, 5, 200.0) for _ in range(4)] == [None, None, None, 1]


def test_a_group_takes_twenty_a_minute() -> None:
    pacing = Pacing(Limits())
    assert [refused_for(pacing, -5, 100.0 + number) for number in range(20)] == [None] * 20
    assert refused_for(pacing, -5, 120.0) == 40
    assert refused_for(pacing, -5, 160.0) is None


async def test_strict_mode_answers_429_with_the_seconds_to_wait() -> None:
    strict = Simulator(options(limits=Limits(burst_in_a_chat=1), clock=lambda: 1000.0))
    await strict.start()
    try:
        async with aiohttp.ClientSession() as session:
            http = Http(session, strict)
            await http.call("sendMessage", chat_id=1001, text="x")
            body = await http.answer("sendMessage", chat_id=1001, text="x")
            assert body["parameters"] == {"retry_after": 1}
            assert (await http.call("getMe"))["is_bot"]
            assert len(strict.messages(1001)) == 1
    finally:
        await strict.stop()


async def test_without_limits_nothing_is_paced(http: Http) -> None:
    for _ in range(40):
        await http.call("sendMessage", chat_id=1001, text="x")


def test_what_is_idle_is_forgotten() -> None:
    pacing = Pacing(Limits(a_second=10))
    for number in range(3000):
        pacing.admit(number + 1, 100.0 + number)
    assert len(pacing._free_at) <= 1001
