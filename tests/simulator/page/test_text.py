"""Text with entities becomes nodes: right ones, nested right, and never markup of the content's own."""

from typing import Any

import pytest
from playwright.async_api import Page

from tests.simulator.page.canned_telegram import ADDRESS

pytestmark = pytest.mark.asyncio(loop_scope="module")

RENDER = """async ([text, entities]) => {
  const { textWithEntities } = await import("/page/entities.js");
  const nothing = () => {};
  const node = textWithEntities(text, entities, { command: nothing, open: nothing, copy: nothing });
  const outline = (one) =>
    one.nodeType === 3 ? one.data
      : `<${one.localName}>${[...one.childNodes].map(outline).join("")}</${one.localName}>`;
  return {
    outline: [...node.childNodes].map(outline).join(""),
    text: node.textContent,
    links: [...node.querySelectorAll("a")].map((link) => [link.getAttribute("href"), link.rel, link.target]),
    lang: node.lang,
    langs: [...node.querySelectorAll("[lang]")].map((one) => [one.lang, one.textContent]),
  };
}"""


async def rendered(page: Page, text: str, *entities: dict[str, Any]) -> Any:
    await page.goto(ADDRESS)
    return await page.evaluate(RENDER, [text, list(entities)])


def entity(kind: str, offset: int, length: int, **more: Any) -> dict[str, Any]:
    return {"type": kind, "offset": offset, "length": length, **more}


async def test_an_inner_entity_stands_inside_the_outer_one(page: Page) -> None:
    found = await rendered(page, "one two three", entity("italic", 4, 3), entity("bold", 0, 13))
    assert found["outline"] == "<strong>one <em>two</em> three</strong>"


async def test_overlapping_entities_are_cut_and_both_hold_where_they_meet(page: Page) -> None:
    found = await rendered(page, "abcdef", entity("bold", 0, 4), entity("italic", 2, 4))
    assert found["outline"] == "<strong>ab<em>cd</em></strong><em>ef</em>"


async def test_offsets_count_utf_16_units(page: Page) -> None:
    found = await rendered(page, "😀😀 hall", entity("bold", 5, 4))
    assert found["outline"] == "😀😀 <strong>hall</strong>"


async def test_markup_in_the_text_is_shown_as_it_is_written(page: Page) -> None:
    text = '<img src=x onerror="document.title=1"> & <b>bold</b>'
    found = await rendered(page, text)
    assert found["outline"] == text


async def test_a_line_break_after_a_block_adds_no_empty_line_and_is_kept_in_the_text(page: Page) -> None:
    found = await rendered(page, "a\nquote\nb", entity("blockquote", 2, 5))
    assert found["outline"] == "a\n<blockquote>quote</blockquote><span>\n</span>b"
    assert found["text"] == "a\nquote\nb"


async def test_a_link_opens_beside_the_page_and_tells_it_nothing(page: Page) -> None:
    found = await rendered(page, "example.org/a", entity("url", 0, 13))
    assert found["links"] == [["https://example.org/a", "noopener noreferrer", "_blank"]]


@pytest.mark.parametrize("address", ["javascript:alert(1)", "data:text/html,x", "http://", "file:///etc/passwd"])
async def test_an_address_that_could_run_something_is_no_link(page: Page, address: str) -> None:
    found = await rendered(page, "press me", entity("text_link", 0, 8, url=address))
    assert found["links"] == []
    assert found["text"] == "press me"


async def test_chinese_inside_russian_is_marked_as_chinese(page: Page) -> None:
    found = await rendered(page, "Зал 2, третий этаж · 展览中心2号馆 у входа", entity("bold", 21, 8))
    assert found["lang"] == "ru"
    assert found["langs"] == [["zh-Hans", "展览中心"], ["zh-Hans", "号馆"]]


async def test_an_entity_beyond_the_text_does_no_harm(page: Page) -> None:
    found = await rendered(page, "abc", entity("bold", 1, 50), entity("italic", 7, 2))
    assert found["outline"] == "a<strong>bc</strong>"
