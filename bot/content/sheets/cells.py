"""What a cell's value means: a text, an id, a number, a yes, a phone; days and times are in files of their own.

People type as they are used to and spreadsheets change what was typed. What can be only one thing is taken; what may
be two, or was changed beyond repair, is a CellError that says what to write.
"""

import datetime as dt
import re
from typing import Final

from bot.content.problems import shortened
from bot.content.sheets.days import as_day
from bot.content.sheets.grid import CellError, Value
from bot.content.sheets.hours import as_time
from bot.content.sheets.typed import one_line, trimmed
from bot.core.translation import msg

__all__ = ["as_bool", "as_day", "as_id", "as_ids", "as_number", "as_phone", "as_text", "as_time"]

NO_TEXT: Final = msg(
    "a date or time stands here, and a text is expected: format the cell as text, then write it as it should read"
)
NO_ID: Final = msg("«{value}» is not an id: it takes Latin letters, digits and single hyphens, as round-table")
NO_IDS: Final = msg("«{value}» is not an id: write what stands in the column “id”, as F28, round-table")
NO_NUMBER: Final = msg("«{value}» is not a number")
NO_BOOL: Final = msg("«{value}» is neither yes nor no")
NO_PHONE: Final = msg("«{value}» is no phone number: write it with + and the country’s code, as +86 21 1234 5678")
PHONE_AS_NUMBER: Final = msg(
    "the spreadsheet made a number of this phone and dropped its plus: format the cell as text, "
    "then write it with + and the country’s code"
)

_YES: Final = frozenset({"yes", "y", "true", "1", "да", "истина", "是", "对", "真"})
_NO: Final = frozenset({"no", "n", "false", "0", "нет", "ложь", "否", "不", "假"})
_BETWEEN_IDS: Final = re.compile(r"[\s,;，；、]+")
_ID: Final = re.compile(r"[A-Za-z0-9]+(-[A-Za-z0-9]+)*")
_PHONE: Final = re.compile(r"\+[0-9][0-9 ()-]{4,30}")
_NUMBER: Final = re.compile(r"[+-]?[0-9]{1,15}(\.[0-9]{1,15})?")
_LONGEST_SHOWN: Final = 40


def as_text(value: Value) -> str:
    r"""Return the text of a cell without spaces around it; empty where only spaces were. Line breaks are `\n`.

    A number reads as a spreadsheet shows it, a whole one without `.0`; what became a date is a CellError, since how
    it was written is lost.
    """
    if isinstance(value, dt.date | dt.time):
        raise CellError(NO_TEXT)
    return trimmed(_shown(value))


def as_id(value: Value, *, own: bool = False) -> str:
    """Return one id; a number that is an id, such as 12, is taken as its digits. Empty where only spaces were.

    `own`: it is that of the row itself and none that leads to another.
    """
    reason = NO_ID if own else NO_IDS
    ids = _ids(value, reason)
    if len(ids) > 1:
        raise CellError(reason, value=shortened(as_text(value), _LONGEST_SHOWN))
    return ids[0] if ids else ""


def as_ids(value: Value) -> tuple[str, ...]:
    """Return the ids in a cell, between which stand commas, semicolons, spaces or line breaks."""
    return _ids(value, NO_IDS)


def _ids(value: Value, reason: str) -> tuple[str, ...]:
    if isinstance(value, dt.date | dt.time):
        raise CellError(NO_TEXT)
    text = one_line(_shown(value))
    ids = tuple(part for part in _BETWEEN_IDS.split(text) if part)
    if not all(_ID.fullmatch(part) for part in ids):
        raise CellError(reason, value=shortened(text, _LONGEST_SHOWN))
    return ids


def as_number(value: Value) -> float:
    """Return a number, also one written as text, with a point or a comma before its decimals."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return float(value)
    text = one_line(_shown(value)) if not isinstance(value, dt.date | dt.time) else str(value)
    plain = text.replace("−", "-").replace(" ", "").replace(",", ".")
    if not _NUMBER.fullmatch(plain):
        raise CellError(NO_NUMBER, value=shortened(text, _LONGEST_SHOWN))
    return float(plain)


def as_bool(value: Value) -> bool:
    """Return whether a cell says yes, in any of the three languages or as the spreadsheet's own true."""
    if isinstance(value, bool):
        return value
    text = one_line(str(value) if isinstance(value, dt.date | dt.time) else _shown(value))
    if text.casefold() in _YES:
        return True
    if text.casefold() in _NO:
        return False
    raise CellError(NO_BOOL, value=shortened(text, _LONGEST_SHOWN))


def as_phone(value: Value) -> str:
    """Return a phone number with its plus, as written; empty where only spaces were."""
    if isinstance(value, int | float):
        raise CellError(PHONE_AS_NUMBER)
    text = as_text(value)
    # Dashes of every kind and spaces of every width are typed between the groups of digits.
    phone = re.sub(r"[\u2010-\u2015\u2212.]", "-", one_line(text))
    if phone and not _PHONE.fullmatch(phone):
        raise CellError(NO_PHONE, value=shortened(text, _LONGEST_SHOWN))
    return phone


def _shown(value: str | float | bool) -> str:
    """A value as a spreadsheet shows it."""
    match value:
        case bool():
            return "TRUE" if value else "FALSE"
        case float():
            return str(int(value)) if value.is_integer() else repr(value)
        case _:
            return str(value)
