"""What tells messages apart in the ledger: each announcement's number and wording, in its text."""

import re
from typing import Final

_ANNOUNCED: Final = re.compile(r"\bA(\d+)w(\d+)\b")
_TO_GROUPS: Final = re.compile(r"\bG(\d+)\b")


def announced(number: int, wording: int, language: str) -> str:
    """Return the text of an announcement."""
    return f"A{number}w{wording} ({language})"


def to_groups(number: int) -> str:
    """Return the text of what groups are told."""
    return f"G{number}"


def announced_in(text: object) -> tuple[int, int] | None:
    """Return the number and the wording of the announcement that this is the text of, if it is one."""
    match = _ANNOUNCED.search(text) if isinstance(text, str) else None
    return None if match is None else (int(match[1]), int(match[2]))


def told_in(text: object) -> int | None:
    """Return the number of what groups are told in this text, if anything."""
    match = _TO_GROUPS.fullmatch(text) if isinstance(text, str) else None
    return None if match is None else int(match[1])
