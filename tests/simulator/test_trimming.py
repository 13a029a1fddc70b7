"""White space at the ends of a text, and the characters Telegram does not store.

Telegram's parser does this only when a message is sent, so there are no golden files for it; the rules are those of
its source: spaces and line breaks go, in front only up to the first entity.
"""

from typing import Any

import pytest

from bot.simulator.text.formatting import format_text


def bold(offset: int, length: int) -> dict[str, Any]:
    return {"type": "bold", "offset": offset, "length": length}


@pytest.mark.parametrize(
    ("text", "entities", "stored", "kept"),
    [
        ("  a  ", [], "a", []),
        ("\n\na\n", [], "a", []),
        ("\ta\r\n", [], "a", []),
        ("\u00a0a\u00a0", [], "\u00a0a\u00a0", []),
        ("  a", [bold(2, 1)], "a", [bold(0, 1)]),
        ("  a", [bold(1, 2)], " a", [bold(0, 2)]),
        ("a  ", [bold(0, 3)], "a", [bold(0, 1)]),
        ("a  ", [bold(0, 1), {"type": "italic", "offset": 2, "length": 1}], "a", [bold(0, 1)]),
        (" \U0001f600\U0001f600 ", [bold(3, 2)], "\U0001f600\U0001f600", [bold(2, 2)]),
        (" \u200b ", [], "", []),
        ("", [], "", []),
        ("\u3164", [], "\u3164", []),
    ],
)
def test_white_space_is_trimmed_and_entities_move_along(
    text: str, entities: list[dict[str, Any]], stored: str, kept: list[dict[str, Any]]
) -> None:
    assert format_text(text, entities) == (stored, kept)


def test_what_telegram_finds_gives_way_to_what_was_sent() -> None:
    text = "see https://example.com/a and example.org"
    link = {"type": "text_link", "offset": 4, "length": 10, "url": "https://example.net/"}
    assert format_text(text, [link])[1] == [link, {"type": "url", "offset": 30, "length": 11}]


def test_nothing_is_found_inside_code() -> None:
    code = {"type": "code", "offset": 0, "length": 6}
    assert format_text("/start @durov", [code])[1] == [code, {"type": "mention", "offset": 7, "length": 6}]


def test_a_style_is_cut_where_a_found_link_begins_and_ends() -> None:
    found = format_text("a example.com b", [{"type": "bold", "offset": 0, "length": 15}])[1]
    assert [(entity["type"], entity["offset"], entity["length"]) for entity in found] == [
        ("bold", 0, 2),
        ("url", 2, 11),
        ("bold", 2, 11),
        ("bold", 13, 2),
    ]
