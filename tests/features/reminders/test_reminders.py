"""Reminders come once, in time, of what holds and to whom it concerns by then; or they are told to have expired."""

import datetime as dt
from typing import Any

import pytest
from structlog.testing import capture_logs

from bot.features.reminders import store
from bot.telegram import agenda, members, people, subscriptions
from bot.telegram.outbox.standing import LEFT
from bot.telegram.outcomes import NotSent, Uncertain
from bot.telegram.roles import Role
from bot.telegram.subscriptions import Subscription
from bot.telegram.unfinished import forget_unfinished
from tests.features.reminders.clockwork import DAY, HOUR, MINUTE, START, Clockwork, event, told

VISIT = "small"


def wants(work: Clockwork, user_id: int, minutes: int | None) -> None:
    subscriptions.subscribe(work.store, user_id, VISIT, Subscription(reminder_minutes=minutes, digest=False))


async def test_who_chose_nothing_is_reminded_half_an_hour_ahead_once() -> None:
    work = Clockwork(event("talk"))
    work.member(1)
    assert await work.look(START - 31 * MINUTE) == []
    assert told(await work.look(START - 30 * MINUTE)) == [(1, ("talk",), 30)]
    assert await work.until(START + HOUR) == []


@pytest.mark.parametrize("minutes", [0, 10, 15, 30, 45, 60, 120])
async def test_everybody_chooses_how_long_before(minutes: int) -> None:
    work = Clockwork(event("talk"))
    wants(work, work.member(1), minutes)
    assert await work.until(START - (minutes + 1) * MINUTE, HOUR) == []
    assert told(await work.until(START + HOUR)) == [(1, ("talk",), minutes)]
    assert work.sent[-1].at == START - minutes * MINUTE


async def test_who_switched_reminders_off_is_not_reminded_but_of_what_they_chose_singly() -> None:
    work = Clockwork(event("talk"), event("lunch", "13:00"))
    wants(work, work.member(1), None)
    agenda.remind(work.store, 1, VISIT, "lunch", 15)
    assert told(await work.until(START + 3 * HOUR)) == [(1, ("lunch",), 15)]


async def test_only_what_is_ones_own_is_reminded_of() -> None:
    work = Clockwork(event("all"), event("group", groups=["A"]), event("muted"), event("off", status="cancelled"))
    for user_id, groups in ((1, ["A"]), (2, [])):
        work.member(user_id, *groups)
        agenda.mute(work.store, user_id, VISIT, "muted", on=True)
    work.guest(3)
    agenda.star(work.store, 3, VISIT, "all", on=True)
    assert told(await work.look(START - 30 * MINUTE)) == [(1, ("all", "group"), 30), (2, ("all",), 30)]


async def test_guests_of_a_public_visit_are_reminded_of_what_they_starred() -> None:
    work = Clockwork(event("talk"), event("other"), audience="public")
    agenda.star(work.store, work.guest(1), VISIT, "talk", on=True)
    work.guest(2)
    assert told(await work.look(START - 30 * MINUTE)) == [(1, ("talk",), 30)]


@pytest.mark.parametrize("unknown", [{"start": None}, {"start": None, "day": None}])
async def test_what_has_no_known_time_is_in_no_reminder(unknown: dict[str, Any]) -> None:
    work = Clockwork(event("talk", **unknown))
    work.member(1)
    wants(work, 1, 30)
    assert await work.until(START + DAY, 10 * MINUTE) == []


async def test_what_starts_together_is_one_message_at_the_earliest_of_the_times_chosen() -> None:
    work = Clockwork(event("talk"), event("film"), event("call", "06:30", zone="Europe/Moscow"))
    work.member(1)
    agenda.remind(work.store, 1, VISIT, "film", 60)
    assert told(await work.until(START + HOUR)) == [(1, ("talk", "film", "call"), 60)]


