"""What is owed goes out once, in order in each chat, and every outcome means what the design says it means."""

import asyncio
import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest

from bot.core.notebook import write_note
from bot.simulator import Limits
from bot.telegram import people, replies
from bot.telegram.replies import Call
from tests.support.clock import ManualClock
from tests.support.proxies import closed_port
from tests.support.rehearsal import Rehearsal, rehearsal, telegram, until
from tests.support.updates import GROUP


@pytest.fixture(autouse=True)
def _quick_backoff(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.telegram.sender._FIRST_BACKOFF", 0.01)
    monkeypatch.setattr("bot.telegram.sender._LONGEST_BACKOFF", 0.02)


def message(words: str, chat_id: int = 7) -> Call:
    return Call("sendMessage", {"chat_id": chat_id, "text": words}, chat_id)


def acknowledgement(press_id: str) -> Call:
    return Call("answerCallbackQuery", {"callback_query_id": press_id})


async def owe(bot: Rehearsal, *calls: Call) -> None:
    """Store these as a handler's answers are stored, and hand them to the sender."""
    bot.sender.submit(await bot.database.run("owe", replies.add_replies, calls, bot.clock.now()))


async def owed(bot: Rehearsal) -> list[str]:
    """Return what the store still owes, after all that is settled is written down."""
    await bot.settlement.write()
    return [json.loads(body).get("text", "") for (body,) in await bot.rows("SELECT parameters FROM replies ORDER BY 1")]


def said(log: list[Any], words: str) -> list[Any]:
    return [entry for entry in log if words in entry["event"]]


async def test_messages_to_one_chat_arrive_in_order(store: Path) -> None:
    async with rehearsal(store) as bot, bot.working():
        bot.simulator.faults.add("slow", seconds=0.02, times=None, chance=0.5)
        bot.pace._chats = {}
        await owe(bot, *[message(str(number)) for number in range(5)])
        await bot.quiet()
        assert bot.texts(7) == ["0", "1", "2", "3", "4"]
        assert await owed(bot) == []


async def test_chats_do_not_wait_for_each_other_and_no_more_are_in_flight_than_allowed(store: Path) -> None:
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
        async with bot.working():
            await owe(bot, *[message("x", chat_id) for chat_id in range(1, 13)])
            await bot.quiet()
    assert most == 3
    assert len(bot.texts()) == 12


async def test_a_slow_chat_does_not_hold_up_the_others(store: Path) -> None:
    async with rehearsal(store, in_flight=2) as bot, bot.working():
        bot.simulator.faults.add("silent", chat_id=7)
        await owe(bot, message("stuck", 7), *[message("x", 8) for _ in range(3)], message("y", 9))
        await until(lambda: len(bot.texts(8)) == 3 and len(bot.texts(9)) == 1)


async def test_chats_that_have_had_their_share_hold_up_nobody_else(store: Path) -> None:
    async with rehearsal(store, in_flight=2) as bot, bot.working():
        for group in (GROUP, GROUP - 1, GROUP - 2):
            bot.simulator.memberships.add_group("Busy", [1001], chat_id=group)
            for _ in range(20):
                bot.pace.note(group)
        await owe(bot, *[message("later", GROUP - number) for number in range(3)], message("now", 8))
        await until(lambda: bot.texts(8) == ["now"])
        assert bot.texts() == ["now"]


async def test_a_429_pauses_everything_and_nothing_is_lost(store: Path, log: list[Any]) -> None:
    clock = ManualClock()
    async with rehearsal(store, clock=clock) as bot, bot.working():
        bot.simulator.faults.add("429", retry_after=40, chat_id=7)
        await owe(bot, message("a", 7))
        await until(lambda: bot.pace.wait(None) == 40)
        await owe(bot, message("b", 8))
        for _ in range(100):
            await asyncio.sleep(0)
        assert bot.texts() == []
        assert len(await owed(bot)) == 2
    assert [entry["seconds"] for entry in said(log, "asks for a pause")] == [40]


async def test_a_pause_outlives_the_run(store: Path) -> None:
    clock = ManualClock()
    async with rehearsal(store, clock=clock) as bot, bot.working():
        bot.simulator.faults.add("429", retry_after=4000)
        await owe(bot, message("a"))
        await until(lambda: bot.pace.wait(None) > 0)
        await until(lambda: "pause" in bot.database.committed)
    later = ManualClock()
    later.advance(3000)
    async with rehearsal(store, clock=later) as bot:
        assert bot.pace.wait(None) == pytest.approx(1000)
    after = ManualClock()
    after.advance(4001)
    async with rehearsal(store, clock=after) as bot, bot.working():
        assert bot.pace.wait(None) == 0
        await bot.quiet()
        assert bot.texts() == ["a"]


async def test_after_a_pause_the_same_message_goes_out(store: Path) -> None:
    async with rehearsal(store) as bot, bot.working():
        bot.simulator.faults.add("429", retry_after=1, method="sendMessage")
        await owe(bot, message("a"), message("b"))
        await bot.quiet()
        assert bot.texts() == ["a", "b"]
        first, second = bot.calls("sendMessage")[:2]
        assert second.at - first.at >= 0.95


async def test_a_429_to_an_acknowledgement_pauses_the_messages_too(store: Path) -> None:
    clock = ManualClock()
    async with rehearsal(store, clock=clock) as bot, bot.working():
        bot.simulator.faults.add("429", retry_after=40, method="answerCallbackQuery")
        await owe(bot, acknowledgement("1"))
        await bot.quiet()
        assert bot.pace.wait(None) == 40


async def test_a_403_marks_the_person_unreachable_and_is_not_tried_again(store: Path) -> None:
    async with rehearsal(store) as bot, bot.working():
        await bot.database.run("know", people.remember, [(7, "en")], bot.clock.now())
        bot.simulator.add_user(7, blocked_the_bot=True)
        await owe(bot, message("a"))
        await bot.quiet()
        assert len(bot.calls("sendMessage")) == 1
        assert await owed(bot) == []
        assert await bot.rows("SELECT unreachable_since IS NOT NULL FROM users") == [(1,)]


async def test_a_rejected_message_is_named_in_the_log_without_its_words(store: Path, log: list[Any]) -> None:
    async with rehearsal(store) as bot, bot.working():
        bot.simulator.faults.add("400", description="chat not found")
        await owe(bot, message("our secret"), message("next"))
        await bot.quiet()
        assert bot.texts() == ["next"]
    [entry] = said(log, "rejected")
    assert (entry["method"], entry["reason"]) == ("sendMessage", "TelegramBadRequest: Bad Request: chat not found")
    assert "our secret" not in str(log)


async def test_an_edit_that_changes_nothing_is_no_news(store: Path, log: list[Any]) -> None:
    async with rehearsal(store) as bot, bot.working():
        await owe(bot, message("a"))
        await bot.quiet()
        message_id = bot.simulator.messages(7)[-1]["message_id"]
        await owe(bot, Call("editMessageText", {"chat_id": 7, "message_id": message_id, "text": "a"}, 7))
        await bot.quiet()
        assert "not modified" in str(bot.calls("editMessageText")[0].description)
        assert await owed(bot) == []
    assert log == []


async def test_a_moved_group_is_followed_and_what_waits_for_it_too(store: Path) -> None:
    async with rehearsal(store) as bot:
        old = bot.simulator.memberships.add_group("Old", [1001], supergroup=False)
        new = bot.simulator.memberships.migrate_group(old, by=1001)
        async with bot.working():
            await owe(bot, *[message(str(number), old) for number in range(3)])
            await bot.quiet()
        assert bot.texts(new) == ["0", "1", "2"]
        assert len(bot.calls("sendMessage")) == 4


async def test_a_moved_group_is_rewritten_in_the_store(store: Path) -> None:
    async with rehearsal(store) as bot:
        old = bot.simulator.memberships.add_group("Old", [1001], supergroup=False)
        new = bot.simulator.memberships.migrate_group(old, by=1001)
        bot.simulator.faults.add("silent", chat_id=new)
        async with bot.working():
            await owe(bot, message("a", old), message("b", old))
            await until(lambda: "move chat" in bot.database.committed)
            # The call to the new chat never ends, so that both answers are still owed.
            rows = await bot.rows("SELECT chat_id, json_extract(parameters, '$.chat_id') FROM replies")
        assert rows == [(new, new), (new, new)]


@pytest.mark.parametrize(
    ("fault", "details", "arrived"),
    [
        ("reset_after", {}, True),
        ("reset_before", {}, False),
        ("truncated", {}, True),
        ("json500", {}, False),
        ("5xx", {"status": 502}, False),
        ("5xx", {"status": 500}, False),
    ],
)
async def test_what_may_have_arrived_is_not_sent_again(
    store: Path, log: list[Any], fault: Any, details: dict[str, Any], arrived: bool
) -> None:
    async with rehearsal(store) as bot, bot.working():
        bot.simulator.faults.add(fault, method="sendMessage", **details)
        await owe(bot, message("our secret"), message("next"))
        await bot.quiet()
        await until(lambda: len(bot.calls("sendMessage")) == 2)
        assert bot.texts() == (["our secret", "next"] if arrived else ["next"])
        assert await owed(bot) == []
    [entry] = said(log, "uncertain")
    assert entry["method"] == "sendMessage"
    assert "our secret" not in str(log)


async def test_an_answer_that_never_comes_is_uncertain(store: Path, log: list[Any], monkeypatch: Any) -> None:
    from aiohttp import ClientTimeout  # noqa: PLC0415

    monkeypatch.setattr("bot.telegram.wire._CALL_TIMEOUT", ClientTimeout(total=0.1))
    async with rehearsal(store) as bot, bot.working():
        bot.simulator.faults.add("silent", method="sendMessage")
        await owe(bot, message("a"), message("b"))
        await bot.quiet()
        assert bot.texts() == ["a", "b"]
        assert len(bot.calls("sendMessage")) == 2
    assert [entry["reason"] for entry in said(log, "uncertain")] == ["TimeoutError"]


async def test_while_nobody_listens_nothing_is_lost_and_the_log_has_two_lines(store: Path, log: list[Any]) -> None:
    async with rehearsal(store) as bot:
        right = bot.wire._session.api
        bot.wire._session.api = type(right).from_base(f"http://127.0.0.1:{closed_port()}")
        async with bot.working():
            await owe(bot, message("a", 7), message("b", 7), message("c", 8))
            await until(lambda: bot.sender._way._failures > 10)
            assert len(await owed(bot)) == 3
            bot.wire._session.api = right
            bot.wire._urls.clear()
            await bot.quiet()
        assert bot.texts(7) == ["a", "b"]
        assert bot.texts(8) == ["c"]
        assert await owed(bot) == []
    assert [entry["event"] for entry in log] == [
        "sending to Telegram is in trouble",
        "sending to Telegram is well again",
    ]


@pytest.mark.parametrize(("fault", "reason"), [("401", "401"), ("409", "409")])
async def test_the_bots_own_trouble_keeps_messages_until_it_is_mended(
    store: Path, log: list[Any], fault: Any, reason: str
) -> None:
    async with rehearsal(store) as bot, bot.working():
        bot.simulator.faults.add(fault, times=3)
        await owe(bot, message("a"), message("b"))
        await bot.quiet()
        assert bot.texts() == ["a", "b"]
    assert reason in said(log, "in trouble")[0]["reason"]


async def test_acknowledgements_go_first_and_are_not_held_by_the_pace(store: Path) -> None:
    async with rehearsal(store, per_second=1) as bot:
        bot.simulator.add_user(7)
        press_id = bot.simulator.world.callbacks.open(7, 7)
        bot.pace.note(None)
        async with bot.working():
            await owe(bot, message("a"), acknowledgement(press_id))
            await until(lambda: bool(bot.calls()))
            assert [call.method for call in bot.calls()] == ["answerCallbackQuery"]
            assert bot.calls()[0].accepted


async def test_an_acknowledgement_is_tried_once_whatever_comes_of_it(store: Path) -> None:
    async with rehearsal(store) as bot, bot.working():
        for fault in ("5xx", "reset_before", "400", "401"):
            bot.simulator.faults.add(fault, method="answerCallbackQuery")
            await owe(bot, acknowledgement("1"))
            await bot.quiet()
        assert len(bot.calls("answerCallbackQuery")) == 4
        assert await owed(bot) == []


async def test_a_query_that_is_too_old_is_no_news(store: Path, log: list[Any]) -> None:
    async with rehearsal(store) as bot, bot.working():
        await owe(bot, acknowledgement("unknown"))
        await bot.quiet()
        assert not bot.calls("answerCallbackQuery")[0].accepted
    assert log == []


async def test_ten_seconds_after_a_press_it_is_not_acknowledged_any_more(store: Path) -> None:
    clock = ManualClock()
    async with rehearsal(store, clock=clock) as bot:
        await owe(bot, acknowledgement("old"))
        clock.advance(0.1)
        await owe(bot, acknowledgement("new"))
        clock.advance(9.9)
        async with bot.working():
            await bot.quiet()
        assert [call.parameters["callback_query_id"] for call in bot.calls()] == ["new"]
        assert await owed(bot) == []


async def test_what_is_cancelled_in_flight_is_not_sent_again_and_what_waits_is(store: Path) -> None:
    """It may have arrived, so an orderly stop leaves it out; the next in line was not sent and is kept."""
    async with rehearsal(store) as bot:
        bot.simulator.faults.add("silent", chat_id=7)
        async with bot.working():
            await owe(bot, message("in flight", 7), message("waiting", 7))
            await until(lambda: len(bot.calls("sendMessage")) == 1)
        assert await owed(bot) == ["waiting"]
        assert bot.settlement.owed == 1


async def test_what_is_cancelled_before_the_call_is_kept(store: Path) -> None:
    async with rehearsal(store) as bot:
        file_id = await bot.database.run("file", replies.add_file, "a.txt", b"content")
        async with bot.database.unit("holds the store"), bot.working():
            bot.sender.submit([replies.Reply(1, 7, "sendDocument", "{}", file_id, bot.clock.now())])
            for _ in range(50):
                await asyncio.sleep(0)
        assert bot.settlement.owed == 1
        assert bot.settlement.take() == []


async def test_a_file_goes_along_and_is_erased_when_it_arrived(store: Path) -> None:
    async with rehearsal(store) as bot, bot.working():
        file_id = await bot.database.run("file", replies.add_file, "программа.ics", b"BEGIN:VCALENDAR")
        await owe(bot, Call("sendDocument", {"chat_id": 7, "caption": "Programme"}, 7, file_id))
        await bot.quiet()
        [sent] = bot.simulator.messages(7)
        assert sent["document"]["file_name"] == "программа.ics"
        assert sent["caption"] == "Programme"
        stored = bot.simulator.world.files
        assert b"BEGIN:VCALENDAR" in [one.content for one in stored._by_path.values()]
        await bot.settlement.write()
        assert await bot.rows("SELECT * FROM files") == []


async def test_a_file_that_is_kept_for_two_stays_until_the_second_has_it(store: Path) -> None:
    async with rehearsal(store) as bot:
        file_id = await bot.database.run("file", replies.add_file, "a.txt", b"content")
        await owe(bot, *[Call("sendDocument", {"chat_id": chat_id}, chat_id, file_id) for chat_id in (7, 8)])
        [first, second] = await bot.rows("SELECT reply_id FROM replies")
        await bot.database.run("settle", replies.settle, first)
        assert await bot.rows("SELECT count(*) FROM files") == [(1,)]
        await bot.database.run("settle", replies.settle, second)
        assert await bot.rows("SELECT count(*) FROM files") == [(0,)]


async def test_the_wire_gets_the_very_text_that_was_stored(store: Path) -> None:
    words = 'Ünïcode 漢字 😀 " \\ \u2028 </script>'
    async with rehearsal(store) as bot, bot.working():
        await owe(bot, message(words))
        await bot.quiet()
        assert bot.calls("sendMessage")[0].parameters["text"] == words


async def test_under_a_strict_telegram_every_answer_arrives_once(store: Path) -> None:
    # That the pace costs no refusal is held by the clock in test_pace: on a busy machine calls arrive closer together
    # than they left, and a 429 is only waited out.
    limits = Limits(a_second=20, burst_in_a_chat=5)
    async with telegram(limits=limits) as strict, rehearsal(store, simulator=strict, per_second=20) as bot:
        async with bot.working():
            await owe(bot, *[message("x", chat_id) for chat_id in range(1, 51)])
            await bot.quiet(60)
        arrived = [call.parameters["chat_id"] for call in bot.calls("sendMessage") if call.accepted]
        assert sorted(arrived) == list(range(1, 51))


async def test_a_full_disk_does_not_stop_the_sending(store: Path) -> None:
    async with rehearsal(store) as bot, bot.working(settling=False):
        bot.simulator.add_user(8, blocked_the_bot=True)
        stored = await bot.database.run("owe", replies.add_replies, [message("a", 8), message("b", 9)], bot.clock.now())
        await bot.database.outside(lambda connection: connection.execute("PRAGMA query_only = ON"))
        bot.sender.submit(stored)
        await bot.quiet()
        assert bot.texts() == ["b"]
        await bot.database.outside(lambda connection: connection.execute("PRAGMA query_only = OFF"))
        assert await owed(bot) == []


async def test_a_pause_in_the_past_is_over(store: Path) -> None:
    clock = ManualClock()
    async with rehearsal(store, clock=clock) as bot:
        past = clock.now() - dt.timedelta(hours=1)
        await bot.database.run("note", write_note, "sending_paused_until", str(round(past.timestamp() * 1000)))
        await bot.sender.resume()
        assert bot.pace.wait(None) == 0
