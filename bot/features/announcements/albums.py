"""Albums: their parts come without an end mark, so that they are gathered a while after the last one, by a job."""

import datetime as dt
import sqlite3
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from typing import Final
from zoneinfo import ZoneInfo

from bot.content.library import Edition, Library
from bot.core.database import Database
from bot.core.languages import DEFAULT_LANGUAGE, Language, language_of
from bot.core.moments import Clock
from bot.core.translation import Translator
from bot.features.announcements import drafts, pieces, store
from bot.features.announcements.pieces import Piece
from bot.features.announcements.seeing import load
from bot.features.announcements.store import Announcement
from bot.features.announcements.views import beginning as view
from bot.features.announcements.views.draft import draft_screen
from bot.features.announcements.views.preview import preview
from bot.telegram import jobs, people
from bot.telegram.calls import Occasion, calls_for
from bot.telegram.job_runner import JobResult
from bot.telegram.jobs import Job
from bot.telegram.people import User
from bot.telegram.roles import Role
from bot.telegram.screens import Answers

ALBUM_JOB: Final = "announcement_album"
# So long after its last part an album counts as whole.
GATHERED_AFTER: Final = dt.timedelta(seconds=2)


def gather_later(connection: sqlite3.Connection, source: str, user_id: int, now: dt.datetime) -> None:
    """Have an album gathered once no further part has come for a while."""
    jobs.put_off(connection, ALBUM_JOB, {"source": source}, user_id, now, GATHERED_AFTER)


@dataclass(frozen=True, slots=True)
class Albums:
    """Gathers albums: makes a draft of one that came with the command, completes one that is there, offers others."""

    database: Database
    library: Library
    translators: Mapping[Language, Translator]
    owner_ids: Collection[int]
    clock: Clock

    async def work(self, job: Job) -> JobResult:
        """Do it. What is made is found again when the job is repeated after a crash."""
        return await self.database.run("gather album", self._gather, job)

    def _gather(self, connection: sqlite3.Connection, job: Job) -> JobResult:
        user = people.users_by_id(connection, [job.user_id or 0]).get(job.user_id or 0)
        piece = pieces.piece(connection, job.user_id or 0, job.payload["source"])
        if user is None or piece is None:
            return JobResult()
        visits = self._administered(user)
        if not visits:
            return JobResult()
        language = user.language or language_of(user.telegram_language) or DEFAULT_LANGUAGE
        tr = self.translators[language]
        answers = self._answer(connection, piece, visits, user, tr)
        calls, _ = calls_for(answers, Occasion(piece.chat_id), tr, user.user_id)
        return JobResult(tuple((call, None) for call in calls), allowed=lambda again: self._may(again, user.user_id))

    def _may(self, connection: sqlite3.Connection, user_id: int) -> bool:
        user = people.users_by_id(connection, [user_id]).get(user_id)
        return user is not None and bool(self._administered(user))

    def _answer(
        self, connection: sqlite3.Connection, piece: Piece, visits: list[Edition], user: User, tr: Translator
    ) -> Answers:
        now = self.clock.now().astimezone(dt.UTC)
        made = store.of_source(connection, piece.chat_id, piece.messages)
        if made is not None:
            edition = next((one for one in visits if one.visit_id == made.visit_id), None)
            if edition is None:
                return ()
            made = _completed(connection, made, piece, user.user_id, now)
        elif not piece.asked:
            return view.offer_screen(piece, visits, tr)
        elif len(visits) > 1:
            return view.which_visit_screen(piece, visits, tr)
        else:
            [edition] = visits
            made = drafts.of_piece(connection, edition.visit_id, piece, tr.language, user.user_id, now)
        zone = ZoneInfo(user.zone or edition.visit.home_zone)
        panel = draft_screen(load(connection, made, edition, self.translators, zone, now), tr)
        return (*preview(made, edition, tr), replace(panel, fresh=True))

    def _administered(self, user: User) -> list[Edition]:
        owner = user.user_id in self.owner_ids
        return [
            edition
            for edition in self.library.visits()
            if owner or user.roles.get(edition.visit_id, Role.GUEST) >= Role.ADMIN
        ]


def _completed(
    connection: sqlite3.Connection, made: Announcement, piece: Piece, actor_id: int, now: dt.datetime
) -> Announcement:
    """Bring a draft in line with all parts of its album that have arrived."""
    if made.media == piece.media:
        return made
    return drafts.change(connection, made, actor_id, now, media=piece.media) or made
