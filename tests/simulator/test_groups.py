"""Groups: who hears what, who is in, and a group that becomes a supergroup."""

from typing import Any

import pytest

from bot.simulator import ActionError, Simulator
from bot.simulator.state.world import PERSONA_GROUP_ID
from tests.simulator.conftest import Http, options


def texts(simulator: Simulator) -> list[str]:
    return [update["message"]["text"] for update in simulator.pending_updates if "message" in update]


async def test_with_privacy_mode_the_bot_hears_only_what_is_meant_for_it(simulator: Simulator, http: Http) -> None:
    own = await http.call("sendMessage", chat_id=PERSONA_GROUP_ID, text="Good morning")
    for text in ("chatter", "/now", "/now@simulated_briefing_bot", "/now@other_bot", "hi @Simulated_Briefing_Bot"):
        simulator.send_text(1001, text, PERSONA_GROUP_ID)
    simulator.send_text(1001, "thanks", PERSONA_GROUP_ID, reply_to=own["message_id"])
    assert texts(simulator) == ["/now", "/now@simulated_briefing_bot", "hi @Simulated_Briefing_Bot", "thanks"]


def test_without_privacy_mode_or_as_administrator_it_hears_all() -> None:
    simulator = Simulator(options(privacy_mode=False))
    simulator.send_text(1001, "chatter", PERSONA_GROUP_ID)
    assert texts(simulator) == ["chatter"]
    simulator = Simulator(options())
    simulator.memberships.set_standing(PERSONA_GROUP_ID, simulator.options.bot_id, "administrator", by=1003)
    simulator.send_text(1001, "chatter", PERSONA_GROUP_ID)
    assert texts(simulator) == ["chatter"]


async def test_a_bot_that_was_removed_is_told_and_refused(simulator: Simulator, http: Http) -> None:
    bot_id = simulator.options.bot_id
    simulator.memberships.set_standing(PERSONA_GROUP_ID, bot_id, "kicked", by=1003)
    change = simulator.pending_updates[0]["my_chat_member"]
    assert (change["old_chat_member"]["status"], change["new_chat_member"]["status"]) == ("member", "kicked")
    send: dict[str, Any] = {"chat_id": PERSONA_GROUP_ID, "text": "x"}
    assert await http.refusal("sendMessage", **send) == "Forbidden: bot was kicked from the supergroup chat"
    simulator.memberships.set_standing(PERSONA_GROUP_ID, bot_id, "left", by=1003)
    assert await http.refusal("sendMessage", **send) == "Forbidden: bot is not a member of the supergroup chat"
    simulator.send_text(1001, "/unheard", PERSONA_GROUP_ID)
    assert texts(simulator) == []


async def test_joining_and_leaving_are_lines_in_the_group(simulator: Simulator, http: Http) -> None:
    simulator.add_user(77, "Newcomer", last_name="Late")
    with pytest.raises(ActionError):
        simulator.send_text(77, "/start", PERSONA_GROUP_ID)
    simulator.memberships.set_standing(PERSONA_GROUP_ID, 77, "member")
    simulator.memberships.set_standing(PERSONA_GROUP_ID, 77, "left")
    joined, left = [update["message"] for update in simulator.pending_updates]
    assert joined["new_chat_members"][0]["last_name"] == left["left_chat_member"]["last_name"] == "Late"
    where = {"chat_id": PERSONA_GROUP_ID, "user_id": 77}
    assert (await http.call("getChatMember", **where))["status"] == "left"


async def test_a_group_that_became_a_supergroup_is_known_under_its_new_id(simulator: Simulator, http: Http) -> None:
    old = simulator.memberships.add_group("Hall", [1001], supergroup=False)
    new = simulator.memberships.migrate_group(old, by=1001)
    lines = [update["message"] for update in simulator.pending_updates]
    assert (lines[0]["migrate_to_chat_id"], lines[1]["migrate_from_chat_id"]) == (new, old)
    body = await http.answer("sendMessage", chat_id=old, text="x")
    assert body["parameters"] == {"migrate_to_chat_id": new}
    assert (await http.call("sendMessage", chat_id=new, text="x"))["chat"]["title"] == "Hall"


async def test_an_own_message_in_a_group_can_be_deleted_others_by_an_administrator(
    simulator: Simulator, http: Http
) -> None:
    theirs = {"chat_id": PERSONA_GROUP_ID, "message_id": 1}
    simulator.send_text(1001, "/x", PERSONA_GROUP_ID)
    await http.call("sendMessage", chat_id=PERSONA_GROUP_ID, text="own")
    await http.call("deleteMessage", chat_id=PERSONA_GROUP_ID, message_id=2)
    assert await http.refusal("deleteMessage", **theirs) == "Bad Request: message can't be deleted"
    simulator.memberships.set_standing(PERSONA_GROUP_ID, simulator.options.bot_id, "administrator", by=1003)
    assert await http.call("deleteMessage", **theirs) is True


async def test_a_reply_to_the_bot_in_a_group_carries_what_it_answers(simulator: Simulator, http: Http) -> None:
    asked = await http.call("sendMessage", chat_id=PERSONA_GROUP_ID, text="Guest asks: where is lunch?")
    simulator.send_text(1003, "Hall B", PERSONA_GROUP_ID, reply_to=asked["message_id"])
    simulator.actions.send_file(1003, "voice", "a.ogg", b"hm", "", PERSONA_GROUP_ID, asked["message_id"])
    simulator.actions.send_location(1003, 31.2, 121.5, PERSONA_GROUP_ID, asked["message_id"])
    answers = [update["message"] for update in simulator.pending_updates]
    assert [answer["reply_to_message"] for answer in answers] == [asked] * 3
    assert [answer["from"]["id"] for answer in answers] == [1003] * 3


