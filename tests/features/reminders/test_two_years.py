"""Two years of random programmes, people, choices, changes, stops and clocks, against a simple oracle."""

import datetime as dt
import random
from bisect import bisect_left, bisect_right, insort
from collections.abc import Iterator
from typing import Any

import pytest
from structlog.testing import capture_logs

from bot.telegram import agenda, members, subscriptions
from bot.telegram.outcomes import Outcome, Rejected, Uncertain
from bot.telegram.roles import Role
from bot.telegram.subscriptions import Subscription
from tests.features.reminders.clockwork import DAY, HOUR, MINUTE, Clockwork, event, told
from tests.features.reminders.oracle import Choice, Reader, instant, owed, starts

FIRST = dt.date(2026, 1, 1)
DAYS = 730
BEGIN = dt.datetime(2025, 12, 31, tzinfo=dt.UTC)
END = BEGIN + (DAYS + 2) * DAY
ZONES = ("Europe/Berlin", "America/New_York", "Asia/Shanghai", "Australia/Lord_Howe")
# The hours around which clocks are changed, and some others.
TIMES = ("00:00", "00:30", "01:30", "01:45", "02:00", "02:15", "02:30", "03:00", "07:15", "11:30", "11:30", "23:45")
MINUTES = (0, 10, 15, 30, 60, 120)
LEAPS = (HOUR, HOUR, DAY)
TEN_YEARS = 3653 * DAY
VISIT = "small"
# The visit is in Berlin, then in New York; its events are anywhere.
SEEDS = (0, 1)


