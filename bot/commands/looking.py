"""Looking into the published content, also while the bot runs."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager

from bot.content.edition import Edition
from bot.content.editions import current_edition, current_editions, numbered
from bot.core.database import connect_read_only
from bot.core.errors import OperatorError
from bot.settings import load_settings


@contextmanager
def reading() -> Iterator[sqlite3.Connection]:
    """Open the store for looking. Raises OperatorError where there is none, or it cannot be read."""
    settings = load_settings()
    with closing(connect_read_only(settings.database)) as connection:
        try:
            yield connection
        except sqlite3.Error as error:
            raise OperatorError(
                f"{settings.database} cannot be read: {error}. python -m bot doctor says more."
            ) from None


def held_edition(connection: sqlite3.Connection, visit_id: str) -> Edition:
    """Return the edition of the visit that holds. Raises OperatorError for a visit that was never published."""
    edition = current_edition(connection, visit_id)
    if edition is None:
        known = ", ".join(one.visit_id for one in current_editions(connection)) or "none"
        raise OperatorError(f"No visit {visit_id} is published; published are: {known}.")
    return edition


def edition_numbered(connection: sqlite3.Connection, visit_id: str, number: int) -> Edition:
    """Return an edition of the visit. Raises OperatorError where there is none with this number."""
    held = held_edition(connection, visit_id)
    edition = held if held.number == number else _found(connection, visit_id, number)
    if edition is None:
        raise OperatorError(f"{visit_id} has no edition {number}: python -m bot editions {visit_id} lists them.")
    return edition


def _found(connection: sqlite3.Connection, visit_id: str, number: int) -> Edition | None:
    # SQLite cannot even be asked for larger ones.
    return numbered(connection, visit_id, number) if 0 < number < 2**53 else None
