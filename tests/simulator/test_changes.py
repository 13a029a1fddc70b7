"""Captions, deletions and pins: what happens to messages after they were sent."""

from typing import Any

import pytest

from bot.simulator import Simulator
from bot.simulator.state.world import PERSONA_GROUP_ID
from tests.simulator.conftest import Http
from tests.simulator.test_media import kept
from tests.simulator.test_messages import NOT_MODIFIED, keyboard

HOUR = 3600.0


async def test_a_caption_is_changed_and_taken_away_together_with_the_keyboard(simulator: Simulator, http: Http) -> None:
    photo = kept(simulator, "photo")
    edit: dict[str, Any] = {"chat_id": 1001, "message_id": 1}
    await http.call("sendPhoto", chat_id=1001, photo=photo, caption="Lunch at 12", reply_markup=keyboard(["ok"]))
    entities = [{"type": "bold", "offset": 9, "length": 2}]
    edited = await http.call("editMessageCaption", **edit, caption="Lunch at 13", caption_entities=entities)
    assert (edited["caption"], edited["caption_entities"]) == ("Lunch at 13", entities)
    assert "reply_markup" not in edited
    assert edited["edit_date"] >= edited["date"]
    assert edited["photo"][-1]["file_id"] == photo
    same = {**edit, "caption": "Lunch at 13", "caption_entities": entities}
    assert await http.refusal("editMessageCaption", **same) == NOT_MODIFIED
    assert not {"caption", "caption_entities"} & (await http.call("editMessageCaption", **edit)).keys()
    assert await http.refusal("editMessageCaption", **edit) == NOT_MODIFIED


async def test_a_keyboard_alone_is_changed_and_the_caption_stays(simulator: Simulator, http: Http) -> None:
    await http.call("sendVideo", chat_id=1001, video=kept(simulator, "video"), caption="Tour")
    edited = await http.call("editMessageReplyMarkup", chat_id=1001, message_id=1, reply_markup=keyboard(["a"]))
    assert (edited["caption"], edited["reply_markup"]) == ("Tour", keyboard(["a"]))


async def test_only_what_may_have_a_caption_gets_one(simulator: Simulator, http: Http) -> None:
    await http.call("sendMessage", chat_id=1001, text="x")
    await http.call("sendLocation", chat_id=1001, latitude=31.2, longitude=121.5)
    await http.call("sendVideoNote", chat_id=1001, video_note=kept(simulator, "video_note"))
    simulator.send_text(1001, "mine")
    expected = [
        "there is no caption in the message to edit",
        *["message can't be edited"] * 3,
        "message to edit not found",
    ]
    for number, description in enumerate(expected, 1):
        refused = await http.refusal("editMessageCaption", chat_id=1001, message_id=number, caption="x")
        assert refused == f"Bad Request: {description}"
    await http.call("sendDocument", chat_id=1001, document=kept(simulator, "document"))
    refused = await http.refusal("editMessageText", chat_id=1001, message_id=5, text="x")
    assert refused == "Bad Request: there is no text in the message to edit"
    refused = await http.refusal("editMessageCaption", chat_id=1001, message_id=5, caption="x" * 1025)
    assert refused == "Bad Request: message caption is too long"


async def test_a_message_can_be_deleted_for_48_hours(http: Http, simulator: Simulator) -> None:
    await http.call("sendMessage", chat_id=1001, text="x")
    delete = {"chat_id": 1001, "message_id": 1}
    simulator.advance(48 * HOUR + 1)
    assert await http.refusal("deleteMessage", **delete) == "Bad Request: message can't be deleted for everyone"
    simulator.advance(-2)
    assert await http.call("deleteMessage", **delete) is True
    assert await http.refusal("deleteMessage", **delete) == "Bad Request: message to delete not found"
    assert simulator.messages(1001) == []


async def test_in_a_group_too(http: Http, simulator: Simulator) -> None:
    for supergroup, description in (
        (True, "message can't be deleted"),
        (False, "message can't be deleted for everyone"),
    ):
        group = simulator.memberships.add_group("Hall", [1001], supergroup=supergroup)
        sent = await http.call("sendMessage", chat_id=group, text="x")
        simulator.advance(48 * HOUR + 1)
        refused = await http.refusal("deleteMessage", chat_id=group, message_id=sent["message_id"])
        assert refused == f"Bad Request: {description}"


async def test_many_are_deleted_at_once_passing_over_those_that_are_gone(simulator: Simulator, http: Http) -> None:
    for _ in range(3):
        await http.call("sendMessage", chat_id=1001, text="x")
    assert await http.call("deleteMessages", chat_id=1001, message_ids=[1, 3, 3, 99]) is True
    assert [message["message_id"] for message in simulator.messages(1001)] == [2]
    assert await http.call("deleteMessages", chat_id=1001, message_ids=[1]) is True


