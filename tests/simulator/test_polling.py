"""getUpdates, as Telegram does long polling."""

import asyncio
from typing import Any

from bot.simulator import Simulator
from tests.simulator.conftest import Http, options

OTHER_POLL = "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"


def ids(updates: list[dict[str, Any]]) -> list[int]:
    return [update["update_id"] for update in updates]


async def test_updates_stay_until_a_higher_offset_confirms_them(simulator: Simulator, http: Http) -> None:
    for text in "abc":
        simulator.send_text(1001, text)
    assert ids(await http.call("getUpdates")) == [1, 2, 3]
    assert ids(await http.call("getUpdates", limit=2)) == [1, 2]
    assert ids(await http.call("getUpdates", offset=2)) == [2, 3]
    assert ids(simulator.pending_updates) == [2, 3]
    assert await http.call("getUpdates", offset=4) == []
    assert simulator.pending_updates == []


async def test_a_negative_offset_keeps_only_the_last_updates(simulator: Simulator, http: Http) -> None:
    for text in "abc":
        simulator.send_text(1001, text)
    assert ids(await http.call("getUpdates", offset=-1)) == [3]
    assert ids(await http.call("getUpdates")) == [3]


async def test_a_poll_waits_for_the_next_update(simulator: Simulator, http: Http) -> None:
    async with asyncio.TaskGroup() as tasks:
        poll = tasks.create_task(http.call("getUpdates", timeout=50))
        await simulator.wait_for(lambda: simulator.is_polled)
        simulator.send_text(1001, "at last")
    assert poll.result()[0]["message"]["text"] == "at last"


async def test_a_poll_without_news_ends_after_its_timeout(http: Http) -> None:
    assert await http.call("getUpdates", timeout=1) == []


async def test_a_second_poll_ends_the_first_with_a_conflict(simulator: Simulator, http: Http) -> None:
    async with asyncio.TaskGroup() as tasks:
        first = tasks.create_task(http.refusal("getUpdates", timeout=50))
        await simulator.wait_for(lambda: simulator.is_polled)
        assert await http.call("getUpdates") == []
    assert first.result() == OTHER_POLL


async def test_a_poll_whose_client_is_gone_is_no_conflict_and_loses_nothing(simulator: Simulator, http: Http) -> None:
    task = asyncio.ensure_future(http.call("getUpdates", timeout=50))
    await simulator.wait_for(lambda: simulator.is_polled)
    task.cancel()
    await simulator.wait_for(lambda: not simulator.is_polled)
    simulator.send_text(1001, "still here")
    assert len(await http.call("getUpdates", timeout=5)) == 1
    assert [call.outcome for call in simulator.ledger] == ["accepted"]


async def test_only_the_kinds_asked_for_are_queued_from_then_on(simulator: Simulator, http: Http) -> None:
    simulator.send_text(1001, "before")
    await http.call("getUpdates", allowed_updates=["callback_query"])
    simulator.send_text(1001, "unwanted")
    await http.call("getUpdates")
    simulator.send_text(1001, "still unwanted")
    assert ids(await http.call("getUpdates")) == [1]
    await http.call("getUpdates", allowed_updates=[])
    simulator.send_text(1001, "wanted again")
    assert ids(await http.call("getUpdates")) == [1, 2]


async def test_chat_member_updates_come_only_when_asked_for(simulator: Simulator, http: Http) -> None:
    group = simulator.memberships.add_group("Hall", [1001])
    simulator.memberships.set_standing(group, 1002, "member")
    assert [set(update) for update in await http.call("getUpdates")] == [{"update_id", "message"}]
    await http.call("getUpdates", allowed_updates=["chat_member"])
    simulator.memberships.set_standing(group, 1002, "left")
    assert "chat_member" in (await http.call("getUpdates"))[-1]


async def test_any_update_can_be_pushed_and_ids_go_on_from_there(simulator: Simulator, http: Http) -> None:
    simulator.push_update({"hologram": {"colour": "blue"}})
    simulator.push_update({"update_id": 500, "message": "not a message"})
    simulator.push_update({"update_id": 500, "message": "the same again"})
    simulator.send_text(1001, "next")
    simulator.world.updates.jump_to(7)
    simulator.send_text(1001, "after a quiet week")
    assert ids(await http.call("getUpdates")) == [1, 500, 500, 501, 7]


async def test_a_new_simulator_does_not_reuse_ids() -> None:
    simulator = Simulator(options(first_message_id=None, first_update_id=None))
    assert simulator.send_text(1001, "x")["message_id"] > 1_000_000
    assert simulator.pending_updates[0]["update_id"] > 1
