"""The job that makes a visit into the workbook that is sent out, changed and sent back."""

import asyncio
import sqlite3
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Final

from bot.content.library import Library
from bot.content.sheets.origins import mark_of
from bot.content.sheets.template import export_workbook
from bot.core.languages import DEFAULT_LANGUAGE, Language, language_of
from bot.core.translation import Translator
from bot.telegram import members
from bot.telegram.job_runner import JobResult, Upload
from bot.telegram.jobs import Job
from bot.telegram.naming import title_of
from bot.telegram.replies import Call
from bot.telegram.roles import Role

WORKBOOK_JOB: Final = "publish_workbook"


@dataclass(frozen=True, slots=True)
class Workbooks:
    """Makes the workbook of what holds when the job is done, for somebody who may still edit it then."""

    library: Library
    translators: Mapping[Language, Translator]
    owner_ids: Collection[int]

    async def work(self, job: Job) -> JobResult:
        """Make the file on a thread, so that the bot answers meanwhile."""
        edition = self.library.edition(job.payload["visit"])
        if edition is None:
            return JobResult()
        tr = self.translators[language_of(job.payload["language"]) or DEFAULT_LANGUAGE]
        content = await asyncio.to_thread(export_workbook, edition.visit, tr, edition.number)
        lines = [title_of(edition, tr), tr("Edition {number}", number=edition.number)]
        if edition.visit.sample:
            lines.insert(0, tr("Sample: an invented visit"))
        chat_id: int = job.payload["chat_id"]
        call = Call("sendDocument", {"chat_id": chat_id, "caption": "\n".join(lines)}, chat_id)
        file = Upload(f"{mark_of(edition.visit_id, edition.number)}.xlsx", content)
        return JobResult(((call, file),), allowed=partial(self._may_edit, job))

    def _may_edit(self, job: Job, connection: sqlite3.Connection) -> bool:
        if job.user_id in self.owner_ids:
            return True
        return members.role_in(connection, job.payload["visit"], job.user_id) >= Role.EDITOR
