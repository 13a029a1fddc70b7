"""The command menus: one a language and kind of chat, registered when they differ from what was registered before."""

import datetime as dt
import hashlib
import json
import sqlite3
from collections.abc import Mapping, Sequence
from typing import Any, Final

from bot.core.languages import LANGUAGES, Language
from bot.core.notebook import note
from bot.core.translation import Translator
from bot.telegram import jobs
from bot.telegram.job_runner import JobResult
from bot.telegram.jobs import Job
from bot.telegram.roles import Role
from bot.telegram.routes import Command, RoutingTable
from bot.telegram.wire import Wire

JOB: Final = "menus"
NOTE: Final = "menus"
MenuCalls = list[tuple[str, dict[str, Any]]]


def menu_calls(table: RoutingTable, translators: Mapping[Language, Translator]) -> MenuCalls:
    """Return the calls that register all menus; the language that Telegram has no menu for gets English."""
    listed = commands_of(table, Role.GUEST)
    shared = [command for command in listed if not command.personal]
    return [
        *calls_for_scope({"type": "all_private_chats"}, listed, translators),
        *calls_for_scope({"type": "all_group_chats"}, shared, translators),
    ]


def commands_of(table: RoutingTable, role: Role) -> list[Command]:
    """Return the commands in the menu of somebody with this role."""
    return [command for command in table.commands.values() if command.listed and command.role <= role]


def calls_for_scope(
    scope: Mapping[str, object], commands: Sequence[Command], translators: Mapping[Language, Translator]
) -> MenuCalls:
    """Return the calls that make these the menu of a scope, in each language."""
    calls: MenuCalls = []
    for code in (None, *LANGUAGES):
        tr = translators[code or "en"]
        parameters: dict[str, Any] = {
            "commands": [{"command": command.name, "description": tr(command.summary)} for command in commands],
            "scope": scope,
        }
        calls.append(("setMyCommands", parameters | ({"language_code": code} if code else {})))
    return calls


def digest(calls: MenuCalls) -> str:
    """Return what tells these menus from others."""
    return hashlib.sha256(json.dumps(calls, sort_keys=True).encode()).hexdigest()


def register_if_changed(connection: sqlite3.Connection, calls: MenuCalls, now: dt.datetime) -> None:
    """Have the menus registered by a job when they are not what Telegram has."""
    if note(connection, NOTE) != digest(calls):
        jobs.replace_job(connection, JOB, now)


class MenuRegistration:
    """The job that registers the menus with Telegram."""

    def __init__(self, wire: Wire, calls: MenuCalls) -> None:
        self._wire = wire
        self._calls = calls

    async def work(self, job: Job) -> JobResult:  # noqa: ARG002 - there is one thing to do
        """Make the calls; each sets a whole menu, so that doing it again changes nothing."""
        for name, parameters in self._calls:
            await self._wire.call(name, json.dumps(parameters))
        return JobResult(notes={NOTE: digest(self._calls)})
