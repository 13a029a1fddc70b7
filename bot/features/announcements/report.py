"""The job that makes the report on an announcement as an Excel file and has it sent: what became of each copy."""

import asyncio
import sqlite3
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from zoneinfo import ZoneInfo

from bot.content.library import Edition, Library
from bot.core.database import Database
from bot.core.languages import DEFAULT_LANGUAGE, OWN_NAMES, Language, language_of
from bot.core.moments import from_milliseconds
from bot.core.translation import Translator, msg
from bot.features.announcements import drafts, store
from bot.features.announcements.control_presses import ExportAnnouncement
from bot.features.announcements.finding import find
from bot.features.announcements.progress import CORRECTION, RECALL
from bot.features.announcements.sending import ITSELF
from bot.features.announcements.store import Announcement
from bot.features.announcements.views.control import excerpt
from bot.features.announcements.views.lists import reason
from bot.telegram import members
from bot.telegram.job_runner import JobResult, Upload
from bot.telegram.jobs import Job
from bot.telegram.naming import title_of
from bot.telegram.outbox.deliveries import State
from bot.telegram.replies import Call
from bot.telegram.requests import Request
from bot.telegram.roles import Role
from bot.telegram.screens import Answers, Screen, Task, Toast
from bot.telegram.workbooks import table_file

REPORT_JOB: Final = "announcement_report"
# So many rows are read at once: others use the store, too.
_AT_ONCE: Final = 5_000
_WIDTHS: Final = (32, 20, 14, 14, 44, 18, 18, 16, 16)
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")
STATES: Final[Mapping[State, str]] = {
    "waiting": msg("queued"),
    "queued": msg("queued"),
    "sending": msg("on its way"),
    "sent": msg("sent"),
    "rejected": msg("rejected"),
    "uncertain": msg("uncertain"),
    "expired": msg("expired"),
    "cancelled": msg("cancelled"),
}
_ROWS: Final = """
    SELECT own.delivery_id, members.name, own.recipient, languages.language, own.state, own.reason, own.changed_at,
           confirmations.confirmed_at, correction.state, recall.state
    FROM deliveries AS own
    JOIN dispatches ON dispatches.dispatch_id = own.dispatch_id
    LEFT JOIN announcement_payloads AS languages ON languages.payload_id = own.payload_id
    LEFT JOIN members ON members.visit_id = :visit AND members.user_id = own.recipient
    LEFT JOIN confirmations ON confirmations.announcement_id = :announcement
        AND confirmations.user_id = own.recipient
    LEFT JOIN deliveries AS correction ON correction.follows = own.delivery_id AND correction.dispatch_id =
        (SELECT dispatch_id FROM dispatches WHERE purpose = :correction AND reference = :reference
         ORDER BY revision DESC LIMIT 1)
    LEFT JOIN deliveries AS recall ON recall.follows = own.delivery_id AND recall.dispatch_id =
        (SELECT dispatch_id FROM dispatches WHERE purpose = :recall AND reference = :reference AND revision = 1)
    WHERE dispatches.purpose = :purpose AND dispatches.reference = :reference AND own.delivery_id > :after
    ORDER BY own.delivery_id LIMIT :limit
"""


@dataclass(frozen=True, slots=True)
class Line:
    """A recipient with what became of their copy. `name` and `number` are those of members only; others have none."""

    name: str | None
    number: int | None
    known: bool
    language: Language | None
    state: State
    reason: str | None
    at: int
    confirmed_at: int | None
    correction: State | None
    recall: State | None


async def export(request: Request, data: ExportAnnouncement) -> Answers:
    """Have the report made and sent."""
    found = await find(request, data.visit, data.announcement)
    if isinstance(found, Screen):
        return found
    await request.unit.write(drafts.note, found.announcement, request.person.user_id, "report exported", request.now)
    payload = {**found.announcement.address, "language": request.tr.language}
    return Toast(request.tr("The report is on its way.")), Task(REPORT_JOB, payload)


