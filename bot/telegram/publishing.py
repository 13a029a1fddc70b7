"""The one way in which an edition comes to hold: with its entry in the audit and what people are to hear of it.

Everything here happens in the caller's unit of work: the edition, the audit and the due row are committed together or
not at all.
"""

import datetime as dt
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.content import editions
from bot.content.library import Edition
from bot.content.models import Visit
from bot.core import audit
from bot.telegram.due_notices import note_publication


@dataclass(frozen=True, slots=True)
class Publication:
    """An edition that holds now, and the one that held before, None for the first of its visit.

    `told_at` is when whoever it concerns is told what changed, unless further editions follow; None when nobody is:
    it was published without notices, or nothing that people are told of differs.
    """

    edition: Edition
    before: Edition | None
    told_at: dt.datetime | None


@dataclass(frozen=True, slots=True)
class MovedOn:
    """Nothing was changed: another edition holds than the one that the person was shown; None where none holds."""

    held: Edition | None


def publish(
    connection: sqlite3.Connection,
    visit: Visit,
    *,
    author: int | str,
    now: dt.datetime,
    expected: int | None = None,
    notices: bool = True,
    settle: dt.timedelta | None = None,
    also: Mapping[str, Any] | None = None,
) -> Publication | MovedOn | None:
    """Make this the edition that holds; None when nothing differs from the one that does.

    `author` is a person's number, or what stands in the audit in their place. `expected` is the number of the edition
    that they were shown: where another one holds by now nothing changes. Without `notices` nobody is told what
    changed, which the audit says. `settle` is how long a further edition is waited for before people are told, None
    for as long as usual; `also` is what the audit says besides.
    """
    held = editions.current_edition(connection, visit.id)
    if expected is not None and (held is None or held.number != expected):
        return MovedOn(held)
    reference = audit.reference(connection, author) if isinstance(author, int) else author
    # Who was never told anything has nothing to be told of.
    silent = {} if notices or held is None else {"notices": False}
    edition = editions.publish(connection, visit, reference, now, also={**silent, **(also or {})})
    if edition is None:
        return None
    return _published(connection, held, edition, now, notices=notices, settle=settle)


def publish_again(
    connection: sqlite3.Connection,
    visit_id: str,
    number: int,
    *,
    author: int | str,
    now: dt.datetime,
    expected: int,
    notices: bool = True,
    settle: dt.timedelta | None = None,
) -> Publication | MovedOn | None:
    """Make an earlier edition hold again; None when it does already, or there is none with this number.

    All else is as for `publish`.
    """
    held = editions.current_edition(connection, visit_id)
    if held is None or held.number != expected:
        return MovedOn(held)
    edition = editions.numbered(connection, visit_id, number)
    also = {} if notices else {"notices": False}
    if edition is None or not editions.publish_again(
        connection, visit_id, number, author, now, instead_of=expected, also=also
    ):
        return None
    return _published(connection, held, edition, now, notices=notices, settle=settle)


def _published(
    connection: sqlite3.Connection,
    held: Edition | None,
    edition: Edition,
    now: dt.datetime,
    *,
    notices: bool,
    settle: dt.timedelta | None,
) -> Publication:
    told_at = None
    if held is not None:
        told_at = note_publication(connection, held, edition, now, notices=notices, settle=settle)
    return Publication(edition, held, told_at)
