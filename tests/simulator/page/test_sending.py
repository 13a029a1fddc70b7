"""Files, places and albums on the page; what its menus do."""

from typing import Any

import pytest
from playwright.async_api import FilePayload, expect

from tests.simulator.page.canned_telegram import ADMIN, GROUP, GUEST, CannedTelegram, message
from tests.simulator.page.conftest import OpenPhone

pytestmark = pytest.mark.asyncio(loop_scope="module")

GROUP_ADMIN = {"kind": "supergroup", "admin": True}


def files(*types: str) -> list[FilePayload]:
    return [{"name": f"{number}.bin", "mimeType": kind, "buffer": b"content"} for number, kind in enumerate(types)]


def field(body: bytes, name: str) -> list[str]:
    """What a multipart form says under a name."""
    parts = body.split(b"\r\n--")
    found = [part for part in parts if f'name="{name}"'.encode() in part]
    return [part.split(b"\r\n\r\n", 1)[1].decode().strip("-\r\n") for part in found]


def photo(message_id: int, **more: Any) -> dict[str, Any]:
    sizes = [{"file_id": f"p{message_id}", "file_unique_id": "u", "width": 60, "height": 40, "file_size": 5}]
    sent = message(message_id, "", photo=sizes, **more)
    del sent["text"]
    return sent


def file(message_id: int, kind: str, **details: Any) -> dict[str, Any]:
    sent = message(message_id, "") | {kind: {"file_id": "f", "file_unique_id": "u", "file_size": 2048, **details}}
    del sent["text"]
    return sent


async def test_several_files_go_at_once_with_a_caption_and_as_an_answer(
    phone: OpenPhone, telegram: CannedTelegram
) -> None:
    telegram.chats[ADMIN, ADMIN] = [message(1, "Pictures?")]
    pane = await phone("admin")
    await pane.get_by_test_id("message").hover()
    await pane.get_by_test_id("reply").click()
    await pane.get_by_test_id("file-input").set_input_files(files("image/png", "video/mp4"))
    await expect(pane.get_by_test_id("context-bar")).to_contain_text("2 files")
    await pane.get_by_test_id("composer-input").fill("Day one")
    await pane.get_by_test_id("send-button").click()
    await expect(pane.get_by_test_id("context-bar")).to_be_hidden()
    ((path, body),) = telegram.posted
    assert path == f"/page-api/chat/{ADMIN}/{ADMIN}/upload"
    sent = {name: field(body, name) for name in ("as", "caption", "reply_to")}
    assert sent == {"as": ["media"], "caption": ["Day one"], "reply_to": ["1"]}
    assert len(field(body, "file")) == 2


@pytest.mark.parametrize(
    ("types", "ways"),
    [
        (["image/png", "image/jpeg"], ["media", "document"]),
        (["video/mp4"], ["media", "document", "animation", "video_note"]),
        (["audio/ogg"], ["media", "voice", "document"]),
        (["image/png", "application/pdf"], ["media", "document"]),
    ],
)
async def test_files_go_as_what_they_can_be(
    phone: OpenPhone, telegram: CannedTelegram, types: list[str], ways: list[str]
) -> None:
    telegram.chats[ADMIN, ADMIN] = [message(1, "Hello")]
    pane = await phone("admin")
    await pane.get_by_test_id("file-input").set_input_files(files(*types))
    way = pane.get_by_test_id("way")
    assert await way.locator("option").evaluate_all("options => options.map(({ value }) => value)") == ways
    await way.select_option(ways[1])
    await pane.get_by_test_id("send-button").click()
    await expect(pane.get_by_test_id("context-bar")).to_be_hidden()
    assert field(telegram.posted[0][1], "as") == [ways[1]]


async def test_a_paper_goes_as_a_file_and_nothing_is_asked(phone: OpenPhone, telegram: CannedTelegram) -> None:
    telegram.chats[ADMIN, ADMIN] = [message(1, "Hello")]
    pane = await phone("admin")
    await pane.get_by_test_id("file-input").set_input_files(files("application/pdf"))
    await expect(pane.get_by_test_id("way")).to_have_count(0)
    await pane.get_by_test_id("send-button").click()
    await expect(pane.get_by_test_id("context-bar")).to_be_hidden()
    assert field(telegram.posted[0][1], "as") == ["document"]