async def test_a_choice_made_before_it_is_due_counts() -> None:
    work = Clockwork(event("talk"))
    for user_id in (1, 2, 3, 4):
        work.member(user_id)
    await work.look(START - 40 * MINUTE)
    wants(work, 1, None)
    wants(work, 2, 10)
    agenda.mute(work.store, 3, VISIT, "talk", on=True)
    members.drop(work.store, VISIT, 4)
    assert told(await work.until(START + HOUR)) == [(2, ("talk",), 10)]


async def test_a_choice_made_after_it_would_have_been_due_counts_at_once_with_the_minutes_left() -> None:
    work = Clockwork(event("talk"), at=START - HOUR)
    wants(work, work.member(1), None)
    await work.until(START - 20 * MINUTE)
    wants(work, 1, 60)
    work.member(2)
    assert told(await work.look(START - 19 * MINUTE)) == [(1, ("talk",), 19), (2, ("talk",), 19)]
    assert await work.until(START + HOUR) == []


async def test_who_asks_for_a_later_reminder_after_the_first_gets_it_too() -> None:
    work = Clockwork(event("talk"), at=START - HOUR)
    work.member(1)
    await work.until(START - 25 * MINUTE)
    agenda.remind(work.store, 1, VISIT, "talk", 10)
    assert told(await work.until(START + HOUR)) == [(1, ("talk",), 10)]


async def test_who_was_reminded_shortly_before_is_not_when_they_choose_an_earlier_time() -> None:
    work = Clockwork(event("talk"), at=START - HOUR)
    wants(work, work.member(1), 10)
    assert len(await work.until(START - 5 * MINUTE)) == 1
    wants(work, 1, 60)
    assert await work.until(START + HOUR) == []


async def test_a_moved_event_is_reminded_of_at_its_new_time() -> None:
    work = Clockwork(event("talk"), at=START - HOUR)
    work.member(1)
    assert len(await work.until(START - 20 * MINUTE)) == 1
    work.publish(event("talk", "12:30"))
    assert told(await work.until(START + 3 * HOUR)) == [(1, ("talk",), 30)]
    assert work.sent[-1].at == START + 30 * MINUTE


async def test_an_event_moved_to_within_half_an_hour_is_reminded_of_at_once() -> None:
    work = Clockwork(event("talk"), at=START - 2 * HOUR)
    work.member(1)
    await work.until(START - HOUR)
    work.publish(event("talk", "10:45"))
    assert told(await work.look()) == [(1, ("talk",), 15)]
    assert await work.until(START + HOUR) == []


async def test_what_waits_is_taken_back_when_its_event_moves_or_is_cancelled() -> None:
    work = Clockwork(event("talk"), event("film"), at=START - HOUR)
    work.member(1)
    subscriptions.mute(work.store, 1, START - 10 * MINUTE)
    assert await work.until(START - 20 * MINUTE) == []
    work.publish(event("talk", "14:30"), event("film"))
    assert told(await work.until(START + 6 * HOUR)) == [(1, ("film",), 10), (1, ("talk",), 30)]
    work = Clockwork(event("talk"), at=START - HOUR)
    work.member(1)
    subscriptions.mute(work.store, 1, START - 10 * MINUTE)
    await work.until(START - 20 * MINUTE)
    work.publish(event("talk", status="cancelled"))
    assert await work.until(START + HOUR) == []
    assert work.states() == [(1, "cancelled")]


async def test_an_event_moved_away_and_back_again_is_not_lost() -> None:
    work = Clockwork(event("talk"), at=START - HOUR)
    work.member(1)
    subscriptions.mute(work.store, 1, START - 10 * MINUTE)
    await work.until(START - 20 * MINUTE)
    work.publish(event("talk", "14:30"))
    await work.until(START - 15 * MINUTE)
    work.publish(event("talk"))
    assert told(await work.until(START + HOUR)) == [(1, ("talk",), 10)]


async def test_what_came_back_unsent_after_its_event_had_moved_does_not_go_out() -> None:
    work = Clockwork(event("talk"))
    work.member(1)
    work.clock.set(START - 30 * MINUTE)
    await work.reminders.look()
    work.publish(event("talk", "14:30"))
    work.deliver(NotSent("no way"))
    work.sent.clear()
    assert told(await work.until(START + 6 * HOUR)) == [(1, ("talk",), 30)]
    assert work.sent[0].at == START + 150 * MINUTE


