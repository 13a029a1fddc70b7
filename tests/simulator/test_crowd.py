"""Thousands of people who have started the bot, and the record of what the bot did about them."""

import tracemalloc
from typing import Any

import pytest

from bot.simulator import Simulator
from tests.simulator.conftest import Http, options

FIRST = 5_000_000_000


async def test_everybody_in_a_crowd_can_be_written_to_and_nobody_beside_it(simulator: Simulator, http: Http) -> None:
    ids = simulator.add_crowd(FIRST, 1000, "ru")
    assert (len(ids), ids[0], ids[-1]) == (1000, FIRST, FIRST + 999)
    for user_id in (ids[0], ids[-1]):
        assert (await http.call("sendMessage", chat_id=user_id, text="x"))["chat"]["type"] == "private"
    for user_id in (FIRST - 1, FIRST + 1000):
        assert await http.refusal("sendMessage", chat_id=user_id, text="x") == "Bad Request: chat not found"


async def test_people_of_a_crowd_act_like_all_others(simulator: Simulator, http: Http) -> None:
    simulator.add_crowd(FIRST, 10, "zh")
    simulator.send_text(FIRST, "/start")
    sender = simulator.pending_updates[0]["message"]["from"]
    assert (sender["id"], sender["language_code"]) == (FIRST, "zh")
    simulator.memberships.set_blocked(FIRST + 1, blocked=True)
    refused = await http.refusal("sendMessage", chat_id=FIRST + 1, text="x")
    assert refused == "Forbidden: bot was blocked by the user"
    assert (await http.call("getChatMember", chat_id=FIRST + 2, user_id=FIRST + 2))["status"] == "member"


async def test_who_is_known_already_stays_as_they_are(simulator: Simulator, http: Http) -> None:
    simulator.add_user(FIRST, "Ada", started=False)
    simulator.add_crowd(FIRST, 10)
    refused = await http.refusal("sendMessage", chat_id=FIRST, text="x")
    assert refused == "Forbidden: bot can't initiate conversation with a user"


def test_a_crowd_that_nothing_happens_to_takes_no_memory() -> None:
    simulator = Simulator(options())
    tracemalloc.start()
    before = tracemalloc.get_traced_memory()[0]
    simulator.add_crowd(FIRST, 1_000_000)
    grown = tracemalloc.get_traced_memory()[0] - before
    tracemalloc.stop()
    assert grown < 10_000


async def test_a_crowd_comes_over_http_too(simulator: Simulator, http: Http) -> None:
    url = f"{simulator.base_url}/page-api/crowd"
    async with http.session.post(url, json={"first_id": FIRST, "count": 3, "language_code": "ru"}) as response:
        assert await response.json() == {"first_id": FIRST, "count": 3}
    await http.call("sendMessage", chat_id=FIRST + 2, text="x")


@pytest.mark.parametrize(
    "wanted",
    [{}, {"first_id": 1}, {"first_id": 0, "count": 5}, {"first_id": 1, "count": 0}, {"first_id": "x", "count": 1}, []],
)
async def test_a_crowd_that_makes_no_sense_is_refused(simulator: Simulator, http: Http, wanted: Any) -> None:
    async with http.session.post(f"{simulator.base_url}/page-api/crowd", json=wanted) as response:
        assert response.status == 400
        assert (await response.json())["error"]


async def test_the_ledger_tells_which_message_went_to_whom_and_who_was_refused(
    simulator: Simulator, http: Http
) -> None:
    simulator.add_crowd(FIRST, 2)
    simulator.memberships.set_blocked(FIRST + 1, blocked=True)
    for user_id in (FIRST, FIRST + 1):
        await http.answer("sendMessage", chat_id=user_id, text="x")
    told = [(call.chat_id, call.method, call.accepted, call.message_ids, call.error_code) for call in simulator.ledger]
    assert told == [(FIRST, "sendMessage", True, (1,), None), (FIRST + 1, "sendMessage", False, (), 403)]
    async with http.session.get(f"{simulator.base_url}/page-api/calls?limit=1") as response:
        newest = (await response.json())["calls"][0]
    assert (newest["chat_id"], newest["message_ids"], newest["accepted"]) == (FIRST + 1, [], False)


async def test_the_ledger_keeps_as_many_calls_as_it_is_told(http: Http) -> None:
    simulator = Simulator(options(keep_calls=3))
    await simulator.start()
    few = Http(http.session, simulator)
    for _ in range(5):
        await few.call("getMe")
    assert [call.number for call in simulator.ledger] == [3, 4, 5]
    assert simulator.ledger.last == 5
    await simulator.stop()
