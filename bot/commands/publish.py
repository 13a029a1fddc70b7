"""`bot publish`: a visit's file becomes the edition that holds, or an earlier edition does so again."""

import datetime as dt
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Final

from bot.commands.editions import field_by_field
from bot.commands.looking import edition_numbered, held_edition
from bot.content.clash_words import ClashWords
from bot.content.clashes import clashes_between
from bot.content.comparing import compare
from bot.content.edition import Edition
from bot.content.models import Visit
from bot.content.problems import ContentErrors
from bot.content.publishing import read_for_publication
from bot.core import audit
from bot.core.database import connect
from bot.core.errors import OperatorError
from bot.core.process_lock import process_lock
from bot.core.translation import english
from bot.settings import load_settings
from bot.telegram.publishing import Publication, publish, publish_again

_SPREADSHEETS: Final = frozenset({".xlsx", ".csv"})


def publish_file(path: Path, *, notices: bool = True, visit_id: str | None = None, remove: bool = False) -> int:
    """Publish a file; without `notices` nobody is told what changed.

    A spreadsheet that does not say of which visit it is changes `visit_id`; what it does not list goes, if `remove`
    allows it. Raises OperatorError with every error in it, or when the bot runs; nothing changes then.
    """
    settings = load_settings()
    now = dt.datetime.now(dt.UTC)
    with process_lock(settings.database), closing(connect(settings.database)) as connection:
        visit = _read(connection, path, now, visit_id, remove=remove)
        connection.execute("BEGIN IMMEDIATE")
        done = publish(connection, visit, author=audit.COMMAND_LINE, now=now, notices=notices)
        connection.execute("COMMIT")
    if isinstance(done, Publication):
        print(f"{visit.id}: edition {done.edition.number} is published; it shows at the bot's next start")  # noqa: T201
        _tell(done)
    else:
        print(f"{visit.id}: nothing differs from the edition that holds")  # noqa: T201
    return 0


def _read(connection: sqlite3.Connection, path: Path, now: dt.datetime, visit_id: str | None, *, remove: bool) -> Visit:
    if path.suffix.lower() in _SPREADSHEETS:
        from bot.commands.spreadsheets import read_spreadsheet  # noqa: PLC0415 - a visit in YAML need not wait for it

        return read_spreadsheet(connection, path, visit_id, now, remove=remove)
    try:
        return read_for_publication(connection, path, now)
    except ContentErrors as errors:
        raise OperatorError(str(errors)) from None


def publish_edition_again(visit_id: str, number: str, *, notices: bool = True) -> int:
    """Make an earlier edition hold again; without `notices` nobody is told what changed.

    Raises OperatorError where there is no such edition, or when the bot runs.
    """
    settings = load_settings()
    now = dt.datetime.now(dt.UTC)
    if not (number.isascii() and number.isdecimal()):
        raise OperatorError(f"{number} is not the number of an edition: python -m bot editions {visit_id} lists them.")
    with process_lock(settings.database), closing(connect(settings.database)) as connection:
        held = held_edition(connection, visit_id)
        edition = edition_numbered(connection, visit_id, int(number))
        connection.execute("BEGIN IMMEDIATE")
        done = publish_again(
            connection,
            visit_id,
            edition.number,
            author=audit.COMMAND_LINE,
            now=now,
            expected=held.number,
            notices=notices,
        )
        connection.execute("COMMIT")
    if isinstance(done, Publication):
        print(  # noqa: T201
            f"{visit_id}: edition {number} holds again, in place of {held.number}; it shows at the bot's next start"
        )
        _tell(done)
    else:
        print(f"{visit_id}: edition {number} holds already")  # noqa: T201
    return 0


def _tell(done: Publication) -> None:
    """Print what changed, in place of what, and whether people hear of it."""
    if done.before is None:
        return
    print(f"compared with edition {done.before.number}:")  # noqa: T201
    for line in field_by_field(done.before, done.edition):
        print(f"  {line}")  # noqa: T201
    for line in _not_fitting(done.before, done.edition):
        print(f"does not fit: {line}")  # noqa: T201
    if done.told_at is not None:
        print("whoever it concerns is told when the bot runs again")  # noqa: T201
    else:
        print("nobody is sent a notice")  # noqa: T201


def _not_fitting(before: Edition, after: Edition) -> list[str]:
    """Return what does not fit in an edition and is new in it, or touched by it."""
    found = clashes_between(before.visit, after.visit, compare(before.visit, after.visit), after.published_at)
    return ClashWords(before.visit, after.visit, english()).lines(found.leading)
