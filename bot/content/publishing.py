"""Reading a visit's file for publication: a sample's numbered days count from its first publication."""

import datetime as dt
import sqlite3
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.content.editions import first_published_on
from bot.content.models import Visit
from bot.content.reader import read_visit


def read_for_publication(connection: sqlite3.Connection, path: Path, now: dt.datetime) -> Visit:
    """Read a visit as it is to be published at the moment `now` (aware). Raises ContentErrors with every error."""
    assumed = now.date()
    visit = read_visit(path, first_day=assumed)
    first_day = first_published_on(connection, visit.id) or now.astimezone(ZoneInfo(visit.zone)).date()
    return visit if first_day == assumed else read_visit(path, first_day=first_day)
