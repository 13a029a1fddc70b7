"""What is wrong with a file of content: every error at once, each with its place, in words a person can act on."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

# Where something stands in a document: keys and positions from the top, ("facts", 3, "sources").
Where = tuple[str | int, ...]

_LONGEST_KEY: Final = 40
_LONGEST_REASON: Final = 300


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong at a place in a document; `line` where the place alone does not tell it."""

    path: Where
    reason: str
    line: int | None = None


@dataclass(frozen=True, slots=True)
class ContentError:
    """Something wrong with a file. `line` counts from 1 and is None when the whole file is meant."""

    file: str
    line: int | None
    path: str
    reason: str

    def __str__(self) -> str:
        place = self.file if self.line is None else f"{self.file}:{self.line}"
        return f"{place}: {self.path}: {self.reason}" if self.path else f"{place}: {self.reason}"


class ContentErrors(Exception):  # noqa: N818 - it holds errors, in the plural
    """A file that is refused. `errors` stand in the order of the file; as text they are one a line."""

    def __init__(self, errors: Iterable[ContentError]) -> None:
        """Hold these errors, of which there is at least one."""
        self.errors = tuple(errors)
        super().__init__(self.errors)

    def __str__(self) -> str:
        return "\n".join(str(error) for error in self.errors)


def written(path: Where) -> str:
    """Write a place as people read it: facts[3].sources."""
    parts: list[str] = []
    for step in path:
        if isinstance(step, int):
            parts.append(f"[{step}]")
        else:
            parts.append(f".{shortened(step, _LONGEST_KEY)}" if parts else shortened(step, _LONGEST_KEY))
    return "".join(parts)


def shortened(text: str, longest: int = _LONGEST_REASON) -> str:
    """Keep a text from somebody's file to one short printable line."""
    line = "".join(character if character.isprintable() else " " for character in text[: longest + 1])
    return line if len(line) <= longest else line[: longest - 1] + "…"
