"""What becomes of questions when something goes wrong: nothing is lost, nothing is repeated, and admins see it."""

import datetime as dt
from pathlib import Path

import pytest

from bot.telegram import questions
from tests.features.questions.stage import ADMIN, GUEST, MEMBER, SECOND_ADMIN, Stage, stage
from tests.support.rehearsal import telegram
from tests.support.whole_bot import OWNER


async def _desk_with_a_question(play: Stage, asker: int = MEMBER) -> None:
    await play.says(ADMIN, "/desk", in_group=True)
    await play.asks(asker, "Where is lunch?")


async def test_whoever_blocked_the_bot_gets_no_answer_and_the_admins_see_it(play: Stage) -> None:
    await _desk_with_a_question(play)
    play.simulator.memberships.set_blocked(MEMBER, blocked=True)
    await play.replies(ADMIN, "Hall B", "Question 1")
    assert await play.states("answer") == ["rejected"]
    assert "not arrived: has blocked the bot or is gone" in play.everything_in(play.group)
    listed = await play.says(ADMIN, "/questions")
    assert "(answer not arrived: has blocked the bot or is gone)" in listed
    await play.flow()
    await play.presses(ADMIN, "1")
    await play.presses(ADMIN, "Mark as settled")
    assert "No question waits" in play.last(ADMIN)


async def test_an_answer_that_telegram_refuses_is_listed_with_its_reason(play: Stage) -> None:
    await _desk_with_a_question(play)
    play.simulator.faults.add("400", chat_id=MEMBER, method="sendMessage", description="Bad Request: odd things")
    await play.replies(ADMIN, "Hall B", "Question 1")
    assert "odd things" in await play.says(ADMIN, "/questions")


async def test_an_uncertain_answer_is_not_repeated_until_an_admin_says_so(play: Stage) -> None:
    await _desk_with_a_question(play)
    play.simulator.faults.add("reset_before", chat_id=MEMBER, method="sendMessage")
    await play.replies(ADMIN, "Hall B", "Question 1")
    assert await play.states("answer") == ["uncertain"]
    assert "(answer perhaps not arrived: Telegram’s reply was lost)" in await play.says(ADMIN, "/questions")
    await play.presses(ADMIN, "1")
    await play.presses(ADMIN, "Send answer 1 again")
    await play.delivered()
    assert await play.states("answer") == ["sent"]
    assert play.last(MEMBER).endswith("Hall B")
    assert ("resent",) in await play.run.rows("SELECT action FROM audit")


async def test_a_press_under_an_uncertain_answer_proves_it(play: Stage) -> None:
    await _desk_with_a_question(play)
    play.simulator.faults.add("reset_after", chat_id=MEMBER, method="sendMessage")
    await play.replies(ADMIN, "Hall B", "Question 1")
    assert await play.states("answer") == ["uncertain"]
    await play.presses(MEMBER, "Ask something else")
    assert await play.states("answer") == ["sent"]
    await play.delivered()
    assert "No question waits" in await play.says(ADMIN, "/questions")


async def test_a_reply_proves_that_an_uncertain_question_is_in_the_chat(play: Stage) -> None:
    await play.says(ADMIN, "/desk", in_group=True)
    play.simulator.faults.add("reset_after", chat_id=play.group, method="sendMessage")
    await play.asks(MEMBER, "Where is lunch?")
    assert await play.states("question") == ["uncertain"]
    assert "(perhaps not shown in the organisers’ chat" in await play.says(ADMIN, "/questions")
    await play.replies(ADMIN, "Hall B", "Question 1")
    assert await play.states("question") == await play.states("answer") == ["sent"]


async def test_an_uncertain_question_can_be_sent_to_the_chat_again(play: Stage) -> None:
    await play.says(ADMIN, "/desk", in_group=True)
    play.simulator.faults.add("reset_before", chat_id=play.group, method="sendMessage")
    await play.asks(MEMBER, "Where is lunch?")
    await play.says(ADMIN, "/questions")
    await play.presses(ADMIN, "1")
    await play.presses(ADMIN, "Send it to the chat again")
    await play.delivered()
    assert "Where is lunch?" in play.last(play.group)


