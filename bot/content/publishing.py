"""Reading a visit's file for publication: as it may follow on the edition that holds.

A sample's numbered days count from its first publication.
"""

import datetime as dt
import sqlite3
from pathlib import Path

from bot.content.confirming import without_outworn
from bot.content.editions import current_edition, first_published_on
from bot.content.freshness import today_at
from bot.content.models import Visit
from bot.content.problems import Problem
from bot.content.reader import read_visit
from bot.content.rules_of_change import unsupported_changes


def read_for_publication(connection: sqlite3.Connection, path: Path, now: dt.datetime) -> Visit:
    """Read a visit as it is to be published at the moment `now` (aware). Raises ContentErrors with every error."""

    def unsupported(visit: Visit) -> list[Problem]:
        held = current_edition(connection, visit.id)
        return [] if held is None else unsupported_changes(held.visit, visit, today_at(visit, now))

    assumed = now.date()
    visit = read_visit(path, first_day=assumed, rule=unsupported)
    first_day = first_published_on(connection, visit.id) or today_at(visit, now)
    if first_day != assumed:
        visit = read_visit(path, first_day=first_day, rule=unsupported)
    held = current_edition(connection, visit.id)
    return visit if held is None else without_outworn(held.visit, visit)