async def test_an_event_added_to_a_start_that_was_announced_already_is_announced_alone() -> None:
    work = Clockwork(event("talk"), at=START - HOUR)
    work.member(1)
    assert len(await work.until(START - 20 * MINUTE)) == 1
    work.publish(event("talk"), event("film"))
    assert told(await work.look()) == [(1, ("film",), 20)]
    assert await work.until(START + HOUR) == []


async def test_a_change_of_words_repeats_nothing() -> None:
    work = Clockwork(event("talk"), at=START - HOUR)
    work.member(1)
    await work.until(START - 20 * MINUTE)
    work.publish(event("talk", title={"en": "A better title"}))
    assert await work.until(START + HOUR) == []


async def test_after_a_stop_it_comes_late_with_the_minutes_that_are_left() -> None:
    work = Clockwork(event("talk"))
    work.member(1)
    await work.look(START - 5 * HOUR)
    work.restart()
    [message] = await work.look(START - 12 * MINUTE - dt.timedelta(seconds=20))
    assert message.minutes == 13
    assert message.text.startswith("In 13 min")


@pytest.mark.parametrize("seconds", [0, 1, 60, 86_400])
async def test_never_after_the_start_and_what_expired_is_told_once(seconds: int) -> None:
    work = Clockwork(event("talk"))
    for user_id in range(1, 9):
        work.member(user_id)
    await work.look(START - 5 * HOUR)
    work.restart()
    with capture_logs() as logs:
        assert await work.look(START + dt.timedelta(seconds=seconds)) == []
        assert await work.until(START + dt.timedelta(seconds=seconds + 600)) == []
    assert work.states() == [(user_id, "expired") for user_id in range(1, 9)]
    told_of = [line for line in logs if (line["event"], line.get("purpose")) == ("reminders expired", "reminder")]
    assert [(line["people"], line["of"]) for line in told_of] == [(8, "2026-09-24T03:30:00")]


@pytest.mark.parametrize(("seconds", "comes"), [(0, True), (119, True), (120, False), (600, False)])
async def test_who_wants_to_hear_at_the_start_has_two_minutes_of_grace(seconds: int, comes: bool) -> None:
    work = Clockwork(event("talk"))
    wants(work, work.member(1), 0)
    await work.look(START - HOUR)
    arrived = await work.look(START + dt.timedelta(seconds=seconds))
    assert told(arrived) == ([(1, ("talk",), 0)] if comes else [])
    assert work.states() == [(1, "sent" if comes else "expired")]


async def test_what_somebody_stars_when_it_has_begun_has_not_expired() -> None:
    work = Clockwork(event("talk"), audience="public", at=START - HOUR)
    work.guest(1)
    await work.until(START - MINUTE)
    agenda.star(work.store, 1, VISIT, "talk", on=True)
    assert await work.look(START) == []
    assert work.states() == []


async def test_what_was_over_before_it_was_planned_has_not_expired() -> None:
    work = Clockwork(event("talk"), at=START + DAY)
    work.member(1)
    await work.until(START + DAY + HOUR)
    assert work.states() == []


async def test_what_waits_for_its_turn_says_the_minutes_that_are_left_by_then() -> None:
    work = Clockwork(event("talk"))
    work.member(1)
    work.clock.set(START - 30 * MINUTE)
    await work.reminders.look()
    [message] = await work.look(START - 9 * MINUTE)
    assert message.text.startswith("In 9 min")


async def test_nobody_is_reminded_while_they_mute_everything_and_at_once_when_they_end_it() -> None:
    work = Clockwork(event("talk"), at=START - HOUR)
    work.member(1)
    subscriptions.mute(work.store, 1, START + DAY)
    assert await work.until(START - 20 * MINUTE) == []
    subscriptions.mute(work.store, 1, None)
    assert told(await work.look(START - 20 * MINUTE)) == [(1, ("talk",), 20)]


