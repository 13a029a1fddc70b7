"""A person who asks to be forgotten is erased everywhere at once, but for the answer that says so."""

from pathlib import Path

from bot.telegram import agenda, replies, subscriptions
from bot.telegram.replies import Call
from tests.support.rehearsal import rehearsal
from tests.support.routes import Plain
from tests.support.updates import press, text, update


async def test_a_forgotten_person_leaves_nothing_in_any_table(store: Path) -> None:
    async with rehearsal(store, Plain().routes()) as bot, bot.working(settling=False):
        await bot.handle(text("/say a", 7), text("/say b", 8), text("/work x", 7), text("/fail", 7), text("/fail", 8))
        file_id = await bot.database.run("file", replies.add_file, "a.txt", b"mine")
        waiting = Call("sendDocument", {"chat_id": 7}, 7, file_id)
        await bot.database.run("owe", replies.add_replies, [waiting], bot.clock.now())
        await bot.handle(text("/forget_me", 7))
        assert bot.texts(7)[-1] == "forgotten"
        await bot.settlement.write()
        assert await bot.rows("SELECT user_id FROM users") == [(8,)]
        assert await bot.rows("SELECT * FROM jobs") == await bot.rows("SELECT * FROM files") == []
        assert await bot.rows("SELECT chat_id FROM replies WHERE chat_id = 7") == []
        assert await bot.rows("SELECT user_id, body IS NULL FROM updates WHERE state = 'quarantined'") == [
            (None, 1),
            (8, 0),
        ]
        for (table,) in await bot.rows(
            "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
        ):
            assert not [row for row in await bot.rows(f"SELECT * FROM {table}") if 7 in row[1:]]


async def test_with_a_forgotten_person_goes_what_they_wanted_to_get_and_had_decided(store: Path) -> None:
    async with rehearsal(store, Plain().routes()) as bot, bot.working(settling=False):
        await bot.handle(text("/say a", 7), text("/say b", 8))
        for person in (7, 8):
            wanted = subscriptions.Subscription(news=True)
            await bot.database.run("subscribe", subscriptions.subscribe, person, "small", wanted)
            await bot.database.run("mute", subscriptions.mute, person, bot.clock.now())
            await bot.database.run("star", agenda.star, person, "small", "tour", on=True)
        await bot.handle(text("/forget_me", 7))
        for table in ("subscriptions", "quiet_hours", "agenda"):
            assert await bot.rows(f"SELECT user_id FROM {table}") == [(8,)]


async def test_who_writes_again_is_a_new_person(store: Path) -> None:
    async with rehearsal(store, Plain().routes()) as bot, bot.working():
        await bot.handle(text("/speak ru"), text("/forget_me"), text("/say a"))
        assert bot.texts()[-1] == "en: a"
        assert await bot.rows("SELECT user_id, language FROM users") == [(7, None)]


async def test_what_a_forgotten_person_sent_in_the_same_moment_is_still_handled(store: Path) -> None:
    async with rehearsal(store, Plain().routes()) as bot, bot.working():
        await bot.handle(text("/forget_me"), press("turn:2"), update("message", {"from": {"id": 7}, "bad": 1}))
        assert await bot.rows("SELECT state FROM updates ORDER BY arrival") == [
            ("handled",),
            ("handled",),
            ("quarantined",),
        ]
