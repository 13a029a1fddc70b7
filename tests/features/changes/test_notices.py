"""Everyone whom a change concerns hears once what was and what is; nobody else is disturbed."""

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from bot.features.changes import outgoing, store
from bot.features.changes.presses import OpenTold
from bot.telegram import agenda, members, people, subscriptions
from bot.telegram.hearing import who_hears
from bot.telegram.outbox import deliveries
from bot.telegram.outcomes import NotSent, Rejected, Uncertain
from bot.telegram.publishing import MovedOn, Publication
from bot.telegram.unfinished import forget_unfinished
from tests.features.changes.newsroom import DAY, MINUTE, START, Newsroom, event
from tests.support.whole_bot import open_visit, whole_bot

HOUR = 60 * MINUTE
ANNA, BORIS, CHEN, DANA = 11, 12, 13, 14


async def test_a_change_is_told_once_old_and_new() -> None:
    room = Newsroom(event("tour", "11:00", end="12:00", place="L1"))
    room.member(ANNA, zone="Europe/Moscow")
    room.publish(event("tour", "11:30", end="12:30", place="L2"))
    [notice] = await room.settled()
    assert notice.chat_id == ANNA
    assert notice.lines == [
        "Changed: Tour",
        "Thu 24 September, 11:00–12:00 → 11:30–12:30 Shanghai",
        "06:00–07:00 → 06:30–07:30 Moscow",
        "Hall 1 → Hall 2",
    ]
    assert list(notice.buttons) == ["Open the event", "Mute this event", "Stop change notices"]
    assert await room.settled(3600) == []


@pytest.mark.parametrize(
    ("before", "after", "lines"),
    [
        ({}, {"status": "cancelled"}, ["Cancelled: Tour", "Thu 24 September, 11:30 Shanghai"]),
        ({"status": "cancelled"}, {}, ["Takes place after all: Tour", "Thu 24 September, 11:30 Shanghai"]),
        (
            {"status": "cancelled"},
            {"start": "12:00"},
            ["Takes place after all: Tour", "Thu 24 September, 11:30 → 12:00 Shanghai"],
        ),
        ({}, {"day": "2026-09-25"}, ["Changed: Tour", "Thu 24 September, 11:30 → Fri 25 September, 11:30 Shanghai"]),
        ({}, {"end": "12:00"}, ["Changed: Tour", "Thu 24 September, 11:30 → 11:30–12:00 Shanghai"]),
        ({"start": None}, {}, ["Changed: Tour", "Thu 24 September, time not stated → 11:30 Shanghai"]),
        ({"start": None, "day": None}, {}, ["Changed: Tour", "day not stated → Thu 24 September, 11:30 Shanghai"]),
        (
            {"room": {"en": "Room 1"}},
            {"room": {"en": "Room 2"}},
            ["Changed: Tour", "Thu 24 September, 11:30 Shanghai", "Room 1 → Room 2"],
        ),
        (
            {},
            {"place": "L1", "room": {"en": "Room 2"}},
            ["Changed: Tour", "Thu 24 September, 11:30 Shanghai", "place not stated → Hall 1, Room 2"],
        ),
        (
            {},
            {"zone": "Europe/Moscow"},
            ["Changed: Tour", "Thu 24 September, 06:30 → 11:30 Moscow", "11:30 → 16:30 Shanghai"],
        ),
    ],
)
async def test_what_is_told_of_an_event(before: dict[str, Any], after: dict[str, Any], lines: list[str]) -> None:
    def tour(changes: dict[str, Any]) -> dict[str, Any]:
        return {name: value for name, value in (event("tour") | changes).items() if value is not None}

    room = Newsroom(tour(before))
    room.member(ANNA)
    room.publish(tour(after))
    [notice] = await room.settled()
    assert notice.lines == lines


