"""Stars, mutes and reminders: on the card in place, elsewhere below the message; and the agenda that comes of them."""

import datetime as dt
from typing import Any

import pytest

from bot.content.library import Edition
from bot.core.languages import LANGUAGES, Language
from bot.features.programme.handlers import ROUTES
from bot.telegram import agenda, members, people, subscriptions
from bot.telegram.agenda import Decision
from bot.telegram.roles import Role
from bot.telegram.subscriptions import Subscription
from tests.features.programme.three_days import AFTER, BEFORE, DURING, EVENTS, three_days
from tests.features.visitor import USER, Visitor, assert_fits_telegram, labels, leads_to, text
from tests.support.small_visit import small_edition

GAP = "\u00a0"
STARRED, MUTED = Decision(starred=True), Decision(muted=True)


def guest(edition: Edition | None = None, *, now: dt.datetime = BEFORE, **more: Any) -> Visitor:
    visitor = Visitor([ROUTES], edition or three_days(), now=now, **more)
    people.remember(visitor.store, [(USER, "en")], now)
    return visitor


def member(*groups: str, now: dt.datetime = BEFORE, **more: Any) -> Visitor:
    visitor = guest(now=now, **more)
    members.add(visitor.store, "small", USER, Role.MEMBER, "Anna", now)
    for group in groups:
        members.join_group(visitor.store, "small", USER, group)
    return visitor


def decided(visitor: Visitor, event: str) -> Decision:
    return agenda.decision(visitor.store, USER, "small", event)


async def test_a_star_on_the_card_shows_there_and_a_second_tap_takes_it_off() -> None:
    visitor = guest()
    starred = await visitor.presses(leads_to(await visitor.presses("event:small:table"), "☆ To my agenda"))
    assert not starred.fresh
    assert text(starred).startswith("Round table")
    assert decided(visitor, "table") == STARRED
    assert "☆ To my agenda" in labels(await visitor.presses(leads_to(starred, "★ On my agenda")))
    assert decided(visitor, "table") == Decision()


async def test_lists_show_a_star_where_there_is_one() -> None:
    visitor = guest(now=DURING)
    await visitor.presses("star:small:table:1:1")
    said = text(await visitor.asks("programme"))
    assert f"Round table: synthetic biology{GAP}¹{GAP}★\n" in said
    assert said.count("★") == 1


async def test_nothing_of_ones_own_is_shown_in_a_group() -> None:
    visitor = guest(now=DURING)
    await visitor.presses("star:small:dinner:1:1")
    visitor.private = False
    day, card = await visitor.asks("programme"), await visitor.presses("event:small:dinner")
    assert "★" not in text(day)
    assert "My agenda" not in labels(day)
    assert labels(card) == ["‹ Thu 24", "Menu"]


def test_deciding_is_for_private_chats() -> None:
    personal = {press.data.__prefix__ for press in ROUTES.presses if press.personal}
    assert personal == {"agenda", "star", "mute", "rem", "setrem"}


async def test_on_the_card_a_mute_shows_and_is_ended_by_a_tap() -> None:
    visitor = member()
    muted = await visitor.presses(leads_to(await visitor.presses("event:small:tour"), "Mute this event"))
    assert labels(muted)[:2] == ["☆ To my agenda", "Unmute this event"]
    assert decided(visitor, "tour") == MUTED
    assert "Mute this event" in labels(await visitor.presses(leads_to(muted, "Unmute this event")))


async def test_a_guest_mutes_what_they_starred_and_nothing_else() -> None:
    visitor = guest()
    assert "Mute this event" not in labels(await visitor.presses("event:small:tour"))
    assert "Mute this event" in labels(await visitor.presses("star:small:tour:1:1"))


