"""YAML as this project takes it: mappings, lists and text, nothing that surprises, and the line of everything.

A plain scalar is text whatever it looks like (`no`, 09:30, 0x1F), only `null`, `~` and nothing at all are None: types
are the model's business. Anchors, aliases, tags and second documents are refused. The work is bounded by the size of
the text: the parser's events are read one by one, and reading stops at the first one too deep or too many.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

import yaml

from bot.content.problems import Problem, Where, shortened

# A visit goes five deep; libyaml's time grows with the square of the depth.
DEEPEST: Final = 12
# A visit of a week has some 5,000 values.
MOST_VALUES: Final = 50_000

_NOTHING: Final = frozenset({"", "~", "null", "Null", "NULL"})
# What YAML does not allow in a file, and the line breaks that editors do not show as such.
_NOT_ALLOWED: Final = re.compile(
    "[^\t\n\r\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]"
)
_LOADER: Final = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True, slots=True)
class Written:
    """What a text says, the line (from 1) of every value by its path, and what is wrong with how it is written."""

    value: Any
    lines: dict[Where, int]
    problems: list[Problem]


class _StopReadingError(Exception):
    """The rest of the text is not worth reading; the problem is noted."""


def read_yaml(text: str) -> Written:
    """Read a YAML text; problems are returned, never raised, and the value is None when it cannot be known."""
    document = Written(None, {(): 1}, [])
    if found := _NOT_ALLOWED.search(text):
        line = text.count("\n", 0, found.start()) + 1
        reason = f"has a character that cannot be shown (U+{ord(found.group()):04X})"
        document.problems.append(Problem((), reason, line))
        return document
    try:
        return Written(_Composer(text, document).document(), document.lines, document.problems)
    except _StopReadingError:
        return document
    except yaml.YAMLError as error:
        document.problems.append(_not_yaml(error))
        return document


def _not_yaml(error: yaml.YAMLError) -> Problem:
    if not isinstance(error, yaml.MarkedYAMLError):
        return Problem((), f"is not YAML: {shortened(str(error))}")
    said = f"{error.problem}, {error.context}" if error.context else f"{error.problem}"
    line = None if error.problem_mark is None else error.problem_mark.line + 1
    return Problem((), f"is not YAML: {shortened(said)}", line)


class _Composer:
    """Turns the parser's events into values, noting lines and problems on the way."""

    def __init__(self, text: str, document: Written) -> None:
        self._events: Iterator[Any] = yaml.parse(text, Loader=_LOADER)
        self._document = document
        self._values = 0

    def document(self) -> Any:
        """Return the value of the only document."""
        value: Any = None
        documents = 0
        for event in self._events:
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    self._stop((), "has a second document (`---`): one visit is one document", event)
                value = self._value(next(self._events), ())
        return value

    def _value(self, event: Any, path: Where) -> Any:
        self._values += 1
        self._document.lines.setdefault(path, event.start_mark.line + 1)
        if self._values > MOST_VALUES:
            self._stop(path, f"comes after {MOST_VALUES:,} values, which is as much as a visit may have", event)
        if len(path) > DEEPEST:
            self._stop(path[:DEEPEST], f"is nested more than {DEEPEST} levels deep", event)
        if isinstance(event, yaml.AliasEvent):
            self._note(path, "is an alias (*): write the value itself, or put the text in quotes")
            # Some text, so that nothing else is found missing for it.
            return "alias"
        if event.anchor is not None:
            self._note(path, "has an anchor (&): write the value where it is needed, or put the text in quotes")
        if event.tag is not None:
            self._note(path, "has a tag (!): values have no types here, or put the text in quotes")
        if isinstance(event, yaml.ScalarEvent):
            return None if event.implicit[0] and event.value in _NOTHING else event.value
        return self._list(path) if isinstance(event, yaml.SequenceStartEvent) else self._mapping(path)

    def _list(self, path: Where) -> list[Any]:
        items: list[Any] = []
        while not isinstance(event := next(self._events), yaml.SequenceEndEvent):
            items.append(self._value(event, (*path, len(items))))
        return items

    def _mapping(self, path: Where) -> dict[str, Any]:
        mapping: dict[str, Any] = {}
        while not isinstance(event := next(self._events), yaml.MappingEndEvent):
            line = event.start_mark.line + 1
            if not isinstance(event, yaml.ScalarEvent):
                self._note(path, "has something other than a word as a key", line)
                self._value(event, (*path, "?"))
                self._value(next(self._events), (*path, "?"))
                continue
            key = event.value
            place = (*path, key)
            if event.anchor is not None or event.tag is not None:
                self._note(place, "has an anchor (&) or a tag (!) at its key", line)
            if key in mapping:
                self._note(place, f"is written a second time (first in line {self._document.lines[place]})", line)
                self._value(next(self._events), place)
                continue
            self._document.lines[place] = line
            mapping[key] = self._value(next(self._events), place)
        return mapping

    def _note(self, path: Where, reason: str, line: int | None = None) -> None:
        self._document.problems.append(Problem(path, reason, line))

    def _stop(self, path: Where, reason: str, event: Any) -> None:
        self._note(path, reason, event.start_mark.line + 1)
        raise _StopReadingError