class AnnouncementReport:
    """Makes the report as things are when the job is done, for somebody who may still see it then."""

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
        if edition is None or job.user_id is None or not await self._may_see(job.user_id, edition.visit_id):
            return JobResult()
        announcement = await self._database.run("report on", store.read, job.payload["announcement"], edition.visit_id)
        if announcement is None:
            return JobResult()
        tr = self._translators[language_of(job.payload["language"]) or DEFAULT_LANGUAGE]
        lines: list[Line] = []
        after = 0
        while True:
            read, after = await self._database.run("report", lines_after, announcement, after)
            lines += read
            if len(read) < _AT_ONCE:
                break
        content = await asyncio.to_thread(report_file, edition, announcement, lines, tr)
        caption = "\n".join(
            [
                title_of(edition, tr),
                tr(
                    "Announcement {number}: {beginning}",
                    number=announcement.announcement_id,
                    beginning=excerpt(announcement, tr),
                ),
                tr.plural("{count} recipient", "{count} recipients", len(lines)),
            ]
        )
        if edition.visit.sample:
            caption = tr("Sample: an invented visit") + "\n\n" + caption
        chat_id: int = job.payload["chat_id"]
        call = Call("sendDocument", {"chat_id": chat_id, "caption": caption}, chat_id)
        return JobResult(((call, Upload(f"announcement-{announcement.announcement_id}.xlsx", content)),))

    async def _may_see(self, user_id: int, visit_id: str) -> bool:
        if user_id in self._owner_ids:
            return True
        member = await self._database.run("who exports", members.member, visit_id, user_id)
        return member is not None and member.role >= Role.ADMIN


def lines_after(connection: sqlite3.Connection, announcement: Announcement, after: int) -> tuple[list[Line], int]:
    """Return what became of the next copies behind a delivery, and the last delivery that it tells of."""
    rows: list[Any] = connection.execute(
        _ROWS,
        {
            "visit": announcement.visit_id,
            "announcement": announcement.announcement_id,
            "reference": announcement.reference,
            "purpose": ITSELF,
            "correction": CORRECTION,
            "recall": RECALL,
            "after": after,
            "limit": _AT_ONCE,
        },
    ).fetchall()
    lines = [Line(name, number if name else None, number is not None, *rest) for _, name, number, *rest in rows]
    return lines, rows[-1][0] if rows else after


def report_file(edition: Edition, announcement: Announcement, lines: Sequence[Line], tr: Translator) -> bytes:
    """Return the report as an Excel workbook, one row a recipient; times are those of the visit's zone."""
    zone = ZoneInfo(edition.visit.zone)
    title = tr("Announcement {number}", number=announcement.announcement_id)
    columns = tuple(zip(_heading(zone, tr), _WIDTHS, strict=True))
    return table_file(title, columns, (_row(line, zone, tr) for line in lines))


def _heading(zone: ZoneInfo, tr: Translator) -> tuple[str, ...]:
    city = tr.city(zone.key)
    return (
        tr("Name"),
        tr("Number in Telegram"),
        tr("Language"),
        tr("State"),
        tr("Reason"),
        tr("Since ({city})", city=city),
        tr("Confirmed ({city})", city=city),
        tr("Correction"),
        tr("Recall"),
    )


def _row(line: Line, zone: ZoneInfo, tr: Translator) -> tuple[str, ...]:
    def when(moment: int | None) -> str:
        return "" if moment is None else f"{from_milliseconds(moment).astimezone(zone):%Y-%m-%d %H:%M:%S}"

    return (
        line.name or (tr("a guest") if line.known else tr("somebody who erased their data")),
        "" if line.number is None else str(line.number),
        OWN_NAMES[line.language] if line.language is not None else "",
        tr(STATES[line.state]),
        reason(line.reason, tr),
        when(line.at),
        when(line.confirmed_at),
        tr(STATES[line.correction]) if line.correction is not None else "",
        tr(STATES[line.recall]) if line.recall is not None else "",
    )
