"""The job that makes the calendar file and has it sent."""

import asyncio
from collections.abc import Mapping
from typing import Final

from bot.content.library import Library
from bot.core.languages import DEFAULT_LANGUAGE, Language, language_of
from bot.core.translation import Translator
from bot.features.programme.calendar import calendar_file, calendar_name
from bot.telegram.job_runner import JobResult, Upload
from bot.telegram.jobs import Job
from bot.telegram.replies import Call

CALENDAR_JOB: Final = "calendar"


class CalendarJob:
    """Makes the calendar of the visit in the payload, as it is when the job is done."""

    def __init__(self, library: Library, translators: Mapping[Language, Translator]) -> None:
        self._library = library
        self._translators = translators

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
        return JobResult(((call, Upload(calendar_name(edition), content)),))
