"""What has to happen so that a crash point is reached: a fault, a certain update, or a note that is out of date."""

import sqlite3
from pathlib import Path
from typing import Final

from bot.simulator import Simulator
from bot.simulator.faults import FaultKind
from tests.torture import points
from tests.torture.editions.desk import Desk
from tests.torture.editions.stimuli import EDITION_SUBJECTS, bring_about_at_desk
from tests.torture.flow import CALENDAR, EFFECT, POISON, PRESS, UNSTORABLE, Flow
from tests.torture.outbox.office import Office
from tests.torture.outbox.stimuli import OUTBOX_SUBJECTS, bring_about_in_office
from tests.torture.points import subject

_MENUS, _LAST_BACKUP = "menus", "last_backup_at"
# Somebody has a menu of their own that nobody is to have any more.
_WRONG_MENU: Final = (
    "INSERT OR REPLACE INTO personal_menus (user_id, digest) SELECT user_id, 'wrong' FROM users LIMIT 1"
)
# What spoils calls while the campaign goes on, and how often; getUpdates fails in these ways as well.
_SPOILED: Final = (
    *("sendMessage", "editMessageText", "answerCallbackQuery", "sendDocument", "sendPhoto", "sendMediaGroup"),
    *("sendVenue", "pinChatMessage", "editMessageCaption", "deleteMessages"),
)
_LOST: Final[tuple[FaultKind, ...]] = ("5xx", "json500", "reset_before", "reset_after", "truncated")


def order_faults(simulator: Simulator, often: float) -> None:
    """Have a few calls in a hundred go wrong (times `often`), in every way, until the faults are cleared."""
    if not often:
        return
    for method in _SPOILED:
        for kind in _LOST:
            simulator.faults.add(kind, method, times=None, chance=0.006 * often)
        simulator.faults.add("403", method, times=None, chance=0.006 * often)
        simulator.faults.add("slow", method, times=None, chance=0.01 * often, seconds=0.1)
        simulator.faults.add("429", method, times=None, chance=0.002 * often, retry_after=1)
    for kind in _LOST:
        simulator.faults.add(kind, "getUpdates", times=None, chance=0.01 * often)
    simulator.faults.add("429", "getUpdates", times=None, chance=0.002 * often, retry_after=1)
    simulator.faults.add("5xx", "getMe", times=None, chance=0.01 * often)


def bring_about(  # noqa: C901, PLR0912 - a table, one case a point
    point: str, flow: Flow, simulator: Simulator, database: Path
) -> None:
    """Do, before a start, what leads to this crash point."""

    def write(*kinds: str) -> None:
        for kind in kinds:
            flow.push_one(kind)

    if isinstance(flow, Office) and subject(point) in OUTBOX_SUBJECTS:
        bring_about_in_office(subject(point), flow, simulator)
        return
    if isinstance(flow, Desk) and subject(point) in EDITION_SUBJECTS:
        bring_about_at_desk(subject(point), flow)
        return
    match subject(point):
        case "pause":
            simulator.faults.add("429", "sendMessage", retry_after=1)
            write(EFFECT)
        case "unreachable":
            simulator.faults.add("403", "sendMessage")
            write(EFFECT)
        case "job failed":
            simulator.faults.add("5xx", "setMyCommands")
            _outdate(database, _MENUS)
        case "setMyCommands":
            _outdate(database, _MENUS)
        case "personal menu" | "personal menu done" | "deleteMyCommands":
            _change(database, _WRONG_MENU)
        case "backup made" | points.BACKUP:
            _outdate(database, _LAST_BACKUP)
        case "move chat":
            flow.push_into_moving_group()
        case "job done" | "read file" | "sendDocument":
            write(CALENDAR)
        case "editMessageText" | "answerCallbackQuery":
            write(PRESS, PRESS, PRESS)
        case "handle" | "handle alone":
            write(EFFECT, POISON)
        case "set aside":
            write(EFFECT, UNSTORABLE, EFFECT)
        case _:
            write(EFFECT)


def _outdate(database: Path, note: str) -> None:
    """Have the bot find its work of the day undone."""
    _change(database, f"DELETE FROM notes WHERE name = '{note}'")


def _change(database: Path, statement: str) -> None:
    """Change the store of the bot, which is not running now. A bot that died at birth has none yet."""
    if not database.exists():
        return
    connection = sqlite3.connect(database)
    try:
        with connection:
            if connection.execute("PRAGMA user_version").fetchone()[0]:
                connection.execute(statement)
    finally:
        connection.close()
