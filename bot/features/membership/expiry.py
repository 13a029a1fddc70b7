"""How long a link that invites stays open."""

import datetime as dt
from typing import Final
from zoneinfo import ZoneInfo

from bot.content.agenda import days_of
from bot.content.library import Edition

DAY: Final = "day"
WEEK: Final = "week"
END: Final = "end"
_ONE_DAY: Final = dt.timedelta(days=1)


def expiries(edition: Edition, now: dt.datetime) -> dict[str, dt.datetime]:
    """Return what can be chosen with the moment it comes to (aware, UTC).

    The end of a visit is the midnight after its last day there; one that is over or has no day cannot be waited for.
    """
    choices = {DAY: now + _ONE_DAY, WEEK: now + 7 * _ONE_DAY}
    days = days_of(edition.visit)
    if days:
        end = dt.datetime.combine(days[-1] + _ONE_DAY, dt.time(), tzinfo=ZoneInfo(edition.visit.zone))
        if end > now:
            choices[END] = end.astimezone(dt.UTC)
    return choices
