"""What arrives is committed before anything else, handled once and in order, and one bad update harms no other."""

import asyncio
import copy
from pathlib import Path
from typing import Any

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from bot.telegram import inbox
from tests.support.rehearsal import IDENTITY, Rehearsal, rehearsal, until
from tests.support.routes import SECRET, Plain
from tests.support.updates import GROUP, group_chat, membership, press, text, update


async def test_an_update_is_answered_and_nothing_of_it_is_kept(store: Path) -> None:
    async with rehearsal(store, Plain().routes()) as bot, bot.working():
        await bot.handle(text("/say hello"))
        assert bot.texts() == ["en: hello"]
        await bot.settlement.write()
        assert await bot.rows("SELECT state, body, user_id FROM updates") == [("handled", None, None)]
        assert await bot.rows("SELECT * FROM replies") == []


async def test_when_idle_storing_and_handling_share_one_commit(store: Path) -> None:
    async with rehearsal(store, Plain().routes()) as bot, bot.working(settling=False):
        await bot.handle(text("/say first"))
        assert bot.database.committed.count("handle") == 1
        assert set(bot.database.committed) == {"resume inbox", "resume sending", "give up unanswered", "handle"}


async def test_marks_of_what_is_answered_ride_on_the_next_commit(store: Path) -> None:
    async with rehearsal(store, Plain().routes()) as bot, bot.working(settling=False):
        await bot.handle(text("/say first"))
        assert await bot.rows("SELECT count(*) FROM replies") == [(1,)]
        await bot.handle(text("/say second"))
        assert bot.database.committed.count("handle") == 2
        assert [body for (body,) in await bot.rows("SELECT parameters FROM replies")] == [
            '{"chat_id":7,"text":"en: second","link_preview_options":{"is_disabled":true}}'
        ]


async def test_marks_that_find_no_commit_to_ride_on_are_written_soon(store: Path) -> None:
    async with rehearsal(store, Plain().routes()) as bot, bot.working():
        await bot.handle(text("/say only"))
        await until(lambda: "settle" in bot.database.committed)
        assert await bot.rows("SELECT count(*) FROM replies") == [(0,)]


async def test_a_burst_is_stored_at_once_and_handled_in_groups(store: Path) -> None:
    plain = Plain()
    async with rehearsal(store, plain.routes()) as bot:
        accepted = asyncio.ensure_future(
            bot.worker.accept([text(f"/nothing {number}", user_id=number + 1) for number in range(100)])
        )
        async with bot.working():
            await accepted
            assert await bot.rows("SELECT count(*) FROM updates") == [(100,)]
            await bot.quiet()
            assert plain.seen == [str(number) for number in range(100)]
            # A group also ends when it took long, so that there may be more of them on a slow machine.
            assert bot.database.committed.count("handle") >= 4
            groups = await bot.rows("SELECT count(*) FROM updates WHERE state = 'handled'")
            assert groups == [(100,)]


async def test_a_group_is_at_most_32_updates(store: Path) -> None:
    plain = Plain()
    async with rehearsal(store, plain.routes()) as bot:
        await bot.database.run("store", inbox.store, [text(f"/nothing {n}") for n in range(40)], bot.clock.now())
        await bot.worker.resume(after_crash=False)
        await bot.worker._turn(IDENTITY)
        assert 1 <= len(plain.seen) <= 32
        while bot.worker._waiting:
            await bot.worker._turn(IDENTITY)
        assert plain.seen == [str(n) for n in range(40)]


async def test_accept_returns_only_when_the_updates_are_committed(store: Path) -> None:
    async with rehearsal(store, Plain().routes()) as bot:
        accepted = asyncio.ensure_future(bot.worker.accept([text("/say a"), text("/say b")]))
        async with bot.working(sending=False, settling=False):
            async with bot.database.unit("somebody else's"):
                for _ in range(100):
                    await asyncio.sleep(0)
                assert not accepted.done()
            await accepted
            assert bot.database.committed[-1] == "handle"
            assert await bot.rows("SELECT count(*) FROM updates") == [(2,)]


