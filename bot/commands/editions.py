"""`bot editions`: the editions of the visits and what changed in each."""

import sqlite3
from collections.abc import Mapping, Sequence
from typing import Final

from bot.commands.looking import held_edition, reading
from bot.content.differences import Differences
from bot.content.edition import Edition
from bot.content.editions import current_editions, newest
from bot.core import audit
from bot.core.translation import english
from bot.telegram import members

_MOST_LINES: Final = 8
_MARK: Final = 4


def list_editions(visit_id: str | None) -> int:
    """Print the editions of a visit, or of all. Raises OperatorError for a visit that was never published."""
    with reading() as connection:
        held = [held_edition(connection, visit_id)] if visit_id is not None else current_editions(connection)
        if not held:
            print("no visit is published: python -m bot publish FILE")  # noqa: T201
        for edition in held:
            for line in _told(connection, edition):
                print(line)  # noqa: T201
    return 0


def field_by_field(before: Edition, after: Edition) -> list[str]:
    """Return everything that changed from one edition to another; times are by the visit's clock."""
    details = Differences(before.visit, after.visit, english()).details()
    return [line for detail in details for line in (detail.heading, *(f"  {one}" for one in detail.lines))]


def _shortly(before: Edition, after: Edition) -> list[str]:
    lines = Differences(before.visit, after.visit, english()).headlines()
    more = len(lines) - _MOST_LINES
    return [*lines[:_MOST_LINES], *([f"and {more} more"] if more > 0 else [])]


def _told(connection: sqlite3.Connection, held: Edition) -> list[str]:
    found = newest(connection, held.visit_id)
    names = _names(connection, {edition.author for edition in found} - audit.NOBODY)
    lines = [f"{held.visit_id}: {held.visit.title.pick('en')[0]}"]
    earlier: Sequence[Edition | None] = [*found[1:], None]
    for edition, before in zip(found, earlier, strict=True):
        mark = "*" if edition.number == held.number else " "
        author = names.get(edition.author, edition.author)
        lines.append(f"{mark} {edition.number:>3}  {edition.published_at:%Y-%m-%d %H:%M} UTC  {author}")
        lines += [f"       {line}" for line in ([] if before is None else _shortly(before, edition))]
    return lines


def _names(connection: sqlite3.Connection, references: set[str]) -> Mapping[str, str]:
    """Return what to call these people: by name where they are members of any visit, else by a mark."""
    marks = {reference: f"somebody ({reference[:_MARK]})" for reference in references}
    if not references:
        return marks
    people = audit.people_behind(connection, references)
    names = members.names(connection, [*people.values()], None)
    return marks | {reference: names[user_id] for reference, user_id in people.items() if user_id in names}