async def test_killed_before_it_went_out_a_question_goes_out_once_after_the_start(store: Path) -> None:
    async with telegram(bot_username="briefing_bot") as simulator:
        for user_id in (ADMIN, MEMBER):
            simulator.add_user(user_id, f"Person {user_id}")
        group = simulator.memberships.add_group("Headquarters", [ADMIN])
        async with stage(store, simulator=simulator, group=group) as play:
            async with play.run.working():
                await play.says(ADMIN, "/desk", in_group=True)
                await play.says(MEMBER, "/ask Where is lunch?")
                await play.presses(MEMBER, "Send")
            assert await play.states("question") == ["queued"]
        async with stage(store, simulator=simulator, group=group) as play, play.run.working(delivering=True):
            await play.delivered()
            assert await play.states("question") == ["sent"]
        assert play.everything_in(group).count("Where is lunch?") == 1


async def test_killed_while_it_was_sent_a_question_is_uncertain_and_listed(store: Path) -> None:
    async with stage(store) as play:
        async with play.run.working():
            await play.says(ADMIN, "/desk", in_group=True)
            await play.says(MEMBER, "/ask Where is lunch?")
            await play.presses(MEMBER, "Send")
        await play.run.change("UPDATE deliveries SET state = 'sending'")
        await play.run.courier.resume()
        async with play.run.working(delivering=True):
            await play.delivered()
            assert await play.states("question") == ["uncertain"]
            assert "Where is lunch?\n(perhaps not shown" in await play.says(ADMIN, "/questions")


async def test_a_group_that_is_upgraded_stays_the_organisers_chat(store: Path) -> None:
    async with stage(store, supergroup=False) as play, play.run.working(delivering=True):
        await _desk_with_a_question(play)
        old, play.group = play.group, play.simulator.memberships.migrate_group(play.group, by=ADMIN)
        await play.flow()
        assert await play.run.rows("SELECT chat_id FROM desks") == [(play.group,)]
        await play.asks(MEMBER, "And dinner?")
        assert "And dinner?" in play.last(play.group)
        await play.replies(ADMIN, "Hall C", "Question 2")
        assert play.last(MEMBER).endswith("Hall C")
        await play.says(ADMIN, "/questions")
        await play.presses(ADMIN, "1")
        before = [message["text"] for message in play.simulator.messages(play.group) if "text" in message]
        await play.presses(ADMIN, "Mark as settled")
        await play.delivered()
        assert [one["text"] for one in play.simulator.messages(play.group) if "text" in one] == before
        assert old != play.group


async def test_a_group_upgraded_unheard_gets_the_question_under_its_new_id(store: Path) -> None:
    async with stage(store, supergroup=False) as play, play.run.working(delivering=True):
        await play.says(ADMIN, "/desk", in_group=True)
        new = play.simulator.memberships.migrate_group(play.group, by=ADMIN)
        play._seen = max(update["update_id"] for update in play.simulator.pending_updates)
        await play.asks(MEMBER, "Where is lunch?")
        assert "Where is lunch?" in play.last(new)
        assert await play.run.rows("SELECT chat_id FROM desks") == [(new,)]


async def test_removed_from_the_group_the_bot_tells_the_admins_and_keeps_questions(play: Stage) -> None:
    await play.says(ADMIN, "/desk", in_group=True)
    play.simulator.memberships.set_standing(play.group, 1, "kicked", by=ADMIN)
    await play.flow()
    await play.delivered()
    for admin in (ADMIN, SECOND_ADMIN):
        assert "I was removed from the organisers’ chat “Headquarters”" in play.last(admin)
    await play.asks(MEMBER, "Where is lunch?")
    assert "The organisers find it in their list" in play.last(MEMBER)
    listed = await play.says(ADMIN, "/questions")
    assert "The bot was removed from the organisers’ chat" in listed
    assert "Where is lunch?" in listed
    play.simulator.memberships.set_standing(play.group, 1, "member", by=ADMIN)
    await play.flow()
    said = await play.says(ADMIN, "/desk", in_group=True)
    assert "Questions about this visit come to this group now." in said
    assert "1 question waits in /questions." in said