async def test_an_anonymous_administrator_writes_in_the_name_of_the_group(simulator: Simulator, http: Http) -> None:
    asked = await http.call("sendMessage", chat_id=PERSONA_GROUP_ID, text="Guest asks: where is lunch?")
    simulator.memberships.set_anonymous(PERSONA_GROUP_ID, 1003, anonymous=True)
    sent = simulator.send_text(1003, "Hall B", PERSONA_GROUP_ID, reply_to=asked["message_id"])
    message = simulator.pending_updates[0]["message"]
    assert message["from"] == {
        "id": 1087968824,
        "is_bot": True,
        "first_name": "Group",
        "username": "GroupAnonymousBot",
    }
    assert message["sender_chat"] == message["chat"]
    assert message["reply_to_message"]["message_id"] == asked["message_id"]
    member = await http.call("getChatMember", chat_id=PERSONA_GROUP_ID, user_id=1003)
    assert (member["status"], member["is_anonymous"]) == ("creator", True)
    simulator.actions.edit_text(1003, PERSONA_GROUP_ID, sent["message_id"], "Hall C /now")
    assert simulator.pending_updates[1]["edited_message"]["sender_chat"]["id"] == PERSONA_GROUP_ID
    with pytest.raises(ActionError, match="own messages"):
        simulator.actions.edit_text(1001, PERSONA_GROUP_ID, sent["message_id"], "mine")
    simulator.memberships.set_anonymous(PERSONA_GROUP_ID, 1003, anonymous=False)
    assert simulator.send_text(1003, "/now", PERSONA_GROUP_ID)["from"]["id"] == 1003


async def test_only_administrators_of_a_supergroup_are_anonymous(simulator: Simulator) -> None:
    with pytest.raises(ActionError):
        simulator.memberships.set_anonymous(PERSONA_GROUP_ID, 1001, anonymous=True)
    simulator.memberships.set_anonymous(PERSONA_GROUP_ID, 1003, anonymous=True)
    simulator.memberships.set_standing(PERSONA_GROUP_ID, 1003, "member", by=1003)
    assert simulator.send_text(1003, "/now", PERSONA_GROUP_ID)["from"]["id"] == 1003


async def test_who_may_edit_delete_and_pin_in_a_group(simulator: Simulator, http: Http) -> None:
    simulator.send_text(1001, "/mine", PERSONA_GROUP_ID)
    simulator.send_text(1001, "/other", PERSONA_GROUP_ID)
    for act in (simulator.actions.delete, simulator.actions.pin):
        with pytest.raises(ActionError):
            act(1002, PERSONA_GROUP_ID, 1)
    simulator.actions.delete(1001, PERSONA_GROUP_ID, 1)
    simulator.actions.pin(1003, PERSONA_GROUP_ID, 2)
    assert (await http.call("getChat", chat_id=PERSONA_GROUP_ID))["pinned_message"]["text"] == "/other"
    simulator.actions.delete(1003, PERSONA_GROUP_ID, 2)
    assert "pinned_message" not in await http.call("getChat", chat_id=PERSONA_GROUP_ID)


@pytest.mark.parametrize(("supergroup", "line"), [(False, "group_chat_created"), (True, "new_chat_members")])
def test_the_bot_is_told_of_a_group_it_is_put_into(simulator: Simulator, supergroup: bool, line: str) -> None:
    group = simulator.memberships.found_group("Desk", 1003, [1001], supergroup=supergroup)
    change, message = simulator.pending_updates
    standings = [change["my_chat_member"][side]["status"] for side in ("old_chat_member", "new_chat_member")]
    assert (standings, change["my_chat_member"]["from"]["id"]) == (["left", "member"], 1003)
    assert message["message"]["chat"]["id"] == group
    assert line in message["message"]


async def test_nobody_writes_in_a_group_that_moved(simulator: Simulator) -> None:
    old = simulator.memberships.add_group("Hall", [1001], supergroup=False)
    simulator.memberships.migrate_group(old, by=1001)
    with pytest.raises(ActionError, match="became a supergroup"):
        simulator.send_text(1001, "/x", old)


async def test_chats_and_members_can_be_looked_up(http: Http) -> None:
    assert (await http.call("getChat", chat_id=1001))["type"] == "private"
    assert (await http.call("getChat", chat_id=PERSONA_GROUP_ID))["title"] == "Delegation (simulated group)"
    creator = await http.call("getChatMember", chat_id=PERSONA_GROUP_ID, user_id=1003)
    assert (creator["status"], creator["user"]["first_name"]) == ("creator", "Organiser")
    me = await http.call("getChatMember", chat_id=PERSONA_GROUP_ID, user_id=1)
    assert me["user"]["is_bot"] is True
    assert await http.refusal("getChat", chat_id=404) == "Bad Request: chat not found"
    unknown = await http.refusal("getChatMember", chat_id=PERSONA_GROUP_ID, user_id=404)
    assert unknown == "Bad Request: invalid user_id specified"


def test_three_personas_and_their_group_are_there_from_the_start() -> None:
    people = Simulator(options()).world.people.values()
    assert [(person.user_id, person.role, person.language_code) for person in people] == [
        (1001, "guest", "en"),
        (1002, "delegate", "ru"),
        (1003, "admin", "zh"),
    ]


async def test_for_benchmarks_every_recipient_exists() -> None:
    simulator = Simulator(options(create_unknown_users=True, keep_messages=2))
    for _ in range(3):
        chat = simulator.world.writable_chat(123456)
        simulator.world.post(chat, simulator.world.bot, {"text": "x"})
    assert [message["message_id"] for message in simulator.messages(123456)] == [2, 3]
