"""The table `personal_menus`: people with more rights see their own command menu in the private chat, by a job."""

import datetime as dt
import json
import sqlite3
from collections.abc import Collection, Mapping
from typing import Final

from aiogram.exceptions import TelegramBadRequest, TelegramForbiddenError

from bot.core.database import Database
from bot.core.languages import LANGUAGES, Language
from bot.core.translation import Translator
from bot.telegram import jobs, members
from bot.telegram.job_runner import JobResult
from bot.telegram.jobs import Job
from bot.telegram.menus import MenuCalls, calls_for_scope, commands_of, digest
from bot.telegram.roles import Role
from bot.telegram.routes import RoutingTable
from bot.telegram.screens import Task
from bot.telegram.wire import Wire

JOB: Final = "personal_menu"


def menu_task(user_id: int, *, forgotten: bool = False) -> Task:
    """Return the work that brings a person's menu in line with what they may do, whoever caused it.

    Of somebody `forgotten` the store no longer knows that they had a menu of their own: it is removed all the same.
    """
    return Task(JOB, {"user_id": user_id, "forgotten": forgotten}, nobodys=True)


def has_own_menu(connection: sqlite3.Connection, user_id: int) -> bool:
    """Tell whether Telegram shows this person a menu of their own, as far as is known."""
    row = connection.execute("SELECT 1 FROM personal_menus WHERE user_id = ?", (user_id,)).fetchone()
    return row is not None


class PersonalMenus:
    """Registers the menu of one person, or removes it: then they see what everybody sees."""

    def __init__(
        self,
        wire: Wire,
        database: Database,
        table: RoutingTable,
        translators: Mapping[Language, Translator],
        owner_ids: Collection[int],
    ) -> None:
        self._wire = wire
        self._database = database
        self._table = table
        self._translators = translators
        self._owner_ids = frozenset(owner_ids)

    def refresh(self, connection: sqlite3.Connection, now: dt.datetime) -> None:
        """At the start: have every menu brought in line that a new version or other owners have made wrong."""
        registered = dict(connection.execute("SELECT user_id, digest FROM personal_menus").fetchall())
        owners = {
            owner_id
            for owner_id in self._owner_ids
            if connection.execute("SELECT 1 FROM users WHERE user_id = ?", (owner_id,)).fetchone()
        }
        for user_id in sorted({*registered, *members.organisers(connection), *owners}):
            if registered.get(user_id) != self._wanted(self._role(connection, user_id)):
                jobs.add_job(connection, JOB, menu_task(user_id).payload, None, now)

    async def work(self, job: Job) -> JobResult:
        """Make the calls, unless the menu is as it should be; each sets a whole menu and may be repeated."""
        user_id: int = job.payload["user_id"]
        role, registered = await self._database.run("personal menu", self._standing, user_id)
        wanted = self._wanted(role)
        if wanted == registered and not job.payload["forgotten"]:
            return JobResult()
        try:
            for name, parameters in self._calls(user_id, role) if wanted else _removal(user_id):
                await self._wire.call(name, json.dumps(parameters))
        except (TelegramBadRequest, TelegramForbiddenError):
            # The chat was never opened or is gone: whoever opens it writes /start, which asks for the menu again.
            return JobResult()
        await self._database.run("personal menu done", _note, user_id, wanted)
        return JobResult()

    def _standing(self, connection: sqlite3.Connection, user_id: int) -> tuple[Role, str | None]:
        row = connection.execute("SELECT digest FROM personal_menus WHERE user_id = ?", (user_id,)).fetchone()
        return self._role(connection, user_id), row[0] if row else None

    def _role(self, connection: sqlite3.Connection, user_id: int) -> Role:
        if user_id in self._owner_ids:
            return Role.OWNER
        return max(members.roles_by_user(connection, [user_id]).get(user_id, {}).values(), default=Role.GUEST)

    def _wanted(self, role: Role) -> str | None:
        """Return a digest of the menu of this role; None where it is everybody's."""
        if commands_of(self._table, role) == commands_of(self._table, Role.GUEST):
            return None
        return digest(self._calls(0, role))

    def _calls(self, user_id: int, role: Role) -> MenuCalls:
        return calls_for_scope(_scope(user_id), commands_of(self._table, role), self._translators)


def _note(connection: sqlite3.Connection, user_id: int, wanted: str | None) -> None:
    connection.execute("DELETE FROM personal_menus WHERE user_id = ?", (user_id,))
    if wanted is not None:
        # Whoever was forgotten meanwhile is not remembered by this.
        connection.execute(
            "INSERT INTO personal_menus (user_id, digest) SELECT user_id, ? FROM users WHERE user_id = ?",
            (wanted, user_id),
        )


def _scope(user_id: int) -> dict[str, object]:
    return {"type": "chat", "chat_id": user_id}


def _removal(user_id: int) -> MenuCalls:
    return [
        ("deleteMyCommands", {"scope": _scope(user_id)} | ({"language_code": code} if code else {}))
        for code in (None, *LANGUAGES)
    ]