async def test_a_place_is_asked_for_until_it_is_one(phone: OpenPhone, telegram: CannedTelegram) -> None:
    telegram.chats[GUEST, GUEST] = [message(1, "Where are you?")]
    pane = await phone("guest")
    await pane.get_by_test_id("message").hover()
    await pane.get_by_test_id("reply").click()
    await pane.get_by_test_id("attach-button").click()
    await pane.get_by_test_id("menu-location").click()
    asked = pane.get_by_test_id("ask-field")
    for nowhere in ("here", "91, 0", "1,2,3"):
        await asked.fill(nowhere)
        await asked.press("Enter")
        await expect(pane.get_by_test_id("ask-refusal")).to_contain_text("Two numbers")
    await asked.fill("31.2304, 121.4737")
    await asked.press("Enter")
    await expect(pane.get_by_test_id("ask-dialog")).to_be_hidden()
    await expect(pane.get_by_test_id("context-bar")).to_be_hidden()
    assert await telegram.sent() == [{"action": "location", "latitude": 31.2304, "longitude": 121.4737, "reply_to": 1}]


async def test_what_is_played_says_what_it_is(phone: OpenPhone, telegram: CannedTelegram) -> None:
    telegram.chats[GUEST, GUEST] = [
        file(1, "video", file_name="tour.mp4", duration=67),
        file(2, "voice", duration=7),
        file(3, "video_note", duration=0),
        file(4, "audio", title="Anthem", performer="Choir", duration=7),
        file(5, "animation", file_name="wave.gif") | {"document": {"file_id": "f"}},
    ]
    pane = await phone("guest")
    for kind, words in (
        ("video", "tour.mp41:07 · 2 KB"),
        ("voice", "Voice message0:07 · 2 KB"),
        ("video_note", "Video message2 KB"),
        ("audio", "Choir – Anthem0:07 · 2 KB"),
        ("animation", "wave.gif2 KB"),
    ):
        await expect(pane.get_by_test_id(kind)).to_have_text(words)


async def test_the_parts_of_an_album_stand_together(phone: OpenPhone, telegram: CannedTelegram) -> None:
    telegram.chats[GUEST, GUEST] = [photo(1, media_group_id="7"), photo(2, media_group_id="7"), photo(3)]
    pane = await phone("guest")
    gaps = await pane.get_by_test_id("message").evaluate_all(
        "nodes => nodes.slice(1).map((node, i) => node.offsetTop - nodes[i].offsetTop - nodes[i].offsetHeight)"
    )
    assert gaps[0] < gaps[1]
    telegram.tell(GUEST, GUEST, type="message", message=photo(4, media_group_id="8"))
    telegram.tell(GUEST, GUEST, type="message", message=photo(5, media_group_id="8"))
    await expect(pane.locator(".in-album")).to_have_count(2)


async def test_a_caption_is_edited_from_the_menu_and_may_be_taken_away(
    phone: OpenPhone, telegram: CannedTelegram
) -> None:
    telegram.chats[ADMIN, ADMIN] = [photo(1, caption="Lunch", outgoing=True), message(2, "Nice")]
    pane = await phone("admin")
    await pane.locator("[data-message-id='1'] .body").click(button="right")
    await pane.get_by_test_id("menu-edit").click()
    await expect(pane.get_by_test_id("composer-input")).to_have_value("Lunch")
    await pane.get_by_test_id("composer-input").fill("")
    await pane.get_by_test_id("send-button").click()
    assert await telegram.sent() == [{"action": "edit", "message_id": 1, "text": ""}]
    await pane.locator("[data-message-id='2'] .body").click(button="right")
    await expect(pane.get_by_test_id("menu-reply")).to_be_focused()
    await expect(pane.get_by_test_id("menu-edit")).to_have_count(0)
    await pane.get_by_test_id("menu-reply").press("Escape")
    await expect(pane.get_by_test_id("menu")).to_be_hidden()


async def test_the_menu_answers_pins_and_deletes(phone: OpenPhone, telegram: CannedTelegram) -> None:
    telegram.chats[GUEST, GUEST] = [message(1, "Programme")]
    pane = await phone("guest")
    bubble = pane.locator("[data-message-id='1'] .body")
    await bubble.click(button="right")
    await pane.get_by_test_id("menu-pin").click()
    telegram.tell(GUEST, GUEST, type="pinned", pinned=[1])
    await expect(pane.get_by_test_id("pinned-bar")).to_contain_text("Programme")
    await pane.get_by_test_id("message").hover()
    await pane.get_by_test_id("more").click()
    await expect(pane.get_by_test_id("menu-pin")).to_have_text("Unpin")
    await pane.get_by_test_id("menu-reply").press("ArrowUp")
    await pane.get_by_test_id("menu-delete").press("Enter")
    telegram.tell(GUEST, GUEST, type="pinned", pinned=[])
    await expect(pane.get_by_test_id("pinned-bar")).to_be_hidden()
    await bubble.click(button="right")
    await pane.get_by_test_id("menu-reply").click()
    await expect(pane.get_by_test_id("context-bar")).to_contain_text("Programme")
    assert await telegram.sent() == [
        {"action": "pin", "message_id": 1, "pinned": True},
        {"action": "delete", "message_id": 1},
    ]


