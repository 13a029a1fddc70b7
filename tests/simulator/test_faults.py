"""Faults: what can go wrong between a bot and Telegram, and what the ledger says of it."""

import asyncio
from random import Random
from typing import Any

import aiohttp
import pytest

from bot.simulator import Simulator
from bot.simulator.faults import Faults
from tests.simulator.conftest import Http


async def send(http: Http, **parameters: Any) -> dict[str, Any]:
    return await http.answer("sendMessage", **({"chat_id": 1001, "text": "x"} | parameters))


@pytest.mark.parametrize(
    ("kind", "details", "answer"),
    [
        (
            "429",
            {"retry_after": 7},
            (429, "Too Many Requests: retry after 7", {"retry_after": 7}),
        ),
        ("403", {}, (403, "Forbidden: bot was blocked by the user", None)),
        ("403", {"description": "Forbidden: user is deactivated"}, (403, "Forbidden: user is deactivated", None)),
        ("400", {"description": "chat not found"}, (400, "Bad Request: chat not found", None)),
        ("400", {"description": "Bad Request: chat not found"}, (400, "Bad Request: chat not found", None)),
        ("401", {}, (401, "Unauthorized", None)),
        (
            "409",
            {},
            (
                409,
                "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running",
                None,
            ),
        ),
        (
            "migrate",
            {"migrate_to": -1009},
            (400, "Bad Request: group chat was upgraded to a supergroup chat", {"migrate_to_chat_id": -1009}),
        ),
    ],
)
async def test_a_refusal_is_answered_once_and_nothing_is_sent(
    simulator: Simulator, http: Http, kind: Any, details: dict[str, Any], answer: tuple[int, str, Any]
) -> None:
    simulator.faults.add(kind, "sendMessage", **details)
    body = await send(http)
    assert (body["error_code"], body["description"], body.get("parameters")) == answer
    assert simulator.messages(1001) == []
    call = simulator.ledger.of("sendMessage")[0]
    assert (call.accepted, call.error_code, call.fault, call.message_id) == (False, answer[0], kind, None)
    assert (await send(http))["ok"]


async def test_a_5xx_is_html_and_a_json500_has_no_description(simulator: Simulator, http: Http) -> None:
    simulator.faults.add("5xx", status=504)
    simulator.faults.add("json500")
    async with http.session.post(http.url("getMe")) as response:
        assert (response.status, response.content_type) == (504, "text/html")
    async with http.session.post(http.url("getMe")) as response:
        assert (response.status, await response.json()) == (500, {"ok": False, "error_code": 500})
    assert [call.outcome for call in simulator.ledger] == ["no answer (fault: 5xx)", "no answer (fault: json500)"]


@pytest.mark.parametrize(("kind", "sent"), [("reset_before", 0), ("reset_after", 1)])
async def test_a_reset_is_a_real_one_on_the_connection(simulator: Simulator, http: Http, kind: Any, sent: int) -> None:
    simulator.faults.add(kind, "sendMessage")
    with pytest.raises(aiohttp.ClientOSError, match="reset by peer"):
        await send(http)
    assert len(simulator.messages(1001)) == sent
    call = simulator.ledger.of("sendMessage")[0]
    assert (call.accepted, call.fault, call.message_id) == (bool(sent), kind, 1 if sent else None)


async def test_a_truncated_answer_follows_a_message_that_was_sent(simulator: Simulator, http: Http) -> None:
    simulator.faults.add("truncated", "sendMessage")
    with pytest.raises(aiohttp.ClientPayloadError):
        await send(http)
    assert simulator.ledger.of("sendMessage")[0].outcome == "accepted (fault: truncated)"
    assert len(simulator.messages(1001)) == 1


@pytest.mark.parametrize("accepted", [True, False])
async def test_a_silent_call_is_never_answered(simulator: Simulator, http: Http, accepted: bool) -> None:
    simulator.faults.add("silent", "sendMessage", accepted=accepted)
    task = asyncio.ensure_future(send(http))
    await simulator.wait_for(lambda: len(simulator.ledger) == 1)
    assert simulator.ledger.of("sendMessage")[0].accepted is accepted
    assert len(simulator.messages(1001)) == int(accepted)
    assert not task.done()
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)


async def test_a_slow_answer_comes_after_the_message(simulator: Simulator, http: Http) -> None:
    simulator.faults.add("slow", "sendMessage", seconds=0.05)
    task = asyncio.ensure_future(send(http))
    await simulator.wait_for(lambda: bool(simulator.messages(1001)))
    assert not task.done()
    assert (await task)["ok"]


async def test_a_group_that_moved_answers_under_its_new_id(simulator: Simulator, http: Http) -> None:
    old = simulator.memberships.add_group("Hall", [1001], supergroup=False)
    simulator.faults.add("migrate", migrate_to=-100777)
    assert (await send(http, chat_id=old))["parameters"] == {"migrate_to_chat_id": -100777}
    assert (await send(http, chat_id=old))["parameters"] == {"migrate_to_chat_id": -100777}
    assert (await send(http, chat_id=-100777))["result"]["chat"]["type"] == "supergroup"


async def test_a_fault_concerns_its_method_and_chat_for_its_number_of_times(simulator: Simulator, http: Http) -> None:
    simulator.faults.add("403", "SENDMESSAGE", times=2, chat_id=1002)
    await http.call("getMe")
    assert (await send(http))["ok"]
    assert [(await send(http, chat_id=1002))["ok"] for _ in range(3)] == [False, False, True]
    assert simulator.faults.active() == []


def test_a_chance_is_drawn_from_the_given_randomness() -> None:
    faults = Faults(Random(5))
    faults.add("429", times=None, chance=0.25)
    hit = sum(faults.draw("sendMessage", 1) is not None for _ in range(1000))
    assert 200 < hit < 300


@pytest.mark.parametrize("wrong", [{"kind": "earthquake"}, {"kind": "429", "times": 0}, {"kind": "429", "chance": 0}])
def test_a_fault_that_makes_no_sense_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        Faults(Random(1)).add(**wrong)
