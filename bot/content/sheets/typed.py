"""What people's keyboards and other programs leave in and around a text."""

import re
from typing import Final

# Not seen and no spaces to Python: zero-width ones, the mark of byte order, marks of direction.
_UNSEEN: Final = "\u200b\u200c\u200d\u200e\u200f\u2060\u00ad\ufeff"
# Everything that Python takes for a space.
_BLANK: Final = (
    "\t\n\v\f\r\x1c\x1d\x1e\x1f \x85\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a"
    "\u2028\u2029\u202f\u205f\u3000"
)
_WITHIN: Final = re.compile(f"[{_UNSEEN}]")
_SPACES: Final = re.compile(r"\s+")
_LINE_BREAK: Final = re.compile(r"\r\n?")


def trimmed(text: str) -> str:
    """Return a text without spaces around it, whatever their kind; what stands inside stays as it is."""
    return _LINE_BREAK.sub("\n", text).strip(_BLANK + _UNSEEN)


def one_line(text: str) -> str:
    """Return a text that is no prose with plain single spaces and nothing unseen."""
    return _SPACES.sub(" ", _WITHIN.sub("", text)).strip()
