"""The programme that is published over and over: a few events on days of their own, far enough ahead."""

import datetime as dt
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any, Final

from bot.content import editions
from bot.content.models import Event, Visit
from bot.content.writing import written_visit
from bot.core.database import connect_read_only
from tests.support.small_visit import SMALL

VISIT: Final = "small"
# A corrected event is never over, nor so soon that it is urgent.
_AHEAD: Final = dt.timedelta(days=30)
_CITY: Final = "Asia/Shanghai"
PLACES: Final = ("L1", "L2", "L3")
# Of whom each is for; none is for everybody. The last two come and go with files.
EVENTS: Final[dict[str, tuple[str, ...]]] = {
    "e1": (),
    "e2": ("A",),
    "e3": ("B",),
    "e4": ("A", "B"),
    "e5": (),
    "e6": ("A",),
    "e7": (),
    "e8": ("B",),
}
AT_FIRST: Final = ("e1", "e2", "e3", "e4", "e5", "e6")
_TIMES: Final = ("09:00", "10:30", "12:00", "13:15", "15:45")


@dataclass(frozen=True, slots=True)
class Standing:
    """What people know of an event that takes place: when it starts by the clock of its place, and where it is."""

    start: str
    place: str


# What people know, by event; None of what does not take place.
Known = dict[str, Standing | None]


def title(event_id: str) -> str:
    """Return what an event is called, in every language."""
    return f"Event {event_id}"


def place_name(place_id: str) -> str:
    """Return what a place is called, whatever the language."""
    return f"Hall {place_id}"


def first_visit(today: dt.date) -> Visit:
    """Return the visit as it holds at first."""
    return Visit.model_validate(
        {
            **SMALL,
            # Only a sample may name example.org.
            "sources": [{**one, "url": f"https://torture.invalid/{one['id']}"} for one in SMALL["sources"]],
            "audience": "members",
            "zone": _CITY,
            "home_zone": _CITY,
            "groups": [{"id": one, "title": _everywhere(f"group {one}")} for one in ("A", "B")],
            "places": [
                {
                    "id": one,
                    "names": {language: {"text": place_name(one), "status": "ours"} for language in ("ru", "en")},
                    "sources": ["S1"],
                }
                for one in PLACES
            ],
            "events": [_event(one, today, "12:00", "L1") for one in AT_FIRST],
        }
    )


def write_visit(folder: Path, visit: Visit) -> None:
    """Write the visit where a bot that starts for the first time finds it."""
    folder.mkdir(exist_ok=True)
    (folder / f"{VISIT}.yaml").write_text(written_visit(visit, "torture"))


def otherwise(visit: Visit, random: Random) -> Visit:
    """Return the visit as somebody might send it in: some events at other times or places, cancelled, new or gone."""
    today = min(one.day for one in visit.events if one.day is not None) - _AHEAD
    planned = {one.id: one for one in visit.events}
    for event_id in random.sample([*EVENTS], random.randint(1, 3)):
        if event_id not in AT_FIRST and event_id in planned and random.random() < 0.5:
            del planned[event_id]
            continue
        changed = _event(event_id, today, random.choice(_TIMES), random.choice(PLACES))
        changed["status"] = random.choice(("planned", "planned", "cancelled"))
        changed["day"] = planned[event_id].day if event_id in planned else changed["day"]
        planned[event_id] = Event.model_validate(changed)
    return visit.model_copy(update={"events": tuple(planned.values())})


def known_of(visit: Visit) -> Known:
    """Return what people know whom somebody told everything of this visit."""
    return {
        one.id: Standing(f"{one.start:%H:%M}", place_name(one.place or ""))
        for one in visit.events
        if one.status != "cancelled"
    }


def holding(database: Path) -> tuple[int, Visit] | None:
    """Return the number of the edition that holds and its visit, as the store of a bot says that may be running."""
    if not database.exists():
        return None
    try:
        with closing(connect_read_only(database)) as connection:
            held = editions.current_edition(connection, VISIT)
    except sqlite3.Error:
        return None
    return None if held is None else (held.number, held.visit)


def _event(event_id: str, today: dt.date, start: str, place: str) -> dict[str, Any]:
    day = today + _AHEAD + dt.timedelta(days=[*EVENTS].index(event_id))
    return {
        "id": event_id,
        "title": _everywhere(title(event_id)),
        "original": ["en"],
        "sources": ["S2"],
        "day": day.isoformat(),
        "start": start,
        "place": place,
        "groups": EVENTS[event_id],
    }


def _everywhere(text: str) -> dict[str, str]:
    return dict.fromkeys(("ru", "en", "zh"), text)