async def test_many_are_deleted_all_or_none(simulator: Simulator, http: Http) -> None:
    await http.call("sendMessage", chat_id=1001, text="old")
    simulator.advance(47 * HOUR)
    await http.call("sendMessage", chat_id=1001, text="new")
    simulator.advance(2 * HOUR)
    refused = await http.refusal("deleteMessages", chat_id=1001, message_ids=[2, 1])
    assert refused == "Bad Request: message can't be deleted for everyone"
    assert len(simulator.messages(1001)) == 2


@pytest.mark.parametrize(
    ("ids", "description"),
    [
        ([], "message identifiers are not specified"),
        (list(range(1, 102)), "too many message identifiers specified"),
        ([0], "invalid message identifier specified"),
    ],
)
async def test_so_many_messages_and_no_more_are_named(http: Http, ids: list[int], description: str) -> None:
    refused = await http.refusal("deleteMessages", chat_id=1001, message_ids=ids)
    assert refused == f"Bad Request: {description}"


async def test_a_pin_puts_a_line_into_the_private_chat_and_the_bot_is_told(simulator: Simulator, http: Http) -> None:
    for text in ("first", "second"):
        sent = await http.call("sendMessage", chat_id=1001, text=text)
        assert await http.call("pinChatMessage", chat_id=1001, message_id=sent["message_id"], disable_notification=True)
    lines = [update["message"] for update in simulator.pending_updates]
    assert [line["pinned_message"]["text"] for line in lines] == ["first", "second"]
    assert all(line["from"]["is_bot"] for line in lines)
    assert (await http.call("getChat", chat_id=1001))["pinned_message"]["text"] == "second"
    assert await http.refusal("pinChatMessage", chat_id=1001, message_id=1) == "Bad Request: CHAT_NOT_MODIFIED"
    refused = await http.refusal("pinChatMessage", chat_id=1001, message_id=lines[0]["message_id"])
    assert refused == "Bad Request: service messages can't be pinned"
    assert await http.refusal("pinChatMessage", chat_id=1001, message_id=99) == "Bad Request: message to pin not found"


async def test_the_newest_pin_is_taken_down_unless_another_is_named(simulator: Simulator, http: Http) -> None:
    sent = [(await http.call("sendMessage", chat_id=1001, text=str(number)))["message_id"] for number in range(3)]
    for number in sent:
        await http.call("pinChatMessage", chat_id=1001, message_id=number)
    pinned = simulator.world.chats[1001].pinned
    await http.call("unpinChatMessage", chat_id=1001)
    assert pinned == {sent[0], sent[1]}
    await http.call("unpinChatMessage", chat_id=1001, message_id=sent[0])
    assert pinned == {sent[1]}
    await http.call("deleteMessage", chat_id=1001, message_id=sent[1])
    assert "pinned_message" not in await http.call("getChat", chat_id=1001)
    refused = await http.refusal("unpinChatMessage", chat_id=1001)
    assert refused == "Bad Request: message to unpin not found"


async def test_in_a_group_only_an_administrator_pins(simulator: Simulator, http: Http) -> None:
    sent = await http.call("sendMessage", chat_id=PERSONA_GROUP_ID, text="Programme")
    pin = {"chat_id": PERSONA_GROUP_ID, "message_id": sent["message_id"]}
    refused = await http.refusal("pinChatMessage", **pin)
    assert refused == "Bad Request: not enough rights to manage pinned messages in the chat"
    simulator.memberships.set_standing(PERSONA_GROUP_ID, simulator.options.bot_id, "administrator", by=1003)
    assert await http.call("pinChatMessage", **pin) is True
    assert await http.call("unpinChatMessage", **pin) is True


@pytest.mark.parametrize(
    ("method", "parameters"),
    [
        ("editMessageCaption", {"message_id": 1, "caption": "x"}),
        ("deleteMessages", {"message_ids": [1]}),
        ("pinChatMessage", {"message_id": 1}),
        ("unpinChatMessage", {}),
    ],
)
async def test_who_blocked_the_bot_and_who_never_met_it_are_out_of_reach(
    simulator: Simulator, http: Http, method: str, parameters: dict[str, Any]
) -> None:
    simulator.add_user(77, blocked_the_bot=True)
    assert await http.refusal(method, chat_id=77, **parameters) == "Forbidden: bot was blocked by the user"
    assert await http.refusal(method, chat_id=404, **parameters) == "Bad Request: chat not found"