@pytest.mark.parametrize(
    "correction",
    [
        {"title": {"en": "The tour"}},
        {"about": {"en": "A walk"}},
        {"note": {"en": "Nice"}},
        {"bring": {"en": "Badge"}},
        {"room": {"en": "Room 1", "ru": "Зал 1"}},
        {"people": ["P1"]},
    ],
)
async def test_wording_is_corrected_without_disturbing_anybody(correction: dict[str, Any]) -> None:
    room = Newsroom(event("tour", room={"en": "Room 1"}))
    room.member(ANNA)
    done = room.publish(event("tour", room={"en": "Room 1"}) | correction)
    assert isinstance(done, Publication)
    assert done.told_at is None
    assert await room.settled() == []


async def test_several_changes_are_one_message_in_the_order_of_the_programme() -> None:
    room = Newsroom(event("tour"), event("lunch", "13:00"), event("dinner", "19:00"))
    room.member(ANNA)
    room.publish(event("tour", "12:00"), event("dinner", "20:00"), event("concert", "21:00"))
    [notice] = await room.settled()
    assert [line for line in notice.lines if ":" in line and not line.startswith("Thu")] == [
        "Changed: Tour",
        "No longer in the programme: Lunch",
        "Changed: Dinner",
        "New in the programme: Concert",
    ]
    assert notice.lines[0] == "4 changes in the programme"
    assert list(notice.buttons) == ["Tour", "Dinner", "Concert", "My agenda", "Stop change notices"]


async def test_however_much_changed_it_is_one_message_that_telegram_takes() -> None:
    room = Newsroom(*(event(f"event-{number}", "10:00") for number in range(200)))
    room.member(ANNA)
    room.publish(*(event(f"event-{number}", "10:30") for number in range(200)))
    [notice] = await room.settled()
    assert len(notice.text) < 4096
    shown = sum(line.startswith("Changed") for line in notice.lines)
    assert notice.lines[-1] == f"and {200 - shown} more"
    assert shown > 20


async def test_a_single_change_with_the_longest_of_texts_is_one_that_telegram_takes() -> None:
    groups = [{"id": f"G{number}", "title": {"en": f"{'long ' * 30}{number}"}} for number in range(40)]
    ids = [group["id"] for group in groups]
    room = Newsroom(event("tour", room={"en": "x" * 2900}, groups=ids[:20]), groups=groups)
    room.member(ANNA, "G0")
    room.publish(event("tour", "12:30", room={"en": "y" * 2900}, groups=ids[20:]))
    [notice] = await room.settled()
    assert notice.lines[1] == "Thu 24 September, 11:30 → 12:30 Shanghai"
    assert "x" * 99 in notice.lines[2]
    assert notice.lines[2].endswith("yyy…")
    assert len(notice.text) <= 4096


async def test_a_room_that_reads_the_same_as_before_is_said_once() -> None:
    room = Newsroom(event("tour", room={"en": "Room 1", "ru": "зал 1"}, original=["en", "ru"]))
    room.member(ANNA)
    room.publish(event("tour", "12:30", room={"en": "Room 1", "ru": "Зал 1"}, original=["en", "ru"]))
    [notice] = await room.settled()
    assert notice.lines[2] == "Room 1"


async def test_only_those_hear_whom_it_concerns() -> None:
    room = Newsroom(event("tour", groups=["A"]), event("lunch", groups=["B"]))
    room.member(ANNA, "A")
    room.member(BORIS, "B")
    room.member(CHEN)
    room.member(DANA, changes="all")
    room.member(15, "A", changes="off")
    room.member(16, "A")
    agenda.mute(room.store, 16, "small", "tour", on=True)
    room.member(17)
    agenda.star(room.store, 17, "small", "tour", on=True)
    room.guest(18)
    agenda.star(room.store, 18, "small", "tour", on=True)
    room.publish(event("tour", "12:00", groups=["A"]), event("lunch", groups=["B"]))
    assert [notice.chat_id for notice in await room.settled()] == [ANNA, DANA, 17]


