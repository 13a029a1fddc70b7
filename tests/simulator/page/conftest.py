from collections.abc import AsyncIterator
from typing import Protocol

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Locator, Page, async_playwright

from tests.simulator.page.canned_telegram import ADDRESS, CannedTelegram
from tests.support.chromium import FLAGS, chromium_path


class OpenPhone(Protocol):
    """Opens the page and returns the pane of a persona."""

    async def __call__(self, persona: str, width: int = 1300) -> Locator: ...


@pytest.fixture
def telegram() -> CannedTelegram:
    return CannedTelegram()


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def browser() -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=chromium_path(), args=[*FLAGS])
        yield browser
        await browser.close()


@pytest_asyncio.fixture(loop_scope="module")
async def page(browser: Browser, telegram: CannedTelegram) -> AsyncIterator[Page]:
    context = await browser.new_context(
        viewport={"width": 1300, "height": 800}, permissions=["clipboard-read", "clipboard-write"]
    )
    page = await context.new_page()
    failures: list[str] = []
    page.on("pageerror", lambda error: failures.append(str(error)))
    page.on("console", lambda line: failures.append(line.text) if line.type == "error" else None)
    await telegram.serve(page)
    yield page
    await context.close()
    assert failures == []


@pytest.fixture
def phone(page: Page) -> OpenPhone:
    async def open_phone(persona: str, width: int = 1300) -> Locator:
        await page.set_viewport_size({"width": width, "height": 800})
        await page.goto(ADDRESS)
        pane = page.locator(f'[data-testid="pane"][data-persona="{persona}"]')
        await pane.get_by_test_id("composer-input").wait_for(state="attached")
        return pane

    return open_phone
