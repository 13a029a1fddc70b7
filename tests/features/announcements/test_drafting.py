"""Drafts: made of whatever an organiser sends, shown under an exact preview, shaped by whoever comes first."""

import datetime as dt

from bot.features.announcements import pieces
from bot.telegram import people
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
    drawn,
    labels,
    words,
)

EVERYBODY = {ADMIN, SECOND, MEMBER, RUSSIAN, ENGLISH, CHINESE, GERMAN}


async def test_a_text_after_the_command_becomes_a_draft_under_its_preview(desk: Office) -> None:
    await desk.says(ADMIN, "/announce Bus A leaves at 9")
    preview, panel = desk.messages(ADMIN)[-2:]
    assert words(preview) == "Bus A leaves at 9"
    assert labels(preview) == ["Stop announcements"]
    assert words(panel).startswith("Draft 1\n")
    assert "Everyone at the visit · 7 people" in words(panel)
    assert "Русский 1 → will get it in English" in words(panel)
    assert "English 5 ✓" in words(panel)
    assert (await desk.draft()).texts.keys() == {"en"}
    assert await desk.audited() == ["drafted"]


async def test_sending_it_reaches_everybody_once_in_their_language(desk: Office) -> None:
    await desk.says(ADMIN, "/announce Bus A leaves at 9")
    await desk.presses(ADMIN, "Texts")
    await desk.presses(ADMIN, "Русский: write")
    await desk.says(ADMIN, "Автобус А в 9")
    await desk.presses(ADMIN, "Send to 7")
    asked = desk.last(ADMIN)
    assert "Send it to 7 people?" in asked
    assert "Русский 1 ✓" in asked
    assert "中文 1 → will get it in English" in asked
    await desk.presses(ADMIN, "Send to 7")
    await desk.delivered()
    assert words(desk.messages(RUSSIAN)[-1]) == "Автобус А в 9"
    assert words(desk.messages(GERMAN)[-1]) == "Bus A leaves at 9"
    assert words(desk.messages(CHINESE)[-1]) == "Bus A leaves at 9\n\n英文"
    assert await desk.states() == dict.fromkeys(EVERYBODY, "sent")
    assert all(len([one for one in desk.messages(user) if "9" in words(one)]) == 1 for user in (RUSSIAN, GERMAN))
    assert (await desk.draft()).state == "confirmed"


async def test_marks_of_the_text_are_kept_and_the_command_is_not_part_of_it(desk: Office) -> None:
    desk.simulator.actions.send(
        ADMIN,
        {
            "text": "/announce 🚌 Bus A at 9",
            "entities": [
                {"type": "bot_command", "offset": 0, "length": 9},
                {"type": "bold", "offset": 0, "length": 18},
                {"type": "custom_emoji", "offset": 10, "length": 2, "custom_emoji_id": "5"},
                {"type": "text_link", "offset": 19, "length": 4, "url": "https://example.org/"},
            ],
        },
    )
    await desk.flow()
    preview = desk.messages(ADMIN)[-2]
    assert preview["text"] == "🚌 Bus A at 9"
    assert [(one["type"], one["offset"], one["length"]) for one in preview["entities"]] == [
        ("bold", 0, 8),
        ("text_link", 9, 4),
    ]


async def test_a_reply_announces_the_message_replied_to(desk: Office) -> None:
    [photo] = await desk.sends(ADMIN, "hall.pdf", caption="Hall 2")
    assert "Send this as an announcement?" in desk.last(ADMIN)
    await desk.says(ADMIN, "/announce", reply_to=photo["message_id"])
    preview = desk.messages(ADMIN)[-2]
    assert preview["document"]["file_name"] == "hall.pdf"
    assert (preview["caption"], labels(preview)) == ("Hall 2", ["Stop announcements"])


async def test_media_sent_unasked_is_offered_and_one_press_makes_a_draft_of_it(desk: Office) -> None:
    await desk.sends(ADMIN, "map.pdf")
    await desk.presses(ADMIN, "Make an announcement")
    await desk.presses(ADMIN, "Make an announcement")
    assert len(await desk.drafts()) == 1
    await desk.presses(ADMIN, "Send to 7")
    await desk.presses(ADMIN, "Send to 7")
    await desk.delivered()
    assert desk.messages(RUSSIAN)[-1]["document"]["file_name"] == "map.pdf"


