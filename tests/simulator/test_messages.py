"""Sending, editing and deleting messages."""

from typing import Any

import pytest

from bot.simulator import Simulator
from tests.simulator.conftest import Http

NOT_MODIFIED = (
    "Bad Request: message is not modified: specified new message content and reply markup are exactly the same "
    "as a current content and reply markup of the message"
)


def keyboard(*rows: list[str]) -> dict[str, Any]:
    return {"inline_keyboard": [[{"text": text, "callback_data": text} for text in row] for row in rows]}


async def test_a_sent_message_comes_back_with_what_telegram_found_in_it(simulator: Simulator, http: Http) -> None:
    message = await http.call(
        "sendMessage",
        chat_id=1001,
        text="  See https://example.com \n",
        entities=[{"type": "bold", "offset": 2, "length": 3}],
        reply_markup=keyboard(["Open"]),
    )
    assert message["text"] == "See https://example.com"
    assert message["entities"] == [
        {"type": "bold", "offset": 0, "length": 3},
        {"type": "url", "offset": 4, "length": 19},
    ]
    assert message["reply_markup"] == keyboard(["Open"])
    assert message["from"]["is_bot"] is True
    assert message["chat"] == {"id": 1001, "first_name": "Guest", "username": "simulated_guest", "type": "private"}
    assert simulator.messages(1001) == [message]


async def test_parameters_may_come_as_a_form_as_json_or_in_the_address(simulator: Simulator, http: Http) -> None:
    markup = '{"inline_keyboard":[[{"text":"a","callback_data":"b"}]]}'
    form = {"chat_id": "1001", "text": "form", "disable_notification": "true", "reply_markup": markup}
    async with http.session.post(http.url("SENDMESSAGE"), data=form) as response:
        assert (await response.json())["result"]["reply_markup"]["inline_keyboard"][0][0]["text"] == "a"
    async with http.session.get(http.url("sendmessage"), params={"chat_id": "1001", "text": "address"}) as response:
        assert (await response.json())["result"]["text"] == "address"
    await http.call("sendMessage", chat_id="1001", text="json", reply_markup=markup)
    assert [message["text"] for message in simulator.messages(1001)] == ["form", "address", "json"]
    assert simulator.ledger.of("sendMessage")[0].parameters["chat_id"] == 1001


async def test_private_chats_share_one_numbering_and_a_supergroup_has_its_own(simulator: Simulator, http: Http) -> None:
    group = simulator.memberships.add_group("Hall", [1001])
    numbers = [(await http.call("sendMessage", chat_id=chat, text="x"))["message_id"] for chat in (1001, 1002, group)]
    assert numbers == [1, 2, 1]


async def test_an_edit_replaces_text_and_keyboard(simulator: Simulator, http: Http) -> None:
    await http.call("sendMessage", chat_id=1001, text="before", reply_markup=keyboard(["a"]))
    edited = await http.call("editMessageText", chat_id=1001, message_id=1, text="after")
    assert edited["text"] == "after"
    assert "reply_markup" not in edited
    assert edited["edit_date"] >= edited["date"]
    assert simulator.messages(1001) == [edited]


async def test_an_edit_that_changes_nothing_is_refused(http: Http) -> None:
    text: dict[str, Any] = {"chat_id": 1001, "text": "same /start", "reply_markup": keyboard(["a"], ["b", "c"])}
    await http.call("sendMessage", **text)
    assert await http.refusal("editMessageText", message_id=1, **text) == NOT_MODIFIED
    same = {"chat_id": 1001, "message_id": 1, "reply_markup": text["reply_markup"]}
    assert await http.refusal("editMessageReplyMarkup", **same) == NOT_MODIFIED
    await http.call("editMessageReplyMarkup", chat_id=1001, message_id=1, reply_markup=keyboard(["d"]))
    await http.call("editMessageReplyMarkup", chat_id=1001, message_id=1)
    assert await http.refusal("editMessageReplyMarkup", chat_id=1001, message_id=1) == NOT_MODIFIED


async def test_only_an_own_existing_text_message_can_be_edited(simulator: Simulator, http: Http) -> None:
    simulator.send_text(1001, "mine")
    edit = {"chat_id": 1001, "text": "x"}
    assert await http.refusal("editMessageText", message_id=1, **edit) == "Bad Request: message can't be edited"
    assert await http.refusal("editMessageText", message_id=9, **edit) == "Bad Request: message to edit not found"
    await http.call("sendLocation", chat_id=1001, latitude=31.2, longitude=121.5)
    assert await http.refusal("editMessageText", message_id=2, **edit) == "Bad Request: message can't be edited"
    remove = {"remove_keyboard": True}
    brought = await http.call("sendMessage", chat_id=1001, text="No keyboard any more", reply_markup=remove)
    refused = await http.refusal("editMessageText", message_id=brought["message_id"], **edit)
    assert refused == "Bad Request: message can't be edited"