async def test_guests_of_a_public_visit_hear_of_what_they_starred_or_of_everything_they_asked_for() -> None:
    room = Newsroom(event("tour"), event("lunch", "13:00"), audience="public")
    agenda.star(room.store, room.guest(ANNA), "small", "tour", on=True)
    agenda.star(room.store, room.guest(BORIS), "small", "lunch", on=True)
    room.guest(CHEN, changes="all")
    room.guest(DANA)
    room.publish(event("tour", "12:00"), event("lunch", "13:00"))
    assert [notice.chat_id for notice in await room.settled()] == [ANNA, CHEN]


async def test_who_comes_or_goes_with_the_groups_of_an_event_hears_of_that() -> None:
    room = Newsroom(event("tour", groups=["A"]))
    room.member(ANNA, "A")
    room.member(BORIS, "B")
    room.member(CHEN, "A", "B")
    room.member(DANA, changes="all")
    room.publish(event("tour", groups=["B"]))
    arrived = await room.settled()
    assert [notice.chat_id for notice in arrived] == [ANNA, BORIS]
    assert arrived[0].lines[-1] == "For whom: group A → group B"
    room.publish(event("tour", groups=[]))
    assert [notice.chat_id for notice in await room.settled()] == [ANNA, DANA]


async def test_past_events_are_told_to_nobody() -> None:
    room = Newsroom(event("tour", end="12:00"), at=START + HOUR)
    room.member(ANNA)
    room.publish(event("tour", "10:00", end="11:00"))
    assert await room.settled() == []
    room.publish(event("tour", "10:00", end="13:00"))
    assert [notice.chat_id for notice in await room.settled()] == [ANNA]


async def test_further_editions_are_waited_for_a_minute_each_and_three_in_all() -> None:
    room = Newsroom(event("tour", "10:00"))
    room.member(ANNA)
    for minute in range(4):
        room.publish(event("tour", f"10:{10 + minute}"))
        if minute < 3:
            assert await room.settled(50) == []
    arrived = await room.settled(30)
    assert [notice.lines[1] for notice in arrived] == ["Thu 24 September, 10:00 → 10:13 Shanghai"]
    assert await room.settled(600) == []


async def test_shortly_before_it_starts_ten_seconds_are_waited() -> None:
    room = Newsroom(event("tour"), at=START - 20 * MINUTE)
    room.member(ANNA)
    room.publish(event("tour", "12:00"))
    assert await room.settled(9) == []
    assert len(await room.settled(1)) == 1


async def test_moved_and_moved_back_disturbs_nobody() -> None:
    room = Newsroom(event("tour"))
    room.member(ANNA)
    room.publish(event("tour", "12:00"))
    await room.settled(30)
    room.publish(event("tour"))
    assert await room.settled() == []
    assert room.states() == []


async def test_what_waits_for_the_end_of_quiet_hours_is_replaced_by_what_holds_then() -> None:
    room = Newsroom(event("tour", "10:00"), event("lunch", "13:00"))
    subscriptions.mute(room.store, room.member(ANNA), room.clock.now() + 8 * HOUR)
    room.publish(event("tour", "10:30"), event("lunch", "13:00"))
    assert await room.settled() == []
    room.publish(event("tour", "11:00"), event("lunch", "14:00"))
    assert await room.settled() == []
    room.publish(event("tour", "11:00"), event("lunch", "13:00"))
    assert await room.settled() == []
    [notice] = await room.settled(8 * 3600)
    assert notice.lines == ["Changed: Tour", "Thu 24 September, 10:00 → 11:00 Shanghai"]


async def test_what_waits_is_cancelled_when_it_is_as_before() -> None:
    room = Newsroom(event("tour"))
    subscriptions.mute(room.store, room.member(ANNA), room.clock.now() + 8 * HOUR)
    room.publish(event("tour", "12:00"))
    await room.settled()
    room.publish(event("tour"))
    await room.settled()
    assert room.states() == [(ANNA, "cancelled")]
    assert await room.settled(8 * 3600) == []