async def test_a_members_own_event_needs_no_star_to_be_on_the_agenda() -> None:
    visitor = member("A")
    assert labels(await visitor.presses("event:small:table"))[:3] == ["☆ Star it", "30 min before", "Mute this event"]
    assert labels(await member().presses("event:small:table"))[:2] == ["☆ To my agenda", "Remind me"]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ("star:small:tour:1:0", "On your agenda: Park tour\nI remind you 30 min before."),
        ("mute:small:tour:1:0", "Muted: Park tour\nNothing more comes of it, unless it is urgent."),
        ("star:small:tour:0:0", "Among your events: Park tour\nI remind you 30 min before."),
        ("mute:small:dinner:0:0", "Not on your agenda: Dinner"),
        ("star:small:visit:1:0", "On your agenda: Visit to the pilot plant"),
    ],
)
async def test_under_a_message_the_answer_comes_below_and_the_message_stays(data: str, said: str) -> None:
    answer = await member().presses(data)
    assert answer.fresh
    assert text(answer) == said


async def test_what_was_done_below_a_message_is_undone_there_on_the_events_card() -> None:
    visitor = member()
    card = await visitor.presses(leads_to(await visitor.presses("mute:small:tour:1:0"), "Unmute this event"))
    assert not card.fresh
    assert text(card).startswith("Park tour")
    assert decided(visitor, "tour") == Decision()


async def test_an_event_can_have_a_reminder_of_its_own() -> None:
    visitor = member()
    choice = await visitor.presses(leads_to(await visitor.presses("event:small:tour"), "30 min before"))
    assert "I remind you 30 min before." in text(choice)
    assert "✓ As for other events: 30 min before" in labels(choice)
    card = await visitor.presses(leads_to(choice, "1 h before"))
    assert "1 h before" in labels(card)
    assert decided(visitor, "tour") == Decision(reminder_minutes=60)
    choice = await visitor.presses(leads_to(card, "1 h before"))
    assert "✓ 1 h before" in labels(choice)
    assert "30 min before" in labels(await visitor.presses(leads_to(choice, "As for other events: 30 min before")))
    assert decided(visitor, "tour") == Decision()


async def test_a_reminder_of_an_event_that_is_not_ones_own_puts_it_on_the_agenda() -> None:
    visitor = guest()
    choice = await visitor.presses(leads_to(await visitor.presses("event:small:tour"), "Remind me"))
    assert "it is not on your agenda. Choose a time and it will be." in text(choice)
    assert labels(await visitor.presses(leads_to(choice, "At the start")))[:2] == ["★ On my agenda", "At the start"]
    assert decided(visitor, "tour") == Decision(starred=True, reminder_minutes=0)


async def test_whose_reminders_are_off_is_told_so_and_can_have_one() -> None:
    visitor = member()
    subscriptions.subscribe(visitor.store, USER, "small", Subscription(reminder_minutes=None))
    choice = await visitor.presses(leads_to(await visitor.presses("event:small:tour"), "Remind me"))
    assert "Your reminders are off." in text(choice)
    assert "✓ As for other events: none" in labels(choice)
    assert "10 min before" in labels(await visitor.presses(leads_to(choice, "10 min before")))
    assert decided(visitor, "tour") == Decision(reminder_minutes=10)


@pytest.mark.parametrize(("event", "now"), [("visit", BEFORE), ("someday", BEFORE), ("fair", BEFORE), ("tour", DURING)])
async def test_without_a_start_to_come_there_is_no_reminder(event: str, now: dt.datetime) -> None:
    visitor = member(now=now)
    card = await visitor.presses(f"event:small:{event}")
    assert not {"Remind me", "30 min before"} & set(labels(card))
    for old_button in (f"rem:small:{event}", f"setrem:small:{event}:10"):
        assert text(await visitor.presses(old_button)) == text(card)
    assert decided(visitor, event) == Decision()


async def test_of_what_is_over_or_cancelled_nothing_is_left_to_decide_but_to_take_off_a_star() -> None:
    for visitor, event in ((member(now=AFTER), "table"), (member(now=AFTER), "fair"), (member(), "press")):
        choices = {"☆ To my agenda", "☆ Star it", "★ On my agenda", "Mute this event"}
        assert not choices & set(labels(await visitor.presses(f"event:small:{event}")))
        starred = await visitor.presses(f"star:small:{event}:1:1")
        assert choices & set(labels(starred)) == {"★ On my agenda"}


