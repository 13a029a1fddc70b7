"""Owners know: what needs a hand is told to them once, with what to do.

Looked up in the store and in the conditions of the parts that run, so that no part has to tell anybody anything.
"""

import asyncio
import datetime as dt
import json
import sqlite3
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import structlog
from aiogram.utils.formatting import Text

from bot.core.conditions import Condition
from bot.core.database import Database
from bot.core.languages import DEFAULT_LANGUAGE, Language, language_of
from bot.core.moments import Clock, to_milliseconds
from bot.core.notebook import note, write_note
from bot.core.translation import Translator, msg
from bot.telegram import inbox, jobs, people
from bot.telegram.calls import content
from bot.telegram.outbox import deliveries, dispatches, doubts
from bot.telegram.outcomes import NotSent, Outcome, OwnTrouble, Sent, TooMany, outcome_of
from bot.telegram.screens import Screen
from bot.telegram.wire import Wire, brief

PURPOSE: Final = "notice to owners"
_LOOK_EVERY: Final = 10.0
_WORTH_TELLING_FOR: Final = dt.timedelta(days=1)
_REFUSED_NOTE: Final = "token_refused_at"
_NAMED: Final = 5
# Told again soon: surely nobody got it.
_NOT_TOLD: Final = (NotSent, TooMany, OwnTrouble)

QUARANTINED: Final = msg(
    "Something that people sent could not be handled and is set aside: {references}. Who sent it got an apology. "
    "“python -m bot doctor” says where it failed; pass that on to whoever looks after the program."
)
UNCERTAIN: Final = msg(
    "Messages of which nobody knows whether they arrived: {count}. The connection broke while they were sent, and none "
    "is sent again by itself. For announcements /announcements shows whom it concerns, and you decide."
)
GIVEN_UP: Final = msg(
    "Work was given up after several attempts: {kinds}. “python -m bot doctor” says why. Whoever asked for it may ask "
    "again."
)
CONFLICT: Final = msg(
    "A second program uses this bot's token, and messages get lost between the two. Stop the other one. If you do not "
    "know it, have @BotFather make a new token (/revoke) and set BOT_TOKEN."
)
REFUSED: Final = msg(
    "Telegram refused the bot's token, so the bot stopped at {time} UTC. It works again now. If it was not you who "
    "changed the token, have @BotFather make a new one (/revoke)."
)
DISK: Final = msg(
    "The database cannot be written ({reason}), so nothing is answered or sent. Nothing is lost: Telegram keeps what "
    "people write for 24 hours. Make room on the disk; the bot goes on by itself."
)
BACKUP: Final = msg(
    "The daily backup failed ({reason}). Check the folder of BOT_BACKUPS and its disk; it is tried again every five "
    "minutes."
)


@dataclass(frozen=True, slots=True)
class Trouble:
    """A condition to tell of while it is bad: what about, and in which words; `only` for this reason if given."""

    subject: str
    condition: Condition
    words: str
    only: str | None = None

    @property
    def is_there(self) -> bool:
        """Whether there is something to tell."""
        return self.condition.is_bad and self.only in {None, self.condition.reason}