async def test_no_answer_leaves_before_the_commit_that_owes_it(store: Path) -> None:
    committed_when_sent: list[int] = []
    async with rehearsal(store, Plain().routes()) as bot, bot.working():
        bot.simulator.world.events.subscribe(
            lambda event: (
                committed_when_sent.append(bot.database.committed.count("handle")) if event.kind == "message" else None
            )
        )
        await bot.handle(text("/say a"))
        await bot.handle(text("/say b"))
    assert committed_when_sent == [1, 2]


async def test_a_repeat_is_not_handled_again(store: Path) -> None:
    plain = Plain()
    async with rehearsal(store, plain.routes()) as bot, bot.working():
        once = text("/nothing once", update_id=77)
        await bot.handle(once)
        await bot.handle(once, once)
        assert plain.seen == ["once"]


async def test_an_update_that_fails_once_is_tried_again_from_the_start(store: Path) -> None:
    plain = Plain(failures=1)
    async with rehearsal(store, plain.routes()) as bot, bot.working():
        await bot.handle(text("/shaky x"))
        assert bot.texts() == ["done"]
        assert await bot.rows("SELECT value FROM notes WHERE name = 'written'") == [("x",)]


async def test_an_update_that_fails_twice_is_set_aside_with_an_apology_and_undone(store: Path, log: list[Any]) -> None:
    plain = Plain()
    async with rehearsal(store, plain.routes()) as bot, bot.working():
        await bot.handle(text("/fail"))
        assert plain.seen == ["fail", "fail"]
        [apology] = bot.texts(7)
        assert "Q1" in apology
        assert await bot.rows("SELECT * FROM notes") == []
        [(state, body, user_id, reason)] = await bot.rows("SELECT state, body, user_id, reason FROM updates")
        assert (state, user_id) == ("quarantined", 7)
        assert "/fail" in body
        assert reason.startswith("LookupError at tests/support/routes.py")
    [entry] = [entry for entry in log if "quarantined" in entry["event"]]
    assert entry["reference"] == "Q1"
    assert entry["kind"] == "message"


async def test_neither_what_was_written_nor_what_an_error_said_is_in_the_log(
    store: Path, log: list[Any], caplog: Any, capfd: Any
) -> None:
    async with rehearsal(store, Plain().routes()) as bot, bot.working():
        await bot.handle(
            text("/fail my private words"),
            update("message", {"text": "my private words", "from": {"id": 7}}),
            update("unheard_of", {"text": "my private words"}),
            text("/break my private words"),
        )
    said = f"{log} {caplog.text} {capfd.readouterr()}"
    assert "quarantined" in said
    assert "my private words" not in said
    assert SECRET not in said


async def test_the_apology_speaks_the_persons_language(store: Path) -> None:
    async with rehearsal(store, Plain().routes()) as bot, bot.working():
        await bot.handle(text("/speak zh", user_id=8, language="en"))
        await bot.handle(text("/fail", user_id=7, language="ru"), text("/fail", user_id=8, language="en"))
        [russian], [_, chinese] = bot.texts(7), bot.texts(8)
    assert "Q2" in russian
    assert any("а" <= letter <= "я" for letter in russian.lower())
    assert "Q3" in chinese
    assert any("\u4e00" <= letter <= "\u9fff" for letter in chinese)


async def test_a_failing_update_neither_delays_nor_undoes_its_neighbours(store: Path) -> None:
    async with rehearsal(store, Plain().routes()) as bot, bot.working():
        await bot.handle(text("/write before", user_id=2), text("/fail", user_id=3), text("/read", user_id=4))
        assert bot.database.committed.count("handle") == 1
        assert bot.texts(2) == ["written: before"]
        assert bot.texts(4) == ["read: before"]


async def test_a_statement_that_the_store_refuses_is_the_updates_own_fault(store: Path) -> None:
    async with rehearsal(store, Plain().routes()) as bot, bot.working():
        await bot.handle(text("/write before"), text("/break"), text("/read"))
        assert [words for words in bot.texts() if "Q2" not in words] == ["written: before", "read: before"]
        assert await bot.rows("SELECT state FROM updates ORDER BY arrival") == [
            ("handled",),
            ("quarantined",),
            ("handled",),
        ]


