"""What can still be checked in a document that is wrong in places, so that an editor sees every error at once."""

from collections.abc import Iterable
from typing import Any, Final

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from bot.content.models import Visit
from bot.content.parts import SECTIONS
from bot.content.problems import Problem
from bot.content.rules import check

# Stands for an organisation that could not be read.
_UNREAD: Final = "unread"
_STAND_INS: Final[dict[str, Any]] = {
    "format": 1,
    "id": _UNREAD,
    "title": {"en": _UNREAD},
    "host": _UNREAD,
    "zone": "UTC",
    "home_zone": "UTC",
}


def problems_of_the_rest(document: dict[str, Any], errors: Iterable[ErrorDetails]) -> list[Problem]:
    """Return the breaches of the rules among everything in the document that pydantic's errors do not touch."""
    wrong_keys: set[str | int] = set()
    wrong_entries: dict[str | int, set[str | int]] = {}
    for error in errors:
        section, *inside = error["loc"] or ("",)
        if section in SECTIONS and inside:
            wrong_entries.setdefault(section, set()).add(inside[0])
        else:
            wrong_keys.add(section)
    rest: dict[str, Any] = {key: value for key, value in document.items() if key not in wrong_keys}
    unread = {_UNREAD}
    kept: dict[str | int, list[int]] = {}
    for section in (name for name in SECTIONS if isinstance(rest.get(name), list)):
        wrong = wrong_entries.get(section, set())
        kept[section] = [position for position in range(len(rest[section])) if position not in wrong]
        unread |= {_id_of(rest[section][position]) for position in wrong if isinstance(position, int)}
        rest[section] = [rest[section][position] for position in kept[section]]
    try:
        visit = Visit.model_validate({key: rest.get(key, value) for key, value in _STAND_INS.items()} | rest)
    except ValidationError:
        # Nothing is left to check against, such as sources.
        return []
    return [_in_the_whole(problem, kept) for problem in check(visit, frozenset(unread))]


def _id_of(entry: Any) -> str:
    item_id = entry.get("id") if isinstance(entry, dict) else None
    return item_id if isinstance(item_id, str) else _UNREAD


def _in_the_whole(problem: Problem, kept: dict[str | int, list[int]]) -> Problem:
    """The problem with its place counted in the whole document."""
    match problem.path:
        case (section, int(position), *inside) if section in kept:
            return Problem((section, kept[section][position], *inside), problem.reason, problem.line)
        case _:
            return problem
