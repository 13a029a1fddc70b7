"""A question goes to the organisers' chat, once; an admin's reply there goes to whoever asked."""

from pathlib import Path

import pytest

from tests.features.questions.stage import ADMIN, GUEST, MEMBER, SECOND_ADMIN, Stage, stage
from tests.support.whole_bot import OWNER


async def test_a_question_and_its_answer_go_all_the_way(play: Stage) -> None:
    assert "Questions about this visit come to this group now." in await play.says(ADMIN, "/desk", in_group=True)
    looked = await play.says(MEMBER, "/ask Where does bus A leave?")
    assert "Where does bus A leave?" in looked
    assert "does not show the organisers who you are" in looked
    await play.presses(MEMBER, "Send")
    assert "It is on its way to the organisers." in play.last(MEMBER)
    await play.delivered()
    shown = play.last(play.group)
    assert "Question 1 · Person 500" in shown
    assert "Where does bus A leave?" in shown
    said = await play.replies(ADMIN, "At the north gate, 08:40", "Question 1")
    assert said == "It is on its way to Person 500."
    answer = play.last(MEMBER)
    assert answer.startswith("The organisers answer\nA small visit\nWhere does bus A leave?")
    assert answer.endswith("At the north gate, 08:40")
    assert await play.states("question") == await play.states("answer") == ["sent"]
    [changed] = [one for one in play.simulator.messages(play.group) if "Question 1" in one["text"]]
    assert "✓ Answered" in changed["text"]
    assert "Answer 1 · " in changed["text"]
    assert changed["text"].endswith("arrived\nShanghai time")
    assert "No question waits" in await play.says(ADMIN, "/questions")


async def test_a_second_answer_is_passed_on_as_well(play: Stage) -> None:
    await play.says(ADMIN, "/desk", in_group=True)
    await play.asks(MEMBER, "Where is lunch?")
    await play.replies(ADMIN, "Hall B", "Question 1")
    await play.replies(SECOND_ADMIN, "No, hall C", "Question 1")
    assert play.last(MEMBER).endswith("No, hall C")
    assert await play.states("answer") == ["sent", "sent"]
    [shown] = [one["text"] for one in play.simulator.messages(play.group) if "Question 1" in one["text"]]
    assert "Answer 2 · " in shown


async def test_whoever_has_the_answer_can_ask_on_below_it(play: Stage) -> None:
    await play.says(ADMIN, "/desk", in_group=True)
    await play.asks(MEMBER, "Where is lunch?")
    await play.replies(ADMIN, "Hall B", "Question 1")
    answer = play.last(MEMBER)
    await play.presses(MEMBER, "Ask something else")
    assert answer in [message["text"] for message in play.simulator.messages(MEMBER)]
    assert "A question to the organisers" in play.last(MEMBER)
    await play.says(MEMBER, "And dinner?")
    await play.presses(MEMBER, "Send")
    await play.delivered()
    assert "And dinner?" in play.last(play.group)


async def test_a_guest_of_a_public_visit_asks_too_and_gets_the_answer(play: Stage) -> None:
    await play.says(ADMIN, "/desk", in_group=True)
    await play.asks(GUEST, "Is the park open to visitors?")
    await play.replies(ADMIN, "On Sundays", "Question 1")
    assert play.last(GUEST).endswith("On Sundays")


async def test_without_a_chat_questions_wait_in_the_list_and_are_answered_there(play: Stage) -> None:
    await play.asks(MEMBER, "Where is lunch?")
    assert "The organisers find it in their list of questions." in play.last(MEMBER)
    listed = await play.says(ADMIN, "/questions")
    assert "1. Person 500 · just now\nWhere is lunch?\n(not shown in a chat: none was chosen then)" in listed
    await play.presses(ADMIN, "1")
    await play.presses(ADMIN, "Answer")
    assert await play.says(ADMIN, "Hall B") == "It is on its way to Person 500."
    await play.delivered()
    assert play.last(MEMBER).endswith("Hall B")
    assert "No question waits" in await play.says(ADMIN, "/questions")


async def test_answered_from_the_list_it_shows_as_answered_in_the_chat(play: Stage) -> None:
    await play.says(ADMIN, "/desk", in_group=True)
    await play.asks(MEMBER, "Where is lunch?")
    await play.says(SECOND_ADMIN, "/questions")
    await play.presses(SECOND_ADMIN, "1")
    await play.presses(SECOND_ADMIN, "Answer")
    await play.says(SECOND_ADMIN, "Hall B")
    await play.delivered()
    assert "✓ Answered" in play.last(play.group)


async def test_a_question_can_be_settled_without_an_answer(play: Stage) -> None:
    await play.says(ADMIN, "/desk", in_group=True)
    await play.asks(MEMBER, "Thanks for all!")
    await play.says(ADMIN, "/questions")
    await play.presses(ADMIN, "1")
    await play.presses(ADMIN, "Mark as settled")
    assert "No question waits" in play.last(ADMIN)
    await play.delivered()
    assert play.last(play.group).endswith("✓ Settled")
    assert await play.run.rows("SELECT action, subject FROM audit") == [("desk", None), ("settled", "1")]