async def test_a_hanging_handler_is_cut_off_undone_and_set_aside(store: Path) -> None:
    plain = Plain()
    async with rehearsal(store, plain.routes(), seconds=0.02) as bot, bot.working():
        await bot.handle(text("/write before"), text("/hang"), text("/read"))
        assert plain.seen == ["hang", "hang"]
        assert bot.texts()[-1] == "read: before"
        [(state, reason)] = await bot.rows("SELECT state, reason FROM updates WHERE arrival = 2")
        assert state == "quarantined"
        assert reason.startswith("TimeoutError at bot/telegram/handling.py")


async def test_an_update_that_cannot_be_parsed_is_set_aside(store: Path) -> None:
    broken = {"message_id": "eleven", "from": {"id": 7}, "chat": {"id": 7, "type": "private"}, "text": "/say x"}
    async with rehearsal(store, Plain().routes()) as bot, bot.working():
        await bot.handle(
            update("message", broken), update("message", [1, 2]), update("callback_query", None), text("/say y")
        )
        states = await bot.rows("SELECT state FROM updates ORDER BY arrival")
        assert states[0] == states[1] == ("quarantined",)
        assert states[3] == ("handled",)
        assert "Q1" in bot.texts(7)[0]
        assert bot.texts(7)[1:] == ["en: y"]


async def test_an_answer_that_cannot_be_stored_is_set_aside_alone(store: Path, log: list[Any]) -> None:
    nobody = text("/say a", chat={"id": 2**70, "type": "private"})
    async with rehearsal(store, Plain().routes()) as bot, bot.working():
        await bot.handle(text("/write before"), nobody, text("/read"))
        assert bot.texts() == ["written: before", "read: before"]
        [(reason,)] = await bot.rows("SELECT reason FROM updates WHERE state = 'quarantined'")
        assert reason.startswith("OverflowError at bot/telegram/replies.py")
    assert len(log) == 1


async def test_kinds_that_are_not_handled_are_done_at_once(store: Path) -> None:
    async with rehearsal(store, Plain().routes()) as bot, bot.working():
        await bot.handle(update("edited_channel_post", {}), update("unheard_of", {"x": 1}), {"update_id": 9})
        assert await bot.rows("SELECT DISTINCT state FROM updates") == [("handled",)]
        assert bot.calls() == []


async def test_what_a_person_may_mend_is_said_and_what_was_written_before_stands(store: Path) -> None:
    async with rehearsal(store, Plain().routes()) as bot, bot.working():
        await bot.handle(text("/sorry moon"))
        assert bot.texts() == ["There is no moon."]
        assert await bot.rows("SELECT value FROM notes") == [("kept",)]
        assert await bot.rows("SELECT state FROM updates") == [("handled",)]


async def test_a_later_update_of_the_same_person_sees_the_effects_of_an_earlier_one(store: Path) -> None:
    async with rehearsal(store, Plain().routes()) as bot, bot.working():
        await bot.handle(text("/speak ru"), text("/say a"), text("/speak zh"), text("/say b"))
        assert bot.database.committed.count("handle") == 1
        assert bot.texts() == ["noted", "ru: a", "noted", "zh: b"]


async def test_what_one_person_chooses_does_not_make_the_others_choices_forgotten(store: Path) -> None:
    async with rehearsal(store, Plain().routes()) as bot, bot.working():
        await bot.handle(text("/speak ru", user_id=2), text("/speak zh", user_id=3))
        await bot.handle(
            text("/speak zh", user_id=4),
            text("/say a", user_id=2),
            text("/say b", user_id=3),
            text("/say c", user_id=2),
            text("/say d", user_id=4),
        )
        assert bot.texts(2)[1:] == ["ru: a", "ru: c"]
        assert bot.texts(3)[1:] == ["zh: b"]
        assert bot.texts(4)[1:] == ["zh: d"]


async def test_people_who_write_in_private_are_remembered_and_others_are_not(store: Path) -> None:
    async with rehearsal(store, Plain().routes()) as bot, bot.working(sending=False):
        await bot.worker.accept([text("/say a", user_id=2), text("/say b", user_id=3, chat=group_chat())])
        await until(lambda: not bot.worker._waiting)
        assert await bot.rows("SELECT user_id, telegram_language FROM users") == [(2, "en")]


