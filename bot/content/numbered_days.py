"""Days that count from the day on which a visit was first published, so that a sample is always about to happen."""

import datetime as dt
import re
from typing import Any, Final

from bot.content.problems import Problem, Where

KEY: Final = "days_count_from"
_PUBLICATION: Final = "publication"
_MOST_DAYS: Final = 366
_NUMBER: Final = re.compile(r"[0-9]{1,9}")
_DATE: Final = re.compile(r"[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}")


def with_dates(document: dict[str, Any], first_day: dt.date, problems: list[Problem]) -> dict[str, Any]:
    """Return the document with dates for its numbered days (day 1 is `first_day`) and without the key that says so.

    A number without the key and a date in spite of it are noted as problems.
    """
    counts = KEY in document
    if counts and document[KEY] != _PUBLICATION:
        problems.append(Problem((KEY,), f"is not {_PUBLICATION}, the only day from which days count"))
    dated = {key: value for key, value in document.items() if key != KEY}
    if not isinstance(events := document.get("events"), list):
        return dated
    dated["events"] = [
        _event(event, ("events", position), first_day if counts else None, problems)
        for position, event in enumerate(events)
    ]
    return dated


def _event(event: Any, path: Where, first_day: dt.date | None, problems: list[Problem]) -> Any:
    if not isinstance(event, dict):
        return event
    dated = dict(event)
    for name in ("day", "last_day"):
        value = event.get(name)
        if not isinstance(value, str):
            continue
        if first_day is None:
            if _NUMBER.fullmatch(value):
                reason = (
                    f"is a number: write a date such as 2025-09-23, or `{KEY}: {_PUBLICATION}` at the top of a sample"
                )
                problems.append(Problem((*path, name), reason))
        elif _NUMBER.fullmatch(value) and 1 <= int(value) <= _MOST_DAYS:
            dated[name] = (first_day + dt.timedelta(days=int(value) - 1)).isoformat()
        elif _DATE.fullmatch(value):
            problems.append(Problem((*path, name), f"is a date, but `{KEY}` says that days are numbered: 1, 2, 3"))
        else:
            problems.append(Problem((*path, name), "is not the number of a day: 1, 2, 3"))
    return dated
