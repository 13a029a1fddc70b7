"""Albums: several messages at once, tied together."""

import json
from typing import Any

import aiohttp
import pytest

from bot.simulator import Limits, Simulator
from bot.simulator.state.files import FileKind
from bot.simulator.state.world import PERSONA_GROUP_ID
from tests.simulator.conftest import Http, options
from tests.simulator.test_files import png
from tests.simulator.test_media import kept

Items = list[dict[str, Any]]
FAILED = "failed to send message #1 with the error message"


def album(simulator: Simulator, *kinds: FileKind) -> Items:
    return [{"type": kind, "media": kept(simulator, kind)} for kind in kinds]


async def test_an_album_is_several_messages_with_one_id_in_common(simulator: Simulator, http: Http) -> None:
    items = album(simulator, "photo", "video")
    items[0] |= {"caption": "Day one", "caption_entities": [{"type": "bold", "offset": 0, "length": 3}]}
    sent = await http.call("sendMediaGroup", chat_id=1001, media=items, protect_content=True)
    assert [(message["message_id"], message.get("caption")) for message in sent] == [(1, "Day one"), (2, None)]
    assert sent[0]["caption_entities"] == [{"type": "bold", "offset": 0, "length": 3}]
    assert sent[0]["photo"][-1]["file_id"] == items[0]["media"]
    assert sent[1]["video"]["file_id"] == items[1]["media"]
    assert len({message["media_group_id"] for message in sent}) == 1
    assert all(message["has_protected_content"] for message in sent)
    assert simulator.messages(1001) == sent
    assert next(iter(simulator.ledger)).message_ids == (1, 2)


async def test_two_albums_have_two_ids(simulator: Simulator, http: Http) -> None:
    first, second = [
        (await http.call("sendMediaGroup", chat_id=1001, media=album(simulator, "audio", "audio")))[0] for _ in range(2)
    ]
    assert first["media_group_id"] != second["media_group_id"]


async def test_every_part_answers_the_message_that_the_album_answers(simulator: Simulator, http: Http) -> None:
    simulator.send_text(1001, "Pictures?")
    media, reply = album(simulator, "photo", "photo"), {"message_id": 1}
    sent = await http.call("sendMediaGroup", chat_id=1001, media=media, reply_parameters=reply)
    assert [message["reply_to_message"]["text"] for message in sent] == ["Pictures?"] * 2


async def test_an_album_may_be_uploaded(simulator: Simulator, http: Http) -> None:
    media = json.dumps([{"type": "photo", "media": f"attach://{name}"} for name in ("one", "two")])
    form = aiohttp.FormData({"chat_id": "1001", "media": media})
    form.add_field("one", png(2, 1), filename="one.png")
    form.add_field("two", png(4, 3), filename="two.png")
    async with http.session.post(http.url("sendMediaGroup"), data=form) as response:
        sent = (await response.json())["result"]
    assert [message["photo"][-1]["width"] for message in sent] == [2, 4]
    assert simulator.ledger.of("sendMediaGroup")[0].parameters["media"][0] == {
        "type": "photo",
        "media": {"file": "one.png", "size": len(png(2, 1))},
    }


@pytest.mark.parametrize(
    ("kinds", "description"),
    [
        ([], "there are no messages to send"),
        (["photo"], "the simulator does not support an album of one: the documentation asks for 2 to 10"),
        (["photo"] * 11, "too many messages to send as an album"),
        (["photo", "document"], "document can't be mixed with other media types"),
        (["audio", "video"], "audio can't be mixed with other media types"),
    ],
)
async def test_what_cannot_be_one_album_is_refused(
    simulator: Simulator, http: Http, kinds: list[FileKind], description: str
) -> None:
    refused = await http.refusal("sendMediaGroup", chat_id=1001, media=album(simulator, *kinds))
    assert refused == f"Bad Request: {description}"


async def test_a_part_that_telegram_does_not_take_refuses_all(simulator: Simulator, http: Http) -> None:
    items = album(simulator, "photo", "photo")
    items[1]["media"] = "AgACAgIAAxkBAAI"
    assert await http.refusal("sendMediaGroup", chat_id=1001, media=items) == (
        'Bad Request: failed to send message #2 with the error message "Wrong file identifier/HTTP URL specified"'
    )
    items = album(simulator, "video", "video")
    items[1]["media"] = kept(simulator, "animation")
    refused = await http.refusal("sendMediaGroup", chat_id=1001, media=items)
    assert refused == "Bad Request: can't use the media of the specified type in the album"
    items = album(simulator, "photo", "photo")
    items[1]["caption"] = "я" * 1025
    assert await http.refusal("sendMediaGroup", chat_id=1001, media=items) == "Bad Request: message caption is too long"
    assert simulator.messages(1001) == []


@pytest.mark.parametrize("item", [{"media": "x"}, {"type": "animation", "media": "x"}, {"type": "photo"}, "photo"])
async def test_a_part_that_is_none_is_refused(simulator: Simulator, http: Http, item: Any) -> None:
    media = [*album(simulator, "photo"), item]
    assert (await http.refusal("sendMediaGroup", chat_id=1001, media=media)).startswith("Bad Request: ")


async def test_an_album_has_no_buttons(simulator: Simulator, http: Http) -> None:
    markup = {"inline_keyboard": [[{"text": "a", "callback_data": "a"}]]}
    media = album(simulator, "photo", "photo")
    refused = await http.refusal("sendMediaGroup", chat_id=1001, media=media, reply_markup=markup)
    assert refused == 'Bad Request: unknown parameter "reply_markup"'


@pytest.mark.parametrize(
    ("change", "code", "description"),
    [
        (
            {"blocked_the_bot": True},
            400,
            'Bad Request: failed to send message #1 with the error message "USER_IS_BLOCKED"',
        ),
        (
            {"started": False},
            403,
            f'Forbidden: {FAILED} "Bot can\'t initiate conversation with a user"',
        ),
        ({"deactivated": True}, 403, "Forbidden: user is deactivated"),
    ],
)
async def test_who_cannot_be_reached_is_refused_otherwise_than_for_a_single_message(
    simulator: Simulator, http: Http, change: dict[str, bool], code: int, description: str
) -> None:
    simulator.add_user(77, "Somebody", **change)
    answer = await http.answer("sendMediaGroup", chat_id=77, media=album(simulator, "photo", "photo"))
    assert (answer["error_code"], answer["description"]) == (code, description)
    unknown = await http.refusal("sendMediaGroup", chat_id=404, media=album(simulator, "photo", "photo"))
    assert unknown == "Bad Request: chat not found"


async def test_the_pace_counts_the_parts_of_an_album(http: Http) -> None:
    simulator = Simulator(options(limits=Limits(a_second=7, a_minute_in_a_group=5), clock=lambda: 1000.0))
    await simulator.start()
    paced = Http(http.session, simulator)
    photos: list[FileKind] = ["photo"] * 3
    media = album(simulator, *photos)
    await paced.call("sendMediaGroup", chat_id=PERSONA_GROUP_ID, media=media)
    refused = await paced.refusal("sendMediaGroup", chat_id=PERSONA_GROUP_ID, media=media)
    assert refused == "Too Many Requests: retry after 60"
    await paced.call("sendMediaGroup", chat_id=1001, media=media)
    refused = await paced.refusal("sendMediaGroup", chat_id=1002, media=media)
    assert refused == "Too Many Requests: retry after 1"
    await paced.call("sendMessage", chat_id=1002, text="One more")
    await simulator.stop()