async def test_a_question_refused_by_the_group_stays_open_and_says_why(play: Stage) -> None:
    await play.says(ADMIN, "/desk", in_group=True)
    play.simulator.faults.add("403", chat_id=play.group, description="Forbidden: bot was kicked from the group chat")
    await play.asks(MEMBER, "Where is lunch?")
    assert await play.states("question") == ["rejected"]
    assert "(not shown in the organisers’ chat: the bot was removed from the chat)" in await play.says(
        ADMIN, "/questions"
    )


async def test_desk_again_takes_the_group_back_and_elsewhere_moves_it(play: Stage) -> None:
    await play.says(ADMIN, "/desk", in_group=True)
    other = play.simulator.memberships.add_group("Annexe", [ADMIN])
    play.simulator.send_text(ADMIN, "/desk", other)
    await play.flow()
    assert "no longer where they went before" in play.last(other)
    play.simulator.send_text(ADMIN, "/desk", other)
    await play.flow()
    assert "Questions no longer come to this group." in play.last(other)
    assert await play.run.rows("SELECT * FROM desks") == []
    assert [row[0] for row in await play.run.rows("SELECT action FROM audit")] == ["desk", "desk", "no desk"]
    await play.says(ADMIN, "/audit")
    assert "set the organisers’ chat" in play.last(ADMIN)


async def test_in_private_desk_shows_where_questions_go_before_it_takes_them(play: Stage) -> None:
    await play.says(ADMIN, "/desk", in_group=True)
    assert "Questions go to the group “Headquarters”." in await play.says(ADMIN, "/desk")
    await play.presses(ADMIN, "Use this chat")
    assert await play.run.rows("SELECT chat_id FROM desks") == [(ADMIN,)]
    assert "Questions go to the private chat of another admin." in await play.says(SECOND_ADMIN, "/desk")
    await play.presses(SECOND_ADMIN, "Choose no chat")
    assert "No chat is chosen" in play.last(SECOND_ADMIN)


async def test_who_administers_several_visits_chooses_in_private_and_no_title_is_shown_in_the_group(
    play: Stage,
) -> None:
    said = await play.says(OWNER, "/desk", in_group=True)
    assert "Choose the one you mean with /visit" in said
    assert "visit" not in said.replace("visits", "").replace("/visit", "")
    assert await play.run.rows("SELECT * FROM desks") == []


async def test_a_link_to_desk_changes_nothing_whoever_made_it(play: Stage) -> None:
    assert "No chat is chosen" in await play.says(ADMIN, "/start desk")
    assert "Send /desk here yourself" in await play.says(ADMIN, "/start desk", in_group=True)
    assert await play.run.rows("SELECT * FROM desks") == []


async def test_the_link_under_a_question_opens_it_for_its_admins_only(play: Stage) -> None:
    await _desk_with_a_question(play)
    shown = play.simulator.messages(play.group)[-1]
    [[link]] = shown["reply_markup"]["inline_keyboard"]
    assert link["url"] == "https://t.me/briefing_bot?start=question_1"
    assert "Question 1 · Person 500" in await play.says(ADMIN, "/start question_1")
    assert "I do not know this link" in await play.says(MEMBER, "/start question_1")
    await play.run.change("UPDATE questions SET visit_id = 'closed'")
    for other in ("question_1", "question_99", "question_x", "question_" + "9" * 40):
        assert "Questions\nA small visit" in await play.says(ADMIN, f"/start {other}")