async def test_a_sender_that_no_store_could_keep_harms_nobody(store: Path) -> None:
    """Telegram sends none of this; if it ever did, the bot must not die of it over and over."""
    chat = {"id": 7, "type": "private"}
    async with rehearsal(store, Plain().routes()) as bot, bot.working():
        await bot.handle(
            text("/say a", language="\ud800"),
            text("/say b", language=5),  # type: ignore[arg-type]
            {"update_id": 1, "message": {"chat": chat}, "edited_message": {"from": {"id": 7}}},
            {"update_id": 2, "message": {"chat": chat, "from": {"id": 2**70}}},
            {"update_id": 3, "callback_query": {"from": {"id": 7}, "message": {"chat": chat, "from": 3}}},
            text("/say c", user_id=9),
        )
        assert bot.texts(9) == ["en: c"]
        assert await bot.rows("SELECT count(*) FROM updates WHERE state = 'received'") == [(0,)]


async def test_jobs_are_stored_with_the_answer_that_promises_them(store: Path) -> None:
    async with rehearsal(store, Plain().routes()) as bot, bot.working():
        await bot.handle(text("/work calendar"))
        assert bot.texts() == ["soon"]
        assert bot.jobs_added.is_set()
        assert await bot.rows("SELECT kind, payload, user_id, state FROM jobs") == [
            ("chore", '{"what": "calendar", "chat_id": 7}', 7, "waiting")
        ]


async def test_finish_lets_what_arrived_be_handled_first(store: Path) -> None:
    plain = Plain()
    async with rehearsal(store, plain.routes()) as bot:
        accepted = asyncio.ensure_future(bot.worker.accept([text(f"/nothing {n}") for n in range(70)]))
        await asyncio.sleep(0)
        bot.worker.finish()
        async with asyncio.timeout(10):
            await bot.worker.run(IDENTITY)
        assert accepted.done()
        assert len(plain.seen) == 70


async def test_a_crowd_is_left_with_telegram_until_there_is_room_again(store: Path, monkeypatch: Any) -> None:
    monkeypatch.setattr("bot.telegram.worker._CROWD", 5)
    async with rehearsal(store, Plain().routes()) as bot:
        async with bot.working(sending=False):
            await bot.worker.accept([text(f"/say {n}", user_id=n + 1) for n in range(6)])
            await until(lambda: not bot.worker._waiting)
            refused = asyncio.ensure_future(bot.worker.accept([text("/say late")]))
            for _ in range(100):
                await asyncio.sleep(0)
            assert await bot.rows("SELECT count(*) FROM updates") == [(6,)]
            refused.cancel()
        async with bot.working():
            async with asyncio.timeout(10):
                await bot.worker.accept([text("/say after all", user_id=99)])
            await bot.quiet()
            assert bot.texts(99) == ["en: after all"]


async def test_a_crowd_that_needs_no_answers_makes_room_too(store: Path, monkeypatch: Any) -> None:
    monkeypatch.setattr("bot.telegram.worker._CROWD", 5)
    async with rehearsal(store, Plain().routes()) as bot:
        await bot.database.run("store", inbox.store, [text(f"/nothing {n}") for n in range(50)], bot.clock.now())
        await bot.worker.resume(after_crash=False)
        late = asyncio.ensure_future(bot.worker.accept([text("/say late")]))
        async with bot.working(), asyncio.timeout(10):
            await late
            await bot.quiet()
        assert bot.texts() == ["en: late"]


async def test_a_crowd_that_gives_up_waiting_is_not_stored(store: Path, monkeypatch: Any) -> None:
    monkeypatch.setattr("bot.telegram.worker._CROWD", 0)
    async with rehearsal(store, Plain().routes()) as bot, bot.working(sending=False):
        await bot.worker.accept([text("/say first")])
        await until(lambda: not bot.worker._waiting)
        try:
            async with asyncio.timeout(0.01):
                await bot.worker.accept([text("/say second")])
        except TimeoutError:
            pass
        assert await bot.rows("SELECT count(*) FROM updates") == [(1,)]


