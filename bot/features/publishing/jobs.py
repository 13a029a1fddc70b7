"""The jobs of publishing: making the workbook that is sent out, and reading the file that comes back."""

import datetime as dt
import sqlite3
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import structlog
from aiogram.exceptions import TelegramBadRequest

from bot.content import editions
from bot.content.confirming import without_outworn
from bot.content.library import Edition, Library
from bot.content.sheets.confined import ReaderFailedError
from bot.content.sheets.confined_uploads import Sent, marked_confined
from bot.content.sheets.errors import UploadErrors
from bot.content.sheets.grid import FileRefused
from bot.content.sheets.limits import LARGEST_FILE
from bot.content.sheets.origins import number_in
from bot.content.sheets.uploads import is_yaml
from bot.content.uploading import Basis, names_no_visit, read_file
from bot.core.database import Database
from bot.core.languages import DEFAULT_LANGUAGE, Language, language_of
from bot.core.moments import Clock
from bot.core.translation import Translator
from bot.features.publishing import store
from bot.features.publishing.seeing import preview_of
from bot.features.publishing.views import beginning, results
from bot.features.publishing.views.preview import preview_screen
from bot.telegram import members
from bot.telegram.calls import message
from bot.telegram.downloads import Downloads, FileGone, FileTooLarge
from bot.telegram.failures import is_storage_trouble, whereabouts
from bot.telegram.job_runner import JobResult, Upload
from bot.telegram.jobs import Job
from bot.telegram.replies import Call
from bot.telegram.roles import Role
from bot.telegram.screens import Screen

UPLOAD_JOB: Final = "publish_upload"
# Telegram may be away for a moment; whoever waits for an answer is told soon that there is none.
_TRIES: Final = 3
_TOO_BIG: Final = "file is too big"


@dataclass(frozen=True, slots=True)
class Uploads:
    """Reads files that editors sent: what comes of one is a proposal with its preview, or what is wrong with it."""

    database: Database
    library: Library
    downloads: Downloads
    translators: Mapping[Language, Translator]
    owner_ids: Collection[int]
    clock: Clock

    async def work(self, job: Job) -> JobResult:
        """Fetch the file and read it. It is done again when the bot dies meanwhile: nothing is kept before the end."""
        return await _Reading(self, job).result()


