"""The entities Telegram finds in a text by itself: mentions, commands, hashtags, cashtags, links, e-mails."""

import re
import unicodedata
from collections.abc import Iterator

from bot.simulator.text.entities import Entity
from bot.simulator.text.nesting import without_overlaps
from bot.simulator.text.urls import find_links

_MENTION = re.compile(r"(?<!\w)@([A-Za-z0-9_]{2,32})(?!\w)")
_SHORT_USERNAMES = frozenset({"gif", "nft", "pic", "ufc", "vid"})
_SHORTEST_USERNAME = 4
_COMMAND = re.compile(r"(?<![\w/<>])/[A-Za-z0-9_]{1,64}(?:@[A-Za-z0-9_]{3,32}|(?!@))(?![\w/<>])")
_TAG_OWNER = re.compile(r"@[A-Za-z0-9_]{3,32}")
_CASHTAG = re.compile(r"\$(?:1INCH|[A-Z]{1,8})(?![A-Z])(?:@[A-Za-z0-9_]{3,32}(?![A-Za-z0-9_]))?")
_LONGEST_HASHTAG = 256


def find_entities(text: str) -> list[Entity]:
    """All automatic entities of a text, none overlapping another."""
    found: list[Entity] = []
    if "@" in text:
        found += _mentions(text)
    if "/" in text:
        found += [Entity("bot_command", *match.span()) for match in _COMMAND.finditer(text)]
    if "#" in text:
        found += _hashtags(text)
    if "$" in text:
        found += _cashtags(text)
    if "." in text or "://" in text:
        found += find_links(text)
    return without_overlaps(found) if found else found


def _mentions(text: str) -> Iterator[Entity]:
    for match in _MENTION.finditer(text):
        if len(match[1]) >= _SHORTEST_USERNAME or match[1].lower() in _SHORT_USERNAMES:
            yield Entity("mention", *match.span())


def _is_tag_character(character: str) -> bool:
    """Letters and digits of any script, the underscore, and three exceptions of Telegram's."""
    if character in "_\u200c\u00b7" or "\u0d80" <= character <= "\u0dff":
        return True
    return unicodedata.category(character) in {"Lu", "Ll", "Lt", "Lm", "Lo", "Nd"}


def _hashtags(text: str) -> Iterator[Entity]:
    start = text.find("#")
    while start != -1:
        run = start + 1
        while run < len(text) and _is_tag_character(text[run]):
            run += 1
        end = min(run, start + 1 + _LONGEST_HASHTAG)
        has_letter = any(unicodedata.category(character)[0] == "L" for character in text[start + 1 : end])
        owner = _TAG_OWNER.match(text, run) if end == run > start + 1 else None
        if owner:
            end = run = owner.end()
        is_new = start == 0 or not _is_tag_character(text[start - 1])
        if is_new and has_letter and text[run : run + 1] != "#":
            yield Entity("hashtag", start, end)
        start = text.find("#", run)


def _cashtags(text: str) -> Iterator[Entity]:
    for match in _CASHTAG.finditer(text):
        around = text[match.start() - 1 : match.start()] + text[match.end() : match.end() + 1]
        if not any(character == "$" or _is_tag_character(character) for character in around):
            yield Entity("cashtag", *match.span())
