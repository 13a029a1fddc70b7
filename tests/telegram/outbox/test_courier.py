"""Every delivery ends in exactly one state, is never sent twice by itself, and means what its state says."""

import asyncio
import datetime as dt
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest

from bot.simulator import Limits
from bot.telegram import people, replies
from bot.telegram.outbox import deliveries, dispatches
from bot.telegram.outbox.dispatches import Lane
from bot.telegram.replies import Call
from tests.support.clock import ManualClock
from tests.support.proxies import closed_port
from tests.support.rehearsal import Rehearsal, rehearsal, telegram, until
from tests.telegram.outbox.mail import MEMBERS, finished, join, posted, states


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.telegram.outbox.courier._FIRST_BACKOFF", 0.01)
    monkeypatch.setattr("bot.telegram.outbox.courier._LONGEST_BACKOFF", 0.02)
    monkeypatch.setattr("bot.telegram.outbox.courier._LOOK_EVERY", 0.02)
    monkeypatch.setattr("bot.telegram.outbox.courier._STORAGE_RETRY", 0.01)


async def done(bot: Rehearsal, dispatch_id: int) -> dict[int, str]:
    """Wait until nothing of the dispatch is under way, and return the state of each recipient's delivery."""
    await eventually(lambda: finished(bot, dispatch_id))
    return await states(bot, dispatch_id)


async def eventually(holds: Callable[[], Awaitable[bool]]) -> None:
    """Wait until the store says so. Raises TimeoutError."""
    async with asyncio.timeout(10):
        while not await holds():  # noqa: ASYNC110 - any part of the bot may bring it about
            await asyncio.sleep(0.005)


async def only(bot: Rehearsal, dispatch_id: int, state: str) -> bool:
    return set((await states(bot, dispatch_id)).values()) == {state}


async def nothing_is_on_its_way(bot: Rehearsal, dispatch_id: int) -> bool:
    return "sending" not in (await states(bot, dispatch_id)).values()


async def one_is_sent(bot: Rehearsal, dispatch_id: int) -> bool:
    return "sent" in (await states(bot, dispatch_id)).values()


def attempts(bot: Rehearsal, chat_id: int) -> int:
    return sum(call.chat_id == chat_id for call in bot.calls("sendMessage"))


async def test_everybody_gets_it_once_and_the_message_ids_are_kept(store: Path) -> None:
    async with rehearsal(store) as bot, bot.working(delivering=True):
        number = await posted(bot, range(1, 31))
        assert set((await done(bot, number)).values()) == {"sent"}
        assert [attempts(bot, chat_id) for chat_id in range(1, 31)] == [1] * 30
        kept = dict(await bot.rows("SELECT recipient, message_ids FROM deliveries"))
        assert kept == {chat: str(bot.simulator.messages(chat)[-1]["message_id"]) for chat in range(1, 31)}


async def test_a_row_says_sending_on_disk_before_its_call_is_made(store: Path) -> None:
    seen: list[str] = []
    async with rehearsal(store) as bot:
        original = bot.wire.call

        async def watched(name: str, body: str, file: tuple[str, str, bytes] | None = None) -> Any:
            seen.extend(state for (state,) in await bot.rows("SELECT state FROM deliveries"))
            return await original(name, body, file)

        bot.wire.call = watched  # type: ignore[method-assign]
        async with bot.working(delivering=True):
            await done(bot, await posted(bot, [1]))
    assert seen == ["sending"]


@pytest.mark.parametrize("kind", ["reset_after", "truncated", "5xx", "json500"])
async def test_a_lost_answer_is_uncertain_and_never_sent_again(store: Path, kind: Any) -> None:
    async with rehearsal(store) as bot, bot.working(delivering=True):
        bot.simulator.faults.add(kind, chat_id=2)
        number = await posted(bot, [1, 2, 3])
        assert await done(bot, number) == {1: "sent", 2: "uncertain", 3: "sent"}
        assert attempts(bot, 2) == 1


