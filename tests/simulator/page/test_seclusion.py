"""The page keeps to itself: no other host, no markup from content, nothing inline."""

import re

import pytest
from playwright.async_api import Page

from tests.simulator.page.canned_telegram import ADDRESS, PAGE_FOLDER, CannedTelegram

SCRIPTS = sorted(PAGE_FOLDER.glob("*.js"))
INDEX = (PAGE_FOLDER / "index.html").read_text(encoding="utf-8")


@pytest.mark.asyncio(loop_scope="module")
async def test_it_asks_its_own_server_only(page: Page, telegram: CannedTelegram) -> None:
    await page.goto(ADDRESS)
    await page.get_by_test_id("pane").first.wait_for()
    assert {address.startswith(ADDRESS) for address in telegram.addresses} == {True}


def test_its_policy_forbids_everything_from_elsewhere_and_everything_inline() -> None:
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', INDEX)
    assert policy is not None
    directives = dict(part.strip().split(" ", 1) for part in policy[1].split(";"))
    assert directives["default-src"] == "'none'"
    assert directives["script-src"] == directives["style-src"] == directives["connect-src"] == "'self'"
    assert "unsafe" not in policy[1]


def test_no_script_parses_text_as_markup() -> None:
    ways = re.compile(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|DOMParser|\beval\(|new Function")
    assert [script.name for script in SCRIPTS if ways.search(script.read_text(encoding="utf-8"))] == []


def test_every_file_the_page_names_is_there() -> None:
    named = set(re.findall(r'/page/([\w.-]+)"', INDEX))
    for script in SCRIPTS:
        named |= set(re.findall(r'from "\./([\w.-]+)"', script.read_text(encoding="utf-8")))
    assert named == {path.name for path in PAGE_FOLDER.iterdir() if path.name != "index.html"}
