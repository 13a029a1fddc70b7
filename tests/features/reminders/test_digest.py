"""The digest of the day comes at half past seven where the visit is, once, to whom something of the day concerns."""

import datetime as dt

import pytest

from bot.features.reminders import store
from bot.telegram import agenda, subscriptions
from bot.telegram.outcomes import Uncertain
from bot.telegram.subscriptions import Subscription
from tests.features.reminders.clockwork import DAY, HOUR, MINUTE, START, Clockwork, event, told

VISIT = "small"
# 07:30 in Shanghai on the day of the events.
MORNING = START - 4 * HOUR
NOON = START + 30 * MINUTE


def mornings(*events: dict[str, object], **more: object) -> Clockwork:
    return Clockwork(*events, purpose="digest", at=MORNING - HOUR, **more)  # type: ignore[arg-type]


async def test_it_lists_at_half_past_seven_where_the_visit_is_what_concerns_the_reader() -> None:
    work = mornings(
        event("talk"),
        event("open", start=None),
        event("group", "15:00", groups=["A"]),
        event("fair", start=None, day="2026-09-23", last_day="2026-09-25"),
        event("muted", "16:00"),
        event("someday", start=None, day=None),
        event("off", "17:00", status="cancelled"),
    )
    work.member(1, "A", zone="America/New_York")
    work.member(2)
    agenda.mute(work.store, 2, VISIT, "muted", on=True)
    assert await work.until(MORNING - MINUTE) == []
    assert [(one.chat_id, set(one.events)) for one in await work.look(MORNING)] == [
        (1, {"talk", "open", "group", "fair", "muted", "off"}),
        (2, {"talk", "open", "fair", "off"}),
    ]
    assert [one.events for one in await work.until(MORNING + 20 * HOUR, 10 * MINUTE)] == []
    assert [one.events for one in await work.until(MORNING + DAY, 10 * MINUTE)] == [("fair",)] * 2


async def test_there_is_none_on_a_day_without_own_events_nor_for_who_does_not_want_it() -> None:
    work = mornings(event("group", groups=["A"]), event("off", status="cancelled"), event("later", day="2026-09-26"))
    work.member(1)
    work.member(2, "A")
    subscriptions.subscribe(work.store, 2, VISIT, Subscription(digest=False))
    agenda.star(work.store, work.guest(3), VISIT, "group", on=True)
    assert await work.until(MORNING + DAY, 10 * MINUTE) == []


async def test_guests_of_a_public_visit_get_none() -> None:
    work = mornings(event("talk"), audience="public")
    agenda.star(work.store, work.guest(1), VISIT, "talk", on=True)
    assert await work.until(NOON) == []


async def test_it_still_comes_in_the_course_of_the_morning_and_expires_at_noon() -> None:
    for at, state in ((NOON - MINUTE, "sent"), (NOON, "expired")):
        work = mornings(event("talk", "18:00"))
        work.member(1)
        await work.look(MORNING - HOUR)
        await work.look(at)
        assert work.states() == [(1, state)]


async def test_a_choice_made_in_the_course_of_the_morning_brings_none() -> None:
    work = mornings(event("talk", "18:00"))
    work.member(1)
    subscriptions.subscribe(work.store, 1, VISIT, Subscription(digest=False))
    await work.until(MORNING + HOUR)
    subscriptions.subscribe(work.store, 1, VISIT, Subscription())
    work.member(2)
    assert await work.until(NOON + HOUR) == []
    assert work.states() == []


async def test_who_still_sleeps_gets_it_after_their_quiet_hours_with_what_holds_by_then() -> None:
    work = mornings(event("talk", "18:00"))
    work.member(1, zone="Asia/Shanghai")
    subscriptions.set_quiet_hours(work.store, 1, (dt.time(22), dt.time(9)))
    await work.until(MORNING + HOUR)
    work.publish(event("talk", "18:00"), event("film", "20:00"))
    [message] = await work.until(NOON)
    assert message.at == MORNING + 90 * MINUTE
    assert message.events == ("talk", "film")


async def test_a_new_edition_or_a_lost_answer_brings_no_second_one() -> None:
    work = mornings(event("talk", "18:00"))
    work.member(1)
    work.clock.set(MORNING)
    await work.reminders.look()
    work.deliver(Uncertain("the answer was lost"))
    work.publish(event("talk", "19:00"))
    await work.until(NOON)
    assert work.states() == [(1, "uncertain")]


@pytest.mark.parametrize("leap", [-HOUR, -DAY, -3653 * DAY, HOUR, DAY, 3653 * DAY])
async def test_it_comes_once_whatever_the_clock_does(leap: dt.timedelta) -> None:
    work = mornings(event("talk", "18:00"), event("film", "18:00", day="2026-09-25"))
    work.member(1)
    await work.until(MORNING - MINUTE)
    await work.look(MORNING - MINUTE + leap)
    await work.look(MORNING - 2 * MINUTE)
    await work.until(MORNING + HOUR)
    await work.look(MORNING + HOUR + leap)
    await work.look(MORNING + HOUR)
    await work.until(MORNING + 2 * DAY, 10 * MINUTE)
    assert sorted(one.events for one in work.sent) == [("film",), ("talk",)]


async def test_a_restored_backup_sends_no_second_one() -> None:
    work = mornings(event("talk", "18:00"), event("film", "18:00", day="2026-09-25"))
    work.member(1)
    await work.look(MORNING - HOUR)
    store.forget_due(work.store, MORNING + MINUTE)
    work.restart()
    await work.look(MORNING + MINUTE)
    assert told(await work.until(MORNING + 2 * DAY, 10 * MINUTE)) == [(1, ("film",), 0)]


@pytest.mark.parametrize(
    ("zone", "day", "utc"),
    [
        ("Europe/Berlin", "2026-03-29", "05:30"),
        ("Europe/Berlin", "2026-03-28", "06:30"),
        ("Europe/Berlin", "2026-10-25", "06:30"),
        ("America/New_York", "2026-11-01", "12:30"),
        ("America/New_York", "2026-10-31", "11:30"),
        ("Asia/Shanghai", "2026-03-29", "23:30"),
    ],
)
async def test_it_follows_the_clocks_of_the_visit_through_their_changes(zone: str, day: str, utc: str) -> None:
    noon = dt.datetime.fromisoformat(f"{day}T00:00+00:00")
    work = Clockwork(event("talk", "18:00", day=day), purpose="digest", at=noon - DAY, zone=zone)
    work.member(1)
    [message] = await work.until(noon + DAY, 10 * MINUTE)
    assert f"{message.at:%H:%M}" == utc
