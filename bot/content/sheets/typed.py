"""What people's keyboards and other programs leave in and around a text."""

import re
from typing import Final

# Not seen and no spaces to Python: zero-width ones, the mark of byte order, marks of direction.
_UNSEEN: Final = "\u200b\u200c\u200d\u200e\u200f\u2060\u00ad\ufeff"
_AROUND: Final = re.compile(rf"^[\s{_UNSEEN}]+|[\s{_UNSEEN}]+$")
_WITHIN: Final = re.compile(f"[{_UNSEEN}]")
_SPACES: Final = re.compile(r"\s+")
_LINE_BREAK: Final = re.compile(r"\r\n?")


def trimmed(text: str) -> str:
    """Return a text without spaces around it, whatever their kind; what stands inside stays as it is."""
    return _AROUND.sub("", _LINE_BREAK.sub("\n", text))


def one_line(text: str) -> str:
    """Return a text that is no prose with plain single spaces and nothing unseen."""
    return _SPACES.sub(" ", _WITHIN.sub("", text)).strip()
