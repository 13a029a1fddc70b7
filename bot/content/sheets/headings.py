"""What sheets and columns are called: a name that never changes for the bot, and one in the reader's language."""

import re
from collections.abc import Mapping
from functools import cache
from typing import Final

from bot.content.labels import FIELD_NAMES, SECTION_NAMES
from bot.content.sheets.layout import VISIT, Column, Table, tables
from bot.content.sheets.typed import one_line
from bot.content.values import field_name
from bot.core.languages import LANGUAGES
from bot.core.translation import Translator, load_translators, msg

HOW_TO: Final = msg("How to fill it in")
TO_CORRECT: Final = msg("What to correct")
_TITLE_OF_VISIT: Final = msg("The visit itself")
_ID: Final = msg("id")
_APART: Final = re.compile(r"[\W_]+")


def sheet_title(name: str, tr: Translator) -> str:
    """Return what the sheet of this table is called."""
    return tr(_TITLE_OF_VISIT if name == VISIT else SECTION_NAMES[name])


def heading(column: Column, tr: Translator) -> str:
    """Return what people read above a column, such as `Title (ru)`."""
    if column.path == ("id",):
        return _capital(tr(_ID))
    if not all(step in FIELD_NAMES or step in LANGUAGES for step in column.path):
        return _capital(column.key.replace("_", " "))
    return _capital(field_name(column.path, tr))


def normal(text: str) -> str:
    """Return a heading or a sheet's title without capitals, punctuation and needless spaces, to be looked up by."""
    return _APART.sub(" ", one_line(text)).strip().casefold()


@cache
def titles() -> Mapping[str, str]:
    """Return the tables by the titles that their sheets may have, as `normal` gives them."""
    found = {normal(name): name for name in tables()}
    for tr in load_translators().values():
        found |= {normal(sheet_title(name, tr)): name for name in tables()}
    return found


@cache
def set_aside() -> frozenset[str]:
    """Return the titles of the sheets that hold no content, as `normal` gives them."""
    return frozenset(normal(tr(title)) for tr in load_translators().values() for title in (HOW_TO, TO_CORRECT))


@cache
def columns_by_heading(name: str) -> Mapping[str, Column]:
    """Return the columns of a table by what may stand above them, as `normal` gives it."""
    table: Table = tables()[name]
    found = {normal(heading(column, tr)): column for tr in load_translators().values() for column in table.columns}
    return found | {normal(column.key): column for column in table.columns}


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
