"""A visit's workbook or table on the command line: read as a file that somebody sends in the chat is."""

import asyncio
import datetime as dt
import sqlite3
from pathlib import Path

from bot.content.carrying import carried_over
from bot.content.comparing import compare
from bot.content.differences import Differences
from bot.content.edition import Edition
from bot.content.editions import current_editions, numbered
from bot.content.models import Visit
from bot.content.sheets.confined_uploads import Sent
from bot.content.sheets.errors import UploadErrors
from bot.content.sheets.limits import LARGEST_FILE
from bot.content.sheets.origins import number_in
from bot.content.uploading import Basis, names_no_visit, read_file
from bot.core.errors import OperatorError
from bot.core.translation import english


def read_spreadsheet(
    connection: sqlite3.Connection, path: Path, visit_id: str | None, now: dt.datetime, *, remove: bool
) -> Visit:
    """Return the visit that a spreadsheet makes of the one it names, else of `visit_id`, else of the only one.

    What it does not list goes, if `remove` allows it. Raises OperatorError with every error and its cell, and with
    what would go otherwise.
    """
    held = {edition.visit_id: edition for edition in current_editions(connection)}
    if visit_id is not None and visit_id not in held:
        raise OperatorError(f"No visit {visit_id} is published; published are: {', '.join(held) or 'none'}.")
    chosen = visit_id or (next(iter(held)) if len(held) == 1 else None)
    basis = Basis({edition.visit_id: edition.visit for edition in held.values()}, chosen, now)
    try:
        sent = asyncio.run(read_file(_content(path), path.name, basis))
    except UploadErrors as errors:
        if chosen is None and names_no_visit(errors):
            raise OperatorError(
                f"{path} does not say of which visit it is: name it with --visit, one of {', '.join(held) or 'none'}."
            ) from None
        raise OperatorError(str(errors)) from None
    if (edition := held.get(sent.visit.id)) is not None:
        if not remove:
            _refuse_removals(edition, sent.visit, path)
        _tell_if_older(connection, edition, sent, path)
    return sent.visit


def _content(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            # One byte more than allowed shows that it is too large.
            return file.read(LARGEST_FILE + 1)
    except OSError as error:
        raise OperatorError(f"{path} cannot be read: {error.strerror}.") from None


def _tell_if_older(connection: sqlite3.Connection, held: Edition, sent: Sent, path: Path) -> None:
    """Say so where a workbook takes back what came to hold since the edition that it was made from."""
    number = number_in(sent.mark or path.name, held.visit_id)
    base = None if number is None else numbered(connection, held.visit_id, number)
    if base is None or base.number == held.number:
        return
    try:
        takes_back = carried_over(base.visit, sent.visit, held.visit) != sent.visit
    except ValueError:
        takes_back = True
    if takes_back:
        print(  # noqa: T201
            f"{path} was made from edition {base.number} and takes back what {held.number} says otherwise; "
            f"to undo this: python -m bot publish --again {held.visit_id} {held.number}"
        )


def _refuse_removals(held: Edition, visit: Visit, path: Path) -> None:
    if not any(changes.removed for changes in compare(held.visit, visit).sections):
        return
    going = [line for line in Differences(held.visit, visit, english()).headlines() if line.startswith("−")]
    raise OperatorError(
        "\n".join(
            [
                f"{path} does not list what edition {held.number} has; with --remove this goes:",
                *(f"  {line}" for line in going),
            ]
        )
    )
