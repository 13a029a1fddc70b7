"""An organiser writes, confirms and watches; the delegates get it, confirm, and see it corrected and taken back."""

from collections.abc import Sequence

import pytest
from playwright.async_api import Locator, Page, expect

from tests.end_to_end.browser.phone import PATIENCE_MS, Phone, invited

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="module"), pytest.mark.timeout(240)]
expect.set_options(timeout=PATIENCE_MS)

VISIT = "Moscow delegation"
FIRST = "Bus A leaves at 08:10 from the main entrance."
BETTER = "Bus A leaves at 08:15 from the main entrance."


async def pressed(phone: Phone, labels: Sequence[str]) -> None:
    for label in labels:
        await phone.press(label)


def bubble(phone: Phone, words: str) -> Locator:
    return phone.messages.filter(has_text=words).last


async def test_an_announcement_from_the_first_word_to_its_recall(page: Page) -> None:
    guest, delegate, organiser = [await Phone.of(page, name) for name in ("guest", "delegate", "admin")]
    await organiser.start()
    await organiser.speak("en")
    token = await invited(organiser, VISIT)
    for phone, welcome, language in ((guest, "Welcome!", "en"), (delegate, "Добро пожаловать!", "ru")):
        await phone.start()
        await phone.speak(language)  # type: ignore[arg-type]
        await phone.say(f"/start {token}")
        await expect(phone.last).to_contain_text(welcome)

    await organiser.say(f"/announce {FIRST}")
    await organiser.key(VISIT).click()
    panel = bubble(organiser, "Draft 1")
    await expect(panel).to_contain_text("2 people")
    await pressed(organiser, ("Options", "Confirmation", "‹ Draft 1", "Send to 2…"))
    await organiser.key("Send to 2").click()

    for phone in (guest, delegate):
        await expect(bubble(phone, FIRST)).to_be_visible()
    panel = bubble(organiser, "Announcement 1")
    await expect(panel).to_contain_text("sent 2")
    await expect(panel).to_contain_text("confirmed 0 of 2")

    await delegate.key("Прочитано").click()
    await expect(delegate.pane.get_by_test_id("button").filter(has_text="✓")).to_be_visible()
    await expect(bubble(delegate, FIRST)).to_be_visible()
    await expect(panel).to_contain_text("confirmed 1 of 2")

    await organiser.press("Correct")
    await organiser.press("English")
    await organiser.say(BETTER)
    await organiser.key("Send the correction").click()
    for phone, corrected in ((guest, "corrected"), (delegate, "исправлено")):
        await expect(bubble(phone, BETTER)).to_contain_text(corrected)
        await expect(phone.messages.filter(has_text=FIRST)).to_have_count(0)

    await organiser.say("/announcements")
    await organiser.last.get_by_test_id("button").get_by_text("1", exact=True).click()
    await expect(organiser.last).to_contain_text("Announcement 1 · done")
    await pressed(organiser, ("Recall", "Yes, recall it"))
    for phone in (guest, delegate):
        await expect(phone.messages.filter(has_text=BETTER)).to_have_count(0)
    await expect(bubble(organiser, "Announcement 1 · recalled")).to_contain_text("copies deleted: 2 of 2")