async def test_media_of_somebody_else_is_not_offered(desk: Office) -> None:
    for user in (MEMBER, GUEST):
        await desk.sends(user, "map.pdf")
        assert "I can read text only." in desk.last(user)
    assert await desk.run.rows("SELECT 1 FROM announcement_sources") == []


async def test_the_command_may_be_the_caption_of_what_is_announced(desk: Office) -> None:
    await desk.sends(ADMIN, "menu.pdf", caption="/announce Lunch menu")
    preview = desk.messages(ADMIN)[-2]
    assert preview["document"]["file_name"] == "menu.pdf"
    assert preview["caption"] == "Lunch menu"


async def test_the_command_alone_asks_for_what_is_announced(desk: Office) -> None:
    assert "What shall I announce?" in await desk.says(ADMIN, "/announce")
    await desk.sends(ADMIN, "menu.pdf", caption="Lunch")
    assert "Draft 1" in desk.last(ADMIN)


async def test_a_place_takes_its_text_in_a_message_that_follows_it(desk: Office) -> None:
    place = desk.simulator.actions.send_location(ADMIN, 31.25, 121.5)
    await desk.flow()
    await desk.says(ADMIN, "/announce We meet here", reply_to=place["message_id"])
    location, text, panel = desk.messages(ADMIN)[-3:]
    assert (location["location"]["latitude"], words(text)) == (31.25, "We meet here")
    assert labels(location) == []
    assert labels(text) == ["Stop announcements"]
    assert "The text comes in a message of its own" in words(panel)
    await desk.presses(ADMIN, "Send to 7")
    await desk.presses(ADMIN, "Send to 7")
    await desk.delivered()
    first, second = desk.messages(RUSSIAN)[-2:]
    assert "location" in first
    assert words(second).startswith("We meet here")
    assert await desk.states("announcement text") == dict.fromkeys(EVERYBODY, "sent")


async def test_what_telegram_cannot_send_again_is_refused_in_a_sentence(desk: Office) -> None:
    desk.simulator.actions.send(ADMIN, {"dice": {"emoji": "🎲", "value": 3}})
    await desk.flow()
    assert "I can read text only." in desk.last(ADMIN)
    dice = desk.messages(ADMIN)[-2]["message_id"]
    assert "I cannot announce this kind of message." in await desk.says(ADMIN, "/announce", reply_to=dice)
    assert await desk.drafts() == []


async def test_in_a_group_the_command_shows_the_way_to_the_private_chat(desk: Office) -> None:
    group = desk.simulator.memberships.add_group("Headquarters", [ADMIN, GUEST], supergroup=True)
    await desk.flow()
    assert "This is between you and me." in await desk.says(ADMIN, "/announce Hello", chat=group)
    assert await desk.drafts() == []


async def test_editing_the_source_changes_the_draft_and_every_panel(desk: Office) -> None:
    await desk.says(ADMIN, "/announce Bus A at 9")
    source = next(one for one in desk.messages(ADMIN) if words(one).startswith("/announce"))
    before = await desk.draft()
    await desk.edits(ADMIN, source["message_id"], "/announce Bus A at 10")
    after = await desk.draft()
    assert (after.revision, after.texts["en"].text) == (before.revision + 1, "Bus A at 10")
    assert words(desk.messages(ADMIN)[-2]) == "Bus A at 10"
    await desk.edits(ADMIN, source["message_id"], "/announce Bus A at 10")
    assert (await desk.draft()).revision == after.revision


async def test_a_press_on_a_stale_panel_changes_nothing_and_shows_how_it_stands(desk: Office) -> None:
    await desk.says(SECOND, "/help")
    await desk.says(ADMIN, "/announce Bus A at 9")
    await desk.presses(ADMIN, "Options")
    _, urgent = desk.find(ADMIN, "Urgent")
    draft = await desk.draft()
    await desk.presses_data(SECOND, f"anopt:small:{draft.announcement_id}:{draft.revision}:silent:1")
    before = await desk.draft()
    assert before.silent
    note = await desk.presses_data(ADMIN, urgent)
    assert note == "It was changed meanwhile, so nothing was done. This is how it stands now."
    assert await desk.draft() == before
    assert "Not urgent · silent" in desk.last(ADMIN)


