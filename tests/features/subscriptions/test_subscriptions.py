"""Choosing what comes and when: each choice shows at once, holds for its visit, and can be taken back."""

import pytest

from bot.core.languages import LANGUAGES, Language
from bot.features.subscriptions.handlers import ROUTES
from bot.telegram import subscriptions
from bot.telegram.roles import Role
from bot.telegram.screens import Toast
from bot.telegram.subscriptions import Quiet, Subscription
from tests.features.subscriptions.asking import guest, member, wanted
from tests.features.visitor import USER, assert_fits_telegram, labels, leads_to, text
from tests.support.whole_bot import OWNER, WholeBot


async def test_a_member_sees_what_comes_without_having_chosen() -> None:
    screen = await member().asks("subscriptions")
    assert text(screen) == (
        "What I send you\nA small visit\n\n"
        "Announcements: on\nProgramme changes: my events\nReminders: 30 min before\nMorning digest: on\n"
        "Quiet hours: off\n\n"
        "Urgent announcements and urgent changes to your events come in any case."
    )
    assert labels(screen)[:2] == ["✓ Announcements", "✓ Morning digest"]


async def test_a_guest_of_a_public_visit_is_offered_its_news_and_reminders_of_what_they_starred() -> None:
    screen = await guest().asks("subscriptions")
    assert "News of the visit: off\nReminders of events with your ★: 30 min before\nQuiet hours: off" in text(screen)
    for label in ("Announcements", "digest", "Changes"):
        assert label not in " ".join(labels(screen))


@pytest.mark.parametrize(("label", "what"), [("Announcements", "announcements"), ("Morning digest", "digest")])
async def test_a_tap_switches_off_and_another_on_again(label: str, what: str) -> None:
    visitor = member()
    off = await visitor.presses(leads_to(await visitor.asks("subscriptions"), f"✓ {label}"))
    assert f"{label}: off" in text(off)
    assert not getattr(wanted(visitor), what)
    on = await visitor.presses(leads_to(off, label))
    assert f"{label}: on" in text(on)
    assert wanted(visitor) == Subscription()


async def test_a_guest_switches_the_news_on() -> None:
    visitor = guest()
    on = await visitor.presses(leads_to(await visitor.asks("subscriptions"), "News of the visit"))
    assert "News of the visit: on" in text(on)
    assert "✓ News of the visit" in labels(on)
    assert wanted(visitor) == Subscription(news=True)


@pytest.mark.parametrize(("label", "changes"), [("All events", "all"), ("Off", "off"), ("✓ My events", "mine")])
async def test_which_changes_are_told_is_a_choice_of_three(label: str, changes: str) -> None:
    visitor = member()
    choice = await visitor.presses(leads_to(await visitor.asks("subscriptions"), "Changes…"))
    assert labels(choice) == ["✓ My events", "All events", "Off", "‹ Subscriptions", "Menu"]
    chosen = await visitor.presses(leads_to(choice, label))
    assert f"Programme changes: {label.removeprefix('✓ ').lower()}" in text(chosen)
    assert wanted(visitor).changes == changes


async def test_reminders_come_at_the_start_or_up_to_two_hours_ahead_or_not() -> None:
    visitor = member()
    choice = await visitor.presses(leads_to(await visitor.asks("subscriptions"), "Reminders…"))
    assert labels(choice)[:7] == [
        "At the start",
        "10 min before",
        "15 min before",
        "✓ 30 min before",
        "1 h before",
        "2 h before",
        "Off",
    ]
    for label, said, minutes in (
        ("At the start", "at the start", 0),
        ("2 h before", "2 h before", 120),
        ("Off", "off", None),
    ):
        assert f"Reminders: {said}" in text(await visitor.presses(leads_to(choice, label)))
        assert wanted(visitor).reminder_minutes == minutes


async def test_each_visit_has_its_own_choices_and_is_one_tap_away() -> None:
    visitor = member()
    await visitor.presses("setsubs:small:announcements:off")
    other = await visitor.presses(leads_to(await visitor.asks("subscriptions"), "The other visit"))
    assert "The other visit\n\nNews of the visit: off" in text(other)
    assert wanted(visitor, "other") == Subscription()
    assert "Announcements: off" in text(await visitor.presses(leads_to(other, "A small visit")))


