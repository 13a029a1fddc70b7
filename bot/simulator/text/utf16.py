"""Telegram counts in UTF-16 code units, Python in code points; they differ after every emoji."""

from itertools import accumulate

_LAST_OF_ONE_UNIT = "\uffff"


def is_plain(text: str) -> bool:
    """Whether every character is one UTF-16 unit, so that both ways of counting agree."""
    return text.isascii() or max(text, default="") <= _LAST_OF_ONE_UNIT


def unit_offsets(text: str) -> list[int]:
    """For each code point, and the end, the number of UTF-16 units before it."""
    return [0, *accumulate(2 if character > _LAST_OF_ONE_UNIT else 1 for character in text)]


def length(text: str) -> int:
    """The length in UTF-16 units."""
    return len(text) if is_plain(text) else unit_offsets(text)[-1]
