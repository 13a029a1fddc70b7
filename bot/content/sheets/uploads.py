"""A file that an organiser sent, of whatever kind, as a visit."""

import datetime as dt
from collections.abc import Sequence
from typing import Final

from bot.content.models import Visit
from bot.content.problems import ContentErrors, Problem, written
from bot.content.reader import read_visit_text
from bot.content.sheets.errors import UploadError, UploadErrors
from bot.content.sheets.grid import FileRefused
from bot.content.sheets.mapping import Rule, read_visit_from_book
from bot.content.sheets.recognising import reason_of

_YAML: Final = (".yaml", ".yml")


def read_upload(
    content: bytes,
    name: str,
    current: Visit | None,
    first_day: dt.date,
    others: Sequence[Visit] = (),
    rule: Rule | None = None,
) -> Visit:
    """Return the visit in a file: an .xlsx, a .csv or a .yaml, by its name.

    A spreadsheet changes `current`, or that one of the `others` which it names (see `read_visit_from_book`); YAML says
    everything there is, and its numbered days count from `first_day`. `rule` is asked as well once all else is right.
    Raises UploadErrors. It is meant to run within limits of memory and time.
    """
    if is_yaml(name):
        return _read_yaml(content, name, first_day, rule)
    # With it comes openpyxl, which only the child needs: the start of the bot is not to wait for it.
    from bot.content.sheets.book import read_book  # noqa: PLC0415

    try:
        book = read_book(content, name)
    except FileRefused as refused:
        raise UploadErrors([UploadError(name, refused.reason)]) from None
    return read_visit_from_book(book, current, name, others, rule)


def is_yaml(name: str) -> bool:
    """Whether a file of this name is read as YAML."""
    return name.lower().endswith(_YAML)


def _read_yaml(content: bytes, name: str, first_day: dt.date, rule: Rule | None) -> Visit:
    try:
        visit = read_visit_text(content, name, first_day)
    except ContentErrors as refused:
        raise UploadErrors(
            UploadError(name, reason_of(error.reason), line=error.line, path=error.path) for error in refused.errors
        ) from None
    broken: list[Problem] = [] if rule is None else list(rule(visit))
    if broken:
        raise UploadErrors(UploadError(name, reason_of(one.reason), path=written(one.path)) for one in broken)
    return visit
