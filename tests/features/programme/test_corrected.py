"""What was corrected on the day is right everywhere: in the day, in what is on now, on the agenda and in calendars."""

import datetime as dt
from dataclasses import replace
from typing import Any

from icalendar import Calendar

from bot.content import on_the_day
from bot.content.edition import Edition
from bot.content.models import Visit
from bot.content.moves import following
from bot.features.programme.calendar import calendar_file
from bot.features.programme.handlers import ROUTES
from tests.features.programme.three_days import DURING, three_days
from tests.features.visitor import Visitor, labels, text
from tests.support.translating import translators

EVENING = dt.datetime(2026, 9, 24, 15, 0, tzinfo=dt.UTC)  # 23:00 in Shanghai


def corrected() -> Edition:
    """The round table is called off, the dinner is from 23:30 and the tour an hour later."""
    held = three_days()
    visit = held.visit
    for step in (
        on_the_day.cancelled(visit, "table"),
        on_the_day.moved(visit, "dinner", None, dt.time(23, 30)),
        on_the_day.moved(visit, "tour", None, dt.time(23, 0)),
    ):
        assert isinstance(step, Visit)
        moved = {event.id: event for event in step.events if event not in held.visit.events}
        visit = visit.model_copy(update={"events": tuple(moved.get(event.id, event) for event in visit.events)})
    return replace(held, number=2, visit=visit, moves=following({}, held.visit, visit, DURING))


async def test_the_day_the_hour_and_the_agenda() -> None:
    visitor = Visitor([ROUTES], corrected(), now=EVENING)
    day = text(await visitor.presses("day:small:2026-09-24:0")).replace("\u00a0", " ")
    assert "11:30–13:00 Round table: synthetic biology ¹ · cancelled\n" in day
    assert "23:30 Dinner ¹ · moved from 19:00\n" in day
    # An event that lasts beyond midnight stands by its start, and tells its end with the day.
    assert "Thu 24, 23:00 – Fri 25, 00:30\nPark tour ¹ · moved from 09:30\n" in day
    now = text(await visitor.asks("now")).replace("\u00a0", " ")
    on, following_ = now.split("Next")
    assert "Park tour ¹ · moved from 09:30" in on
    assert "1 h 30 min left" in on
    assert "Dinner ¹ · moved from 19:00" in following_
    assert "Round table" not in now
    assert "23:00 Park tour" in labels(await visitor.presses("now:small"))
    await visitor.presses("star:small:table:1:1")
    assert "Round table: synthetic biology ¹ · cancelled" in text(await visitor.asks("agenda")).replace("\u00a0", " ")


def test_the_calendar_file_replaces_what_an_older_one_brought() -> None:
    edition = corrected()
    entries: dict[str, Any] = {
        str(entry["uid"]): entry
        for entry in Calendar.from_ical(calendar_file(edition, translators()["en"])).walk("VEVENT")
    }
    table, tour, dinner = (entries[f"small.{name}@delegation-briefing-bot"] for name in ("table", "tour", "dinner"))
    assert (table["status"], dinner["status"], dinner["sequence"]) == ("CANCELLED", "CONFIRMED", 2)
    assert dinner.start == dt.datetime(2026, 9, 24, 15, 30, tzinfo=dt.UTC)
    assert (tour.start, tour.end) == (EVENING, EVENING + dt.timedelta(hours=1, minutes=30))
