"""The job that makes the calendar file and has it sent."""

import asyncio
import sqlite3
from collections.abc import Collection, Mapping
from functools import partial
from typing import Final

from bot.content.library import Edition, Library
from bot.core.languages import DEFAULT_LANGUAGE, Language, language_of
from bot.core.translation import Translator
from bot.features.programme.calendar import calendar_file, calendar_name
from bot.telegram import members
from bot.telegram.job_runner import JobResult, Upload
from bot.telegram.jobs import Job
from bot.telegram.replies import Call
from bot.telegram.roles import Role
from bot.telegram.screens import Task

CALENDAR_JOB: Final = "calendar"


def calendar_task(edition: Edition, tr: Translator) -> Task:
    """Return the work of making the file in the reader's language."""
    return Task(CALENDAR_JOB, {"visit": edition.visit_id, "language": tr.language})


class CalendarJob:
    """Makes the calendar of the visit in the payload as it is when the job is done, for those who may see it then."""

    def __init__(
        self, library: Library, translators: Mapping[Language, Translator], owner_ids: Collection[int] = ()
    ) -> None:
        self._library = library
        self._translators = translators
        self._owner_ids = owner_ids

    async def work(self, job: Job) -> JobResult:
        """Make the file on a thread, so that the bot answers meanwhile. A visit that is gone needs no file."""
        edition = self._library.edition(job.payload["visit"])
        if edition is None:
            return JobResult()
        tr = self._translators[language_of(job.payload["language"]) or DEFAULT_LANGUAGE]
        content = await asyncio.to_thread(calendar_file, edition, tr)
        caption = tr("The programme as a calendar file. Open it to add the events to your calendar.")
        if edition.visit.sample:
            caption = tr("Sample: an invented visit") + "\n\n" + caption
        chat_id: int = job.payload["chat_id"]
        call = Call("sendDocument", {"chat_id": chat_id, "caption": caption}, chat_id)
        file = Upload(calendar_name(edition), content)
        return JobResult(((call, file),), allowed=partial(self._may_see, job))

    def _may_see(self, job: Job, connection: sqlite3.Connection) -> bool:
        edition = self._library.edition(job.payload["visit"])
        if edition is None or edition.visit.audience == "public":
            return edition is not None
        # What is for members only is never shown in a group, whoever asks.
        private = job.payload["chat_id"] == job.user_id
        role = members.role_in(connection, edition.visit_id, job.user_id)
        return private and (job.user_id in self._owner_ids or role >= Role.MEMBER)