@pytest.mark.parametrize("data", ["mrole:small:600:editor:1", "mrmyes:small:600"])
async def test_who_is_no_admin_any_more_gets_no_question_in_private(play: Stage, data: str) -> None:
    await play.says(ADMIN, "/desk")
    await play.says(OWNER, "/help")
    play.simulator.world.chats[OWNER].messages[play.simulator.messages(OWNER)[-1]["message_id"]]["reply_markup"] = {
        "inline_keyboard": [[{"text": "x", "callback_data": data}]]
    }
    await play.presses(OWNER, "x")
    assert await play.run.rows("SELECT * FROM desks") == []
    await play.asks(MEMBER, "Where is lunch?")
    assert "Where is lunch?" not in play.everything_in(ADMIN)


async def test_what_is_on_its_way_to_a_chat_that_was_taken_back_stays_open(store: Path) -> None:
    async with stage(store) as play:
        async with play.run.working():
            await play.says(ADMIN, "/desk", in_group=True)
            await play.says(MEMBER, "/ask Where is lunch?")
            await play.presses(MEMBER, "Send")
            await play.says(ADMIN, "/desk", in_group=True)
        async with play.run.working(delivering=True):
            await play.delivered()
            assert await play.states("question") == ["cancelled"]
            assert "the organisers’ chat was changed" in await play.says(ADMIN, "/questions")


async def test_who_was_removed_from_a_closed_visit_gets_no_answer(play: Stage) -> None:
    await play.says(OWNER, "/help")
    await play.run.change("UPDATE users SET visit_id = 'closed' WHERE user_id IN (?, ?)", OWNER, MEMBER)
    await play.run.change("INSERT INTO members VALUES ('closed', ?, 'member', 'P', 1)", MEMBER)
    await play.says(OWNER, "/desk", in_group=True)
    await play.asks(MEMBER, "Where is lunch?")
    await play.run.change("DELETE FROM members WHERE visit_id = 'closed'")
    await play.replies(OWNER, "Hall B", "Question 1")
    assert await play.states("answer") == ["cancelled"]
    assert "Hall B" not in play.everything_in(MEMBER)
    assert "not arrived: no longer in the visit" in play.everything_in(play.group)


async def test_an_answer_comes_at_once_in_quiet_hours_but_silently(play: Stage) -> None:
    await _desk_with_a_question(play)
    await play.run.change("INSERT INTO quiet_hours VALUES (?, '00:00', '23:59', NULL)", MEMBER)
    await play.run.change("UPDATE users SET zone = 'UTC' WHERE user_id = ?", MEMBER)
    if play.run.clock.now().strftime("%H:%M") == "23:59":
        pytest.skip("the one minute that is not quiet")
    await play.replies(ADMIN, "Hall B", "Question 1")
    call = [one for one in play.run.calls("sendMessage") if one.chat_id == MEMBER][-1]
    assert call.parameters["disable_notification"] is True


async def test_forgetting_erases_question_and_answer_and_stops_what_is_under_way(store: Path) -> None:
    async with stage(store) as play:
        async with play.run.working(delivering=True):
            await _desk_with_a_question(play)
        async with play.run.working():
            await play.says(MEMBER, "/ask And dinner?")
            await play.presses(MEMBER, "Send")
            await play.says(MEMBER, "/ask Only a draft")
            shown = play.simulator.messages(play.group)[-1]["message_id"]
            await play.says(ADMIN, "Hall B", in_group=True, reply_to=shown)
            assert "questions that you asked: 3" in await play.says(MEMBER, "/privacy")
            await play.says(MEMBER, "/forget_me")
            await play.presses(MEMBER, "Yes, erase it all")
            assert "questions that you asked: 3" in play.last(MEMBER)
        async with play.run.working(delivering=True):
            await play.delivered()
            assert "Hall B" not in play.everything_in(MEMBER)
            assert "And dinner?" not in play.everything_in(play.group)
            said = await play.says(ADMIN, "Hall C", in_group=True, reply_to=shown)
            assert "This question is no longer there" in said
        tables = [await play.run.rows(f"SELECT * FROM {name}") for name in ("payloads", "questions", "question_drafts")]
        for secret in ("lunch", "dinner", "draft", "Hall", "Person 500"):
            assert secret not in repr(tables)
        assert await play.run.rows("SELECT 1 FROM deliveries WHERE recipient = ?", MEMBER) == []


