"""The command menus: one a language and kind of chat, registered when they differ from what was registered before."""

import datetime as dt
import hashlib
import json
import sqlite3
from collections.abc import Mapping
from typing import Any, Final

from bot.core.languages import LANGUAGES, Language
from bot.core.notebook import note
from bot.core.translation import Translator
from bot.telegram import jobs
from bot.telegram.job_runner import JobResult
from bot.telegram.jobs import Job
from bot.telegram.roles import Role
from bot.telegram.routes import RoutingTable
from bot.telegram.wire import Wire

JOB: Final = "menus"
NOTE: Final = "menus"
_Calls = list[tuple[str, dict[str, Any]]]


def menu_calls(table: RoutingTable, translators: Mapping[Language, Translator]) -> _Calls:
    """Return the calls that register all menus; the language that Telegram has no menu for gets English."""
    calls: _Calls = []
    listed = [command for command in table.commands.values() if command.listed and command.role <= Role.GUEST]
    for scope in ("all_private_chats", "all_group_chats"):
        chosen = [command for command in listed if scope == "all_private_chats" or not command.personal]
        for code in (None, *LANGUAGES):
            tr = translators[code or "en"]
            parameters: dict[str, Any] = {
                "commands": [{"command": command.name, "description": tr(command.summary)} for command in chosen],
                "scope": {"type": scope},
            }
            calls.append(("setMyCommands", parameters | ({"language_code": code} if code else {})))
    return calls


def digest(calls: _Calls) -> str:
    """Return what tells these menus from others."""
    return hashlib.sha256(json.dumps(calls, sort_keys=True).encode()).hexdigest()


def register_if_changed(connection: sqlite3.Connection, calls: _Calls, now: dt.datetime) -> None:
    """Have the menus registered by a job when they are not what Telegram has."""
    if note(connection, NOTE) != digest(calls):
        jobs.replace_job(connection, JOB, now)


class MenuRegistration:
    """The job that registers the menus with Telegram."""

    def __init__(self, wire: Wire, calls: _Calls) -> None:
        self._wire = wire
        self._calls = calls

    async def work(self, job: Job) -> JobResult:  # noqa: ARG002 - there is one thing to do
        """Make the calls; each sets a whole menu, so that doing it again changes nothing."""
        for name, parameters in self._calls:
            await self._wire.call(name, json.dumps(parameters))
        return JobResult(notes={NOTE: digest(self._calls)})
