"""`bot export VISIT`: what is published as a file that can be edited and published."""

import sys
from pathlib import Path

from bot.commands.looking import edition_numbered, held_edition, reading
from bot.content.writing import written_visit
from bot.core.errors import OperatorError


def export_visit(visit_id: str, path: Path | None, number: int | None) -> int:
    """Write an edition of the visit, the one that holds without a number, to a file or to standard output.

    Raises OperatorError for a visit or an edition that is not there, and for a file that cannot be written.
    """
    with reading() as connection:
        edition = (
            held_edition(connection, visit_id) if number is None else edition_numbered(connection, visit_id, number)
        )
    text = written_visit(
        edition.visit, f"{visit_id}, edition {edition.number} of {edition.published_at:%Y-%m-%d %H:%M} UTC"
    ).encode()
    if path is None:
        sys.stdout.buffer.write(text)
        return 0
    try:
        path.write_bytes(text)
    except OSError as error:
        raise OperatorError(f"{path} cannot be written: {error.strerror}.") from None
    print(f"{visit_id}: edition {edition.number} is written to {path}")  # noqa: T201
    return 0
