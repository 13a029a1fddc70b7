"""The job that makes the list of members as an Excel file and has it sent."""

import asyncio
import sqlite3
from collections.abc import Collection, Mapping, Sequence
from functools import partial
from typing import Final
from zoneinfo import ZoneInfo

from bot.content.library import Edition, Library
from bot.core.database import Database
from bot.core.languages import DEFAULT_LANGUAGE, Language, language_of
from bot.core.translation import Translator
from bot.telegram import members
from bot.telegram.job_runner import JobResult, Upload
from bot.telegram.jobs import Job
from bot.telegram.members import Member
from bot.telegram.naming import group_names, role_name, title_of
from bot.telegram.replies import Call
from bot.telegram.roles import Role
from bot.telegram.screens import Task
from bot.telegram.workbooks import table_file

EXPORT_JOB: Final = "members_export"
_WIDTHS: Final = (32, 14, 40, 20, 16)


def export_task(edition: Edition, tr: Translator) -> Task:
    """Return the work of making the list in the reader's language."""
    return Task(EXPORT_JOB, {"visit": edition.visit_id, "language": tr.language})


class MembersExport:
    """Makes the list as it is when the job is done, for somebody who may still see it then."""

    def __init__(
        self,
        database: Database,
        library: Library,
        translators: Mapping[Language, Translator],
        owner_ids: Collection[int],
    ) -> None:
        self._database = database
        self._library = library
        self._translators = translators
        self._owner_ids = owner_ids

    async def work(self, job: Job) -> JobResult:
        """Make the file on a thread, so that the bot answers meanwhile."""
        edition = self._library.edition(job.payload["visit"])
        if edition is None:
            return JobResult()
        tr = self._translators[language_of(job.payload["language"]) or DEFAULT_LANGUAGE]
        everyone = await self._database.run("members to export", members.everyone, edition.visit_id)
        content = await asyncio.to_thread(members_file, edition, everyone, tr)
        caption = title_of(edition, tr) + "\n" + tr.plural("{count} member", "{count} members", len(everyone))
        if edition.visit.sample:
            caption = tr("Sample: an invented visit") + "\n\n" + caption
        chat_id: int = job.payload["chat_id"]
        call = Call("sendDocument", {"chat_id": chat_id, "caption": caption}, chat_id)
        file = Upload(f"{edition.visit_id}-members.xlsx", content)
        return JobResult(((call, file),), allowed=partial(self._may_see, job))

    def _may_see(self, job: Job, connection: sqlite3.Connection) -> bool:
        if job.user_id in self._owner_ids:
            return True
        return members.role_in(connection, job.payload["visit"], job.user_id) >= Role.ADMIN


def members_file(edition: Edition, everyone: Sequence[Member], tr: Translator) -> bytes:
    """Return the members as an Excel workbook, one row each; times are those of the visit's zone."""
    zone = ZoneInfo(edition.visit.zone)
    joined = tr("Joined ({city})", city=tr.city(zone.key))
    headings = (tr("Name"), tr("Role"), tr("Groups"), joined, tr("Number in Telegram"))
    rows = (
        (
            member.name,
            role_name(member.role, tr),
            group_names(edition, member.groups, tr),
            f"{member.joined_at.astimezone(zone):%Y-%m-%d %H:%M}",
            str(member.user_id),
        )
        for member in everyone
    )
    return table_file(tr("Members"), tuple(zip(headings, _WIDTHS, strict=True)), rows)
