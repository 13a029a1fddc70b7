"""The job runner: does the work outside of any transaction and commits its result, messages and end together."""

import asyncio
import sqlite3
from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Final

import structlog

from bot.core.conditions import Condition
from bot.core.database import Database
from bot.core.moments import Clock
from bot.core.notebook import write_note
from bot.telegram import jobs, replies
from bot.telegram.failures import is_storage_trouble, whereabouts
from bot.telegram.jobs import Job
from bot.telegram.replies import Call, Reply
from bot.telegram.sender import Sender
from bot.telegram.wire import brief

_LOOK_EVERY: Final = 1.0
_STORAGE_RETRY: Final = 5.0


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that a call takes along."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class JobResult:
    """What a job leaves: calls to make, each with the file it uploads if any, and notes to keep.

    `allowed` is asked in the transaction that would commit it: rights may have changed while the work was done, or
    while it waited. What is not allowed any more leaves nothing. `also` writes in that transaction and returns further
    calls, about what it wrote.
    """

    calls: tuple[tuple[Call, Upload | None], ...] = ()
    notes: Mapping[str, str] = field(default_factory=dict)
    allowed: Callable[[sqlite3.Connection], bool] = lambda _connection: True
    also: Callable[[sqlite3.Connection], Iterable[tuple[Call, Upload | None]]] = lambda _connection: ()


@dataclass(frozen=True, slots=True)
class JobKind:
    """How jobs of a kind are done. `forever`: a failure is tried again without end (the network may be down).

    A `slow` one may take many seconds: the others do not wait for it.
    """

    work: Callable[[Job], Awaitable[JobResult]]
    forever: bool = False
    slow: bool = False


class JobRunner:
    """Does jobs one after another, slow ones beside the others, until cancelled.

    One that dies with the process is simply done again.
    """

    def __init__(
        self,
        database: Database,
        sender: Sender,
        kinds: Mapping[str, JobKind],
        clock: Clock,
        storage: Condition,
        jobs_added: asyncio.Event,
    ) -> None:
        self._database = database
        self._sender = sender
        self._kinds = kinds
        self._slow = [name for name, kind in kinds.items() if kind.slow]
        self._clock = clock
        self._storage = storage
        self._jobs_added = jobs_added
        self._log: structlog.stdlib.BoundLogger = structlog.get_logger("bot.jobs")

    async def run(self) -> None:
        """Do what is due, and look again when a job is added or a moment has passed."""
        if not self._slow:
            await self._work(other=True)
            return
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self._work(other=False))
            tasks.create_task(self._work(other=True))

    async def _work(self, *, other: bool) -> None:
        """Do the slow jobs, or the `other` ones."""
        while True:
            self._jobs_added.clear()
            try:
                while job := await self._database.run(
                    "next job", jobs.next_job, self._clock.now(), self._slow, other=other
                ):
                    await self._do(job)
            except sqlite3.Error as error:
                if not is_storage_trouble(error):
                    raise
                self._storage.bad(str(error))
                await asyncio.sleep(_STORAGE_RETRY)
                continue
            try:
                async with asyncio.timeout(_LOOK_EVERY):
                    await self._jobs_added.wait()
            except TimeoutError:
                continue

    async def _do(self, job: Job) -> None:
        kind = self._kinds.get(job.kind)
        try:
            if kind is None:
                raise LookupError(job.kind)  # noqa: TRY301 - a kind that an older version knew fails like any other
            result = await kind.work(job)
            owed = await self._database.run("job done", self._conclude, job, result)
        except Exception as error:
            # The store's own trouble is not the job's fault; whatever else a job dies of, the next one is done.
            if is_storage_trouble(error):
                raise
            await self._postpone(job, error, forever=kind is not None and kind.forever)
        else:
            self._sender.submit(owed)

    async def _postpone(self, job: Job, error: Exception, *, forever: bool) -> None:
        reason = brief(error) if forever else whereabouts(error)
        given_up = await self._database.run(
            "job failed", jobs.postpone_job, job, reason, self._clock.now(), forever=forever
        )
        if given_up:
            self._log.error("a job is given up", kind=job.kind, job=job.job_id, reason=reason)
        elif job.attempts == 0:
            self._log.warning("a job failed and is tried again", kind=job.kind, job=job.job_id, reason=reason)

    def _conclude(self, connection: sqlite3.Connection, job: Job, result: JobResult) -> list[Reply]:
        if not jobs.is_waiting(connection, job.job_id):
            return []
        jobs.finish_job(connection, job.job_id)
        if not result.allowed(connection):
            return []
        calls = [
            call if upload is None else replace(call, file_id=replies.add_file(connection, upload.name, upload.content))
            for call, upload in (*result.calls, *result.also(connection))
        ]
        for name, value in result.notes.items():
            write_note(connection, name, value)
        return replies.add_replies(connection, calls, self._clock.now())
