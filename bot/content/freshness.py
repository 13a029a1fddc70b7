"""How long ago somebody last read the sources of a fact, and which facts are to be looked at again."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final
from zoneinfo import ZoneInfo

from bot.content.models import Fact, Source, Visit

# Whoever reads a page where the day begins earlier than at the visit writes tomorrow's date.
_AHEAD: Final = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Overdue:
    """A source that is to be read again, for the facts of which no source was read recently enough."""

    source: Source
    facts: tuple[Fact, ...]


def today_at(visit: Visit, now: dt.datetime) -> dt.date:
    """Return the day that it is where the visit is, at an aware moment."""
    return now.astimezone(ZoneInfo(visit.zone)).date()


def last_read(source: Source) -> dt.date:
    """Return the day on which somebody last read the source: the last check, else the first reading."""
    return source.seen_on if source.checked_on is None else source.checked_on


def lies_ahead(day: dt.date, today: dt.date) -> bool:
    """Tell whether a day has begun nowhere yet, so that nobody can have read anything on it."""
    return day > today + _AHEAD


def overdue(visit: Visit, today: dt.date) -> tuple[Overdue, ...]:
    """Return the sources to read again by the visit's own limit, the one read longest ago first; none without a limit.

    A fact is held up by whichever of its sources was read last. Where none was read within the limit it stands under
    each of them, since reading any of them again holds it up. A reading on a day that lies ahead is none.
    """
    if visit.recheck_after_days is None:
        return ()
    first_day = today - dt.timedelta(days=visit.recheck_after_days)
    held = {source.id for source in visit.sources if _counts(source, first_day, today)}
    facts = [fact for fact in visit.facts if held.isdisjoint(fact.sources)]
    found = (
        Overdue(source, tuple(fact for fact in facts if source.id in fact.sources))
        for source in sorted(visit.sources, key=last_read)
    )
    return tuple(one for one in found if one.facts)


def overdue_facts(visit: Visit, today: dt.date) -> int:
    """Return how many facts are to be looked at again."""
    return len({fact.id for one in overdue(visit, today) for fact in one.facts})


def last_checked(sources: Iterable[Source]) -> dt.date | None:
    """Return the last day on which one of these sources was read again; None where none was."""
    return max((source.checked_on for source in sources if source.checked_on is not None), default=None)


def _counts(source: Source, first_day: dt.date, today: dt.date) -> bool:
    day = last_read(source)
    return day >= first_day and not lies_ahead(day, today)
