"""What the chat page in the browser talks to."""

from typing import Any

import aiohttp
import pytest

from bot.simulator import Simulator
from bot.simulator.state.world import PERSONA_GROUP_ID
from tests.simulator.conftest import Http
from tests.simulator.panes import pane
from tests.simulator.test_files import png


async def get(http: Http, path: str) -> Any:
    async with http.session.get(http.simulator.base_url + path) as response:
        assert response.status == 200
        return await response.json()


async def test_the_state_names_bot_personas_and_groups(http: Http) -> None:
    state = await get(http, "/page-api/state")
    assert state["bot"] == {"id": 1, "first_name": "Briefing (simulated)", "username": "simulated_briefing_bot"}
    assert state["personas"][1] == {
        "user_id": 1002,
        "name": "Delegate",
        "role": "delegate",
        "language_code": "ru",
    }
    assert state["groups"] == [{"id": PERSONA_GROUP_ID, "title": "Delegation (simulated group)"}]


async def test_a_pane_shows_what_was_said_and_what_is_said_now(simulator: Simulator, http: Http) -> None:
    simulator.send_text(1001, "before")
    async with pane(http, 1001) as shown:
        snapshot = await shown.next("snapshot")
        assert [(m["text"], m["outgoing"]) for m in snapshot["messages"]] == [("before", True)]
        assert (snapshot["commands"], snapshot["menu_language"]) == ([], "en")
        await shown.do(action="send", text="  now ", reply_to=1)
        mine = (await shown.next("message"))["message"]
        assert (mine["text"], mine["reply_to_message"]["text"], mine["outgoing"]) == ("now", "before", True)
        await http.call("sendChatAction", chat_id=1001, action="typing")
        assert await shown.next("typing") == {"type": "typing"}
        sent = await http.call("sendMessage", chat_id=1001, text="answer")
        assert (await shown.next("message"))["message"] == {**sent, "outgoing": False}
        await http.call("editMessageText", chat_id=1001, message_id=sent["message_id"], text="better")
        assert (await shown.next("edited"))["message"]["text"] == "better"
        await http.call("deleteMessage", chat_id=1001, message_id=sent["message_id"])
        assert await shown.next("deleted") == {"type": "deleted", "message_id": sent["message_id"]}
        await shown.do(action="edit", message_id=mine["message_id"], text="changed")
        assert (await shown.next("edited"))["message"]["text"] == "changed"
    assert [set(update) - {"update_id"} for update in simulator.pending_updates] == [
        {"message"},
        {"message"},
        {"edited_message"},
    ]


async def test_a_press_by_place_reaches_the_bot_and_its_answer_the_pane(http: Http) -> None:
    markup = {"inline_keyboard": [[{"text": "a", "callback_data": "A"}], [{"text": "b", "url": "https://b.org"}]]}
    async with pane(http, 1001, PERSONA_GROUP_ID) as mine, pane(http, 1002, PERSONA_GROUP_ID) as theirs:
        sent = await http.call("sendMessage", chat_id=PERSONA_GROUP_ID, text="x", reply_markup=markup)
        for each in (mine, theirs):
            await each.next("snapshot")
            await each.next("message")
        press: dict[str, Any] = {"action": "press", "message_id": sent["message_id"]}
        await mine.do(**press, row=0, column=0)
        query = (await http.call("getUpdates", timeout=10))[0]["callback_query"]
        assert (query["data"], query["from"]["id"]) == ("A", 1001)
        await http.call("answerCallbackQuery", callback_query_id=query["id"], text="ok", show_alert=True)
        assert await mine.next("callback_answer") == {"type": "callback_answer", "text": "ok", "show_alert": True}
        await mine.do(**press, row=1, column=0)
        assert "opens or copies" in (await mine.next("error"))["text"]
        await mine.do(**press, row=5, column=0)
        assert "no such button" in (await mine.next("error"))["text"]
        await http.call("deleteMessage", chat_id=PERSONA_GROUP_ID, message_id=sent["message_id"])
        await theirs.next("deleted")


async def test_the_menu_follows_the_language(simulator: Simulator, http: Http) -> None:
    english, russian = [[{"command": "help", "description": word}] for word in ("Help", "Справка")]
    async with pane(http, 1001) as shown:
        await shown.next("snapshot")
        await http.call("setMyCommands", commands=english)
        assert await shown.next("commands") == {"type": "commands", "commands": english, "menu_language": "en"}
        await http.call("setMyCommands", commands=russian, language_code="ru")
        await shown.next("commands")
        await shown.do(action="language", language_code="ru")
        assert await shown.next("commands") == {"type": "commands", "commands": russian, "menu_language": "ru"}
        await shown.do(action="send", text="x")
        await shown.next("message")
    assert simulator.pending_updates[0]["message"]["from"]["language_code"] == "ru"