async def test_quiet_hours_put_it_off_and_what_they_would_outlive_comes_silently() -> None:
    work = Clockwork(event("early", "07:10"), event("late", "07:00"), at=START - 12 * HOUR)
    work.member(1, zone="Asia/Shanghai")
    wants(work, 1, 30)
    subscriptions.set_quiet_hours(work.store, 1, (dt.time(22), dt.time(7)))
    late, early = await work.until(START, MINUTE)
    assert (late.events, late.minutes, late.body["disable_notification"]) == (("late",), 30, True)
    assert (early.events, early.minutes, early.body.get("disable_notification")) == (("early",), 10, None)
    assert early.at == START - 4 * HOUR - 30 * MINUTE


async def test_who_left_while_it_was_on_its_way_and_came_back_is_reminded() -> None:
    work = Clockwork(event("talk"), at=START - HOUR)
    work.member(1)
    work.clock.set(START - 30 * MINUTE)
    await work.reminders.look()
    members.drop(work.store, VISIT, 1)
    assert work.deliver() == []
    assert set(work.store.execute("SELECT reason FROM deliveries")) == {(LEFT,)}
    members.add(work.store, VISIT, 1, Role.MEMBER, "Somebody", work.clock.now())
    assert told(await work.look(START - 25 * MINUTE)) == [(1, ("talk",), 25)]


async def test_what_nobody_knows_whether_it_arrived_is_not_repeated() -> None:
    work = Clockwork(event("talk"))
    work.member(1)
    work.clock.set(START - 30 * MINUTE)
    await work.reminders.look()
    work.deliver(Uncertain("the answer was lost"))
    work.publish(event("talk"), event("other", "18:00"))
    work.sent.clear()
    assert await work.until(START + HOUR) == []
    assert work.states() == [(1, "uncertain")]


@pytest.mark.parametrize("leap", [HOUR, DAY, 3653 * DAY])
async def test_a_clock_set_back_repeats_nothing_and_loses_nothing(leap: dt.timedelta) -> None:
    work = Clockwork(event("talk"), event("lunch", "13:00"), at=START - HOUR)
    work.member(1)
    wants(work, 1, 30)
    await work.until(START - 10 * MINUTE)
    await work.look(START - 10 * MINUTE - leap)
    for at in (START - 30 * MINUTE, START - 5 * MINUTE):
        await work.look(at)
    await work.until(START + 3 * HOUR)
    assert told(work.sent) == [(1, ("lunch",), 30), (1, ("talk",), 30)]


@pytest.mark.parametrize("leap", [HOUR, DAY, 3653 * DAY])
async def test_a_clock_set_forth_by_mistake_loses_nothing_once_it_is_right_again(leap: dt.timedelta) -> None:
    work = Clockwork(event("talk"), event("lunch", "13:00"), at=START - HOUR)
    work.member(1)
    wants(work, 1, 30)
    await work.until(START - 40 * MINUTE)
    await work.look(START - 40 * MINUTE + leap)
    await work.look(START - 39 * MINUTE + leap)
    work.restart()
    await work.look(START - 38 * MINUTE)
    await work.until(START + 3 * HOUR)
    assert [one for one in work.sent if one.at >= START - 38 * MINUTE or one.events == ("talk",)]
    by_event = [one.events[0] for one in work.sent]
    assert sorted(by_event) == ["lunch", "talk"]


async def test_an_edition_published_while_the_clock_is_wrong_is_planned_when_it_is_right() -> None:
    work = Clockwork(event("talk"), at=START - HOUR)
    work.member(1)
    await work.look(START + 3653 * DAY)
    work.publish(event("talk"), event("lunch", "13:00"))
    await work.look()
    await work.look(START - 40 * MINUTE)
    await work.until(START + 3 * HOUR)
    assert sorted(one.events[0] for one in work.sent) == ["lunch", "talk"]