@pytest.mark.parametrize(("kind", "reason"), [("400", "chat not found"), ("403", "blocked")])
async def test_what_telegram_refuses_is_rejected_with_its_reason(store: Path, kind: Any, reason: str) -> None:
    async with rehearsal(store) as bot, bot.working(delivering=True):
        await bot.database.run("join", join, [1, 2], bot.clock.now())
        bot.simulator.faults.add(kind, chat_id=2, description=f"it is {reason}")
        number = await posted(bot, [1, 2])
        assert await done(bot, number) == {1: "sent", 2: "rejected"}
        [(said,)] = await bot.rows("SELECT reason FROM deliveries WHERE recipient = 2")
        assert reason in said
        unreachable = await bot.rows("SELECT user_id FROM users WHERE unreachable_since IS NOT NULL")
        assert unreachable == ([(2,)] if kind == "403" else [])


async def test_who_blocked_the_bot_is_not_tried_until_they_write_again(store: Path) -> None:
    async with rehearsal(store) as bot, bot.working(delivering=True):
        await bot.database.run("join", join, [1], bot.clock.now())
        await bot.database.run("gone", people.mark_unreachable, 1, bot.clock.now())
        first = await posted(bot, [1], conditions=MEMBERS)
        assert await done(bot, first) == {1: "rejected"}
        await bot.database.run("back", people.remember, [(1, "en")], bot.clock.now())
        second = await posted(bot, [1], conditions=MEMBERS, reference="announcement:2")
        assert await done(bot, second) == {1: "sent"}
        assert attempts(bot, 1) == 1


async def test_a_429_sends_nothing_for_its_time_and_then_everything_once(store: Path) -> None:
    async with rehearsal(store) as bot, bot.working(delivering=True):
        bot.simulator.faults.add("429", retry_after=1, method="sendMessage")
        number = await posted(bot, range(1, 6))
        assert set((await done(bot, number)).values()) == {"sent"}
        refused = [call for call in bot.calls("sendMessage") if not call.accepted]
        accepted = [call for call in bot.calls("sendMessage") if call.accepted]
        assert len(refused) >= 1
        assert len(accepted) == 5
        assert max(call.at for call in accepted) - refused[0].at >= 0.95


async def test_during_a_long_pause_no_row_says_sending(store: Path) -> None:
    async with rehearsal(store, clock=ManualClock(), per_second=1) as bot, bot.working(delivering=True):
        bot.simulator.faults.add("429", retry_after=4000, method="sendMessage")
        number = await posted(bot, range(1, 6))
        await until(lambda: bot.pace.wait(None) > 3000)
        await eventually(lambda: only(bot, number, "queued"))


async def test_no_connection_sends_nothing_and_loses_nothing(store: Path) -> None:
    async with rehearsal(store, proxy=f"socks5://127.0.0.1:{closed_port()}") as bot, bot.working(delivering=True):
        number = await posted(bot, [1, 2])
        await until(lambda: bot.courier._blocked)
        await eventually(lambda: nothing_is_on_its_way(bot, number))
    async with rehearsal(store) as bot, bot.working(delivering=True):
        assert set((await done(bot, number)).values()) == {"sent"}


async def test_after_as_many_lost_answers_as_may_be_in_flight_telegram_is_asked_first(store: Path) -> None:
    async with rehearsal(store, in_flight=3) as bot:
        bot.simulator.faults.add("reset_after", method="sendMessage", times=None)
        bot.simulator.faults.add("5xx", method="getMe", times=5)
        async with bot.working(delivering=True):
            number = await posted(bot, range(1, 21))
            await until(lambda: len(bot.calls("getMe")) >= 3)
            assert 3 <= len(bot.calls("sendMessage")) <= 5
            bot.simulator.faults.clear()
            counted = list((await done(bot, number)).values())
    assert counted.count("uncertain") == len([call for call in bot.calls("sendMessage") if call.fault])
    assert counted.count("uncertain") + counted.count("sent") == 20
    assert all(attempts(bot, chat) == 1 for chat in range(1, 21))


@pytest.mark.parametrize("kind", ["401", "409"])
async def test_the_bots_own_trouble_stops_sending_until_telegram_answers(store: Path, kind: Any) -> None:
    async with rehearsal(store) as bot:
        bot.simulator.faults.add(kind, times=None)
        async with bot.working(delivering=True):
            number = await posted(bot, range(1, 31))
            await until(lambda: len(bot.calls("getMe")) >= 2)
            assert len(bot.calls("sendMessage")) <= 8
            bot.simulator.faults.clear()
            assert set((await done(bot, number)).values()) == {"sent"}


