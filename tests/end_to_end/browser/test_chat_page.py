"""What a newcomer does first: run the bot without a token, open the chat page, and talk to it as three people."""

from pathlib import Path

import pytest
from playwright.async_api import Page, expect

from tests.end_to_end.browser.phone import PATIENCE_MS, Phone

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="module"), pytest.mark.timeout(180)]
expect.set_options(timeout=PATIENCE_MS)


async def test_a_guest_presses_start_and_reads_in_the_same_bubble(page: Page) -> None:
    guest = await Phone.of(page, "guest")
    await guest.start()
    await expect(guest.last).to_contain_text("Moscow delegation at Beike Chuan")
    await expect(guest.last).to_contain_text("Every statement names its source.")
    number, count = await guest.last.get_attribute("data-message-id"), await guest.messages.count()
    await guest.press("Park")
    await expect(guest.last).to_contain_text("More than 903,000 m²")
    await guest.press("All facts")
    await guest.press("Overview")
    await expect(guest.last).to_contain_text("More than 903,000 m²")
    await expect(guest.last).to_have_attribute("data-message-id", number or "")
    await expect(guest.last).to_have_attribute("data-edited", "true")
    await expect(guest.messages).to_have_count(count)


async def test_each_phone_is_its_own_persons(page: Page) -> None:
    guest, delegate, organiser = [await Phone.of(page, name) for name in ("guest", "delegate", "admin")]
    counts = [await guest.messages.count(), await organiser.messages.count()]
    await delegate.start()
    await expect(delegate.last).to_contain_text("Делегация Москвы в парке «Бэйкэчуан»")
    await delegate.press("Люди")
    await expect(delegate.last).to_contain_text("Ольга Виданова")
    assert [await guest.messages.count(), await organiser.messages.count()] == counts
    await organiser.start()
    await expect(organiser.last).to_contain_text("莫斯科代表团")
    await expect(delegate.last).to_contain_text("Ольга Виданова")


async def test_the_language_of_a_phone_changes_its_menu_and_the_answers(page: Page) -> None:
    guest = await Phone.of(page, "guest")
    await guest.start()
    await guest.speak("zh")
    await guest.pane.get_by_test_id("menu-button").click()
    await expect(guest.pane.get_by_test_id("command").filter(has_text="园区概况")).to_be_visible()
    await guest.pane.get_by_test_id("menu-button").click()
    await guest.say("/people")
    await expect(guest.last).to_contain_text("人物")
    await guest.speak("en")
    await guest.say("/people")
    await expect(guest.last).to_contain_text("People")


async def test_the_command_menu_lists_finds_and_sends(page: Page) -> None:
    delegate = await Phone.of(page, "delegate")
    await delegate.start()
    await delegate.pane.get_by_test_id("menu-button").click()
    commands = delegate.pane.get_by_test_id("command")
    assert await commands.count() >= 12
    await expect(commands.filter(has_text="/forget_me")).to_be_attached()
    field = delegate.pane.get_by_test_id("composer-input")
    await field.press_sequentially("/quo")
    await expect(commands).to_have_count(1)
    await field.press("Enter")
    await expect(delegate.last).to_contain_text("Ольга Виданова")
    await expect(delegate.last).to_contain_text("Цитаты")


async def test_an_event_has_a_pin_an_address_for_the_driver_and_a_calendar_file(page: Page, tmp_path: Path) -> None:
    organiser = await Phone.of(page, "admin")
    await organiser.start()
    await organiser.speak("en")
    await organiser.say("/visit")
    await organiser.press("Sample visit")
    await organiser.say("/programme")
    await organiser.key("Calendar file").click()
    await expect(organiser.pane.get_by_test_id("toast")).to_have_text("The calendar file is on its way.")
    card = organiser.last.get_by_test_id("document")
    async with page.expect_download() as downloading:
        await card.click()
    download = await downloading.value
    assert download.suggested_filename.endswith(".ics")
    await download.save_as(tmp_path / "visit.ics")
    calendar = (tmp_path / "visit.ics").read_text(encoding="utf-8")
    assert calendar.startswith("BEGIN:VCALENDAR")
    assert calendar.count("BEGIN:VEVENT") > 10

    await organiser.say("/programme")
    await organiser.press("Tour of the park")
    await organiser.key("Chinese address").click()
    await expect(organiser.pane.get_by_test_id("toast")).to_have_text("Copied")
    copied = await page.evaluate("() => navigator.clipboard.readText()")
    assert "示例园区" in copied
    await organiser.key("Map").click()
    await expect(organiser.last.get_by_test_id("venue")).to_be_visible()
    await expect(organiser.last).to_contain_text("Sample Park")


async def test_a_document_is_answered_kindly(page: Page) -> None:
    guest = await Phone.of(page, "guest")
    await guest.start()
    count = await guest.messages.count()
    await guest.pane.get_by_test_id("file-input").set_input_files(
        {"name": "plan.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.4 nothing"}
    )
    await guest.pane.get_by_test_id("send-button").click()
    await expect(guest.messages).to_have_count(count + 2)
    await expect(guest.last).to_contain_text("I can read text only.")


async def test_the_group_is_answered_about_what_is_public_and_led_to_the_private_chat(page: Page) -> None:
    delegate = await Phone.of(page, "delegate")
    private = await delegate.messages.count()
    await delegate.open_group()
    await delegate.say("/park")
    await expect(delegate.last).to_contain_text("Более 903 тыс.")
    await expect(delegate.last.get_by_test_id("reply-quote")).to_contain_text("/park")
    await delegate.say("/privacy")
    await delegate.key("Открыть личный чат").click()
    await expect(delegate.messages).to_have_count(private + 2)
    await expect(delegate.last).to_contain_text("Что я храню о вас")
    guest = await Phone.of(page, "guest")
    await guest.open_group()
    await expect(guest.last).to_contain_text("Это касается только вас.")


async def test_what_was_said_is_still_there_after_a_reload(page: Page) -> None:
    guest = await Phone.of(page, "guest")
    await guest.start()
    await guest.say("/sources")
    said = await guest.last.inner_text()
    await page.reload()
    guest = await Phone.of(page, "guest")
    await expect(guest.last).to_have_text(said, use_inner_text=True)


async def test_a_phone_in_a_hand_shows_one_chat_that_fits(page: Page) -> None:
    await page.set_viewport_size({"width": 390, "height": 844})
    await page.reload()
    guest = await Phone.of(page, "guest")
    await guest.start()
    await guest.say("/park")
    assert await page.evaluate("() => document.documentElement.scrollWidth") == 390
    await guest.press("Companies")
    await expect(guest.last).to_contain_text("Bluepha")


async def test_the_drawer_shows_the_calls_and_switches_faults_on(page: Page) -> None:
    guest = await Phone.of(page, "guest")
    await guest.start()
    await page.get_by_test_id("drawer-toggle").click()
    drawer = page.get_by_test_id("drawer")
    await guest.say("/now")
    await expect(drawer).to_contain_text("sendMessage")