@pytest.mark.parametrize(
    "action",
    [
        {"action": "dance"},
        {"action": "send"},
        {"action": "send", "text": "  "},
        {"action": "send", "text": 5},
        {"action": "send", "text": "x" * 4097},
        {"action": "send", "text": "x", "reply_to": 99},
        {"action": "edit", "message_id": 99, "text": "x"},
        {"action": "press", "message_id": "x", "row": 0, "column": 0},
        {},
    ],
)
async def test_an_action_that_makes_no_sense_is_refused_with_a_reason(http: Http, action: dict[str, Any]) -> None:
    async with pane(http, 1001) as shown:
        await shown.next("snapshot")
        await shown.do(**action)
        assert (await shown.next("error"))["text"]
        await shown.do(action="send", text="still works")
        await shown.next("message")


async def test_a_reply_keyboard_is_shown_on_the_page_but_is_no_part_of_the_message(http: Http) -> None:
    async with pane(http, 1001) as shown:
        await shown.next("snapshot")
        markup = {"keyboard": [[{"text": "Yes"}]], "one_time_keyboard": True}
        sent = await http.call("sendMessage", chat_id=1001, text="Sure?", reply_markup=markup)
        assert "reply_markup" not in sent
        assert (await shown.next("message"))["message"]["reply_markup"] == markup


async def test_a_persona_sends_files_and_the_page_shows_them(simulator: Simulator, http: Http) -> None:
    url = f"{simulator.base_url}/page-api/chat/1001/1001/upload"
    for kind, content in (("document", b"<script>"), ("photo", png(3, 2))):
        form = aiohttp.FormData({"as": kind, "caption": "Look"}, quote_fields=False)
        form.add_field("file", content, filename="план.html", content_type="text/html")
        async with http.session.post(url, data=form) as response:
            assert [message["outgoing"] for message in (await response.json())["messages"]] == [True]
    document, photo = [update["message"] for update in simulator.pending_updates]
    assert (document["document"]["file_name"], document["caption"]) == ("план.html", "Look")
    assert photo["photo"][0]["width"] == 3
    file_url = f"{simulator.base_url}/page-api/file/"
    async with http.session.get(file_url + document["document"]["file_id"]) as response:
        assert await response.read() == b"<script>"
        assert response.content_type == "application/octet-stream"
        assert response.headers["Content-Security-Policy"] == "sandbox"
    async with http.session.get(file_url + "nothing") as response:
        assert response.status == 404


async def test_an_upload_that_telegram_would_refuse_says_why(simulator: Simulator, http: Http) -> None:
    form = aiohttp.FormData({"as": "photo"})
    form.add_field("file", b"no picture", filename="x.png")
    async with http.session.post(f"{simulator.base_url}/page-api/chat/1001/1001/upload", data=form) as response:
        assert (response.status, await response.json()) == (400, {"error": "IMAGE_PROCESS_FAILED."})


async def test_the_drawer_lists_calls_with_their_outcome(simulator: Simulator, http: Http) -> None:
    await http.call("getMe")
    simulator.faults.add("403", "sendMessage")
    await http.refusal("sendMessage", chat_id=1001, text="x")
    calls = await get(http, "/page-api/calls")
    assert calls["last"] == 2
    assert [(call["n"], call["method"], call["chat_id"], call["outcome"]) for call in calls["calls"]] == [
        (1, "getMe", None, "accepted"),
        (2, "sendMessage", 1001, "403 Forbidden: bot was blocked by the user (fault: 403)"),
    ]
    assert [call["n"] for call in (await get(http, "/page-api/calls?after=1"))["calls"]] == [2]


async def test_faults_are_switched_on_and_off_from_the_page(simulator: Simulator, http: Http) -> None:
    url = f"{simulator.base_url}/page-api/faults"
    async with http.session.post(url, json={"kind": "429", "method": "sendMessage", "retry_after": 3}) as response:
        assert response.status == 200
    listed = await get(http, "/page-api/faults")
    assert (listed["faults"][0]["kind"], listed["faults"][0]["retry_after"]) == ("429", 3)
    assert "truncated" in listed["kinds"]
    for wrong in ('{"kind": "earthquake"}', '{"kind": "429", "speed": 5}', "[]", "{"):
        async with http.session.post(url, data=wrong) as response:
            assert response.status == 400
            assert (await response.json())["error"]
    async with http.session.delete(url) as response:
        assert response.status == 204
    assert simulator.faults.active() == []


async def test_the_page_and_its_files_are_served_and_nothing_beside_them(simulator: Simulator, http: Http) -> None:
    async with http.session.get(simulator.base_url) as response:
        assert response.content_type == "text/html"
        assert "simulated" in (await response.text()).lower()
    async with http.session.get(f"{simulator.base_url}/page/main.js") as response:
        assert "javascript" in response.content_type
    for path in ("/page/..%2Fserver.py", "/page/%2E%2E%2Fsimulator.py", "/page/nothing.js", "/page/"):
        async with http.session.get(f"{simulator.base_url}{path}") as response:
            assert response.status == 404
