"""What a persona does from the chat page beside writing: files, places, pins, blocking, and the settings of a group."""

from typing import Any

import aiohttp
import pytest

from bot.simulator import Simulator
from bot.simulator.state.world import PERSONA_GROUP_ID
from tests.simulator.conftest import Http
from tests.simulator.panes import pane
from tests.simulator.test_files import png
from tests.simulator.test_personas import told


async def upload(http: Http, *files: tuple[str, bytes, str], **fields: str) -> tuple[int, dict[str, Any]]:
    form = aiohttp.FormData(fields, quote_fields=False)
    for name, content, mime_type in files:
        form.add_field("file", content, filename=name, content_type=mime_type)
    url = f"{http.simulator.base_url}/page-api/chat/1003/1003/upload"
    async with http.session.post(url, data=form) as response:
        return response.status, await response.json()


async def test_several_files_at_once_are_an_album(simulator: Simulator, http: Http) -> None:
    simulator.send_text(1003, "Look")
    picture, film = ("1.png", png(3, 2), "image/png"), ("2.mp4", b"film", "video/mp4")
    _, answer = await upload(http, picture, film, **{"as": "media", "caption": "The park", "reply_to": "1"})
    first, second = answer["messages"]
    assert first["media_group_id"] == second["media_group_id"]
    assert (first["caption"], first["outgoing"]) == ("The park", True)
    assert second["video"]["file_name"] == "2.mp4"
    assert [message["reply_to_message"]["text"] for message in told(simulator)[1:]] == ["Look"] * 2


@pytest.mark.parametrize(
    "fields", [{"as": "sculpture"}, {"as": "media", "reply_to": "x"}, {"as": "media", "reply_to": "99"}]
)
async def test_an_upload_that_makes_no_sense_is_refused(http: Http, fields: dict[str, str]) -> None:
    status, answer = await upload(http, ("a.pdf", b"%PDF", "application/pdf"), **fields)
    assert (status, bool(answer["error"])) == (400, True)


async def test_an_upload_without_a_file_is_refused(http: Http) -> None:
    form = aiohttp.FormData({"as": "media", "caption": "x"}, default_to_multipart=True)
    async with http.session.post(f"{http.simulator.base_url}/page-api/chat/1003/1003/upload", data=form) as response:
        assert response.status == 400


async def test_places_pins_and_deletions(simulator: Simulator, http: Http) -> None:
    async with pane(http, 1001) as shown:
        assert (await shown.next("snapshot"))["pinned"] == []
        await shown.do(action="location", latitude="31.23", longitude=121.47)
        assert (await shown.next("message"))["message"]["location"] == {"latitude": 31.23, "longitude": 121.47}
        await shown.do(action="pin", message_id=1, pinned=True)
        assert await shown.next("pinned") == {"type": "pinned", "pinned": [1]}
        assert (await shown.next("message"))["message"]["pinned_message"]["message_id"] == 1
        await shown.do(action="delete", message_id=1)
        await shown.next("deleted")
        assert await shown.next("pinned") == {"type": "pinned", "pinned": []}
        await shown.do(action="location", latitude=100, longitude=0)
        assert "location" in (await shown.next("error"))["text"]
    assert len(told(simulator)) == 2


async def test_blocking_and_unblocking_the_bot(simulator: Simulator, http: Http) -> None:
    async with pane(http, 1001) as shown:
        assert (await shown.next("snapshot"))["standing"] == {
            "kind": "private",
            "blocked": False,
            "admin": False,
            "anonymous": False,
            "bot": "member",
        }
        await shown.do(action="block", blocked=True)
        assert (await shown.next("standing"))["standing"]["blocked"] is True
        refused = await http.refusal("sendMessage", chat_id=1001, text="x")
        assert refused == "Forbidden: bot was blocked by the user"
        await shown.do(action="block", blocked=False)
        assert (await shown.next("standing"))["standing"]["blocked"] is False
    await http.call("sendMessage", chat_id=1001, text="x")
    changes = [change["new_chat_member"]["status"] for change in told(simulator, "my_chat_member")]
    assert changes == ["kicked", "member"]


async def test_an_administrator_settles_what_the_bot_is_in_the_group_and_hides_behind_it(http: Http) -> None:
    async with pane(http, 1003, PERSONA_GROUP_ID) as shown:
        assert (await shown.next("snapshot"))["standing"]["admin"] is True
        await shown.do(action="bot_standing", standing="administrator")
        assert (await shown.next("standing"))["standing"]["bot"] == "administrator"
        await shown.do(action="anonymous", anonymous=True)
        assert (await shown.next("standing"))["standing"]["anonymous"] is True
        await shown.do(action="send", text="Good morning")
        message = (await shown.next("message"))["message"]
        assert (message["from"]["username"], message["outgoing"]) == ("GroupAnonymousBot", True)
        await shown.do(action="bot_standing", standing="owner")
        assert "does not know" in (await shown.next("error"))["text"]


@pytest.mark.parametrize(
    "action",
    [
        {"action": "block", "blocked": True},
        {"action": "anonymous", "anonymous": True},
        {"action": "bot_standing", "standing": "kicked"},
        {"action": "upgrade"},
    ],
)
async def test_who_is_no_administrator_changes_nothing_in_a_group(http: Http, action: dict[str, Any]) -> None:
    async with pane(http, 1001, PERSONA_GROUP_ID) as shown:
        await shown.next("snapshot")
        await shown.do(**action)
        await shown.next("error")


async def test_a_group_is_founded_and_becomes_a_supergroup(simulator: Simulator, http: Http) -> None:
    url = f"{simulator.base_url}/page-api/groups"
    async with http.session.post(url, json={"title": "Desk", "by": 1003}) as response:
        group = (await response.json())["id"]
    async with pane(http, 1003, group) as shown:
        snapshot = await shown.next("snapshot")
        assert (snapshot["standing"]["kind"], snapshot["messages"][0]["group_chat_created"]) == ("group", True)
        await shown.do(action="upgrade")
        new_id = (await shown.next("message"))["message"]["migrate_to_chat_id"]
        await shown.do(action="upgrade")
        await shown.next("error")
    assert (await http.call("sendMessage", chat_id=new_id, text="x"))["chat"]["type"] == "supergroup"
    wrong: list[Any] = [{"title": " ", "by": 1003}, {"title": "Desk", "by": 5}, []]
    for each in wrong:
        async with http.session.post(url, json=each) as response:
            assert response.status == 400
