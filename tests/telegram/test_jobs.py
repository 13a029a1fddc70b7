"""Work outside of handlers is done once, its result and messages committed together; what fails is tried again."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from bot.core.notebook import note
from bot.telegram import jobs, people
from bot.telegram.job_runner import JobKind, JobResult, JobRunner, Upload
from bot.telegram.jobs import Job
from bot.telegram.replies import Call
from tests.support.clock import ManualClock
from tests.support.rehearsal import Rehearsal, rehearsal, until
from tests.support.routes import Plain
from tests.support.updates import text

SECRET = "what nobody but the two of us may read"


class Chore:
    """A kind of job; `done` is what it was given, `failures` how often it still fails."""

    def __init__(self, failures: int = 0) -> None:
        self.done: list[Any] = []
        self.failures = failures
        self.gate = asyncio.Event()
        self.gate.set()

    async def work(self, job: Job) -> JobResult:
        self.done.append(job.payload.get("what"))
        await self.gate.wait()
        if self.failures:
            self.failures -= 1
            raise LookupError(SECRET)
        call = Call("sendMessage", {"chat_id": 7, "text": f"done: {job.payload.get('what')}"}, 7)
        return JobResult(calls=((call, None),), notes={"last chore": str(job.payload.get("what"))})


@asynccontextmanager
async def working(bot: Rehearsal, kinds: dict[str, JobKind]) -> AsyncIterator[None]:
    runner = JobRunner(bot.database, bot.sender, kinds, bot.clock, bot.storage, bot.jobs_added)
    async with bot.working(), asyncio.TaskGroup() as tasks:
        task = tasks.create_task(runner.run())
        try:
            yield
        finally:
            task.cancel()


async def add(bot: Rehearsal, what: str, kind: str = "chore", user_id: int | None = 7) -> None:
    await bot.database.run("add job", jobs.add_job, kind, {"what": what}, user_id, bot.clock.now())
    bot.jobs_added.set()


async def attempted(bot: Rehearsal, times: int) -> None:
    await until(lambda: bot.database.committed.count("job failed") == times)


async def test_a_job_that_a_handler_asked_for_is_done_and_answered(store: Path) -> None:
    chore = Chore()
    async with rehearsal(store, Plain().routes()) as bot, working(bot, {"chore": JobKind(chore.work)}):
        await bot.handle(text("/work calendar"))
        await until(lambda: bot.texts() == ["soon", "done: calendar"])
        assert await bot.rows("SELECT * FROM jobs") == []


async def test_result_notes_and_end_are_one_commit(store: Path) -> None:
    chore = Chore()
    async with rehearsal(store) as bot, working(bot, {"chore": JobKind(chore.work)}):
        await add(bot, "a")
        await until(lambda: bot.texts() == ["done: a"])
        assert bot.database.committed.count("job done") == 1
        assert await bot.database.run("look", note, "last chore") == "a"
        assert await bot.rows("SELECT * FROM jobs") == []


async def test_what_a_job_writes_and_says_about_it_is_committed_with_its_end_or_not_at_all(store: Path) -> None:
    attempts = 0

    def keep(connection: sqlite3.Connection) -> list[tuple[Call, Upload | None]]:
        nonlocal attempts
        attempts += 1
        connection.execute("INSERT INTO users (user_id, first_seen_at) VALUES (8, 0)")
        if attempts == 1:
            raise LookupError(SECRET)
        return [(Call("sendMessage", {"chat_id": 7, "text": "kept"}, 7), None)]

    async def work(_job: Job) -> JobResult:
        return JobResult(also=keep)

    clock = ManualClock()
    async with rehearsal(store, clock=clock) as bot, working(bot, {"chore": JobKind(work)}):
        await add(bot, "a", user_id=None)
        await attempted(bot, 1)
        assert await bot.rows("SELECT * FROM users WHERE user_id = 8") == []
        clock.advance(2)
        bot.jobs_added.set()
        await until(lambda: bot.texts() == ["kept"])
        assert len(await bot.rows("SELECT * FROM users WHERE user_id = 8")) == 1
        assert await bot.rows("SELECT * FROM jobs") == []


async def test_jobs_are_done_once_and_in_order(store: Path) -> None:
    chore = Chore()
    async with rehearsal(store) as bot, working(bot, {"chore": JobKind(chore.work)}):
        for number in range(5):
            await add(bot, str(number))
        await until(lambda: len(bot.texts()) == 5)
        assert chore.done == ["0", "1", "2", "3", "4"]


async def test_a_slow_job_holds_up_no_other_and_slow_ones_come_one_by_one(store: Path) -> None:
    slow, chore = Chore(), Chore()
    slow.gate.clear()
    kinds = {"slow": JobKind(slow.work, slow=True), "chore": JobKind(chore.work)}
    async with rehearsal(store) as bot, working(bot, kinds):
        for what, kind in (("a", "slow"), ("b", "slow"), ("c", "chore"), ("d", "chore")):
            await add(bot, what, kind)
        await until(lambda: bot.texts() == ["done: c", "done: d"])
        assert slow.done == ["a"]
        slow.gate.set()
        await until(lambda: bot.texts() == ["done: c", "done: d", "done: a", "done: b"])


async def test_a_job_that_fails_is_tried_again_later_and_holds_up_no_other(store: Path, log: list[Any]) -> None:
    clock = ManualClock()
    chore, shaky = Chore(), Chore(failures=1)
    kinds = {"chore": JobKind(chore.work), "shaky": JobKind(shaky.work)}
    async with rehearsal(store, clock=clock) as bot, working(bot, kinds):
        await add(bot, "a", "shaky")
        await add(bot, "b")
        await until(lambda: bot.texts() == ["done: b"])
        assert shaky.done == ["a"]
        clock.advance(2)
        bot.jobs_added.set()
        await until(lambda: bot.texts() == ["done: b", "done: a"])
    [entry] = log
    assert entry["event"] == "a job failed and is tried again"
    assert SECRET not in str(log)


async def test_a_job_is_given_up_after_five_attempts_and_the_reason_kept_without_the_words(
    store: Path, log: list[Any]
) -> None:
    clock = ManualClock()
    chore = Chore(failures=99)
    async with rehearsal(store, clock=clock) as bot, working(bot, {"chore": JobKind(chore.work)}):
        await add(bot, "a")
        for attempt in range(1, 6):
            await attempted(bot, attempt)
            clock.advance(1000)
            bot.jobs_added.set()
        [(state, attempts, reason, payload)] = await bot.rows("SELECT state, attempts, reason, payload FROM jobs")
        assert (state, attempts, payload) == ("failed", 5, "{}")
        assert reason.startswith("LookupError at tests/telegram/test_jobs.py")
        for _ in range(20):
            await asyncio.sleep(0.001)
        assert len(chore.done) == 5
    assert [entry["event"] for entry in log] == ["a job failed and is tried again", "a job is given up"]
    assert SECRET not in str(log)


async def test_a_job_that_may_never_be_given_up_is_not(store: Path) -> None:
    clock = ManualClock()
    chore = Chore(failures=8)
    async with rehearsal(store, clock=clock) as bot, working(bot, {"chore": JobKind(chore.work, forever=True)}):
        await add(bot, "a")
        for attempt in range(1, 9):
            await attempted(bot, attempt)
            clock.advance(1000)
            bot.jobs_added.set()
        await until(lambda: bot.texts() == ["done: a"])


async def test_a_kind_that_nobody_knows_fails_like_any_other(store: Path) -> None:
    async with rehearsal(store) as bot, working(bot, {}):
        await add(bot, "a", "of an older version")
        await until(lambda: "job failed" in bot.database.committed)
        assert await bot.rows("SELECT state, attempts FROM jobs") == [("waiting", 1)]


async def test_a_job_of_a_person_who_was_forgotten_meanwhile_leaves_nothing(store: Path) -> None:
    chore = Chore()
    chore.gate.clear()
    async with rehearsal(store) as bot, working(bot, {"chore": JobKind(chore.work)}):
        await add(bot, "a")
        await until(lambda: chore.done == ["a"])
        await bot.database.run("forget", people.forget, 7, bot.clock.now())
        chore.gate.set()
        await until(lambda: "job done" in bot.database.committed)
        await bot.quiet()
        assert bot.texts() == []
        assert await bot.database.run("look", note, "last chore") is None
        assert await bot.rows("SELECT * FROM jobs") == await bot.rows("SELECT * FROM replies") == []


async def test_a_result_that_is_not_allowed_when_it_is_committed_leaves_nothing(store: Path) -> None:
    """Rights may end while the work is done."""
    gate, begun = asyncio.Event(), asyncio.Event()

    def known(connection: sqlite3.Connection) -> bool:
        return bool(connection.execute("SELECT 1 FROM users WHERE user_id = 7").fetchone())

    async def work(_job: Job) -> JobResult:
        begun.set()
        await gate.wait()
        call = Call("sendDocument", {"chat_id": 7, "caption": "secret"}, 7)
        return JobResult(((call, Upload("a.ics", b"BEGIN:VCALENDAR")),), {"last chore": "secret"}, allowed=known)

    async with rehearsal(store) as bot, working(bot, {"file": JobKind(work)}):
        await bot.change("INSERT INTO users (user_id, first_seen_at) VALUES (7, 0)")
        await add(bot, "a", "file")
        await begun.wait()
        await bot.change("DELETE FROM users")
        gate.set()
        await until(lambda: "job done" in bot.database.committed)
        await bot.quiet()
        assert bot.calls("sendDocument") == []
        assert await bot.database.run("look", note, "last chore") is None
        for table in ("jobs", "files", "replies"):
            assert await bot.rows(f"SELECT * FROM {table}") == []


async def test_a_job_that_dies_with_the_process_is_done_again(store: Path) -> None:
    chore = Chore()
    chore.gate.clear()
    async with rehearsal(store) as bot, working(bot, {"chore": JobKind(chore.work)}):
        await add(bot, "a")
        await until(lambda: chore.done == ["a"])
    chore.gate.set()
    async with rehearsal(store) as bot, working(bot, {"chore": JobKind(chore.work)}):
        await until(lambda: bot.texts() == ["done: a"])
    assert chore.done == ["a", "a"]


async def test_a_result_that_cannot_be_stored_is_the_jobs_own_failure(store: Path) -> None:
    """It must not end the process, to begin again at the next start."""

    async def impossible(_job: Job) -> JobResult:
        return JobResult(calls=((Call("sendMessage", {"text": float("nan")}, 7), None),))

    async def strange(_job: Job) -> JobResult:
        return JobResult(calls=((Call("sendMessage", {"text": object()}, 7), None),))

    chore = Chore()
    kinds = {"impossible": JobKind(impossible), "strange": JobKind(strange), "chore": JobKind(chore.work)}
    async with rehearsal(store) as bot, working(bot, kinds):
        await add(bot, "a", "impossible")
        await add(bot, "b", "strange")
        await add(bot, "c")
        await until(lambda: bot.texts() == ["done: c"])
        assert await bot.rows("SELECT kind, attempts FROM jobs ORDER BY job_id") == [("impossible", 1), ("strange", 1)]


async def test_a_store_in_trouble_is_not_the_jobs_fault(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.telegram.job_runner._STORAGE_RETRY", 0.01)
    chore = Chore()
    chore.gate.clear()
    async with rehearsal(store) as bot, working(bot, {"chore": JobKind(chore.work)}):
        await add(bot, "a")
        await until(lambda: chore.done == ["a"])
        await bot.database.outside(lambda connection: connection.execute("PRAGMA query_only = ON"))
        chore.gate.set()
        await until(lambda: bot.storage.is_bad)
        await bot.database.outside(lambda connection: connection.execute("PRAGMA query_only = OFF"))
        await until(lambda: bot.texts() == ["done: a"])
        assert "job failed" not in bot.database.committed


async def test_a_file_that_a_job_made_goes_out_with_its_message(store: Path) -> None:
    async def work(_job: Job) -> JobResult:
        call = Call("sendDocument", {"chat_id": 7, "caption": "yours"}, 7)
        return JobResult(calls=((call, Upload("a.ics", b"BEGIN:VCALENDAR")),))

    async with rehearsal(store) as bot, working(bot, {"file": JobKind(work)}):
        await add(bot, "a", "file")
        await until(lambda: bool(bot.calls("sendDocument")))
        await bot.quiet()
        assert bot.simulator.messages(7)[0]["document"]["file_name"] == "a.ics"
        await bot.settlement.write()
        assert await bot.rows("SELECT * FROM files") == []


async def test_given_up_jobs_are_erased_after_the_days_they_are_kept(store: Path) -> None:
    clock = ManualClock()
    async with rehearsal(store, clock=clock) as bot:
        await add(bot, "a")
        await add(bot, "b")
        await bot.change("UPDATE jobs SET state = 'failed' WHERE job_id = 1")
        clock.advance(7 * 86_400 - 1)
        await bot.database.run("expire", jobs.expire_jobs, clock.now(), 7)
        assert len(await bot.rows("SELECT * FROM jobs")) == 2
        clock.advance(1)
        await bot.database.run("expire", jobs.expire_jobs, clock.now(), 7)
        assert await bot.rows("SELECT job_id FROM jobs") == [(2,)]


def test_the_one_job_of_a_kind_takes_the_place_of_an_earlier_one() -> None:
    from tests.support.clock import START  # noqa: PLC0415
    from tests.support.stores import memory_store  # noqa: PLC0415

    connection: sqlite3.Connection = memory_store()
    for _ in range(3):
        jobs.replace_job(connection, "menus", START)
    assert connection.execute("SELECT kind FROM jobs").fetchall() == [("menus",)]
    connection.close()