async def test_what_waits_and_still_holds_goes_on_waiting_as_it_is() -> None:
    room = Newsroom(event("tour"), event("lunch", groups=["B"]))
    subscriptions.mute(room.store, room.member(ANNA), room.clock.now() + 8 * HOUR)
    room.publish(event("tour", "12:00"), event("lunch", groups=["B"]))
    await room.settled()
    room.publish(event("tour", "12:00"), event("lunch", "13:00", groups=["B"]))
    await room.settled()
    assert room.states() == [(ANNA, "queued")]


@pytest.mark.parametrize("outcome", [Rejected("bot was blocked", unreachable=True), NotSent("no network")])
async def test_who_did_not_get_a_notice_hears_later_from_what_they_knew(outcome: Any) -> None:
    room = Newsroom(event("tour", "10:00"))
    room.member(ANNA)
    room.publish(event("tour", "10:30"))
    room.clock.advance(60)
    await room.notices.look()
    [one] = room.claimed()
    room.conclude(one, outcome)
    people.remember(room.store, [(ANNA, "en")], room.clock.now())
    room.publish(event("tour", "11:00"))
    [notice] = await room.settled()
    assert notice.lines[1] == "Thu 24 September, 10:00 → 11:00 Shanghai"


async def test_an_uncertain_notice_counts_as_told() -> None:
    room = Newsroom(event("tour", "10:00"))
    room.member(ANNA)
    room.publish(event("tour", "10:30"))
    room.clock.advance(60)
    await room.notices.look()
    room.conclude(room.claimed()[0], Uncertain("timed out"))
    room.publish(event("tour", "11:00"))
    [notice] = await room.settled()
    assert notice.lines[1] == "Thu 24 September, 10:30 → 11:00 Shanghai"


async def test_what_is_on_its_way_does_not_come_back_after_what_overtook_it() -> None:
    room = Newsroom(event("tour", "10:00"))
    room.member(ANNA)
    room.publish(event("tour", "10:30"))
    room.clock.advance(60)
    await room.notices.look()
    [under_way] = room.claimed()
    room.publish(event("tour", "11:00"))
    assert [notice.lines[1] for notice in await room.settled()] == ["Thu 24 September, 10:30 → 11:00 Shanghai"]
    room.conclude(under_way, NotSent("no network"))
    assert await room.settled() == []
    assert room.states() == [(ANNA, "cancelled"), (ANNA, "sent")]


async def test_what_is_on_its_way_and_comes_back_still_goes_out_where_another_event_changed_since() -> None:
    room = Newsroom(event("tour", "10:00"), event("lunch", "12:00"))
    room.member(ANNA)
    room.publish(event("tour", "10:30"), event("lunch", "12:00"))
    room.clock.advance(60)
    await room.notices.look()
    [under_way] = room.claimed()
    room.publish(event("tour", "10:30"), event("lunch", "12:30"))
    assert [notice.lines[1] for notice in await room.settled()] == ["Thu 24 September, 12:00 → 12:30 Shanghai"]
    room.conclude(under_way, NotSent("no network"))
    assert [notice.lines[1] for notice in await room.settled()] == ["Thu 24 September, 10:00 → 10:30 Shanghai"]
    assert room.states() == [(ANNA, "sent"), (ANNA, "sent")]


async def test_what_came_back_after_a_later_notice_goes_out_no_more_once_its_event_changed_again() -> None:
    room = Newsroom(event("tour", "10:00"), event("lunch", "12:00"))
    room.member(ANNA)
    room.publish(event("tour", "10:30"), event("lunch", "12:00"))
    room.clock.advance(60)
    await room.notices.look()
    [under_way] = room.claimed()
    room.publish(event("tour", "10:30"), event("lunch", "12:30"))
    await room.settled()
    room.conclude(under_way, NotSent("no network"))
    room.publish(event("tour", "11:00"), event("lunch", "12:30"))
    assert [notice.lines[1] for notice in await room.settled()] == ["Thu 24 September, 10:30 → 11:00 Shanghai"]
    assert room.states() == [(ANNA, "cancelled"), (ANNA, "sent"), (ANNA, "sent")]


