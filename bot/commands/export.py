"""`bot export VISIT`: what is published as a file that can be edited and published."""

import sys
from pathlib import Path
from typing import Final

from bot.commands.looking import edition_numbered, held_edition, reading
from bot.content.edition import Edition
from bot.content.writing import written_visit
from bot.core.errors import OperatorError
from bot.core.translation import english

_WORKBOOK: Final = ".xlsx"


def export_visit(visit_id: str, path: Path | None, number: int | None) -> int:
    """Write an edition of the visit, the one that holds without a number, to a file or to standard output.

    A file whose name ends in .xlsx is a workbook, any other is YAML.
    Raises OperatorError for a visit or an edition that is not there, and for a file that cannot be written.
    """
    with reading() as connection:
        edition = (
            held_edition(connection, visit_id) if number is None else edition_numbered(connection, visit_id, number)
        )
    if path is None:
        sys.stdout.buffer.write(_yaml(edition))
        return 0
    try:
        path.write_bytes(_workbook(edition) if path.suffix.lower() == _WORKBOOK else _yaml(edition))
    except OSError as error:
        raise OperatorError(f"{path} cannot be written: {error.strerror}.") from None
    print(f"{visit_id}: edition {edition.number} is written to {path}")  # noqa: T201
    return 0


def _yaml(edition: Edition) -> bytes:
    comment = f"{edition.visit_id}, edition {edition.number} of {edition.published_at:%Y-%m-%d %H:%M} UTC"
    return written_visit(edition.visit, comment).encode()


def _workbook(edition: Edition) -> bytes:
    # Whoever wants YAML need not wait for it.
    from bot.content.sheets.template import export_workbook  # noqa: PLC0415

    return export_workbook(edition.visit, english(), edition.number)