async def test_the_private_chat_of_an_admin_can_be_the_organisers_chat(play: Stage) -> None:
    assert "Questions about this visit come to this chat." in await play.says(ADMIN, "/desk")
    await play.asks(MEMBER, "Where is lunch?")
    assert await play.says(ADMIN, "what is this?") != ""
    said = await play.replies(ADMIN, "Hall B", "Question 1", ADMIN)
    assert said == "It is on its way to Person 500."
    assert play.last(MEMBER).endswith("Hall B")
    assert "✓ Answered" in play.everything_in(ADMIN)


async def test_an_owner_who_never_wrote_in_private_answers_in_the_group(play: Stage) -> None:
    await play.says(ADMIN, "/desk", in_group=True)
    await play.asks(MEMBER, "Where is lunch?")
    await play.replies(OWNER, "Hall B", "Question 1")
    assert play.last(MEMBER).endswith("Hall B")
    assert "✓ Answered" in play.everything_in(play.group)


@pytest.mark.parametrize("user_id", [MEMBER])
async def test_only_admins_of_the_visit_answer(play: Stage, user_id: int) -> None:
    await play.says(ADMIN, "/desk", in_group=True)
    await play.asks(GUEST, "Where is lunch?")
    said = await play.replies(user_id, "In my room!", "Question 1")
    assert said == "This was not passed on: only admins of the visit answer questions here."
    assert await play.states("answer") == []
    rows = await play.run.rows("SELECT action, subject FROM audit WHERE action = 'refused'")
    assert rows == [("refused", "answering a question")]


async def test_an_anonymous_administrator_has_no_role_and_is_told(play: Stage) -> None:
    play.simulator.memberships.set_standing(play.group, ADMIN, "administrator")
    play.simulator.memberships.set_anonymous(play.group, ADMIN, anonymous=True)
    await play.flow()
    assert "I cannot tell who you are" in await play.says(ADMIN, "/desk", in_group=True)
    play.simulator.memberships.set_anonymous(play.group, ADMIN, anonymous=False)
    await play.says(ADMIN, "/desk", in_group=True)
    await play.asks(MEMBER, "Where is lunch?")
    play.simulator.memberships.set_anonymous(play.group, ADMIN, anonymous=True)
    assert "I cannot tell who you are" in await play.replies(ADMIN, "Hall B", "Question 1")
    assert await play.states("answer") == []


async def test_an_answer_is_text(play: Stage) -> None:
    await play.says(ADMIN, "/desk", in_group=True)
    await play.asks(MEMBER, "Where is lunch?")
    shown = play.simulator.messages(play.group)[-1]["message_id"]
    play.simulator.actions.send_file(ADMIN, "voice", "a.ogg", b"hm", "", play.group, shown)
    await play.flow()
    assert "Only text is passed on: this was not." in play.last(play.group)
    assert "2,500 characters, and this one has 2,501" in await play.replies(ADMIN, "x" * 2501, "Question 1")
    assert await play.states("answer") == []
    await play.replies(ADMIN, "x" * 2500, "Question 1")
    assert await play.states("answer") == ["sent"]


async def test_other_replies_to_the_bot_are_none_of_its_business(play: Stage) -> None:
    await play.says(ADMIN, "/now", in_group=True)
    shown = play.simulator.messages(play.group)[-1]["message_id"]
    assert await play.says(ADMIN, "thanks", in_group=True, reply_to=shown) == ""
    helped = await play.says(ADMIN, "/help")
    assert "What I can do" in helped
    shown = play.simulator.messages(ADMIN)[-1]["message_id"]
    assert await play.says(ADMIN, "zzzz", reply_to=shown) == await play.says(ADMIN, "zzzz")


async def test_an_anonymous_question_shows_nobody_who_asked(play: Stage) -> None:
    await play.says(ADMIN, "/desk", in_group=True)
    await play.asks(GUEST, "Who pays for the drinks?", anonymously=True)
    assert "They do not see who asked." in play.last(GUEST)
    assert "Question 1 · anonymous" in play.last(play.group)
    assert "Who pays for the drinks?" in await play.says(ADMIN, "/questions")
    await play.presses(ADMIN, "1")
    assert await play.replies(ADMIN, "The host", "Question 1") == "It is on its way to whoever asked."
    await play.presses(ADMIN, "Mark as settled")
    await play.says(ADMIN, "/audit")
    assert play.last(GUEST).endswith("The host")
    for chat in (play.group, ADMIN):
        assert str(GUEST) not in play.everything_in(chat)
    assert str(GUEST) not in repr(await play.run.rows("SELECT * FROM audit_people"))
    assert await play.run.rows("SELECT name FROM questions") == [(None,)]


async def test_a_closed_visits_question_goes_to_a_group_and_is_answered_there(store: Path) -> None:
    async with stage(store) as play, play.run.working(delivering=True):
        await play.says(OWNER, "/help")
        await play.run.change("UPDATE users SET visit_id = 'closed' WHERE user_id = ?", OWNER)
        assert "A closed visit" in await play.says(OWNER, "/desk", in_group=True)
        await play.run.change("INSERT INTO members VALUES ('closed', ?, 'member', 'P', 1)", MEMBER)
        await play.run.change("UPDATE users SET visit_id = 'closed' WHERE user_id = ?", MEMBER)
        await play.asks(MEMBER, "Where is lunch?")
        assert "A closed visit" in play.last(play.group)
        assert "only admins" in await play.replies(ADMIN, "Hall B", "Question 1")
        await play.replies(OWNER, "Hall C", "Question 1")
        assert play.last(MEMBER).endswith("Hall C")