@pytest.mark.parametrize(
    ("change", "urgent"),
    [
        ({"status": "cancelled"}, True),
        ({"start": "10:30"}, True),
        ({"place": "L1"}, True),
        ({"start": "12:30"}, False),
    ],
)
async def test_what_is_urgent_reaches_also_who_wanted_no_notices(change: dict[str, Any], *, urgent: bool) -> None:
    room = Newsroom(event("tour"), at=START - 2 * HOUR)
    room.member(ANNA, changes="off")
    subscriptions.mute(room.store, room.member(BORIS), room.clock.now() + DAY)
    agenda.mute(room.store, room.member(CHEN), "small", "tour", on=True)
    room.member(DANA, "B")
    room.guest(15, changes="all")
    room.publish(event("tour") | change)
    arrived = [notice.chat_id for notice in await room.settled()]
    assert arrived == ([ANNA, BORIS, CHEN, DANA] if urgent else [DANA])


async def test_urgent_is_only_what_is_ones_own() -> None:
    room = Newsroom(event("tour", groups=["A"]), at=START - 2 * HOUR)
    subscriptions.mute(room.store, room.member(ANNA, changes="all"), room.clock.now() + DAY)
    subscriptions.mute(room.store, room.member(BORIS, "A"), room.clock.now() + DAY)
    room.publish(event("tour", groups=["A"], status="cancelled"))
    assert [notice.chat_id for notice in await room.settled()] == [BORIS]


async def test_far_ahead_nothing_is_urgent() -> None:
    room = Newsroom(event("tour"), at=START - 4 * HOUR)
    room.member(ANNA, changes="off")
    room.publish(event("tour", status="cancelled"))
    assert await room.settled() == []


async def test_a_notice_that_would_outlive_its_event_comes_silently_or_not_at_all() -> None:
    room = Newsroom(event("tour", end="12:00"), at=START - 4 * HOUR)
    quiet = (dt.time(7), dt.time(13))
    subscriptions.set_quiet_hours(room.store, room.member(ANNA), quiet)
    room.publish(event("tour", end="12:30"))
    [notice] = await room.settled()
    assert notice.silent


async def test_rights_are_asked_again_when_it_goes_out() -> None:
    room = Newsroom(event("tour", groups=["A"]))
    until = room.clock.now() + HOUR
    for user_id in (ANNA, BORIS, CHEN, DANA):
        subscriptions.mute(room.store, room.member(user_id, "A"), until)
    room.publish(event("tour", "12:00", groups=["A"]))
    await room.settled()
    members.drop(room.store, "small", ANNA)
    members.leave_group(room.store, "small", BORIS, "A")
    subscriptions.stop(room.store, CHEN, "small", "changes")
    assert [notice.chat_id for notice in await room.settled(3600)] == [DANA]


async def test_an_edition_can_be_published_without_notices() -> None:
    room = Newsroom(event("tour", "10:00"), event("lunch", "13:00"))
    room.member(ANNA)
    done = room.publish(event("tour", "10:30"), event("lunch", "13:00"), notices=False)
    assert isinstance(done, Publication)
    assert done.told_at is None
    assert await room.settled() == []
    room.publish(event("tour", "11:00"), event("lunch", "13:00"))
    [notice] = await room.settled()
    assert notice.lines == ["Changed: Tour", "Thu 24 September, 10:30 → 11:00 Shanghai"]


async def test_without_notices_what_is_to_be_told_anyway_is_told_as_it_is() -> None:
    room = Newsroom(event("tour", "10:00"), event("lunch", "13:00"))
    room.member(ANNA)
    room.publish(event("tour", "10:30"), event("lunch", "13:00"))
    room.publish(event("tour", "11:00"), event("lunch", "14:00"), notices=False)
    [notice] = await room.settled()
    assert notice.lines == ["Changed: Tour", "Thu 24 September, 10:00 → 11:00 Shanghai"]


