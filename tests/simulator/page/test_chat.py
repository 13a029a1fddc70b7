"""What a person does in a chat of the page and what they see of it."""

import pytest
from playwright.async_api import Locator, Page, expect

from tests.simulator.page.canned_telegram import ADMIN, DELEGATE, GROUP, GUEST, CannedTelegram, keyboard, message
from tests.simulator.page.conftest import OpenPhone

pytestmark = pytest.mark.asyncio(loop_scope="module")


def fill(telegram: CannedTelegram, user_id: int, count: int = 40) -> None:
    telegram.chats[user_id, user_id] = [message(number, f"Line {number}\nand its second") for number in range(1, count)]


async def distance_to_end(log: Locator) -> float:
    return float(await log.evaluate("log => log.scrollHeight - log.scrollTop - log.clientHeight"))


async def scroll_to_middle(pane: Locator) -> None:
    await pane.get_by_test_id("log").evaluate("log => log.scrollTop = log.scrollHeight / 2")
    await expect(pane.get_by_test_id("new-messages")).to_be_visible()


async def test_an_empty_chat_offers_start_and_nothing_else(phone: OpenPhone, telegram: CannedTelegram) -> None:
    pane = await phone("guest")
    await expect(pane.get_by_test_id("composer-input")).to_be_hidden()
    await pane.get_by_test_id("start-button").click()
    telegram.tell(GUEST, GUEST, type="message", message=message(1, "/start", outgoing=True))
    await expect(pane.get_by_test_id("start-button")).to_be_hidden()
    assert await telegram.sent() == [{"action": "send", "text": "/start", "reply_to": None}]


async def test_enter_sends_and_shift_enter_breaks_the_line(phone: OpenPhone, telegram: CannedTelegram) -> None:
    fill(telegram, GUEST)
    pane = await phone("guest")
    field = pane.get_by_test_id("composer-input")
    await field.press_sequentially("one")
    await field.press("Shift+Enter")
    await field.press_sequentially("two")
    await field.press("Enter")
    await expect(field).to_have_value("")
    assert await telegram.sent() == [{"action": "send", "text": "one\ntwo", "reply_to": None}]


async def test_commands_are_filtered_as_typed_and_sent_by_enter(phone: OpenPhone, telegram: CannedTelegram) -> None:
    fill(telegram, GUEST)
    pane = await phone("guest")
    field = pane.get_by_test_id("composer-input")
    await field.press_sequentially("/p")
    await expect(pane.get_by_test_id("command")).to_have_count(2)
    await field.press("ArrowDown")
    await field.press("Enter")
    await expect(pane.get_by_test_id("command-menu")).to_be_hidden()
    assert await telegram.sent() == [{"action": "send", "text": "/people", "reply_to": None}]


async def test_a_pressed_button_waits_until_it_is_answered(phone: OpenPhone, telegram: CannedTelegram) -> None:
    rows = keyboard([{"text": "Map", "callback_data": "m"}, {"text": "Mute", "callback_data": "u"}])
    telegram.chats[GUEST, GUEST] = [message(1, "Event", reply_markup=rows)]
    pane = await phone("guest")
    pressed = pane.get_by_role("button", name="Mute")
    await pressed.click()
    await expect(pressed).to_have_attribute("aria-busy", "true")
    await pressed.click()
    telegram.tell(GUEST, GUEST, type="callback_answer", text="Muted", show_alert=False)
    await expect(pane.get_by_test_id("toast")).to_have_text("Muted")
    await expect(pane.locator("[aria-busy=true]")).to_have_count(0)
    assert await telegram.sent() == [{"action": "press", "message_id": 1, "row": 0, "column": 1}]


async def test_an_alert_waits_for_ok_and_gives_the_focus_back(phone: OpenPhone, telegram: CannedTelegram) -> None:
    rows = keyboard([{"text": "Map", "callback_data": "m"}])
    telegram.chats[GUEST, GUEST] = [message(1, "Event", reply_markup=rows)]
    pane = await phone("guest")
    await pane.get_by_role("button", name="Map").click()
    telegram.tell(GUEST, GUEST, type="callback_answer", text="No place yet", show_alert=True)
    await expect(pane.get_by_test_id("alert-text")).to_have_text("No place yet")
    await expect(pane.get_by_test_id("alert-ok")).to_be_focused()
    await pane.get_by_test_id("alert-ok").press("Escape")
    await expect(pane.get_by_test_id("alert-dialog")).to_be_hidden()
    await expect(pane.get_by_role("button", name="Map")).to_be_focused()


async def test_an_edit_above_moves_nothing_the_reader_looks_at(phone: OpenPhone, telegram: CannedTelegram) -> None:
    fill(telegram, GUEST)
    pane = await phone("guest")
    await scroll_to_middle(pane)
    line = pane.locator("[data-message-id='22']")
    before = await line.bounding_box()
    telegram.tell(
        GUEST, GUEST, type="edited", message=message(3, "Now\nfive\nlines\nlong\nhere", edit_date=1_790_000_100)
    )
    await expect(pane.locator("[data-message-id='3']")).to_contain_text("edited")
    after = await line.bounding_box()
    assert before is not None
    assert after is not None
    assert abs(before["y"] - after["y"]) < 1