@pytest.mark.parametrize("units", range(8))
async def test_dying_between_any_two_commits_loses_and_repeats_nothing(units: int) -> None:
    work = Clockwork(event("talk"), at_once=2)
    for user_id in range(1, 8):
        work.member(user_id)
    await work.look(START - 40 * MINUTE)
    work.database.dies_in = units
    work.clock.set(START - 30 * MINUTE)
    await work.reminders.look()
    work.deliver()
    work.restart()
    await work.look(START - 29 * MINUTE)
    await work.until(START + HOUR)
    assert sorted(one.chat_id for one in work.sent) == list(range(1, 8))


async def test_a_restored_backup_repeats_no_reminder_whose_time_has_come() -> None:
    work = Clockwork(event("talk"), event("lunch", "13:00"), event("over", "09:00"))
    work.member(1)
    wants(work, 1, 30)
    await work.look(START - 5 * HOUR)
    assert store.forget_due(work.store, START - 20 * MINUTE) == 4  # the digest of the day among them
    work.restart()
    await work.look(START - 20 * MINUTE)
    assert told(await work.until(START + 3 * HOUR)) == [(1, ("lunch",), 30)]
    assert set(work.states()) == {(1, "sent")}


async def test_a_restored_backup_repeats_nothing_either_when_choices_or_words_change_after_it() -> None:
    work = Clockwork(event("talk"))
    work.member(1)
    await work.look(START - 5 * HOUR)
    store.forget_due(work.store, START - 20 * MINUTE)
    work.restart()
    await work.look(START - 20 * MINUTE)
    work.publish(event("talk", title={"en": "A better title"}))
    agenda.star(work.store, 1, VISIT, "talk", on=True)
    assert await work.until(START + HOUR) == []


async def test_what_waited_in_a_backup_is_not_sent_and_holds_nothing_else_back() -> None:
    work = Clockwork(event("talk"), at=START - HOUR)
    for user_id in (1, 2, 3):
        work.member(user_id)
    subscriptions.mute(work.store, 1, START - 10 * MINUTE)
    wants(work, 3, 15)
    work.clock.set(START - 30 * MINUTE)
    await work.reminders.look()
    store.forget_due(work.store, START - 29 * MINUTE)
    forget_unfinished(work.store, START - 29 * MINUTE)
    work.restart()
    assert told(await work.until(START + HOUR)) == [(3, ("talk",), 15)]
    assert work.states() == [(1, "cancelled"), (2, "uncertain"), (3, "sent")]


async def test_what_is_held_back_holds_nothing_back_that_comes_later() -> None:
    work = Clockwork(event("talk"), at=START - HOUR)
    wants(work, work.member(1), 60)
    wants(work, work.member(2), 30)
    work.clock.set(START - HOUR)
    await work.reminders.look()
    work.store.execute("UPDATE dispatches SET paused = 1")
    assert told(await work.until(START + HOUR)) == [(2, ("talk",), 30)]
    assert work.states() == [(1, "expired"), (2, "sent")]


async def test_a_backup_restored_under_a_wrong_clock_silences_nothing_for_years() -> None:
    work = Clockwork(event("talk"))
    work.member(1)
    wants(work, 1, 30)
    await work.look(START - 5 * HOUR)
    store.forget_due(work.store, START + 3653 * DAY)
    assert told(await work.until(START + HOUR)) == [(1, ("talk",), 30)]


async def test_who_is_forgotten_leaves_nothing_behind() -> None:
    work = Clockwork(event("talk"))
    work.member(123456)
    agenda.star(work.store, 123456, VISIT, "talk", on=True)
    people.forget(work.store, 123456, work.clock.now())
    assert "123456" not in "\n".join(work.store.iterdump())
    assert await work.until(START + HOUR, 10 * MINUTE) == []


async def test_a_look_with_nothing_due_writes_nothing() -> None:
    work = Clockwork(event("talk"), at=START - HOUR)
    work.member(1)
    await work.look()
    before = work.store.total_changes
    for _ in range(5):
        work.clock.advance(15)
        await work.reminders.look()
    assert work.store.total_changes == before
    assert work.database.units[-5:] == ["plan reminders"] * 5
