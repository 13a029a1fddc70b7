"""The bot without a token, and its chat page in a real Chromium that can reach this machine only."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import pytest
import pytest_asyncio
from playwright.async_api import Browser, BrowserContext, Page, async_playwright

from tests.end_to_end.process import BotProcess
from tests.support.chromium import FLAGS, chromium_path

_WATCH_POLICY = """
window.violations = [];
document.addEventListener("securitypolicyviolation", (event) =>
  window.violations.push(`${event.violatedDirective}: ${event.blockedURI}`));
"""


@dataclass(slots=True)
class Watched:
    """A page and everything about it that must not be."""

    page: Page
    amiss: list[str] = field(default_factory=list)

    async def check(self) -> None:
        """Fail if the page complained, broke its own policy or asked another machine for anything."""
        self.amiss += await self.page.evaluate("() => window.violations")
        assert self.amiss == []


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def chat_page(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[str]:
    """The address of the chat page of `python -m bot run` without a token."""
    chromium_path()
    bot = await BotProcess.start(tmp_path_factory.mktemp("bot"), None, BOT_TOKEN="", BOT_SIMULATOR_PORT="0")
    await bot.logged("at work")
    yield (await bot.printed("Simulated Telegram")).split()[3]
    assert await bot.stop() == 0
    assert bot.complaints == []


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def browser() -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=chromium_path(), args=[*FLAGS])
        yield browser
        await browser.close()


@pytest_asyncio.fixture(loop_scope="module")
async def context(browser: Browser) -> AsyncIterator[BrowserContext]:
    context = await browser.new_context(
        viewport={"width": 1300, "height": 900},
        permissions=["clipboard-read", "clipboard-write"],
        accept_downloads=True,
    )
    await context.add_init_script(_WATCH_POLICY)
    yield context
    await context.close()


@pytest_asyncio.fixture(loop_scope="module")
async def page(context: BrowserContext, chat_page: str) -> AsyncIterator[Page]:
    page = await context.new_page()
    watched = Watched(page)

    def look_at_host(url: str) -> None:
        if urlsplit(url).scheme not in {"blob", "data"} and urlsplit(url).hostname != "127.0.0.1":
            watched.amiss.append(f"asks {url}")

    context.on("request", lambda request: look_at_host(request.url))
    page.on("websocket", lambda socket: look_at_host(socket.url))
    page.on("pageerror", lambda error: watched.amiss.append(str(error)))
    page.on("console", lambda line: watched.amiss.append(line.text) if line.type in {"error", "warning"} else None)
    await page.goto(chat_page)
    yield page
    await watched.check()