@dataclass(slots=True)
class OwnersWatch:
    """Looks around every few seconds and queues a notice for the owners; each subject at most once an hour."""

    wire: Wire
    database: Database
    clock: Clock
    translators: Mapping[Language, Translator]
    owner_ids: Collection[int]
    troubles: Sequence[Trouble]
    # Of which troubles that are there owners know, and in which hour they were last told of each.
    _told: set[str] = field(default_factory=set)
    _hours: dict[str, int] = field(default_factory=dict)
    _languages: Mapping[int, Language] = field(default_factory=dict)

    async def run(self) -> None:
        """Look and tell until cancelled."""
        while True:
            for trouble in self.troubles:
                if not trouble.is_there:
                    self._told.discard(trouble.subject)
            try:
                # Found out first: where nothing can be written it can still be read who is to be told.
                self._languages = await self.database.run("owners", self._known)
                if self._languages:
                    self._note_known(await self.database.run("tell owners", self.look, self._languages))
            except sqlite3.Error:
                await self._tell_at_once()
            await asyncio.sleep(_LOOK_EVERY)

    def look(self, connection: sqlite3.Connection, languages: Mapping[int, Language]) -> Collection[str]:
        """Queue what these owners should know; return of which troubles they are told once that is committed."""
        now = self.clock.now()
        troubles = self._untold()
        for subject, words, values in (*self._in_the_store(connection), *self._in_trouble(troubles)):
            self._queue(connection, subject, words, values, languages, now)
        return [trouble.subject for trouble in troubles]

    def _known(self, connection: sqlite3.Connection) -> Mapping[int, Language]:
        """Return the languages of the owners who can be told."""
        users = people.users_by_id(connection, self.owner_ids)
        return {
            user_id: user.language or language_of(user.telegram_language) or DEFAULT_LANGUAGE
            for user_id, user in users.items()
        }

    def _untold(self) -> list[Trouble]:
        """Return the troubles to tell of now."""
        return [
            trouble
            for trouble in self.troubles
            if trouble.is_there
            and trouble.subject not in self._told
            and self._hours.get(trouble.subject) != self._hour()
        ]

    def _note_known(self, subjects: Collection[str]) -> None:
        self._told.update(subjects)
        self._hours.update(dict.fromkeys(subjects, self._hour()))

    def _hour(self) -> int:
        return to_milliseconds(self.clock.now()) // 3_600_000

    def note_refusal(self, connection: sqlite3.Connection) -> None:
        """Remember that Telegram refused the token, for when the bot runs again."""
        write_note(connection, _REFUSED_NOTE, f"{self.clock.now():%Y-%m-%d %H:%M}")

    def _in_the_store(self, connection: sqlite3.Connection) -> list[tuple[str, str, dict[str, Any]]]:
        found: list[tuple[str, str, dict[str, Any]]] = []
        if arrivals := inbox.quarantined_after(connection, _told(connection, "update")):
            _note_told(connection, "update", arrivals[-1])
            more = f" +{len(arrivals) - _NAMED}" if len(arrivals) > _NAMED else ""
            references = ", ".join(f"Q{arrival}" for arrival in arrivals[:_NAMED]) + more
            found.append((f"update {arrivals[0]}", QUARANTINED, {"references": references}))
        count, latest = doubts.uncertain_since(connection, _told(connection, "uncertain"), besides=PURPOSE)
        if count:
            _note_told(connection, "uncertain", latest)
            found.append((f"uncertain {latest}", UNCERTAIN, {"count": count}))
        if failed := jobs.given_up_after(connection, _told(connection, "job")):
            _note_told(connection, "job", failed[-1][0])
            kinds = ", ".join(sorted({kind for _, kind in failed}))
            found.append((f"job {failed[0][0]}", GIVEN_UP, {"kinds": kinds}))
        refused_at = note(connection, _REFUSED_NOTE)
        if refused_at:
            write_note(connection, _REFUSED_NOTE, "")
            found.append((f"token {refused_at}", REFUSED, {"time": refused_at}))
        return found

    def _in_trouble(self, troubles: Sequence[Trouble]) -> list[tuple[str, str, dict[str, Any]]]:
        return [
            (f"{trouble.subject} {self._hour()}", trouble.words, {"reason": trouble.condition.reason})
            for trouble in troubles
        ]

    def _queue(
        self,
        connection: sqlite3.Connection,
        subject: str,
        words: str,
        values: Mapping[str, Any],
        languages: Mapping[int, Language],
        now: dt.datetime,
    ) -> None:
        expires_at = now + _WORTH_TELLING_FOR
        number = dispatches.open_dispatch(connection, PURPOSE, subject, now, expires_at=expires_at)
        payloads = {
            language: dispatches.add_payload(connection, "sendMessage", self._message(language, words, values))
            for language in set(languages.values())
        }
        recipients = [(user_id, payloads[language]) for user_id, language in languages.items()]
        deliveries.enqueue(connection, number, recipients, now)

    async def _tell_at_once(self) -> None:
        """Tell what cannot even be queued, once: no row can be written while the disk is full."""
        for trouble in self._untold():
            reason = {"reason": trouble.condition.reason}
            outcomes = [
                await self._tell(user_id, self._message(language, trouble.words, reason))
                for user_id, language in self._languages.items()
            ]
            if not all(isinstance(outcome, _NOT_TOLD) for outcome in outcomes):
                self._note_known([trouble.subject])

    async def _tell(self, user_id: int, message: Mapping[str, Any]) -> Outcome:
        try:
            return Sent(await self.wire.call("sendMessage", json.dumps({"chat_id": user_id, **message})))
        except Exception as error:  # noqa: BLE001 - every kind of failure has its meaning
            outcome = outcome_of(error)
            if not isinstance(outcome, _NOT_TOLD):
                log: structlog.stdlib.BoundLogger = structlog.get_logger("bot.owners")
                log.warning("an owner could not be told", reason=brief(error))
            return outcome

    def _message(self, language: Language, words: str, values: Mapping[str, Any]) -> dict[str, Any]:
        tr = self.translators[language]
        return content(Screen(Text(tr(words, **values))), tr)


def _told(connection: sqlite3.Connection, subject: str) -> int:
    return int(note(connection, f"owners_told_of_{subject}") or 0)


def _note_told(connection: sqlite3.Connection, subject: str, latest: int) -> None:
    write_note(connection, f"owners_told_of_{subject}", str(latest))
