"""`bot publish FILE`: a visit's file becomes the edition that holds."""

import datetime as dt
from contextlib import closing
from pathlib import Path

from bot.content.editions import publish
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
        connection.execute("BEGIN IMMEDIATE")
        edition = publish(connection, visit, audit.COMMAND_LINE, now)
        connection.execute("COMMIT")
    if edition is None:
        print(f"{visit.id}: nothing differs from the edition that holds")  # noqa: T201
    else:
        print(f"{visit.id}: edition {edition.number} is published; it shows at the bot's next start")  # noqa: T201
    return 0