async def test_answered_questions_are_erased_after_their_days_and_open_ones_are_kept(play: Stage) -> None:
    await _desk_with_a_question(play)
    await play.replies(ADMIN, "Hall B", "Question 1")
    await play.asks(MEMBER, "And dinner?")
    now = play.run.clock.now()
    await play.run.database.run("expire", questions.expire, now + dt.timedelta(days=6), 7)
    assert len(await play.run.rows("SELECT * FROM questions")) == 2
    await play.run.database.run("expire", questions.expire, now + dt.timedelta(days=7, seconds=1), 7)
    assert await play.run.rows("SELECT question_id, state FROM questions") == [(2, "open")]
    kept = repr(await play.run.rows("SELECT parameters FROM payloads"))
    assert "lunch" not in kept
    assert "Hall B" not in kept
    assert "dinner" in kept
    assert "no longer there" in await play.replies(ADMIN, "Hall D", "Question 1")


async def test_more_than_five_questions_an_hour_are_refused_also_after_forgetting(play: Stage) -> None:
    for number in range(5):
        await play.asks(GUEST, f"Question of mine, {number}")
    await play.says(GUEST, "/forget_me")
    await play.presses(GUEST, "Yes, erase it all")
    said = await play.says(GUEST, "/ask One more")
    assert "You have sent 5 questions within the hour" in said
    assert "The next one can go in" in said
    assert await play.says(GUEST, "/ask") == said
    assert await play.run.rows("SELECT * FROM question_drafts") == []
    await play.run.change("UPDATE questions_lately SET asked_at = asked_at - 3600000")
    assert "One more" in await play.says(GUEST, "/ask One more")


async def test_a_question_has_a_length_and_is_text(play: Stage) -> None:
    assert "up to 1,000 characters, and this one has 1,001" in await play.says(MEMBER, "/ask " + "я" * 1001)
    assert await play.run.rows("SELECT * FROM question_drafts") == []
    await play.says(MEMBER, "/ask")
    play.simulator.actions.send_file(MEMBER, "voice", "a.ogg", b"hm")
    await play.flow()
    assert "passed on as text only" in play.last(MEMBER)
    assert "up to 1,000 characters" in await play.says(MEMBER, "я" * 1001)
    assert "Your question" in await play.says(MEMBER, "я" * 1000)


async def test_a_draft_is_sent_once_and_only_by_whoever_wrote_it(play: Stage) -> None:
    await play.says(MEMBER, "/ask Where is lunch?")
    mine = play.simulator.messages(MEMBER)[-1]
    await play.says(GUEST, "/help")
    forged = {"text": "x", "callback_data": "qsend:1:0"}
    last = play.simulator.messages(GUEST)[-1]["message_id"]
    play.simulator.world.chats[GUEST].messages[last]["reply_markup"] = {"inline_keyboard": [[forged]]}
    await play.presses(GUEST, "x")
    assert await play.run.rows("SELECT * FROM questions") == []
    for data in ("qsend:1:0", "qsend:1:0", "qsend:1:1", "qdrop:1"):
        play.simulator.world.chats[MEMBER].messages[mine["message_id"]]["reply_markup"] = {
            "inline_keyboard": [[{"text": "y", "callback_data": data}]]
        }
        play.simulator.press(MEMBER, MEMBER, mine["message_id"], data)
        await play.flow()
    assert await play.run.rows("SELECT question_id, name FROM questions") == [(1, "Person 500")]


async def test_an_older_draft_is_not_sent_in_place_of_the_newer(play: Stage) -> None:
    await play.says(MEMBER, "/ask First")
    first = play.simulator.messages(MEMBER)[-1]["message_id"]
    await play.says(MEMBER, "/ask Second")
    play.simulator.press(MEMBER, MEMBER, first, "qsend:1:0")
    await play.flow()
    assert await play.run.rows("SELECT * FROM questions") == []
    await play.presses(MEMBER, "Do not send")
    assert "It was not sent" in play.last(MEMBER)
    assert await play.run.rows("SELECT * FROM question_drafts") == []