async def test_an_unfinished_update_is_taken_up_by_the_next_run(store: Path) -> None:
    async with rehearsal(store, Plain().routes()) as bot:
        await bot.database.run("store", inbox.store, [text("/say a"), text("/say b")], bot.clock.now())
    async with rehearsal(store, Plain().routes()) as bot, bot.working():
        await bot.quiet()
        assert bot.texts() == ["en: a", "en: b"]


async def test_an_answer_that_was_owed_goes_out_in_the_next_run(store: Path) -> None:
    async with rehearsal(store, Plain().routes()) as bot, bot.working(sending=False):
        await bot.worker.accept([text("/say a")])
        await until(lambda: bot.settlement.owed == 1)
        assert bot.texts() == []
    async with rehearsal(store, Plain().routes()) as bot, bot.working():
        await bot.quiet()
        assert bot.texts() == ["en: a"]


async def test_blocking_the_bot_is_noted_until_the_person_writes_again(store: Path) -> None:
    async with rehearsal(store, Plain().routes()) as bot, bot.working():
        await bot.handle(text("/say a"))
        await bot.handle(membership("member", "kicked"))
        assert await unreachable(bot)
        await bot.handle(membership("kicked", "member"))
        assert not await unreachable(bot)
        await bot.handle(membership("member", "kicked"))
        await bot.handle(text("/say b"))
        assert not await unreachable(bot)


async def test_a_moved_group_gets_what_was_owed_to_it(store: Path) -> None:
    async with rehearsal(store, Plain().routes()) as bot, bot.working(sending=False):
        await bot.worker.accept([text("/say a", chat=group_chat())])
        await bot.worker.accept([text("x", chat=group_chat(), migrate_to_chat_id=-1009)])
        await until(lambda: not bot.worker._waiting and not bot.worker._arrivals)
        [(chat_id, parameters)] = await bot.rows("SELECT chat_id, parameters FROM replies")
        assert chat_id == -1009
        assert '"chat_id":-1009' in parameters
        assert str(GROUP) not in parameters


async def unreachable(bot: Rehearsal) -> bool:
    return bool((await bot.rows("SELECT unreachable_since IS NOT NULL FROM users"))[0][0])


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=5,
)
paths = st.sampled_from(
    [
        ("message",),
        ("message", "from"),
        ("message", "from", "id"),
        ("message", "from", "language_code"),
        ("message", "chat"),
        ("message", "chat", "id"),
        ("message", "chat", "type"),
        ("message", "text"),
        ("message", "message_id"),
        ("message", "sender_chat"),
        ("message", "migrate_to_chat_id"),
        ("callback_query",),
        ("callback_query", "data"),
        ("callback_query", "message"),
        ("callback_query", "message", "chat"),
        ("callback_query", "from"),
        ("my_chat_member",),
        ("my_chat_member", "new_chat_member"),
    ]
)


@settings(max_examples=15, deadline=None, phases=[Phase.explicit, Phase.generate])
@given(st.lists(st.tuples(paths, json_values), min_size=10, max_size=20))
def test_an_update_of_whatever_shape_stops_neither_the_worker_nor_its_neighbours(
    tmp_path_factory: pytest.TempPathFactory, spoils: list[tuple[tuple[str, ...], Any]]
) -> None:
    whole = {
        "message": text("/say a"),
        "callback_query": press("turn:1"),
        "my_chat_member": membership("left", "member"),
    }
    updates: list[dict[str, Any]] = []
    for path, value in spoils:
        spoiled = copy.deepcopy(whole[path[0]])
        spoiled["update_id"] = len(updates) + 1
        place = spoiled
        for key in path[:-1]:
            place = place[key]
        place[path[-1]] = value
        updates.append(spoiled)

    async def run() -> None:
        store = tmp_path_factory.mktemp("spoiled") / "bot.sqlite3"
        async with rehearsal(store, Plain().routes()) as bot, bot.working(sending=False):
            await bot.worker.accept([*updates, text("/say whole", user_id=1234)])
            await until(lambda: not bot.worker._waiting)
            assert await bot.rows("SELECT count(*) FROM updates WHERE state = 'received'") == [(0,)]
            answers = await bot.rows("SELECT parameters FROM replies WHERE chat_id = 1234")
            assert "en: whole" in answers[-1][0]

    asyncio.run(run())