@pytest.mark.parametrize(
    ("topic", "line"),
    [
        ("announcements", "Announcements: on"),
        ("changes", "Programme changes: all events"),
        ("reminders", "Reminders: 10 min before"),
        ("digest", "Morning digest: on"),
    ],
)
async def test_one_tap_under_a_message_stops_its_topic_and_another_brings_it_back_as_it_was(
    topic: str, line: str
) -> None:
    visitor = member()
    before = Subscription(changes="all", reminder_minutes=10)
    subscriptions.subscribe(visitor.store, USER, "small", before)
    stopped = await visitor.presses(f"stop:small:{topic}")
    assert stopped.fresh
    assert "off now" in text(stopped)
    assert wanted(visitor) != before
    again = await visitor.presses(leads_to(stopped, "Switch on again"))
    assert not again.fresh
    assert line in text(again)
    assert wanted(visitor) == before


async def test_a_second_tap_offers_what_comes_without_having_chosen() -> None:
    visitor = member()
    for topic in subscriptions.TOPICS:
        for _ in range(2):
            stopped = await visitor.presses(f"stop:small:{topic}")
        await visitor.presses(leads_to(stopped, "Switch on again"))
    assert wanted(visitor) == Subscription()


async def test_for_a_guest_announcements_are_the_news() -> None:
    visitor = guest()
    await visitor.presses("setsubs:small:news:on")
    stopped = await visitor.presses("stop:small:announcements")
    assert "News of the visit is off now." in text(stopped)
    assert not wanted(visitor).news
    assert "News of the visit: on" in text(await visitor.presses(leads_to(stopped, "Switch on again")))
    assert wanted(visitor).news


@pytest.mark.parametrize(
    "data",
    [
        "setsubs:small:announcements:maybe",
        "setsubs:small:changes:none",
        "setsubs:small:reminders:45",
        "setsubs:small:reminders:None",
        "setsubs:small:junk:on",
        "quiet:small:junk",
        "hush:small:always",
        "subsof:small:junk",
        "stop:small:junk",
    ],
)
async def test_what_no_button_offers_changes_nothing(data: str) -> None:
    visitor = member()
    assert isinstance(await visitor.presses_for(data), Toast)
    assert wanted(visitor) == Subscription()
    assert subscriptions.quiet(visitor.store, USER) == Quiet()


@pytest.mark.parametrize("language", LANGUAGES)
async def test_every_screen_fits_telegram(language: Language) -> None:
    for visitor in (guest(language), member(language)):
        screens = await visitor.everything_from("subscriptions")
        for topic in subscriptions.TOPICS:
            screens[topic] = await visitor.presses(f"stop:small:{topic}")
        for screen in screens.values():
            assert_fits_telegram(screen)
            assert labels(screen)[-1] in {"Menu", "Меню", "菜单"}


def test_it_is_about_one_person_and_not_for_groups() -> None:
    assert all(command.personal for command in ROUTES.commands)
    assert all(press.personal for press in ROUTES.presses)


async def test_a_closed_visit_offers_nothing_to_who_is_not_in_it(bot: WholeBot) -> None:
    outsider = await bot.somebody(700)
    before = await bot.dump()
    for data in (
        "subs:closed",
        "setsubs:closed:news:on",
        "stop:closed:digest",
        "subsof:closed:quiet",
        "quietask:closed",
    ):
        answered = await outsider.presses(data)
        assert "not open to you" in answered.text
        assert "A closed visit" not in answered.text
    assert await bot.dump() == before
    inside = await bot.somebody(701, {"closed": Role.MEMBER})
    assert "A closed visit\n\nAnnouncements: on" in (await inside.presses("subs:closed")).text


async def test_an_owner_who_is_no_member_of_a_closed_visit_is_told_that_nothing_of_it_comes(bot: WholeBot) -> None:
    owner = await bot.somebody(OWNER)
    answered = await owner.presses("subs:closed")
    assert "You are not a member of this visit" in answered.text
    assert not {"✓ Announcements", "News of the visit"} & answered.buttons.keys()


async def test_a_message_whose_topic_is_stopped_stays_as_it_is(bot: WholeBot) -> None:
    caller = await bot.somebody(700, {"small": Role.MEMBER})
    acknowledged, sent = (await caller.presses("stop:small:digest")).handled.calls
    assert acknowledged.method == "answerCallbackQuery"
    assert sent.method == "sendMessage"
    _, edited = (await caller.presses("setsubs:small:digest:on")).handled.calls
    assert edited.method == "editMessageText"
