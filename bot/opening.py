"""Opening the store for a run: whose it is, how the last run ended, and the content of a first start."""

import datetime as dt
import sqlite3
from pathlib import Path
from typing import Final

import structlog

from bot.content.edition import Edition
from bot.content.editions import current_editions
from bot.core import audit
from bot.core.errors import OperatorError
from bot.core.notebook import note, note_start, write_note
from bot.telegram.publishing import publish

_BOT_NOTE: Final = "bot_id"


def check_owner(connection: sqlite3.Connection, bot_id: int) -> None:
    """Note whose store this is. Raises OperatorError when it is another bot's."""
    noted = note(connection, _BOT_NOTE)
    if noted is None:
        write_note(connection, _BOT_NOTE, str(bot_id))
    elif noted != str(bot_id):
        raise OperatorError(
            f"This database belongs to the bot {noted}, the token to {bot_id}. Set BOT_DATABASE to another file."
        )


def begin_run(connection: sqlite3.Connection) -> bool:
    """Note that a run begins; True when the last one ended uncleanly, after which the file is checked.

    Raises OperatorError when the check finds damage.
    """
    clean = note_start(connection)
    if clean:
        return False
    try:
        problems = [str(row[0]) for row in connection.execute("PRAGMA quick_check(3)") if row[0] != "ok"]
    except sqlite3.DatabaseError as error:
        problems = [str(error)]
    if problems:
        # SQLite tells several faults in one row, the first of its lines being no fault.
        fault = problems[0].splitlines()[-1]
        raise OperatorError(f"The database is damaged ({fault}). Restore a backup: python -m bot restore FILE")
    return True


def open_content(
    connection: sqlite3.Connection, folder: Path, now: dt.datetime, *, with_samples: bool
) -> tuple[Edition, ...]:
    """Return the editions that hold. At the first start the folder's visits are published.

    A file that cannot be read is logged with every error in it and left out, and so is a folder that is not there: the
    next start tries again. A sample only comes `with_samples`.
    """
    held = current_editions(connection)
    if held:
        return held
    # YAML is read at a first start only, so that every other start is spared the reader.
    from bot.content.problems import ContentErrors  # noqa: PLC0415
    from bot.content.publishing import read_for_publication  # noqa: PLC0415

    log: structlog.stdlib.BoundLogger = structlog.get_logger("bot.opening")
    try:
        paths = sorted(path for path in folder.iterdir() if path.suffix == ".yaml")
    except OSError as error:
        log.error("the folder of visits cannot be read", folder=str(folder), reason=error.strerror)  # noqa: TRY400
        return ()
    for path in paths:
        try:
            visit = read_for_publication(connection, path, now)
        except ContentErrors as errors:
            log.error("a visit cannot be published", file=str(path), errors=str(errors).splitlines())  # noqa: TRY400
            continue
        if not visit.sample or with_samples:
            publish(connection, visit, author=audit.FIRST_START, now=now)
            log.info("a visit is published", visit=visit.id)
    return current_editions(connection)
