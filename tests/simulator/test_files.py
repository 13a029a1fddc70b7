"""Documents and photos, up and down."""

import io
import struct
import zlib
from typing import Any

import aiohttp
import pytest

from bot.simulator import Simulator
from tests.simulator.conftest import Http


def png(width: int, height: int) -> bytes:
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        for name, data in ((b"IHDR", header), (b"IDAT", zlib.compress(b"\0" * (width + 1) * height)), (b"IEND", b""))
    )


JPEG = bytes.fromhex("ffd8ffe000104a46494600010100000100010000ffc0000b080010002001011100ffd9")


async def upload(http: Http, method: str, part: str, content: bytes, **fields: str) -> dict[str, Any]:
    form = aiohttp.FormData({"chat_id": "1001", **fields}, quote_fields=False)
    form.add_field(part, io.BytesIO(content), filename="Программа.pdf", content_type="application/pdf")
    async with http.session.post(http.url(method), data=form) as response:
        body: dict[str, Any] = await response.json()
        return body


@pytest.mark.parametrize(("part", "fields"), [("document", {}), ("file0", {"document": "attach://file0"})])
async def test_a_document_goes_up_comes_down_and_goes_out_again_by_its_id(
    simulator: Simulator, http: Http, part: str, fields: dict[str, str]
) -> None:
    sent = await upload(http, "sendDocument", part, b"%PDF", caption=" The programme #pdf", **fields)
    document = sent["result"]["document"]
    assert (document["file_name"], document["mime_type"], document["file_size"]) == (
        "Программа.pdf",
        "application/pdf",
        4,
    )
    assert sent["result"]["caption"] == "The programme #pdf"
    assert sent["result"]["caption_entities"] == [{"type": "hashtag", "offset": 14, "length": 4}]
    file = await http.call("getFile", file_id=document["file_id"])
    token = simulator.options.token
    async with http.session.get(f"{simulator.base_url}/file/bot{token}/{file['file_path']}") as response:
        assert await response.read() == b"%PDF"
    again = await http.call("sendDocument", chat_id=1002, document=document["file_id"])
    assert again["document"]["file_unique_id"] == document["file_unique_id"]
    assert simulator.ledger.of("sendDocument")[0].parameters["document"] == {"file": "Программа.pdf", "size": 4}


@pytest.mark.parametrize(("content", "size"), [(png(30, 20), (30, 20)), (JPEG, (32, 16))])
async def test_a_photo_has_the_size_of_its_picture(http: Http, content: bytes, size: tuple[int, int]) -> None:
    photo = (await upload(http, "sendPhoto", "photo", content))["result"]["photo"]
    assert [(each["width"], each["height"]) for each in photo] == [size]


@pytest.mark.parametrize(
    ("content", "description"),
    [
        (b"", "Bad Request: file must be non-empty"),
        (b"no picture", "Bad Request: IMAGE_PROCESS_FAILED"),
        (png(2100, 100), "Bad Request: PHOTO_INVALID_DIMENSIONS"),
        (
            JPEG + b"\0" * (10 * 1024 * 1024),
            "Bad Request: file of size 10485795 bytes is too big for a photo; the maximum size is 10485760 bytes",
        ),
    ],
)
async def test_a_photo_that_telegram_would_refuse_is_refused(http: Http, content: bytes, description: str) -> None:
    assert (await upload(http, "sendPhoto", "photo", content))["description"] == description


async def test_a_document_has_at_most_50_mb(http: Http) -> None:
    assert (await upload(http, "sendDocument", "document", bytes(50 * 1024 * 1024)))["ok"]
    assert (await upload(http, "sendDocument", "document", bytes(50 * 1024 * 1024 + 1)))["error_code"] == 413


async def test_only_files_up_to_20_mb_can_be_downloaded(simulator: Simulator, http: Http) -> None:
    stored = simulator.world.files.add("document", "big.bin", bytes(20 * 1024 * 1024 + 1))
    assert await http.refusal("getFile", file_id=stored.file_id) == "Bad Request: file is too big"
    unknown = await http.refusal("getFile", file_id="nothing")
    assert unknown == "Bad Request: wrong file_id or the file is temporarily unavailable"


async def test_a_caption_has_at_most_1024_characters(http: Http) -> None:
    taken = await upload(http, "sendDocument", "document", b"x", caption="я" * 1024)
    assert taken["ok"]
    refused = await upload(http, "sendDocument", "document", b"x", caption="я" * 1025)
    assert refused["description"] == "Bad Request: message caption is too long"


async def test_a_file_that_is_named_but_does_not_come_is_refused(http: Http) -> None:
    refused = await http.refusal("sendDocument", chat_id=1001, document="attach://missing")
    assert refused == 'Bad Request: file "attach://missing" was not attached'
    refused = await http.refusal("sendDocument", chat_id=1001, document="https://example.com/a.pdf")
    assert refused == "Bad Request: wrong file identifier/HTTP URL specified"


async def test_a_person_sends_a_document_the_bot_can_fetch(simulator: Simulator, http: Http) -> None:
    simulator.send_document(1003, "programme.xlsx", b"PK", caption="New times")
    message = (await http.call("getUpdates"))[0]["message"]
    assert (message["caption"], message["document"]["file_name"]) == ("New times", "programme.xlsx")
    path = (await http.call("getFile", file_id=message["document"]["file_id"]))["file_path"]
    async with http.session.get(f"{simulator.base_url}/file/bot{simulator.options.token}/{path}") as response:
        assert await response.read() == b"PK"


async def test_an_unknown_path_or_token_downloads_nothing(simulator: Simulator, http: Http) -> None:
    for path in (f"/file/bot{simulator.options.token}/documents/none", "/file/bot1:x/documents/file_0.pdf"):
        async with http.session.get(simulator.base_url + path) as response:
            assert response.status in {401, 404}
