"""From the draft to the snapshot: who is counted, what is in the way, when it goes out, and what bad input gets."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from bot.features.announcements.messages import CAPTION_LIMIT, TEXT_LIMIT
from tests.features.announcements.office import (
    ADMIN,
    CHINESE,
    ENGLISH,
    GERMAN,
    GUEST,
    MEMBER,
    RUSSIAN,
    SECOND,
    Office,
    labels,
    words,
)

SHANGHAI = ZoneInfo("Asia/Shanghai")
SWITCHED_OFF = "INSERT INTO subscriptions (user_id, visit_id, announcements) VALUES (?, 'small', 0)"
NEWS = "INSERT INTO subscriptions (user_id, visit_id, news) VALUES (?, 'small', 1)"


async def _send(desk: Office) -> None:
    """Press through to the end, as an organiser does."""
    await desk.presses(ADMIN, "Send to")
    await desk.presses(ADMIN, "Send to")
    await desk.delivered()


async def _audience(desk: Office, *labels_to_press: str) -> None:
    await desk.presses(ADMIN, "Audience")
    for label in labels_to_press:
        await desk.presses(ADMIN, label)


async def test_those_who_switched_announcements_off_are_counted_and_left_out(desk: Office) -> None:
    await desk.run.change(SWITCHED_OFF, RUSSIAN)
    await desk.says(ADMIN, "/announce Hello")
    assert "1 more has switched announcements off" in desk.panel(ADMIN)
    await desk.presses(ADMIN, "Send to 6")
    assert "1 more has switched announcements off" in desk.last(ADMIN)
    await desk.presses(ADMIN, "Send to 6")
    await desk.delivered()
    assert RUSSIAN not in await desk.states()


async def test_an_urgent_one_is_confirmed_twice_and_reaches_those_too(desk: Office) -> None:
    await desk.run.change(SWITCHED_OFF, RUSSIAN)
    await desk.says(ADMIN, "/announce Stay inside")
    await desk.presses(ADMIN, "Options")
    await desk.presses(ADMIN, "Urgent")
    await desk.presses(ADMIN, "‹ Draft")
    await desk.presses(ADMIN, "Send to 7")
    assert "an urgent one comes all the same" in desk.last(ADMIN)
    await desk.presses(ADMIN, "Urgent: go on")
    assert "Really urgent?" in desk.last(ADMIN)
    assert await desk.states() == {}
    await desk.presses(ADMIN, "Send to 7")
    await desk.delivered()
    assert (await desk.states())[RUSSIAN] == "sent"


async def test_a_made_up_press_that_skips_the_second_question_is_asked_it(desk: Office) -> None:
    await desk.says(ADMIN, "/announce Stay inside")
    await desk.presses(ADMIN, "Options")
    await desk.presses(ADMIN, "Urgent")
    await desk.presses_data(ADMIN, "ango2:small:1:2:0")
    assert "Really urgent?" in desk.last(ADMIN)
    assert await desk.states() == {}


@pytest.mark.parametrize(
    ("choice", "people"),
    [
        (("Members only",), {ADMIN, SECOND, MEMBER, RUSSIAN, ENGLISH, CHINESE, GERMAN}),
        (("A group", "Press"), {RUSSIAN}),
        (("A role", "Admin"), {ADMIN, SECOND}),
        (("A language", "Русский"), {RUSSIAN}),
        (("A language", "English"), {ADMIN, SECOND, MEMBER, ENGLISH, GERMAN}),
        (("An event", "Press briefing"), {RUSSIAN, CHINESE}),
        (("An event", "Tour"), {ADMIN, SECOND, MEMBER, RUSSIAN, CHINESE, GERMAN}),
    ],
    ids=str,
)
async def test_the_audience_is_whom_it_names(desk: Office, choice: tuple[str, ...], people: set[int]) -> None:
    await desk.enrol(RUSSIAN, groups=["press"])
    await desk.run.change("INSERT INTO agenda VALUES (?, 'small', 'E2', 1, 0, NULL)", CHINESE)
    await desk.run.change("INSERT INTO agenda VALUES (?, 'small', 'E1', 0, 1, NULL)", ENGLISH)
    await desk.says(ADMIN, "/announce Hello")
    await _audience(desk, *choice)
    assert f"{len(people)} p" in desk.panel(ADMIN)
    await _send(desk)
    assert set(await desk.states()) == people
    assert set((await desk.states()).values()) == {"sent"}


async def test_everyone_includes_guests_who_asked_for_news(desk: Office) -> None:
    await desk.says(GUEST, "/help")
    await desk.run.change(NEWS, GUEST)
    await desk.says(ADMIN, "/announce Hello")
    assert "Everyone at the visit · 8 people" in desk.panel(ADMIN)
    await _send(desk)
    assert (await desk.states())[GUEST] == "sent"


async def test_only_those_who_have_not_confirmed_another_one(desk: Office) -> None:
    await desk.says(ADMIN, "/announce Bring your badge")
    await desk.presses(ADMIN, "Options")
    await desk.presses(ADMIN, "Confirmation")
    await desk.presses(ADMIN, "‹ Draft")
    await _send(desk)
    assert labels(desk.messages(ENGLISH)[-1]) == ["I have read it", "Stop announcements"]
    await desk.presses(ENGLISH, "I have read it")
    await desk.says(ADMIN, "/announce Your badge, please")
    await _audience(desk, "Not confirmed", "1: Bring your badge")
    assert "Who has not confirmed announcement 1 · 6 people" in desk.panel(ADMIN)
    await _send(desk)
    assert words(desk.messages(MEMBER)[-1]) == "Your badge, please"
    assert words(desk.messages(ENGLISH)[-1]) == "Bring your badge"


async def test_an_audience_of_nobody_is_said_and_nothing_is_sent(desk: Office) -> None:
    await desk.says(ADMIN, "/announce Hello")
    await _audience(desk, "A group", "Bus A")
    assert "It reaches nobody. Choose another audience." in desk.panel(ADMIN)
    assert await desk.presses(ADMIN, "Send…") == "It reaches nobody. Choose another audience."
    draft = await desk.draft()
    note = await desk.presses_data(ADMIN, f"ango2:small:1:{draft.revision}:0")
    assert note == "It reaches nobody. Choose another audience."
    assert (await desk.draft()).state == "draft"


async def test_a_draft_without_any_text_is_not_sent(desk: Office) -> None:
    await desk.says(ADMIN, "/announce Hello")
    await desk.presses(ADMIN, "Texts")
    await desk.presses(ADMIN, "Remove")
    assert "English 5: no text" in desk.last(ADMIN)
    await desk.presses(ADMIN, "‹ Draft")
    assert await desk.presses(ADMIN, "Send to 7") == "It has no text yet. Write one under Texts."
    assert await desk.presses(ADMIN, "Test to me") == "It has no text yet. Write one under Texts."


async def test_a_caption_that_is_too_long_can_follow_the_photo(desk: Office) -> None:
    text = "word " * 230
    [sent] = await desk.sends(ADMIN, "hall.pdf")
    await desk.says(ADMIN, f"/announce {text}", reply_to=sent["message_id"])
    # Readers of other languages also get a note which language it is in.
    assert f"English: the caption has 1,164 characters, {CAPTION_LIMIT:,} fit." in desk.panel(ADMIN)
    assert "the caption has 1,1" in await desk.presses(ADMIN, "Send to 7")
    await desk.presses(ADMIN, "Send the text after it")
    assert "The text comes in a message of its own" in desk.panel(ADMIN)
    await _send(desk)
    file, following = desk.messages(ENGLISH)[-2:]
    assert "caption" not in file
    assert words(following) == text.strip()


async def test_a_text_that_is_too_long_can_be_divided_and_nothing_of_it_is_lost(desk: Office) -> None:
    paragraph = "All of you are kindly asked to be at the bus at nine. "
    # It fits one message, but not with the note which language it is in.
    text = ("\n\n".join([paragraph * 10] * 8))[:4090].strip()
    await desk.says(ADMIN, "/announce x")
    await desk.presses(ADMIN, "Texts")
    await desk.presses(ADMIN, "English: rewrite")
    await desk.says(ADMIN, text)
    assert f"{TEXT_LIMIT:,} fit. Shorten it or divide it." in desk.panel(ADMIN)
    await desk.presses(ADMIN, "Divide it into two messages")
    await _send(desk)
    assert words(desk.messages(ENGLISH)[-1]) == text
    first, second = desk.messages(RUSSIAN)[-2:]
    assert len(words(first)) <= TEXT_LIMIT
    assert f"{words(first)} {words(second)}".split()[:-2] == text.split()
    assert (labels(first), len(labels(second))) == ([], 1)


async def test_a_time_is_typed_in_the_visits_zone_and_shown_in_both(desk: Office) -> None:
    await desk.says(ADMIN, "/announce Hello")
    await desk.presses(ADMIN, "When")
    await desk.presses(ADMIN, "Another time")
    assert "Times are by the clock of Shanghai." in desk.last(ADMIN)
    assert "I cannot read this time." in await desk.says(ADMIN, "soon")
    assert "This time has passed already." in await desk.says(ADMIN, "2020-01-01 10:00")
    tomorrow = (dt.datetime.now(SHANGHAI) + dt.timedelta(days=1)).replace(hour=6, minute=5, second=0, microsecond=0)
    said = await desk.says(ADMIN, "tomorrow 6:05")
    assert "06:05 Shanghai (01:05 Moscow)" in said
    assert (await desk.draft()).send_at == tomorrow
    await desk.presses(ADMIN, "Send to 7")
    await desk.presses(ADMIN, "Send to 7")
    assert set((await desk.states()).values()) == {"queued"}


async def test_an_end_before_the_beginning_is_refused(desk: Office) -> None:
    await desk.says(ADMIN, "/announce Hello")
    await desk.presses(ADMIN, "When")
    await desk.presses(ADMIN, "Tomorrow 08:00")
    await desk.presses(ADMIN, "When")
    await desk.presses(ADMIN, "When it ends")
    await desk.presses(ADMIN, "Another time")
    assert "That is before it goes out." in await desk.says(ADMIN, "tomorrow 7:00")
    said = await desk.says(ADMIN, "tomorrow 9:00")
    assert "Worth sending until:" in said
    assert "09:00 Shanghai" in said


async def test_a_time_that_passed_meanwhile_is_said_before_sending(desk: Office) -> None:
    await desk.says(ADMIN, "/announce Hello")
    await desk.run.change("UPDATE announcements SET send_at = 1000")
    assert await desk.presses(ADMIN, "Send to 7") == "The time to send it has passed. Choose another."


async def test_two_organisers_who_send_at_once_send_it_once(desk: Office) -> None:
    await desk.says(SECOND, "/help")
    await desk.says(ADMIN, "/announce Hello")
    await desk.presses(ADMIN, "Send to 7")
    await desk.presses_data(SECOND, "ango2:small:1:1:0")
    note = await desk.presses(ADMIN, "Send to 7")
    await desk.delivered()
    assert note == "It was changed meanwhile, so nothing was done. This is how it stands now."
    assert (await desk.audited()).count("announced") == 1
    assert len([one for one in desk.messages(RUSSIAN) if "Hello" in words(one)]) == 1


async def test_silent_and_pinned_ones_come_so(desk: Office) -> None:
    await desk.says(ADMIN, "/announce Hello")
    await desk.presses(ADMIN, "Options")
    for label in ("Silent", "Pin"):
        await desk.presses(ADMIN, label)
    await desk.presses(ADMIN, "‹ Draft")
    await _send(desk)
    [call] = [one for one in desk.run.calls("sendMessage") if one.chat_id == RUSSIAN]
    assert call.parameters["disable_notification"]
    assert set(await desk.states("announcement pin")) == set(await desk.states())
    assert set((await desk.states("announcement pin")).values()) == {"sent"}


async def test_who_blocked_the_bot_is_rejected_and_nobody_else_is_affected(desk: Office) -> None:
    desk.simulator.memberships.set_blocked(RUSSIAN, blocked=True)
    await desk.says(ADMIN, "/announce Hello")
    await _send(desk)
    states = await desk.states()
    assert states.pop(RUSSIAN) == "rejected"
    assert set(states.values()) == {"sent"}


async def test_a_group_that_is_gone_from_the_programme_is_said(desk: Office) -> None:
    await desk.says(ADMIN, "/announce Hello")
    await desk.run.change("""UPDATE announcements SET audience = '{"kind": "group", "value": "bus-z"}'""")
    note = await desk.presses(ADMIN, "Send")
    assert note == "The audience is no longer in the programme. Choose another."


async def test_what_was_changed_after_the_question_is_not_sent(desk: Office) -> None:
    await desk.says(SECOND, "/help")
    await desk.says(ADMIN, "/announce Hello")
    await desk.presses(ADMIN, "Send to 7")
    await desk.presses_data(SECOND, "anto:small:1:1:r:admin")
    note = await desk.presses(ADMIN, "Send to 7")
    assert note == "It was changed meanwhile, so nothing was done. This is how it stands now."
    assert "Role: admin · 2 people" in desk.panel(ADMIN)
    assert await desk.states() == {}


async def test_an_answer_of_who_lost_the_right_in_this_visit_changes_nothing(desk: Office) -> None:
    await desk.says(ADMIN, "/announce Hello")
    await desk.presses(ADMIN, "Texts")
    await desk.presses(ADMIN, "English: rewrite")
    before = await desk.draft()
    await desk.enrol(ADMIN, "closed")
    await desk.run.change("UPDATE members SET role = iif(visit_id = 'closed', 'admin', 'member')")
    assert "This visit is not open to you here." in await desk.says(ADMIN, "Something else")
    assert await desk.draft() == before
