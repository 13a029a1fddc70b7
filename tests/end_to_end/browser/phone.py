"""One phone of the chat page, used as a person uses it: by what stands on it."""

import re
from dataclasses import dataclass

from playwright.async_api import Locator, Page, expect

from bot.core.languages import Language

# Somebody who presses button after button is answered about once a second.
PATIENCE_MS = 20_000


@dataclass(frozen=True, slots=True)
class Phone:
    """The pane of a persona: guest, delegate or admin."""

    pane: Locator

    @classmethod
    async def of(cls, page: Page, persona: str) -> "Phone":
        """The pane of this persona, brought up when it is not among those shown, and connected."""
        tab = page.locator(f'[data-testid="persona-tab"][data-persona="{persona}"]')
        pane = page.locator(f'[data-testid="pane"][data-persona="{persona}"]')
        await expect(pane).to_be_attached()
        if await tab.is_visible() and not await pane.is_visible():
            await tab.click()
        await expect(pane.get_by_test_id("chat-status")).not_to_have_text("connecting…")
        return cls(pane)

    @property
    def messages(self) -> Locator:
        """All bubbles, the person's own included."""
        return self.pane.get_by_test_id("message")

    @property
    def last(self) -> Locator:
        """The newest bubble."""
        return self.messages.last

    async def start(self) -> None:
        """Press START, or write it where the chat is not empty any more, and wait for the answer."""
        start = self.pane.get_by_test_id("start-button")
        if await start.is_visible():
            await start.click()
            await expect(self.messages).to_have_count(2, timeout=PATIENCE_MS)
        else:
            await self.say("/start")

    async def say(self, text: str) -> None:
        """Write something and wait for the answer."""
        count = await self.messages.count()
        field = self.pane.get_by_test_id("composer-input")
        await field.fill(text)
        await field.press("Escape")
        await self.pane.get_by_test_id("send-button").click()
        await expect(self.messages).to_have_count(count + 2, timeout=PATIENCE_MS)

    async def press(self, label: str) -> None:
        """Press a button under the newest bubble that has it, and wait until the bubble says something else."""
        button = self.key(label)
        bubble = self.messages.filter(has=self.pane.page.get_by_test_id("button").filter(has_text=label)).last
        number = await bubble.get_attribute("data-message-id")
        same = self.pane.locator(f'[data-testid="message"][data-message-id="{number}"]')
        before = await same.inner_text()
        await button.click()
        await expect(same).not_to_have_text(before, use_inner_text=True, timeout=PATIENCE_MS)
        await expect(self.pane.locator('[aria-busy="true"]')).to_have_count(0, timeout=PATIENCE_MS)

    def key(self, label: str) -> Locator:
        """The newest button that begins with these words."""
        return self.pane.get_by_test_id("button").filter(has_text=label).last

    async def speak(self, language: Language) -> None:
        """Change the language of this person's Telegram."""
        switch = self.pane.locator(f'[data-testid="language"][data-language="{language}"]')
        await switch.click()
        await expect(switch).to_have_attribute("aria-pressed", "true")

    async def open_group(self) -> None:
        """Go to the group."""
        await self.pane.locator('[data-testid="chat-tab"][data-kind="group"]').click()

    async def open_private(self) -> None:
        """Go back to the bot."""
        await self.pane.locator('[data-testid="chat-tab"][data-kind="private"]').click()


async def invited(organiser: Phone, visit: str) -> str:
    """Have an organiser, who speaks English, make a link into this visit and return what follows `/start `."""
    await organiser.say("/invite")
    for label in (visit, "Member"):
        await organiser.press(label)
    if await organiser.key("No group").count():
        await organiser.press("No group")
    await organiser.press("7 days")
    await organiser.key("100").click()
    link = organiser.messages.filter(has_text="start=").last
    await expect(link).to_be_visible(timeout=PATIENCE_MS)
    # The code to scan comes in a message of its own.
    await expect(organiser.last.get_by_test_id("photo")).to_be_visible(timeout=PATIENCE_MS)
    found = re.search(r"start=(\S+)", await link.inner_text())
    if found is None:
        raise LookupError("there is no link in the message")
    return found[1]
