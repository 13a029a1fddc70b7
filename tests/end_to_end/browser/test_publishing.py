"""An organiser takes the workbook, moves an event in it and publishes; a delegate hears of it once, and of the undo."""

import datetime as dt
import json
import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Locator, Page, expect

from tests.content.builders import event, smallest
from tests.end_to_end.browser.phone import PATIENCE_MS, Phone, invited
from tests.end_to_end.process import ROOT, BotProcess
from tests.features.publishing.newsroom import write
from tests.support.chromium import chromium_path
from tests.support.rehearsal import until

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="module"), pytest.mark.timeout(240)]
expect.set_options(timeout=PATIENCE_MS)

# So far ahead that no clock brings anything of it by itself.
DAY = "2099-05-20"
VISIT = "A visit in spring"
OTHER = "A visit in autumn"
# An organiser has a minute to go on or think again; nobody need wait for that here.
HURRIED = "import datetime\nfrom bot.telegram import due_notices\ndue_notices.SETTLES = datetime.timedelta(seconds=1)\n"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the bot works: two visits to publish, and what hurries it."""
    folder = tmp_path_factory.mktemp("bot")
    (folder / "visits").mkdir()
    talks = event("talks", DAY, "10:00", title={"en": "Round table", "ru": "Круглый стол"})
    dinner = event("dinner", DAY, "19:00", title={"en": "Dinner", "ru": "Ужин"})
    for visit_id, title, events in (("spring", VISIT, [talks, dinner]), ("autumn", OTHER, [])):
        document = smallest(id=visit_id, title={"en": title}, events=events)
        (folder / "visits" / f"{visit_id}.yaml").write_text(json.dumps(document), encoding="utf-8")
    (folder / "sitecustomize.py").write_text(HURRIED, encoding="utf-8")
    return folder


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def chat_page(folder: Path) -> AsyncIterator[str]:
    """The address of the chat page of a bot with these visits."""
    chromium_path()
    settings = {
        "BOT_TOKEN": "",
        "BOT_SIMULATOR_PORT": "0",
        "BOT_CONTENT": str(folder / "visits"),
        "PYTHONPATH": f"{folder}:{ROOT}",
    }
    bot = await BotProcess.start(folder, None, **settings)
    await bot.logged("at work")
    yield (await bot.printed("Simulated Telegram")).split()[3]
    assert await bot.stop() == 0
    assert bot.complaints == []


def bubble(phone: Phone, words: str) -> Locator:
    return phone.messages.filter(has_text=words).last


async def workbook(organiser: Phone, page: Page, folder: Path) -> bytes:
    """Have the workbook sent and save it."""
    await organiser.say("/publish")
    await organiser.press(VISIT)
    await organiser.key("Send me the workbook").click()
    card = organiser.messages.filter(has_text="spring-edition-1.xlsx").last.get_by_test_id("document")
    await expect(card).to_be_visible()
    async with page.expect_download() as downloading:
        await card.click()
    path = folder / "download.xlsx"
    await (await downloading.value).save_as(path)
    return path.read_bytes()


def reminders(folder: Path) -> set[str]:
    """At which starts people are to be reminded of events."""
    with closing(sqlite3.connect(f"file:{folder / 'bot.sqlite3'}?mode=ro", uri=True)) as connection:
        rows = connection.execute("SELECT subject FROM rounds WHERE visit_id = 'spring' AND purpose = 'reminder'")
        return {subject for (subject,) in rows}


async def test_an_event_is_moved_by_a_file_and_back_and_whoever_it_concerns_hears_of_it_once(
    page: Page, folder: Path
) -> None:
    delegate, organiser = [await Phone.of(page, name) for name in ("delegate", "admin")]
    await organiser.start()
    await organiser.speak("en")
    token = await invited(organiser, VISIT)
    await delegate.start()
    await delegate.speak("en")
    await delegate.say(f"/start {token}")
    await delegate.say("/programme")
    await delegate.press("Round table")
    await delegate.press("☆")
    await until(lambda: reminders(folder) == {f"{DAY}T02:00:00", f"{DAY}T11:00:00"})

    changed = write(await workbook(organiser, page, folder), "talks", "start", dt.time(11, 30))
    await organiser.pane.get_by_test_id("file-input").set_input_files(
        {"name": "spring-edition-1.xlsx", "mimeType": "application/octet-stream", "buffer": changed}
    )
    await organiser.pane.get_by_test_id("send-button").click()
    await expect(organiser.last).to_contain_text("Round table: Wed 20 May, 10:00 → 11:30")
    await expect(organiser.last).to_contain_text("1 person will be told of it.")
    await organiser.press("Publish")
    await expect(organiser.last).to_contain_text("Edition 2 holds now, in place of 1.")
    await expect(bubble(delegate, "10:00 → 11:30")).to_be_visible()
    await until(lambda: reminders(folder) == {f"{DAY}T03:30:00", f"{DAY}T11:00:00"})

    await organiser.press("‹ Editions")
    await organiser.press("1")
    for label in ("Publish again…", "Yes, publish 1 again"):
        await organiser.press(label)
    await expect(bubble(delegate, "11:30 → 10:00")).to_be_visible()
    await expect(delegate.messages.filter(has_text="10:00 → 11:30")).to_have_count(1)
    await until(lambda: reminders(folder) == {f"{DAY}T02:00:00", f"{DAY}T11:00:00"})