async def test_a_reply_carries_the_message_it_answers_one_level_deep(simulator: Simulator, http: Http) -> None:
    simulator.send_text(1001, "question")
    await http.call("sendMessage", chat_id=1001, text="answer", reply_parameters={"message_id": 1})
    second = await http.call("sendMessage", chat_id=1001, text="more", reply_parameters={"message_id": 2})
    assert second["reply_to_message"]["text"] == "answer"
    assert "reply_to_message" not in second["reply_to_message"]
    gone: dict[str, Any] = {"message_id": 99}
    refused = await http.refusal("sendMessage", chat_id=1001, text="x", reply_parameters=gone)
    assert refused == "Bad Request: message to be replied not found"
    gone["allow_sending_without_reply"] = True
    assert "reply_to_message" not in await http.call("sendMessage", chat_id=1001, text="x", reply_parameters=gone)


async def test_a_press_is_answered_once_and_in_time(simulator: Simulator, http: Http) -> None:
    too_old = "Bad Request: query is too old and response timeout expired or query ID is invalid"
    await http.call("sendMessage", chat_id=1001, text="x", reply_markup=keyboard(["go"]))
    first = simulator.press(1001, 1001, 1, "go")
    assert await http.call("answerCallbackQuery", callback_query_id=first, text="done") is True
    assert await http.refusal("answerCallbackQuery", callback_query_id=first) == too_old
    late = simulator.press(1001, 1001, 1, "go")
    at = simulator.world.clock()
    simulator.world.callbacks._clock = lambda: at + 31
    assert await http.refusal("answerCallbackQuery", callback_query_id=late) == too_old
    assert await http.refusal("answerCallbackQuery", callback_query_id="5") == too_old


async def test_a_press_carries_the_message_as_it_is_now(simulator: Simulator, http: Http) -> None:
    await http.call("sendMessage", chat_id=1002, text="old", reply_markup=keyboard(["go"]))
    await http.call("editMessageText", chat_id=1002, message_id=1, text="new", reply_markup=keyboard(["go"]))
    simulator.press(1002, 1002, 1, "go")
    query = simulator.pending_updates[0]["callback_query"]
    assert (query["message"]["text"], query["data"], query["from"]["language_code"]) == ("new", "go", "ru")


@pytest.mark.parametrize(
    ("change", "description"),
    [
        ({"blocked_the_bot": True}, "Forbidden: bot was blocked by the user"),
        ({"started": False}, "Forbidden: bot can't initiate conversation with a user"),
        ({"deactivated": True}, "Forbidden: user is deactivated"),
    ],
)
async def test_who_cannot_be_reached_is_refused_with_the_reason(
    simulator: Simulator, http: Http, change: dict[str, bool], description: str
) -> None:
    simulator.add_user(77, "Somebody", **change)
    assert await http.refusal("sendMessage", chat_id=77, text="x") == description


async def test_writing_to_the_bot_opens_the_chat_and_lifts_a_block(simulator: Simulator, http: Http) -> None:
    simulator.add_user(77, started=False)
    simulator.send_text(77, "/start")
    await http.call("sendMessage", chat_id=77, text="hello")
    simulator.memberships.set_blocked(77, blocked=True)
    await http.refusal("sendMessage", chat_id=77, text="hello")
    simulator.send_text(77, "/start")
    await http.call("sendMessage", chat_id=77, text="hello again")
    kinds = [next(iter(update.keys() - {"update_id"})) for update in simulator.pending_updates]
    assert kinds == ["message", "my_chat_member", "my_chat_member", "message"]


async def test_a_venue_carries_its_point_and_a_contact_its_number(http: Http) -> None:
    venue = await http.call("sendVenue", chat_id=1001, latitude=31.2, longitude=121.5, title="Park", address="Shanghai")
    assert venue["venue"]["location"] == venue["location"] == {"latitude": 31.2, "longitude": 121.5}
    contact = await http.call("sendContact", chat_id=1001, phone_number="+10000000000", first_name="Test")
    assert contact["contact"] == {"phone_number": "+10000000000", "first_name": "Test"}