async def test_without_notices_what_waits_is_put_right() -> None:
    room = Newsroom(event("tour", "10:00"))
    subscriptions.mute(room.store, room.member(ANNA), room.clock.now() + HOUR)
    room.publish(event("tour", "10:30"))
    await room.settled()
    room.publish(event("tour", "11:00"), notices=False)
    await room.settled()
    [notice] = await room.settled(3600)
    assert notice.lines[1] == "Thu 24 September, 10:00 → 11:00 Shanghai"


async def test_another_edition_than_the_one_shown_changes_nothing() -> None:
    room = Newsroom(event("tour", "10:00"))
    room.publish(event("tour", "10:30"))
    before = list(room.store.iterdump())
    done = room.publish(event("tour", "11:00"), expected=1)
    assert isinstance(done, MovedOn)
    assert done.held is not None
    assert done.held.number == 2
    assert list(room.store.iterdump()) == before


async def test_who_reads_the_same_shares_a_payload() -> None:
    room = Newsroom(event("tour", groups=["A"]), event("lunch"))
    for user_id in range(20, 30):
        room.member(user_id, "A")
    for user_id in range(30, 40):
        room.member(user_id, changes="all", language="ru")
    room.publish(event("tour", "12:00", groups=["A"]), event("lunch"))
    assert len(await room.settled()) == 20
    assert room.store.execute("SELECT count(*) FROM payloads").fetchone() == (2,)


async def test_what_somebody_missed_is_not_forgotten_over_what_they_hear_meanwhile() -> None:
    room = Newsroom(event("tour", "10:00"), event("lunch", "13:00"))
    room.member(ANNA)
    room.publish(event("tour", "10:30"), event("lunch", "13:00"))
    room.clock.advance(60)
    await room.notices.look()
    room.conclude(room.claimed()[0], Rejected("no", unreachable=False))
    agenda.mute(room.store, ANNA, "small", "tour", on=True)
    room.publish(event("tour", "10:30"), event("lunch", "14:00"))
    assert [notice.lines[0] for notice in await room.settled()] == ["Changed: Lunch"]
    agenda.mute(room.store, ANNA, "small", "tour", on=False)
    room.publish(event("tour", "11:00"), event("lunch", "14:00"))
    [notice] = await room.settled()
    assert notice.lines == ["Changed: Tour", "Thu 24 September, 10:00 → 11:00 Shanghai"]


async def test_without_notices_several_times_nobody_hears_of_any_of_it() -> None:
    room = Newsroom(event("tour", "10:00"), event("lunch", "13:00"), event("dinner", "19:00"))
    room.member(ANNA)
    room.publish(event("tour", "10:30"), event("lunch", "13:00"), event("dinner", "19:00"))
    room.publish(event("tour", "10:30"), event("lunch", "14:00"), event("dinner", "19:00"), notices=False)
    room.publish(event("tour", "10:30"), event("lunch", "14:00"), event("dinner", "20:00"), notices=False)
    assert [notice.lines[0] for notice in await room.settled()] == ["Changed: Tour"]


async def test_who_is_forgotten_hears_nothing_and_leaves_nothing_behind() -> None:
    room = Newsroom(event("tour", "10:00"))
    subscriptions.mute(room.store, room.member(ANNA), room.clock.now() + HOUR)
    room.publish(event("tour", "10:30"))
    await room.settled()
    deliveries.forget(room.store, ANNA, room.clock.now())
    room.store.execute("DELETE FROM users WHERE user_id = ?", (ANNA,))
    assert room.store.execute("SELECT count(*) FROM notice_last").fetchone() == (0,)
    room.publish(event("tour", "11:00"))
    assert await room.settled(3600) == []