@pytest.mark.parametrize(
    "data", ["star:small:gone:1:0", "mute:small:gone:1:1", "rem:small:gone", "setrem:small:gone:10"]
)
async def test_an_event_that_is_gone_is_not_decided_upon(data: str) -> None:
    visitor = member()
    assert "no longer there" in text(await visitor.presses(data))
    assert agenda.decisions(visitor.store, USER, "small") == {}


@pytest.mark.parametrize("minutes", ["45", "-10", "121", "ten", "None"])
async def test_a_reminder_that_no_button_offers_is_not_noted(minutes: str) -> None:
    visitor = member()
    assert "no longer there" in text(await visitor.presses(f"setrem:small:tour:{minutes}"))
    assert decided(visitor, "tour") == Decision()


async def test_an_empty_agenda_says_how_to_fill_it() -> None:
    screen = await guest().asks("agenda")
    assert "Open an event in the programme and tap ☆" in text(screen)
    assert "‹ Programme" in labels(screen)


async def test_a_guests_agenda_is_what_they_starred_by_day() -> None:
    visitor = guest()
    for event in ("dinner", "opening", "someday"):
        agenda.star(visitor.store, USER, "small", event, on=True)
    said = text(await visitor.asks("agenda"))
    assert (
        f"Wed 23 September\n10:00 Opening{GAP}¹{GAP}★\n\nThu 24 September\n19:00 Dinner{GAP}¹{GAP}★\ngroup A\n\n"
        f"Day not stated\nMeeting at the university{GAP}¹{GAP}★\n" in said
    )
    assert "Park tour" not in said
    assert "★ is what you starred" not in said


async def test_a_members_agenda_has_what_is_for_everybody_and_their_groups_each_once() -> None:
    said = text(await member().asks("agenda"))
    assert "Park tour" in said
    assert "Dinner" not in said
    own = text(await member("A").asks("agenda"))
    assert "Dinner" in own
    assert own.count("Industry fair") == 1


async def test_the_agenda_leaves_out_what_was_muted_and_says_so_and_explains_its_stars() -> None:
    visitor = member("A")
    await visitor.presses("mute:small:dinner:1:1")
    await visitor.presses("star:small:tour:1:1")
    said = text(await visitor.asks("agenda"))
    assert "Dinner" not in said
    assert "★ is what you starred; the rest is for everybody or for your groups." in said
    assert "1 event that you muted is in the programme only." in said


async def test_a_long_agenda_opens_at_the_day_at_hand() -> None:
    many = [
        {**EVENTS[1], "id": f"e{number}", "day": f"2026-09-{10 + number}", "title": {"en": f"Event {number}"}}
        for number in range(15)
    ]
    visitor = member(edition=three_days(events=many))
    screen = await visitor.asks("agenda")
    assert "page 2 of 2" in text(screen)
    assert "Event 10" in text(screen)
    first = await visitor.presses(leads_to(screen, "‹ 1"))
    assert "page 1 of 2" in text(first)
    assert "Event 0\n" in text(first).replace(f"{GAP}¹", "")


async def test_the_agenda_of_another_visit_is_one_tap_away() -> None:
    visitor = Visitor([ROUTES], three_days(), small_edition(id="other", title={"en": "The other visit"}), now=BEFORE)
    screen = await visitor.asks("agenda")
    assert "The other visit" in text(await visitor.presses(leads_to(screen, "The other visit")))


@pytest.mark.parametrize("language", LANGUAGES)
async def test_every_screen_of_deciding_fits_telegram(language: Language) -> None:
    for visitor in (member("A", language=language), guest(language=language)):
        for event in ("table", "dinner", "someday", "press"):
            for data in (
                f"star:small:{event}:1:0",
                f"star:small:{event}:1:1",
                f"rem:small:{event}",
                f"mute:small:{event}:1:0",
                f"mute:small:{event}:1:1",
                f"mute:small:{event}:0:0",
            ):
                assert_fits_telegram(await visitor.presses(data))
        assert_fits_telegram(await visitor.asks("agenda"))