async def test_an_upgraded_group_gets_it_under_its_new_id(store: Path) -> None:
    async with rehearsal(store) as bot:
        old = bot.simulator.memberships.add_group("Old", [1001], supergroup=False)
        new = bot.simulator.memberships.migrate_group(old, by=1001)
        async with bot.working(delivering=True):
            number = await posted(bot, [old])
            assert await done(bot, number) == {new: "sent"}


async def test_what_was_on_its_way_when_the_process_died_is_uncertain(store: Path) -> None:
    async with rehearsal(store) as bot:
        bot.simulator.faults.add("silent", chat_id=2)
        async with bot.working(delivering=True):
            number = await posted(bot, [1, 2])
            await until(lambda: bool(bot.texts(2)))
            await eventually(lambda: one_is_sent(bot, number))
    async with rehearsal(store) as bot, bot.working(delivering=True):
        assert await done(bot, number) == {1: "sent", 2: "uncertain"}
        assert attempts(bot, 2) == 0


async def test_a_stop_waits_for_what_is_on_its_way_and_claims_nothing_more(store: Path) -> None:
    async with rehearsal(store, per_second=5) as bot:
        bot.simulator.faults.add("slow", seconds=0.1, times=None)
        number = await posted(bot, range(1, 31))
        async with asyncio.TaskGroup() as tasks:
            running = tasks.create_task(bot.courier.run())
            await until(lambda: len(bot.calls("sendMessage")) >= 2)
            bot.courier.finish()
            async with asyncio.timeout(5):
                await running
        counted = list((await states(bot, number)).values())
        assert set(counted) == {"sent", "queued"}
        assert counted.count("sent") == len(bot.calls("sendMessage"))


async def test_who_left_the_visit_after_it_was_queued_gets_nothing(store: Path) -> None:
    async with rehearsal(store) as bot:
        await bot.database.run("join", join, [1, 2], bot.clock.now())
        number = await posted(bot, [1, 2], conditions=MEMBERS)
        await bot.change("DELETE FROM members WHERE user_id = 2")
        async with bot.working(delivering=True):
            assert await done(bot, number) == {1: "sent", 2: "cancelled"}
        assert attempts(bot, 2) == 0


async def test_what_is_paused_waits_and_what_is_cancelled_never_goes(store: Path) -> None:
    async with rehearsal(store, per_second=5) as bot, bot.working(delivering=True):
        number = await posted(bot, range(1, 41))
        await until(lambda: len(bot.texts()) >= 2)
        await bot.change("UPDATE dispatches SET paused = 1")
        await eventually(lambda: nothing_is_on_its_way(bot, number))
        sent = len(bot.texts())
        cancelled = await bot.database.run("cancel", deliveries.cancel, number, "enough", bot.clock.now())
        await bot.change("UPDATE dispatches SET paused = 0")
        counted = list((await done(bot, number)).values())
    assert sent < 40
    assert cancelled == 40 - sent
    assert (counted.count("sent"), counted.count("cancelled")) == (sent, cancelled)


async def test_what_has_expired_is_never_sent_late(store: Path) -> None:
    clock = ManualClock()
    async with rehearsal(store, clock=clock) as bot:
        number = await posted(bot, [1, 2], expires_at=clock.now() + dt.timedelta(minutes=5))
        clock.advance(300)
        async with bot.working(delivering=True):
            assert await done(bot, number) == {1: "expired", 2: "expired"}
        assert bot.texts() == []


async def test_urgent_goes_before_prompt_and_prompt_before_bulk(store: Path) -> None:
    async with rehearsal(store, in_flight=1) as bot:
        for number, lane in enumerate((Lane.BULK, Lane.PROMPT, Lane.URGENT)):
            await posted(bot, [10 * number + 1, 10 * number + 2], reference=str(lane), lane=lane, words=lane.name)
        async with bot.working(delivering=True):
            await until(lambda: len(bot.texts()) == 6)
        assert bot.texts() == ["URGENT", "URGENT", "PROMPT", "PROMPT", "BULK", "BULK"]


