"""Letters that a table lost when it was saved as CSV: Russian and Chinese Excel write a question mark for each.

What was lost is not what somebody changed. A text that is the visit's own but for such letters stays as it was, and
where that cannot be told the cell is wrong.
"""

import re
from typing import Final

from bot.content.problems import shortened
from bot.content.sheets.grid import CellError
from bot.content.sheets.typed import trimmed
from bot.core.translation import msg

LOST: Final = msg("«{value}» lost letters when the table was saved: save it as “CSV UTF-8” or as .xlsx")

_LONGEST_SHOWN: Final = 40
# In place of a letter stands a question mark or a letter that looks alike.
_ANYTHING_PLAIN: Final = "[ -~]"
_LAST_OF_ONE_UNIT: Final = "\uffff"


def with_what_was_lost(read: str, current: str, encoding: str) -> str:
    """Return the text of a cell in a CSV of this encoding, `current` being what it says in the visit, or nothing.

    Raises CellError where letters were lost and nobody can tell which.
    """
    lost = [letter for letter in current if not _has(encoding, letter)]
    if lost and any(_is_saved(trimmed(current), trimmed(read), encoding, units) for units in (1, 2)):
        return current
    if ("??" in read and "??" not in current) or (lost and read.count("?") > current.count("?")):
        raise CellError(LOST, value=shortened(trimmed(read), _LONGEST_SHOWN))
    return read


def _is_saved(text: str, read: str, encoding: str, units: int) -> bool:
    """Whether a text reads so once it is saved; for a letter such as an emoji programs write one sign or two."""

    def saved(letter: str) -> str:
        if _has(encoding, letter):
            return re.escape(letter)
        times = units if letter > _LAST_OF_ONE_UNIT else 1
        return f"(?:{re.escape(letter)}|{_ANYTHING_PLAIN}{{{times}}})"

    return re.fullmatch("".join(map(saved, text)), read) is not None


def _has(encoding: str, letter: str) -> bool:
    try:
        letter.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True