@dataclass(frozen=True, slots=True)
class _Reading:
    """One file on its way to a proposal."""

    uploads: Uploads
    job: Job

    async def result(self) -> JobResult:
        basis = await self.uploads.database.run("what a file is read against", self._basis)
        if not basis.held and not self._owner:
            return JobResult()
        content = await self._fetched()
        if isinstance(content, Screen):
            return self._says(content)
        try:
            sent = await read_file(content, self._name, basis)
        except UploadErrors as refused:
            return await self._refused(refused, content, basis)
        except Exception as error:  # noqa: BLE001 - whatever it is, whoever sent the file is to hear of it
            return self._says(self._failed(error, results.not_read_screen(self._name, self._tr)))
        visit = sent.visit
        if visit.id not in basis.held and (not self._owner or self.uploads.library.edition(visit.id) is not None):
            return self._says(results.not_edited_screen(self._name, visit.id, self._tr))
        return JobResult(allowed=lambda connection: self._may(connection, visit.id), also=self._propose(sent))

    async def _fetched(self) -> bytes | Screen:
        """Return the file, or what to say where it cannot be had."""
        try:
            return await self.uploads.downloads.download(self.job.payload["file"], LARGEST_FILE)
        except FileTooLarge:
            return results.too_large_screen(self._tr)
        except TelegramBadRequest as error:
            # Telegram gives bots 20 MB; the update need not have told the size.
            return results.too_large_screen(self._tr) if _TOO_BIG in error.message else self._not_fetched()
        except FileGone:
            return self._not_fetched()
        except Exception as error:  # noqa: BLE001 - the network fails in many ways
            return self._failed(error, self._not_fetched())

    def _not_fetched(self) -> Screen:
        return results.not_fetched_screen(self._name, self._tr)

    async def _refused(self, refused: UploadErrors, content: bytes, basis: Basis) -> JobResult:
        """Say what is wrong with the file, in words and as the same file with all of it marked."""
        if basis.held and basis.chosen is None and names_no_visit(refused):
            return JobResult(also=self._ask(basis))
        if isinstance(refused.__cause__, ReaderFailedError):
            self._log.error("a file could not be read", reason=str(refused.__cause__))
        marked = await self._marked(refused, content)
        said = refused.said(self._tr)
        known = basis.chosen if basis.chosen in basis.held else None
        screen = results.errors_screen(self._name, said, marked is not None, known, self._tr)
        calls: list[tuple[Call, Upload | None]] = [(self._message(screen), None)]
        if marked is not None:
            calls.append((Call("sendDocument", {"chat_id": self._chat}, self._chat), marked))
        return JobResult(tuple(calls))

    async def _marked(self, refused: UploadErrors, content: bytes) -> Upload | None:
        """Return the file with its wrong cells marked; of YAML a list, where the message has no room for all."""
        stem = self._name.rpartition(".")[0] or self._name
        if is_yaml(self._name):
            lines = refused.said(self._tr)
            listed = "\n".join(lines).encode()
            return Upload(f"{stem}.txt", listed) if results.has_no_room(lines) else None
        if not any(error.row or error.sheet for error in refused.errors):
            # The file as a whole is refused, or what is wrong stands in no cell.
            return None
        try:
            marked = await marked_confined(content, self._name, refused.errors, self._tr.language)
        except FileRefused:
            return None
        return Upload(f"{stem}.xlsx", marked)

    def _propose(self, sent: Sent) -> Callable[[sqlite3.Connection], Iterable[tuple[Call, Upload | None]]]:
        visit = sent.visit

        def keep(connection: sqlite3.Connection) -> Iterable[tuple[Call, Upload | None]]:
            held = editions.current_edition(connection, visit.id)
            if held is not None and without_outworn(held.visit, visit) == held.visit:
                return [(self._message(results.nothing_changes_screen(self._name, held, self._tr)), None)]
            base = 0 if held is None else _made_from(connection, sent.mark or self._name, held)
            number = store.propose(connection, self._user, self._name, base, visit, self._now)
            proposal = store.of_person(connection, number, self._user)
            if proposal is None:
                raise AssertionError("kept just now")
            preview = preview_of(connection, proposal, self._now)
            return [(self._message(preview_screen(preview, self._tr)), None)]

        return keep

    def _ask(self, basis: Basis) -> Callable[[sqlite3.Connection], Iterable[tuple[Call, Upload | None]]]:
        visits = [edition for edition in self.uploads.library.visits() if edition.visit_id in basis.held]

        def keep(connection: sqlite3.Connection) -> Iterable[tuple[Call, Upload | None]]:
            number = store.ask(connection, self._user, self._name, self.job.payload["file"], self._now)
            return [(self._message(beginning.whose_file_screen(self._name, number, visits, self._tr)), None)]

        return keep

    def _basis(self, connection: sqlite3.Connection) -> Basis:
        held = self._edited(connection)
        days = {one.visit_id: editions.first_published_on(connection, one.visit_id) for one in held}
        return Basis(
            {one.visit_id: one.visit for one in held},
            self.job.payload["visit"],
            self._now,
            {visit_id: day for visit_id, day in days.items() if day is not None},
        )

    def _edited(self, connection: sqlite3.Connection) -> Sequence[Edition]:
        return [one for one in self.uploads.library.visits() if self._may(connection, one.visit_id)]

    def _may(self, connection: sqlite3.Connection, visit_id: str) -> bool:
        return self._owner or members.role_in(connection, visit_id, self._user) >= Role.EDITOR

    def _failed(self, error: Exception, screen: Screen) -> Screen:
        """Try again soon what went wrong beside the file; in the end say so."""
        if is_storage_trouble(error) or self.job.attempts + 1 < _TRIES:
            raise error
        self._log.error("a file is given up", reason=whereabouts(error))
        return screen

    def _says(self, screen: Screen) -> JobResult:
        return JobResult(((self._message(screen), None),))

    def _message(self, screen: Screen) -> Call:
        return message(screen, self._chat, self._tr)

    @property
    def _name(self) -> str:
        return str(self.job.payload["name"])

    @property
    def _chat(self) -> int:
        return int(self.job.payload["chat_id"])

    @property
    def _user(self) -> int:
        return self.job.user_id or 0

    @property
    def _owner(self) -> bool:
        return self._user in self.uploads.owner_ids

    @property
    def _tr(self) -> Translator:
        return self.uploads.translators[language_of(self.job.payload["language"]) or DEFAULT_LANGUAGE]

    @property
    def _now(self) -> dt.datetime:
        return self.uploads.clock.now().astimezone(dt.UTC)

    @property
    def _log(self) -> structlog.stdlib.BoundLogger:
        log: structlog.stdlib.BoundLogger = structlog.get_logger("bot.publishing")
        return log


def _made_from(connection: sqlite3.Connection, mark: str, held: Edition) -> int:
    """Return the number of the edition that a file was made from, as its mark or its name tells, else of what holds."""
    number = number_in(mark, held.visit_id)
    edition = None if number is None else editions.numbered(connection, held.visit_id, number)
    return held.number if edition is None else edition.number