async def test_an_edit_leaves_the_focus_on_the_button_of_that_place(phone: OpenPhone, telegram: CannedTelegram) -> None:
    telegram.chats[GUEST, GUEST] = [
        message(1, "Day 1", reply_markup=keyboard([{"text": "Next", "callback_data": "2"}]))
    ]
    pane = await phone("guest")
    await pane.get_by_role("button", name="Next").press("Enter")
    rows = keyboard([{"text": "Onward", "callback_data": "3"}])
    telegram.tell(GUEST, GUEST, type="edited", message=message(1, "Day 2", reply_markup=rows, edit_date=1_790_000_100))
    await expect(pane.get_by_role("button", name="Onward")).to_be_focused()


async def test_news_while_reading_above_is_told_and_not_scrolled_to(phone: OpenPhone, telegram: CannedTelegram) -> None:
    fill(telegram, GUEST)
    pane = await phone("guest")
    log = pane.get_by_test_id("log")
    assert await distance_to_end(log) < 1
    await scroll_to_middle(pane)
    telegram.tell(GUEST, GUEST, type="message", message=message(100, "News"))
    await expect(pane.get_by_test_id("new-messages")).to_have_text("1 new message")
    assert await distance_to_end(log) > 200
    await pane.get_by_test_id("new-messages").click()
    assert await distance_to_end(log) < 1
    telegram.tell(GUEST, GUEST, type="message", message=message(101, "More"))
    await expect(pane.locator("[data-message-id='101']")).to_be_in_viewport()


async def test_a_copy_button_copies_and_says_so(phone: OpenPhone, telegram: CannedTelegram, page: Page) -> None:
    rows = keyboard([{"text": "Address", "copy_text": {"text": "虹口区"}}])
    telegram.chats[GUEST, GUEST] = [message(1, "Place", reply_markup=rows)]
    pane = await phone("guest")
    await pane.get_by_role("button", name="Address").click()
    await expect(pane.get_by_test_id("toast")).to_have_text("Copied")
    assert await page.evaluate("() => navigator.clipboard.readText()") == "虹口区"


async def test_an_invite_link_to_this_bot_sends_start_with_it(phone: OpenPhone, telegram: CannedTelegram) -> None:
    text = "https://t.me/briefing_bot?start=A7F3"
    telegram.chats[GUEST, GUEST] = [message(1, text, entities=[{"type": "url", "offset": 0, "length": len(text)}])]
    pane = await phone("guest")
    await pane.get_by_role("link").click()
    await expect(pane.get_by_test_id("composer-input")).to_be_visible()
    assert await telegram.sent() == [{"action": "send", "text": "/start A7F3", "reply_to": None}]


async def test_a_deleted_message_is_gone(phone: OpenPhone, telegram: CannedTelegram) -> None:
    fill(telegram, GUEST, 4)
    pane = await phone("guest")
    telegram.tell(GUEST, GUEST, type="deleted", message_id=2)
    await expect(pane.get_by_test_id("message")).to_have_count(2)


async def test_only_members_of_a_group_see_it(phone: OpenPhone, telegram: CannedTelegram, page: Page) -> None:
    telegram.chats[ADMIN, GROUP] = [message(1, "Good morning")]
    pane = await phone("admin")
    await pane.locator('[data-testid="chat-tab"][data-kind="group"]').click()
    await expect(pane.get_by_test_id("message-text")).to_have_text("Good morning")
    guest = page.locator('[data-testid="pane"][data-persona="guest"]')
    await expect(guest.get_by_test_id("chat-tabs")).to_be_hidden()


async def test_a_group_that_moved_is_found_under_its_new_id(phone: OpenPhone, telegram: CannedTelegram) -> None:
    pane = await phone("admin")
    tab = pane.locator('[data-testid="chat-tab"][data-kind="group"]')
    await tab.click()
    telegram.group = -200
    await expect(tab).to_have_attribute("data-chat-id", "-200")
    await expect(pane.get_by_test_id("chat")).to_have_attribute("data-chat-id", "-200")


async def test_one_phone_fits_a_narrow_window_and_tabs_count_what_others_got(
    phone: OpenPhone, telegram: CannedTelegram, page: Page
) -> None:
    await phone("guest", width=390)
    tab = page.locator('[data-testid="persona-tab"][data-persona="delegate"]')
    telegram.tell(DELEGATE, DELEGATE, type="message", message=message(1, "Hello"))
    await expect(tab.get_by_test_id("badge")).to_have_text("1")
    await tab.click()
    await expect(tab.get_by_test_id("badge")).to_be_hidden()
    await expect(page.get_by_test_id("pane").filter(visible=True)).to_have_count(1)
    assert await page.evaluate("() => document.documentElement.scrollWidth") == 390


async def test_the_page_comes_back_by_itself_and_says_nothing_twice(
    phone: OpenPhone, telegram: CannedTelegram, page: Page
) -> None:
    fill(telegram, GUEST, 3)
    pane = await phone("guest")
    await pane.get_by_test_id("composer-input").fill("half a thought")
    telegram.chats[GUEST, GUEST].append(message(50, "Said meanwhile"))
    await telegram.hang_up()
    await expect(page.get_by_test_id("connection")).to_have_attribute("data-status", "closed")
    await expect(page.get_by_test_id("connection")).to_have_attribute("data-status", "open")
    await expect(pane.get_by_test_id("message")).to_have_count(3)
    await expect(pane.get_by_test_id("composer-input")).to_have_value("half a thought")
    assert telegram.actions == []
