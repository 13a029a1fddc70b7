"""While an announcement goes out and afterwards: seen, held, cancelled, confirmed, reminded of, settled."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.features.announcements.after import announced, confirms, copies, copy, done, panel, shown, still
from tests.features.announcements.office import (
    ADMIN,
    CHINESE,
    ENGLISH,
    GERMAN,
    GUEST,
    MEMBER,
    SECOND,
    Office,
    at_work,
    labels,
    office,
    words,
)
from tests.support.rehearsal import until


@pytest.fixture
async def opened(place: Path, _quick: None) -> AsyncIterator[Office]:
    """Return the office before anything goes out: tests say when it does."""
    async with office(place) as made:
        yield made


async def test_the_panel_counts_what_has_arrived(desk: Office) -> None:
    desk.run.simulator.faults.add("403", "sendMessage", chat_id=CHINESE)
    await announced(desk)
    await done(desk)
    assert "Announcement 1 · done" in panel(desk)
    assert "sent 6 · rejected 1" in panel(desk)
    assert "confirmed 0 of 6" in panel(desk)
    assert "1. Person 513 · has blocked the bot or is gone" in await shown(desk, ADMIN, "Rejected 1")


async def test_while_it_runs_there_are_a_bar_the_time_left_and_a_pause(opened: Office) -> None:
    async with still(opened):
        await announced(opened)
        assert "Announcement 1 · sending" in panel(opened)
        assert "░░░░░░░░░░ 0 of 7 · 1 s left\nsent 0" in panel(opened)
        await opened.presses(ADMIN, "Pause")
        assert "Announcement 1 · paused" in panel(opened)
        assert "left" not in panel(opened)
    async with at_work(opened):
        await opened.run.quiet()
        assert set((await opened.states()).values()) == {"queued"}
        await opened.presses(ADMIN, "Resume")
        await done(opened)
    assert set((await opened.states()).values()) == {"sent"}
    assert (await opened.audited())[-3:] == ["announced", "paused", "resumed"]


async def test_cancelling_asks_first_and_leaves_what_was_sent(opened: Office) -> None:
    async with still(opened):
        await announced(opened)
        await opened.run.change("UPDATE deliveries SET state = 'sent', message_ids = '1' WHERE recipient = ?", MEMBER)
        asked = await shown(opened, ADMIN, "Cancel the rest")
        assert "6 people will no longer get it." in asked
        assert "1 has it already and keeps it" in asked
        assert set((await opened.states()).values()) == {"queued", "sent"}
        await opened.presses(ADMIN, "Yes, cancel the rest")
        assert "Announcement 1 · cancelled" in panel(opened)
        assert "sent 1 · cancelled 6" in panel(opened)
    async with at_work(opened):
        await opened.delivered()
    assert sorted((await opened.states()).values()) == ["cancelled"] * 6 + ["sent"]
    assert not opened.run.calls("sendMessage")[-1].parameters["text"].startswith("Bus")


async def test_an_old_button_changes_nothing_and_shows_how_it_stands(desk: Office) -> None:
    await announced(desk)
    await done(desk)
    before = await desk.run.rows("SELECT * FROM dispatches")
    for data in ("annhold:small:1:1", "annhold:small:1:0", "annstop:small:1:0", "annstop:small:1:1"):
        assert "nothing was changed" in await desk.presses_data(ADMIN, data)
        assert "· done" in panel(desk)
    assert await desk.run.rows("SELECT * FROM dispatches") == before
    for data in ("ann:small:99", "annhold:small:99:1", "ann:closed:1"):
        await desk.presses_data(ADMIN, data)
        assert "Bus" not in desk.last(ADMIN)


async def test_who_is_no_admin_any_more_can_do_nothing(desk: Office) -> None:
    await announced(desk)
    await done(desk)
    await desk.run.change("UPDATE members SET role = 'editor' WHERE user_id = ?", ADMIN)
    before = await desk.run.rows("SELECT * FROM announcements")
    for data in ("annback:small:1:1", "anncorrgo:small:1:1", "annset:small:1:1:1", "annxlsx:small:1"):
        assert "no longer works" in await desk.presses_data(ADMIN, data)
    assert await desk.run.rows("SELECT * FROM announcements") == before


async def test_a_recipient_confirms_and_every_admins_panel_counts_it(desk: Office) -> None:
    await announced(desk)
    await done(desk)
    await desk.says(SECOND, "/announcements")
    await desk.presses(SECOND, "1")
    assert await confirms(desk, MEMBER) == "Thank you, it is noted."
    await desk.run.quiet()
    own = copy(desk, MEMBER)
    assert words(own) == "Bus A leaves at 9"
    assert labels(own) == ["Confirmed ✓", "Stop announcements"]
    await until(lambda: "confirmed 1 of 7" in panel(desk, ADMIN))
    await until(lambda: "confirmed 1 of 7" in panel(desk, SECOND))
    assert await desk.presses(MEMBER, "Confirmed ✓") == "You have confirmed it already."
    assert await desk.run.rows("SELECT user_id FROM confirmations") == [(MEMBER,)]


async def test_only_a_recipient_can_confirm(desk: Office) -> None:
    await announced(desk)
    await done(desk)
    await desk.says(GUEST, "/help")
    assert "no longer works" in await desk.presses_data(GUEST, "anread:small:1")
    assert "no longer works" in await desk.presses_data(MEMBER, "anread:small:7")
    assert "no longer works" in await desk.presses_data(MEMBER, "anread:closed:1")
    assert await desk.run.rows("SELECT * FROM confirmations") == []


async def test_a_press_proves_that_an_uncertain_copy_has_arrived(desk: Office) -> None:
    desk.run.simulator.faults.add("reset_after", "sendMessage", chat_id=MEMBER)
    await announced(desk)
    await done(desk)
    assert (await desk.states())[MEMBER] == "uncertain"
    assert "sent 6 · uncertain 1" in panel(desk)
    await confirms(desk, MEMBER)
    assert (await desk.states())[MEMBER] == "sent"
    await until(lambda: "sent 7\n" in panel(desk))
    assert "confirmed 1 of 7" in panel(desk)


async def test_the_silent_are_listed_and_reminded_once_in_ten_minutes(desk: Office) -> None:
    await announced(desk)
    await done(desk)
    await confirms(desk, MEMBER)
    await until(lambda: "confirmed 1 of 7" in panel(desk))
    listed = await shown(desk, ADMIN, "Who has not")
    assert "Have not confirmed: 6" in listed
    assert "1. Person 511\n2. Person 512" in listed
    assert "Person 500" not in listed
    assert "6 people have it and have not confirmed it." in await shown(desk, ADMIN, "Nudge 6")
    assert await desk.presses(ADMIN, "Nudge 6") == "6 reminders are on their way."
    await desk.delivered()
    reminder = desk.messages(GERMAN)[-1]
    assert words(reminder) == "Please confirm that you have read this announcement."
    assert reminder["reply_to_message"]["message_id"] == copy(desk, GERMAN)["message_id"]
    assert not copies(desk, MEMBER, "Please confirm")
    assert "They were reminded at " in await shown(desk, ADMIN, "Nudge 6")
    assert len(await desk.run.rows("SELECT 1 FROM dispatches WHERE purpose = 'announcement nudge'")) == 1
    assert await confirms(desk, GERMAN) == "Thank you, it is noted."
    assert labels(desk.messages(GERMAN)[-1])[0] == "Confirmed ✓"


async def test_an_uncertain_copy_is_sent_again_or_left_by_hand(desk: Office) -> None:
    for reader in (MEMBER, ENGLISH):
        desk.run.simulator.faults.add("reset_before", "sendMessage", chat_id=reader)
    await announced(desk)
    await done(desk)
    listed = await shown(desk, ADMIN, "Settle 2")
    assert "Uncertain: 2" in listed
    assert "1. Person 500 · the announcement\n2. Person 512 · the announcement" in listed
    await desk.presses(ADMIN, "1")
    assert await desk.presses(ADMIN, "Send once more") == "It is sent once more."
    assert "Person 512" in await shown(desk, ADMIN, "1")
    assert await desk.presses(ADMIN, "Leave it") == "It is left as it is."
    await done(desk, "sent 6 · cancelled 1")
    assert copies(desk, MEMBER) == ["Bus A leaves at 9"]
    assert copies(desk, ENGLISH) == []
    assert "settled already" in await desk.presses_data(ADMIN, "annset:small:1:1:1")
    assert (await desk.audited())[-2:] == ["copy settled", "copy settled"]


async def test_forgetting_takes_a_confirmation_along(desk: Office) -> None:
    await announced(desk)
    await done(desk)
    await confirms(desk, MEMBER)
    await desk.says(MEMBER, "/privacy")
    assert "announcements that you confirmed: 1" in desk.last(MEMBER)
    assert "messages that I sent by myself: 1" in desk.last(MEMBER)
    await desk.presses_data(MEMBER, "forgetyes")
    assert await desk.run.rows("SELECT * FROM confirmations") == []
    assert await desk.run.rows("SELECT count(*) FROM deliveries WHERE recipient = ?", MEMBER) == [(0,)]
    assert await desk.run.rows("SELECT count(*) FROM deliveries WHERE state = 'sent'") == [(7,)]
    await desk.presses_data(ADMIN, "forgetyes")
    assert await desk.run.rows("SELECT author FROM announcements") == [(None,)]