async def test_an_answer_goes_before_everything_that_is_queued(store: Path) -> None:
    async with rehearsal(store, in_flight=4, per_second=10) as bot, bot.working(delivering=True):
        await posted(bot, range(100, 160))
        await until(lambda: len(bot.texts()) >= 12)
        answer = Call("sendMessage", {"chat_id": 7, "text": "answer"}, 7)
        bot.sender.submit(await bot.database.run("owe", replies.add_replies, [answer], bot.clock.now()))
        before = len(bot.texts())
        await until(lambda: "answer" in bot.texts())
        assert len(bot.texts()) - before <= 6


async def test_no_more_calls_are_unanswered_than_allowed_answers_included(store: Path) -> None:
    under_way = most = 0
    async with rehearsal(store, in_flight=3) as bot:
        original = bot.wire.call

        async def watched(name: str, body: str, file: tuple[str, str, bytes] | None = None) -> Any:
            nonlocal under_way, most
            under_way += 1
            most = max(most, under_way)
            try:
                return await original(name, body, file)
            finally:
                under_way -= 1

        bot.wire.call = watched  # type: ignore[method-assign]
        bot.simulator.faults.add("slow", seconds=0.01, times=None)
        async with bot.working(delivering=True):
            number = await posted(bot, range(100, 120))
            answers = [Call("sendMessage", {"chat_id": chat, "text": "a"}, chat) for chat in range(1, 11)]
            bot.sender.submit(await bot.database.run("owe", replies.add_replies, answers, bot.clock.now()))
            await done(bot, number)
            await bot.quiet()
    assert most == 3


async def test_the_pace_is_kept_under_a_strict_telegram(store: Path) -> None:
    async with (
        telegram(limits=Limits(a_second=20, burst_in_a_chat=5)) as strict,
        rehearsal(store, simulator=strict, per_second=18) as bot,
        bot.working(delivering=True),
    ):
        number = await posted(bot, range(1, 51))
        assert set((await done(bot, number)).values()) == {"sent"}
        assert all(call.accepted for call in bot.calls("sendMessage"))


async def test_a_chat_that_has_had_its_share_waits_and_holds_up_nobody(store: Path) -> None:
    clock = ManualClock()
    async with rehearsal(store, clock=clock, in_flight=1) as bot, bot.working(delivering=True):
        for _ in range(5):
            bot.pace.note(7)
        number = await posted(bot, [7, 8])
        await until(lambda: bot.texts(8) == ["hello"])
        assert bot.texts(7) == []
        clock.advance(6)
        assert await done(bot, number) == {7: "sent", 8: "sent"}


async def test_a_full_disk_stops_sending_and_loses_no_outcome(store: Path) -> None:
    async with rehearsal(store, in_flight=2) as bot, bot.working(delivering=True):
        [(pages,)] = await bot.rows("PRAGMA page_count")
        await bot.database.outside(lambda connection: connection.execute(f"PRAGMA max_page_count = {pages}"))
        number = await posted(bot, [1, 2, 3])
        await bot.database.outside(lambda connection: connection.execute(f"PRAGMA max_page_count = {pages + 1000}"))
        assert set((await done(bot, number)).values()) == {"sent"}
        assert [attempts(bot, chat) for chat in (1, 2, 3)] == [1, 1, 1]


async def test_an_edit_whose_answer_is_lost_is_tried_again(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.telegram.outbox.concluding._AGAIN_AFTER", dt.timedelta(0))
    async with rehearsal(store) as bot, bot.working(delivering=True):
        first = await posted(bot, [1])
        await done(bot, first)
        [(delivery,)] = await bot.rows("SELECT delivery_id FROM deliveries")

        def correct(connection: Any) -> int:
            payload = dispatches.add_payload(connection, "editMessageText", {"text": "better"}, target="message_id")
            number = dispatches.open_dispatch(connection, "announcement correction", "announcement:1", bot.clock.now())
            deliveries.enqueue_following(connection, number, {delivery: payload}, bot.clock.now())
            return number

        bot.simulator.faults.add("reset_after", method="editMessageText")
        second = await bot.database.run("correct", correct)
        bot.courier.look()
        assert await done(bot, second) == {1: "sent"}
        assert bot.simulator.messages(1)[-1]["text"] == "better"
