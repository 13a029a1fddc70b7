"""Files of every kind: what a message with one carries, and sending again what is known by its id."""

from typing import Any

import aiohttp
import pytest

from bot.simulator import Simulator
from bot.simulator.state.files import Details, FileKind
from tests.simulator.conftest import Http
from tests.simulator.test_files import png, upload

METHODS: list[tuple[str, str]] = [
    ("sendPhoto", "photo"),
    ("sendDocument", "document"),
    ("sendVideo", "video"),
    ("sendAnimation", "animation"),
    ("sendAudio", "audio"),
    ("sendVoice", "voice"),
    ("sendVideoNote", "video_note"),
]


def kept(simulator: Simulator, kind: FileKind, name: str = "file.bin") -> str:
    """The id of a file that Telegram has."""
    details = Details(width=640, height=480, duration=7, length=240, title="Anthem", performer="Choir")
    return simulator.world.files.add(kind, name, b"content", details=details).file_id


@pytest.mark.parametrize(("method", "part"), METHODS)
async def test_a_file_goes_up_and_out_again_by_its_id_with_the_same_content(
    simulator: Simulator, http: Http, method: str, part: str
) -> None:
    sent = (await upload(http, method, part, png(4, 3)))["result"]
    first = sent[part][-1] if part == "photo" else sent[part]
    assert first["file_size"] == len(png(4, 3))
    again = await http.call(method, chat_id=1002, **{part: first["file_id"]})
    assert again[part] == sent[part]
    assert simulator.messages(1002) == [again]
    file = await http.call("getFile", file_id=first["file_id"])
    async with http.session.get(f"{simulator.base_url}/file/bot1:{_secret(simulator)}/{file['file_path']}") as response:
        assert await response.read() == png(4, 3)


def _secret(simulator: Simulator) -> str:
    return simulator.options.token.split(":", 1)[1]


@pytest.mark.parametrize(
    ("kind", "method", "described"),
    [
        (
            "video",
            "sendVideo",
            {"duration": 7, "width": 640, "height": 480, "file_name": "a.mp4", "mime_type": "video/mp4"},
        ),
        ("voice", "sendVoice", {"duration": 7, "mime_type": "audio/ogg"}),
        ("video_note", "sendVideoNote", {"duration": 7, "length": 240}),
        (
            "audio",
            "sendAudio",
            {"duration": 7, "title": "Anthem", "performer": "Choir", "file_name": "a.mp4", "mime_type": "video/mp4"},
        ),
    ],
)
async def test_a_message_says_of_a_file_what_telegram_says(
    simulator: Simulator, http: Http, kind: FileKind, method: str, described: dict[str, Any]
) -> None:
    file_id = kept(simulator, kind, "a.mp4")
    message = await http.call(method, chat_id=1001, **{kind: file_id})
    ids = {"file_id": file_id, "file_unique_id": message[kind]["file_unique_id"], "file_size": 7}
    assert message[kind] == {**described, **ids}


async def test_an_animation_is_a_document_as_well(simulator: Simulator, http: Http) -> None:
    message = await http.call("sendAnimation", chat_id=1001, animation=kept(simulator, "animation", "a.gif"))
    assert message["animation"]["width"] == 640
    assert message["document"]["file_id"] == message["animation"]["file_id"]
    assert "duration" not in message["document"]


async def test_a_large_photo_has_smaller_sizes_and_each_stands_for_the_whole(simulator: Simulator, http: Http) -> None:
    simulator.actions.send_file(1003, "photo", "park.png", png(1000, 500))
    sizes = (await http.call("getUpdates"))[0]["message"]["photo"]
    assert [(size["width"], size["height"]) for size in sizes] == [(90, 45), (320, 160), (800, 400), (1000, 500)]
    for size in sizes:
        sent = await http.call("sendPhoto", chat_id=1002, photo=size["file_id"])
        assert sent["photo"] == sizes


async def test_a_file_stays_what_it_is_whichever_method_sends_it(simulator: Simulator, http: Http) -> None:
    video, photo = kept(simulator, "video"), kept(simulator, "photo")
    message = await http.call("sendDocument", chat_id=1001, document=video)
    assert message["video"]["file_id"] == video
    assert "document" not in message
    refused = await http.refusal("sendPhoto", chat_id=1001, photo=video)
    assert refused == "Bad Request: can't use file of type Video as Photo"
    refused = await http.refusal("sendVideoNote", chat_id=1001, video_note=photo)
    assert refused == "Bad Request: can't use file of type Photo as VideoNote"


async def test_what_a_bot_says_of_its_upload_is_kept(http: Http) -> None:
    sent = await upload(http, "sendVideo", "video", b"film", duration="12", width="320", height="200")
    assert {name: sent["result"]["video"][name] for name in ("duration", "width", "height")} == {
        "duration": 12,
        "width": 320,
        "height": 200,
    }


@pytest.mark.parametrize(("method", "part"), METHODS)
async def test_an_unknown_file_is_refused(http: Http, method: str, part: str) -> None:
    refused = await http.refusal(method, chat_id=1001, **{part: "AgACAgIAAxkBAAI"})
    assert refused == "Bad Request: wrong file identifier/HTTP URL specified"


async def test_a_caption_has_at_most_1024_characters_after_trimming(simulator: Simulator, http: Http) -> None:
    voice = {"chat_id": 1001, "voice": kept(simulator, "voice")}
    assert (await http.call("sendVoice", **voice, caption="я" * 1024 + "  "))["caption"] == "я" * 1024
    refused = await http.refusal("sendVoice", **voice, caption="я" * 1025)
    assert refused == "Bad Request: message caption is too long"


async def test_a_caption_may_stand_above_a_picture_and_a_picture_be_veiled(simulator: Simulator, http: Http) -> None:
    shown = {"caption": "Look", "show_caption_above_media": True, "has_spoiler": True}
    message = await http.call("sendPhoto", chat_id=1001, photo=kept(simulator, "photo"), **shown)
    assert (message["show_caption_above_media"], message["has_media_spoiler"]) == (True, True)


async def test_a_file_answers_a_message_and_carries_buttons(simulator: Simulator, http: Http) -> None:
    simulator.send_text(1001, "The map?")
    markup = {"inline_keyboard": [[{"text": "Seen", "callback_data": "seen"}]]}
    message = await http.call(
        "sendVideo",
        chat_id=1001,
        video=kept(simulator, "video"),
        reply_markup=markup,
        reply_parameters={"message_id": 1},
    )
    assert (message["reply_to_message"]["text"], message["reply_markup"]) == ("The map?", markup)


@pytest.mark.parametrize("missing", ["photo", "video"])
async def test_a_file_has_to_be_named(http: Http, missing: str) -> None:
    assert await http.refusal(f"send{missing.title()}", chat_id=1001) == f"Bad Request: {missing} is empty"


async def test_a_thumbnail_is_something_the_simulator_does_not_imitate(simulator: Simulator, http: Http) -> None:
    form = aiohttp.FormData({"chat_id": "1001", "video": kept(simulator, "video")})
    form.add_field("thumbnail", b"x", filename="t.jpg")
    async with http.session.post(http.url("sendVideo"), data=form) as response:
        assert "does not support" in (await response.json())["description"]