class TwoYears:
    """A bot, and beside it what a simple mind knows of the same world."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.zone = ZONES[seed % len(ZONES)]
        self.events = {one["id"]: one for one in self._programme()}
        groups = [{"id": name, "title": {"en": name}} for name in ("A", "B")]
        self.work = Clockwork(at=BEGIN, at_once=2, zone=self.zone, audience="public", groups=groups)
        self.readers: dict[int, Reader] = {}
        for user_id in range(1, 7):
            belongs = {name for name in ("A", "B") if self.random.random() < 0.5}
            self.work.member(user_id, *belongs)
            self.readers[user_id] = Reader(belongs)
            self.prefer(user_id)
        self.work.guest(7)
        self.readers[7] = Reader(None)
        self.compared = self.looks = 0
        self.moments: list[dt.datetime] = [BEGIN + days * DAY for days in range(0, DAYS, 7)]
        self.published_until = BEGIN.date()
        self.publish()

    def _programme(self) -> Iterator[dict[str, Any]]:
        number = 0
        # Every day at which clocks are changed has events in the hours of the change.
        changes = {"2026-03-08", "2026-03-29", "2026-04-05", "2026-10-04", "2026-10-25", "2026-11-01"}
        for day in (FIRST + dt.timedelta(days=days) for days in range(DAYS)):
            change = day.isoformat() in changes
            for _ in range(5 if change else self.random.choice((0, 0, 1, 1, 2))):
                number += 1
                time = self.random.choice(TIMES[:8] if change else TIMES)
                more: dict[str, Any] = {"groups": [self.random.choice("AB")]} if self.random.random() < 0.3 else {}
                if self.random.random() < 0.3:
                    more["zone"] = self.random.choice(ZONES)
                known = self.random.random() > 0.05
                yield event(f"e{number}", time if known else None, day.isoformat(), **more)

    def plan(self) -> None:
        """Learn what starts when, and when it is worth looking."""
        self.starts = starts(self.work.edition.visit)
        self.order = sorted(self.starts)
        for start in self.order:
            if start > self.work.clock.now() - DAY:
                self._worth_looking(start)

    def _worth_looking(self, start: dt.datetime) -> None:
        for minutes in (*MINUTES, -1, -2, 75):
            moment = start - minutes * MINUTE + dt.timedelta(seconds=start.minute % 7)
            if self.moments[(place := bisect_left(self.moments, moment)) : place + 1] != [moment]:
                insort(self.moments, moment)

    def near(self, now: dt.datetime) -> list[str]:
        """Events that start in the next hours."""
        first, last = bisect_right(self.order, now), bisect_right(self.order, now + 30 * HOUR)
        return [one.id for start in self.order[first:last] for one in self.starts[start]]

    async def live(self) -> None:
        """Let two years pass."""
        clock, decades = self.work.clock, [1, -1]
        while (place := bisect_right(self.moments, clock.now())) < len(self.moments):
            now = self.moments[place]
            if self.random.random() < 0.01:
                now += self.random.randrange(1, 400) * MINUTE  # the bot was down
                self.work.restart()
            clock.set(max(now, clock.now()))
            if clock.now().date() > self.published_until:
                self.publish()
            if self.random.random() < 0.25:
                self.change()
            await self.look()
            if self.random.random() < 0.004:
                await self.leap(self.random.choice(LEAPS) * self.random.choice((-1, 1)))
            if decades and place > len(self.moments) // 2:
                await self.leap(decades.pop() * TEN_YEARS)
        assert not decades

    async def leap(self, leap: dt.timedelta) -> None:
        """Set the clock back or forth, look there for a while, and for the most part set it right again."""
        right = self.work.clock.now()
        for minutes in range(self.random.choice((1, 3))):
            self.work.clock.set(right + leap + minutes * MINUTE)
            await self.look()
        if abs(leap) > DAY or self.random.random() < 0.6:
            self.work.clock.set(right + MINUTE)
            await self.look()

    async def look(self) -> None:
        """Look, perhaps dying on the way, and compare what arrived with what the oracle says."""
        work, now = self.work, self.work.clock.now()
        self.looks += 1
        arrived = []
        if self.random.random() < 0.1:
            work.database.dies_in = self.random.randrange(6)
            arrived += await self._deliver()
            work.database.dies_in = None
            work.restart()
        arrived += await self._deliver()
        first, last = bisect_left(self.order, now - 2 * MINUTE), bisect_right(self.order, now + 2 * HOUR)
        near = [(start, self.starts[start]) for start in self.order[first:last]]
        expected = owed(near, self.readers, now)
        assert arrived == expected or sorted(arrived) == expected, (now, self.looks)
        self.compared += len(expected)

    async def _deliver(self) -> list[tuple[int, tuple[str, ...], int]]:
        await self.work.reminders.look()
        outcomes: tuple[Outcome | None, ...] = (None, None, None, Uncertain("lost"), Rejected("no", unreachable=False))
        return told(self.work.deliver(self.random.choice(outcomes)))

    def change(self) -> None:
        """Let somebody choose something else, or the programme change."""
        now, user_id = self.work.clock.now(), self.random.choice(list(self.readers))
        near = self.near(now)
        if self.random.random() < 0.3 and near:
            self.move(self.random.choice(near), now)
        elif self.random.random() < 0.3:
            self.belong(user_id)
        elif self.random.random() < 0.5 or not near:
            self.prefer(user_id)
        else:
            self.decide(user_id, self.random.choice(near))

    def prefer(self, user_id: int) -> None:
        self.readers[user_id].usual = minutes = self.random.choice((*MINUTES, 30, 30, None))
        subscriptions.subscribe(self.work.store, user_id, VISIT, Subscription(reminder_minutes=minutes, digest=False))

    def decide(self, user_id: int, event_id: str) -> None:
        store, choice = self.work.store, self.readers[user_id].choices.setdefault(event_id, Choice())
        on = self.random.random() < 0.7
        match self.random.choice(("star", "mute", "remind")):
            case "star":
                agenda.star(store, user_id, VISIT, event_id, on=on)
                choice.starred, choice.muted = on, choice.muted and not on
            case "mute":
                agenda.mute(store, user_id, VISIT, event_id, on=on)
                choice.muted, choice.starred = on, choice.starred and not on
            case _:
                minutes = self.random.choice((*MINUTES, None))
                agenda.remind(store, user_id, VISIT, event_id, minutes)
                choice.minutes, choice.muted = minutes, choice.muted and minutes is None

    def belong(self, user_id: int) -> None:
        store, reader, group = self.work.store, self.readers[user_id], self.random.choice("AB")
        if reader.groups is None:
            members.add(store, VISIT, user_id, Role.MEMBER, "Somebody", self.work.clock.now())
            reader.groups = set()
        elif self.random.random() < 0.2:
            members.drop(store, VISIT, user_id)
            reader.groups = None
        elif group in reader.groups:
            members.leave_group(store, VISIT, user_id, group)
            reader.groups.remove(group)
        else:
            members.join_group(store, VISIT, user_id, group)
            reader.groups.add(group)

    def publish(self) -> None:
        """Publish what comes in the next weeks, as it stands."""
        today = self.work.clock.now().date()
        self.published_until = today + 30 * DAY
        first, last = (today - 5 * DAY).isoformat(), (today + 40 * DAY).isoformat()
        self.work.publish(*(one for one in self.events.values() if first <= one["day"] <= last))
        self.plan()

    def move(self, event_id: str, now: dt.datetime) -> None:
        """Move an event to some later time of its day, call it off, or let it take place after all."""
        old = self.events[event_id]
        if self.random.random() < 0.3:
            new = {**old, "status": self.random.choice(("planned", "cancelled"))}
        else:
            new = {**old, "start": f"{self.random.randrange(24):02}:{self.random.choice((0, 15, 30, 45)):02}"}
        day, time = dt.date.fromisoformat(new["day"]), dt.time.fromisoformat(new["start"])
        if instant(day, time, new.get("zone", self.zone)) > now + 3 * MINUTE:
            self.events[event_id] = new
            self.publish()


@pytest.mark.parametrize("seed", SEEDS)
async def test_in_two_years_no_reminder_is_missed_and_none_comes_twice(seed: int) -> None:
    with capture_logs() as logs:
        world = TwoYears(seed)
        await world.live()
    died = "KilledError"
    assert all(died in one.get("reason", died) for one in logs)
    assert world.work.clock.now() > END - 30 * DAY
    assert world.compared > 2_000
    print(f"seed {seed}: {world.looks} looks, {world.compared} reminders, 0 missed, 0 doubled")