async def test_every_organisers_panel_follows_what_another_one_changes(desk: Office) -> None:
    await desk.says(ADMIN, "/announce Bus A at 9")
    await desk.says(SECOND, "/help")
    await desk.presses_data(SECOND, "an:small:1")
    await desk.presses(SECOND, "Options")
    await desk.presses(SECOND, "Urgent")
    await drawn(desk, ADMIN, "Urgent")


async def test_a_discarded_draft_says_so_whatever_is_pressed(desk: Office) -> None:
    await desk.says(ADMIN, "/announce Bus A at 9")
    _, send = desk.find(ADMIN, "Send to")
    await desk.presses(ADMIN, "Discard")
    await desk.presses(ADMIN, "Yes, discard it")
    assert "Draft 1 was discarded. Nothing was sent." in desk.last(ADMIN)
    for data in (send, "an:small:1", "antest:small:1", "ango2:small:1:1:1", "anask:small:1:ru"):
        await desk.presses_data(ADMIN, data)
        assert "Draft 1 was discarded. Nothing was sent." in desk.last(ADMIN)
    assert await desk.states() == {}
    assert await desk.audited() == ["drafted", "draft discarded"]


async def test_a_test_goes_to_who_presses_alone_and_its_buttons_do_nothing(desk: Office) -> None:
    await desk.says(ADMIN, "/announce Bus A at 9")
    await desk.presses(ADMIN, "Options")
    await desk.presses(ADMIN, "Confirmation")
    for _ in range(2):
        assert await desk.presses_data(ADMIN, "antest:small:1") == "The test is on its way to you."
        await desk.delivered()
    assert words(desk.messages(ADMIN)[-1]) == "Bus A at 9"
    assert await desk.states("announcement test") == {ADMIN: "sent"}
    assert await desk.states() == {}
    note = await desk.presses(ADMIN, "I have read it")
    assert note == "This is a preview. The button works in what is sent."
    note = await desk.presses(ADMIN, "Stop announcements")
    assert note == "This is a preview. The button works in what is sent."
    assert await desk.run.rows("SELECT 1 FROM subscriptions") == []


async def test_several_visits_are_asked_about(desk: Office) -> None:
    await desk.enrol(ADMIN, "closed")
    await desk.run.change("UPDATE members SET role = 'admin' WHERE user_id = ? AND visit_id = 'closed'", ADMIN)
    assert "An announcement for which visit?" in await desk.says(ADMIN, "/announce Hello")
    await desk.presses(ADMIN, "A closed visit")
    assert (await desk.draft()).visit_id == "closed"
    assert "1 person" in desk.panel(ADMIN)


async def test_an_organiser_of_another_visit_gets_nowhere(desk: Office) -> None:
    await desk.says(ADMIN, "/announce Bus A at 9")
    before = await desk.draft()
    await desk.enrol(GUEST, "closed")
    await desk.run.change("UPDATE members SET role = 'admin' WHERE user_id = ?", GUEST)
    await desk.says(GUEST, "/help")
    for data in ("an:small:1", "an:closed:1", "antest:closed:1", "anopt:closed:1:1:urgent:1", "ango2:closed:1:1:1"):
        await desk.presses_data(GUEST, data)
        assert "Bus A" not in desk.last(GUEST)
    assert await desk.draft() == before


async def test_what_organisers_send_is_kept_for_a_day_only(desk: Office) -> None:
    await desk.sends(ADMIN, "map.pdf")
    data = desk.find(ADMIN, "Make an announcement")[1]
    now = desk.run.clock.now()
    await desk.run.database.run("expire", pieces.expire, now + dt.timedelta(hours=23))
    assert len(await desk.run.rows("SELECT 1 FROM announcement_sources")) == 1
    await desk.run.database.run("expire", pieces.expire, now + dt.timedelta(hours=25))
    await desk.presses_data(ADMIN, data)
    assert "I keep what you send for a day only." in desk.last(ADMIN)
    assert await desk.drafts() == []


async def test_a_draft_outlives_its_author_without_their_number(desk: Office) -> None:
    await desk.says(ADMIN, "/announce Bus A at 9")
    await desk.sends(ADMIN, "map.pdf")
    await desk.run.database.run("forget", people.forget, ADMIN, desk.run.clock.now())
    draft = await desk.draft()
    assert (draft.author, draft.source, draft.texts["en"].text) == (None, None, "Bus A at 9")
    assert await desk.run.rows("SELECT 1 FROM announcement_sources") == []
