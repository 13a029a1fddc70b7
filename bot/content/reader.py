"""Reading a visit from YAML.

A bad file is refused with every error at once, each with its line, and nothing of it is used.
"""

import datetime as dt
import stat
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, Final

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from bot.content.models import Visit
from bot.content.numbered_days import KEY, with_dates
from bot.content.problems import ContentError, ContentErrors, Problem, Where, written
from bot.content.rules import check
from bot.content.salvage import problems_of_the_rest
from bot.content.wording import in_words, without_source
from bot.content.yaml_nodes import Written, read_yaml

LARGEST_FILE: Final = 5 * 1024 * 1024
_TOO_LARGE: Final = "is larger than 5 MB"
# What is asked of a visit beyond `rules.check`: what may not follow on the edition that holds.
Rule = Callable[[Visit], Iterable[Problem]]


def read_visit(path: Path, *, first_day: dt.date, rule: Rule | None = None) -> Visit:
    """Read and check the visit in a YAML file.

    `first_day` is the day, local to the visit, from which a sample's numbered days count: that of its first
    publication. `rule` is asked as well once the visit itself is right. Raises ContentErrors, which also covers a file
    that is missing, no file, or larger than 5 MB.
    """
    name = path.as_posix()
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            raise _whole_file(name, "is not a file")
        if status.st_size > LARGEST_FILE:
            raise _whole_file(name, _TOO_LARGE)
        with path.open("rb") as file:
            # One byte more than allowed shows a file that grew since it was measured.
            content = file.read(LARGEST_FILE + 1)
    except FileNotFoundError:
        raise _whole_file(name, "is not there") from None
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        raise _whole_file(name, f"cannot be read: {reason}") from error
    return read_visit_text(content, name, first_day, rule)


def read_visit_text(content: bytes | str, name: str, first_day: dt.date, rule: Rule | None = None) -> Visit:
    """Read and check the visit in a YAML text, which errors call `name`; else as `read_visit`."""
    document = read_yaml(_decoded(content, name))
    problems = document.problems
    visit: Visit | None = None
    if isinstance(document.value, dict):
        visit = validated(with_dates(document.value, first_day, problems), problems)
        if visit is not None and not visit.sample and KEY in document.value:
            problems.append(Problem((KEY,), "is for samples: a real visit says its dates"))
        if visit is not None and rule is not None and not problems:
            problems.extend(rule(visit))
    elif not problems:
        problems.append(
            Problem((), "is empty" if document.value is None else "is not a visit: it needs keys at the top")
        )
    if visit is None or problems:
        raise ContentErrors(_errors(name, document))
    return visit


def validated(value: dict[str, Any], problems: list[Problem]) -> Visit | None:
    """Return the visit that a document makes, or None; what is wrong with it is added to the problems."""
    try:
        visit = Visit.model_validate(value)
    except ValidationError as error:
        errors = [details for details in error.errors(include_url=False) if not _follows_from_another(details)]
        for details in errors:
            reason = without_source(details, value) or in_words(details, Visit)
            problems.append(Problem(details["loc"], reason))
        problems.extend(problems_of_the_rest(value, errors))
        return None
    problems.extend(check(visit))
    return visit


def _follows_from_another(error: ErrorDetails) -> bool:
    """Whether a list is called too short only since its entries are wrong."""
    return error["type"] == "too_short" and bool(error["input"])


def _errors(name: str, document: Written) -> list[ContentError]:
    """The problems with their lines, in the order of the file; of several stages at one place the first speaks."""
    lines = document.lines
    found: dict[tuple[int, Where, str], ContentError] = {}
    for problem in document.problems:
        path = problem.path
        line = problem.line
        while line is None:
            # What is missing has no line: the nearest thing around it has.
            line = lines.get(path)
            path = path[:-1]
        apart = "" if problem.line is None else problem.reason
        found.setdefault((line, problem.path, apart), ContentError(name, line, written(problem.path), problem.reason))
    return sorted(found.values(), key=lambda error: error.line or 0)


def _decoded(content: bytes | str, name: str) -> str:
    try:
        data = content.encode() if isinstance(content, str) else content
        if len(data) > LARGEST_FILE:
            raise _whole_file(name, _TOO_LARGE)
        return data.decode("utf-8-sig")
    except UnicodeError as error:
        raise ContentErrors([ContentError(name, _line_of(error), "", "is not UTF-8 text")]) from None


def _line_of(error: UnicodeError) -> int | None:
    match error:
        case UnicodeDecodeError():
            return error.object.count(b"\n", 0, error.start) + 1
        case UnicodeEncodeError():
            return error.object.count("\n", 0, error.start) + 1
        case _:
            return None


def _whole_file(name: str, reason: str) -> ContentErrors:
    return ContentErrors([ContentError(name, None, "", reason)])
