"""`bot publish`: a visit's file becomes the edition that holds, or an earlier edition does so again."""

import datetime as dt
from contextlib import closing
from pathlib import Path

from bot.commands.editions import field_by_field
from bot.commands.looking import edition_numbered, held_edition
from bot.content.edition import Edition
from bot.content.editions import current_edition, publish, publish_again
from bot.content.problems import ContentErrors
from bot.content.publishing import read_for_publication
from bot.core import audit
from bot.core.database import connect
from bot.core.errors import OperatorError
from bot.core.process_lock import process_lock
from bot.settings import load_settings


def publish_file(path: Path) -> int:
    """Publish a file. Raises OperatorError with every error in it, or when the bot runs; nothing changes then."""
    settings = load_settings()
    now = dt.datetime.now(dt.UTC)
    with process_lock(settings.database), closing(connect(settings.database)) as connection:
        try:
            visit = read_for_publication(connection, path, now)
        except ContentErrors as errors:
            raise OperatorError(str(errors)) from None
        held = current_edition(connection, visit.id)
        connection.execute("BEGIN IMMEDIATE")
        edition = publish(connection, visit, audit.COMMAND_LINE, now)
        connection.execute("COMMIT")
    if edition is None:
        print(f"{visit.id}: nothing differs from the edition that holds")  # noqa: T201
    else:
        print(f"{visit.id}: edition {edition.number} is published; it shows at the bot's next start")  # noqa: T201
        _tell(held, edition)
    return 0


def publish_edition_again(visit_id: str, number: str) -> int:
    """Make an earlier edition hold again. Raises OperatorError where there is none such, or when the bot runs."""
    settings = load_settings()
    now = dt.datetime.now(dt.UTC)
    if not (number.isascii() and number.isdecimal()):
        raise OperatorError(f"{number} is not the number of an edition: python -m bot editions {visit_id} lists them.")
    with process_lock(settings.database), closing(connect(settings.database)) as connection:
        held = held_edition(connection, visit_id)
        edition = edition_numbered(connection, visit_id, int(number))
        connection.execute("BEGIN IMMEDIATE")
        done = publish_again(connection, visit_id, edition.number, audit.COMMAND_LINE, now, instead_of=held.number)
        connection.execute("COMMIT")
    if done:
        print(  # noqa: T201
            f"{visit_id}: edition {number} holds again, in place of {held.number}; it shows at the bot's next start"
        )
        _tell(held, edition)
    else:
        print(f"{visit_id}: edition {number} holds already")  # noqa: T201
    return 0


def _tell(before: Edition | None, after: Edition) -> None:
    """Print what changed, in place of what."""
    if before is not None:
        print(f"compared with edition {before.number}:")  # noqa: T201
        for line in field_by_field(before, after):
            print(f"  {line}")  # noqa: T201