async def test_a_long_press_opens_the_menu_too(phone: OpenPhone, telegram: CannedTelegram) -> None:
    telegram.chats[GUEST, GUEST] = [message(1, "Programme")]
    pane = await phone("guest")
    await pane.locator("[data-message-id='1'] .body").dispatch_event("pointerdown", {"pointerType": "touch"})
    await expect(pane.get_by_test_id("menu-reply")).to_be_visible()


async def test_what_is_pinned_is_one_press_away_the_newest_first(phone: OpenPhone, telegram: CannedTelegram) -> None:
    telegram.chats[GUEST, GUEST] = [message(number, f"Line {number}\nand more\nand more") for number in range(1, 30)]
    telegram.pinned = [2, 5]
    pane = await phone("guest")
    bar = pane.get_by_test_id("pinned-bar")
    await expect(bar).to_contain_text("Line 5")
    await bar.click()
    await expect(pane.locator("[data-message-id='5']")).to_be_in_viewport()
    await expect(bar).to_contain_text("Line 2")
    await bar.click()
    await expect(pane.locator("[data-message-id='2']")).to_be_in_viewport()
    telegram.tell(GUEST, GUEST, type="edited", message=message(5, "Changed", edit_date=1_790_000_100))
    await expect(bar).to_contain_text("Changed")


async def test_a_person_blocks_the_bot_and_starts_it_anew(phone: OpenPhone, telegram: CannedTelegram) -> None:
    telegram.chats[GUEST, GUEST] = [message(1, "Hello")]
    pane = await phone("guest")
    await pane.get_by_test_id("chat-menu").click()
    await pane.get_by_test_id("menu-block").click()
    telegram.tell(GUEST, GUEST, type="standing", standing={"kind": "private", "blocked": True})
    await expect(pane.get_by_test_id("chat-status")).to_have_text("blocked")
    await pane.get_by_test_id("chat-menu").click()
    await expect(pane.get_by_test_id("menu-unblock")).to_be_visible()
    await pane.get_by_test_id("menu-unblock").press("Escape")
    await pane.get_by_role("button", name="RESTART BOT").click()
    telegram.tell(GUEST, GUEST, type="standing", standing={"kind": "private", "blocked": False})
    await expect(pane.get_by_test_id("composer-input")).to_be_visible()
    assert await telegram.sent() == [
        {"action": "block", "blocked": True},
        {"action": "send", "text": "/start", "reply_to": None},
    ]


async def test_an_administrator_hides_behind_the_group_and_upgrades_it(
    phone: OpenPhone, telegram: CannedTelegram
) -> None:
    telegram.standings[ADMIN, GROUP] = GROUP_ADMIN
    pane = await phone("admin")
    await pane.locator('[data-testid="chat-tab"][data-kind="group"]').click()
    await pane.get_by_test_id("chat-menu").click()
    await pane.get_by_test_id("menu-anonymous").click()
    telegram.tell(ADMIN, GROUP, type="standing", standing={**GROUP_ADMIN, "anonymous": True, "bot": "administrator"})
    await expect(pane.get_by_test_id("composer-input")).to_have_attribute("placeholder", "Message as the group")
    await pane.get_by_test_id("chat-menu").click()
    await pane.get_by_test_id("menu-demote").click()
    telegram.tell(ADMIN, GROUP, type="standing", standing={"kind": "group", "admin": True, "bot": "member"})
    await pane.get_by_test_id("chat-menu").click()
    await pane.get_by_test_id("menu-upgrade").click()
    assert await telegram.sent() == [
        {"action": "anonymous", "anonymous": True},
        {"action": "bot_standing", "standing": "member"},
        {"action": "upgrade"},
    ]
    telegram.tell(ADMIN, GROUP, type="standing", standing={"kind": "group", "admin": False, "bot": "member"})
    await expect(pane.get_by_test_id("chat-menu")).to_be_hidden()


async def test_a_group_is_founded_from_the_private_chat(phone: OpenPhone, telegram: CannedTelegram) -> None:
    telegram.chats[ADMIN, ADMIN] = [message(1, "Hello")]
    pane = await phone("admin")
    await pane.get_by_test_id("chat-menu").click()
    await pane.get_by_test_id("menu-group").click()
    await pane.get_by_test_id("ask-field").fill("Desk")
    await pane.get_by_test_id("ask-ok").click()
    await expect(pane.get_by_test_id("ask-dialog")).to_be_hidden()
    assert telegram.posted == [("/page-api/groups", f'{{"title":"Desk","by":{ADMIN}}}'.encode())]
