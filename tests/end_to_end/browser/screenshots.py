"""Pictures of the chat page: `make screenshots` writes those in docs/, which the README shows.

With a folder as its argument it writes the main screens at a phone's width in the three languages there instead, to
be looked at.
"""

import argparse
import asyncio
import tempfile
from collections.abc import Sequence
from pathlib import Path

from playwright.async_api import Browser, Page, async_playwright, expect

from bot.core.languages import LANGUAGES, Language
from tests.end_to_end.browser.phone import PATIENCE_MS, Phone, invited
from tests.end_to_end.process import ROOT, BotProcess
from tests.support.chromium import FLAGS, chromium_path

SCENE = ROOT / "docs" / "chat-page.png"
ANNOUNCED = ROOT / "docs" / "announcement.png"
CORRECTED = ROOT / "docs" / "correction.png"
WORDS = "Bus A leaves at 08:10 from the main entrance, not at 08:30. Please bring your badge."
# Notices wait a minute for further changes.
_SETTLED_MS = 90_000
VISIT: dict[Language, str] = {"ru": "Пример визита", "en": "Sample visit", "zh": "示例访问"}
# What is looked at: a name for the file, a command or the button to press next.
SCREENS = (
    ("start", "/start"),
    ("help", "/help"),
    ("park", "/park"),
    ("companies", "/companies"),
    ("quotes", "/quotes"),
    ("sources", "/sources"),
    ("people", "/people"),
    ("programme", "/programme"),
    ("now", "/now"),
    ("language", "/language"),
    ("timezone", "/timezone"),
    ("privacy", "/privacy"),
    ("forget-me", "/forget_me"),
)


async def scene(browser: Browser, address: str) -> None:
    """Three people reading, each in their own language."""
    page = await browser.new_page(viewport={"width": 1240, "height": 1010})
    await page.goto(address)
    guest, delegate, organiser = [await Phone.of(page, name) for name in ("guest", "delegate", "admin")]
    await guest.start()
    await guest.press("Park")
    await delegate.start()
    await delegate.say("/visit")
    await delegate.press(VISIT["ru"])
    await delegate.say("/programme")
    await delegate.press("14:00 Знакомство с парком")
    await organiser.start()
    await organiser.say("/people")
    await organiser.press("Zhu Xiaofeng")
    await _picture(page, (guest, delegate, organiser), SCENE)


async def announced(browser: Browser, address: str) -> None:
    """An organiser has sent an announcement; a delegate has confirmed it, another has not."""
    page = await browser.new_page(viewport={"width": 1240, "height": 800})
    await page.goto(address)
    guest, delegate, organiser = [await Phone.of(page, name) for name in ("guest", "delegate", "admin")]
    await organiser.start()
    await organiser.speak("en")
    token = await invited(organiser, VISIT["en"])
    for phone in (guest, delegate):
        await phone.start()
        await phone.say(f"/start {token}")
    await organiser.say(f"/announce {WORDS}")
    await organiser.key(VISIT["en"]).click()
    await expect(organiser.last).to_contain_text("Draft 1", timeout=PATIENCE_MS)
    for label in ("Options", "Confirmation", "‹ Draft 1", "Send to 2…"):
        await organiser.press(label)
    await organiser.key("Send to 2").click()
    await delegate.key("Прочитано").click(timeout=PATIENCE_MS)
    await expect(organiser.messages.filter(has_text="confirmed 1 of 2")).to_be_visible(timeout=PATIENCE_MS)
    await _picture(page, (guest, delegate, organiser), ANNOUNCED)


async def corrected(browser: Browser, address: str) -> None:
    """An organiser has moved an event of the second day; whoever it concerns has heard of it."""
    page = await browser.new_page(viewport={"width": 1240, "height": 800})
    await page.goto(address)
    guest, delegate, organiser = [await Phone.of(page, name) for name in ("guest", "delegate", "admin")]
    for phone in (guest, delegate):
        # The digest of the morning, where it is morning in Shanghai, is not what the picture is about.
        await phone.say("/agenda")
    await organiser.say("/visit")
    await organiser.press(VISIT["en"])
    await organiser.say("/programme")
    await organiser.press(" ›")
    await organiser.press("11:30 ")
    await organiser.press("+30 min")
    await organiser.press("Yes, move")
    await expect(delegate.last).to_contain_text("Изменение", timeout=_SETTLED_MS)
    await expect(guest.last).to_contain_text("Changed", timeout=_SETTLED_MS)
    await _picture(page, (guest, delegate, organiser), CORRECTED)


async def _picture(page: Page, phones: Sequence[Phone], path: Path) -> None:
    await page.mouse.move(0, 0)
    await page.evaluate("() => document.activeElement.blur()")
    for phone in phones:
        await phone.pane.get_by_test_id("log").evaluate("log => log.scrollTo(0, log.scrollHeight)")
    await _still(page)
    await page.screenshot(path=path)
    await page.close()


async def phones(browser: Browser, address: str, folder: Path) -> None:
    """Every main screen as somebody sees it who holds a phone, one file a screen, visit and language."""
    personas: dict[Language, str] = {"en": "guest", "ru": "delegate", "zh": "admin"}
    for language in LANGUAGES:
        page = await browser.new_page(viewport={"width": 390, "height": 1400}, device_scale_factor=1)
        await page.goto(address)
        phone = await Phone.of(page, personas[language])
        await phone.start()
        for visit in ("real", "sample"):
            if visit == "sample":
                await phone.say("/visit")
                await phone.press(VISIT[language])
            for name, command in SCREENS:
                await phone.say(command)
                await phone.last.screenshot(path=folder / f"{name}-{visit}-{language}.png")
        await page.close()


async def _still(page: Page) -> None:
    """Let notes fade and pictures settle: nothing moves in a picture."""
    await page.evaluate("() => Promise.all(document.getAnimations().map((animation) => animation.finished))")


async def main(folder: Path | None) -> None:
    """Start the bot without a token, take the pictures, stop it."""
    with tempfile.TemporaryDirectory() as store:
        bot = await BotProcess.start(Path(store), None, BOT_TOKEN="", BOT_SIMULATOR_PORT="0")
        try:
            await bot.logged("at work")
            address = (await bot.printed("Simulated Telegram")).split()[3]
            async with async_playwright() as playwright:
                browser = await playwright.chromium.launch(executable_path=chromium_path(), args=[*FLAGS])
                if folder is not None:
                    await phones(browser, address, folder)
                else:
                    await scene(browser, address)
                    await announced(browser, address)
                    await corrected(browser, address)
                await browser.close()
        finally:
            await bot.stop()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Take pictures of the chat page.")
    parser.add_argument("folder", type=Path, nargs="?", help="write the main screens at a phone's width here instead")
    chosen: Path | None = parser.parse_args().folder
    (chosen or SCENE.parent).mkdir(parents=True, exist_ok=True)
    asyncio.run(main(chosen))