async def test_a_restored_backup_tells_nothing_by_itself() -> None:
    room = Newsroom(event("tour", "10:00"))
    subscriptions.mute(room.store, room.member(ANNA), room.clock.now() + HOUR)
    room.member(BORIS)
    room.publish(event("tour", "10:30"))
    room.clock.advance(60)
    await room.notices.look()
    room.claimed()
    room.publish(event("tour", "11:00"))
    assert store.forget_due(room.store, room.clock.now()) == 1
    forget_unfinished(room.store, room.clock.now())
    room.restart()
    assert await room.settled(7200) == []
    assert room.states() == [(ANNA, "cancelled"), (BORIS, "uncertain")]
    room.publish(event("tour", "11:30"))
    assert [notice.lines[1] for notice in await room.settled()] == ["Thu 24 September, 11:00 → 11:30 Shanghai"] * 2


async def test_what_nobody_asks_for_any_more_is_erased() -> None:
    room = Newsroom(event("tour", "10:00"))
    room.member(ANNA)
    room.publish(event("tour", "10:30"))
    assert len(await room.settled()) == 1
    store.expire(room.store, room.clock.now() + 6 * DAY, 7)
    assert room.store.execute("SELECT count(*) FROM notice_payloads").fetchone() == (1,)
    store.expire(room.store, room.clock.now() + 8 * DAY, 7)
    for table in ("notice_payloads", "notice_last"):
        assert room.store.execute(f"SELECT count(*) FROM {table}").fetchone() == (0,)


async def test_a_clock_that_was_set_back_keeps_nothing_waiting() -> None:
    room = Newsroom(event("tour", "10:00"))
    room.member(ANNA)
    room.publish(event("tour", "10:30"))
    room.clock.set(room.clock.now() - HOUR)
    assert len(await room.look()) == 1


async def test_a_tap_proves_that_an_uncertain_notice_arrived() -> None:
    room = Newsroom(event("tour", "10:00"))
    room.member(ANNA)
    room.publish(event("tour", "10:30"))
    room.clock.advance(60)
    await room.notices.look()
    room.conclude(room.claimed()[0], Uncertain("timed out"))
    now = room.clock.now()
    assert not outgoing.prove(room.store, "small", 1, BORIS, 7, now)
    assert not outgoing.prove(room.store, "small", 2, ANNA, 7, now)
    assert outgoing.prove(room.store, "small", 1, ANNA, 7, now)
    assert room.states() == [(ANNA, "sent")]


async def test_the_button_of_a_notice_shows_the_event(tmp_path: Path) -> None:
    async with whole_bot(tmp_path / "bot.sqlite3", open_visit(events=[event("tour")])) as bot:
        anna = await bot.somebody(ANNA)
        seen = await anna.presses(OpenTold(visit="small", event="tour", notice=1).pack())
        assert "Tour" in seen.text
        assert "11:30 Shanghai" in seen.text
        longest = OpenTold(visit="v" * 20, event="e" * 20, notice=10**9)
        assert len(longest.pack()) <= 64


async def test_how_many_will_be_told_is_who_is_told() -> None:
    room = Newsroom(event("tour", groups=["A"]), event("lunch", "13:00"), at=START - 2 * HOUR)
    room.member(ANNA, "A")
    room.member(BORIS, "B", language="ru")
    room.member(CHEN, changes="off", language="zh")
    agenda.mute(room.store, room.member(DANA, "A"), "small", "tour", on=True)
    agenda.star(room.store, room.member(15, "B"), "small", "tour", on=True)
    before = room.edition.visit
    room.publish(event("tour", groups=["A"], status="cancelled"), event("lunch", "14:00"))
    hearers = who_hears(room.store, before, room.edition.visit, room.clock.now())
    assert hearers.by_language == {"ru": 1, "en": 3, "zh": 0}
    assert (hearers.people, hearers.urgently) == (4, 3)
    assert hearers.by_event == {"tour": 3, "lunch": 4}
    assert [notice.chat_id for notice in await room.settled()] == [ANNA, BORIS, DANA, 15]
