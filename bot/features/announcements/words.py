"""A text as somebody wrote it in Telegram: its words and how they are marked, without any markup language."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Self

from aiogram.types import MessageEntity
from aiogram.utils.formatting import Text

from bot.telegram.rendering import rendered

# Links, mentions and the like Telegram finds by itself; custom emoji and mentions without a name bots may not send.
_KEPT: Final = frozenset(
    {
        "bold",
        "italic",
        "underline",
        "strikethrough",
        "spoiler",
        "blockquote",
        "expandable_blockquote",
        "code",
        "pre",
        "text_link",
    }
)
_FIELDS: Final = ("type", "offset", "length", "url", "language")
_ENDS: Final = ("\n\n", "\n", ". ", "。", " ")


@dataclass(frozen=True, slots=True)
class Words:
    """A text and its entities as the Bot API takes them, which counts in units of UTF-16."""

    text: str = ""
    entities: tuple[Mapping[str, Any], ...] = ()

    @classmethod
    def written(cls, text: str | None, entities: Iterable[MessageEntity] | None = None) -> Self:
        """Return what somebody wrote, with the marks that a bot may send."""
        marks = (entity.model_dump(exclude_none=True, include=set(_FIELDS)) for entity in entities or ())
        return cls(text or "", tuple(mark for mark in marks if mark["type"] in _KEPT))

    @classmethod
    def built(cls, body: Text) -> Self:
        """Return what a view made."""
        text, entities = rendered(body)
        return cls(text, tuple(entities))

    @classmethod
    def loaded(cls, text: str, entities: str) -> Self:
        """Return what the store kept, the entities as JSON."""
        return cls(text, tuple(json.loads(entities)))

    def dumped(self) -> str:
        """Return the entities as the store keeps them."""
        return json.dumps([dict(entity) for entity in self.entities], ensure_ascii=False)

    def __bool__(self) -> bool:
        return bool(self.text.strip())

    def __len__(self) -> int:
        return len(self.text)

    def __add__(self, other: "Words") -> "Words":
        shift = _units(self.text)
        moved = ({**entity, "offset": entity["offset"] + shift} for entity in other.entities)
        return Words(self.text + other.text, (*self.entities, *moved))

    def part(self, begin: int, end: int | None = None) -> "Words":
        """Return the characters from `begin` to before `end` with what of the marks lies on them."""
        text = self.text[begin:end]
        first = _units(self.text[:begin])
        last = first + _units(text)
        entities = []
        for entity in self.entities:
            start, stop = max(entity["offset"], first), min(entity["offset"] + entity["length"], last)
            if start < stop:
                entities.append({**entity, "offset": start - first, "length": stop - start})
        return Words(text, tuple(entities))

    def stripped(self) -> "Words":
        """Return the words without space around them."""
        begin = len(self.text) - len(self.text.lstrip())
        return self.part(begin, max(begin, len(self.text.rstrip())))

    def divided(self, limit: int) -> tuple["Words", "Words"]:
        """Return a beginning of at most `limit` characters, cut where a reader would pause, and the rest."""
        if len(self) <= limit:
            return self, Words()
        head = self.text[:limit]
        cuts = (head.rfind(mark) + len(mark.rstrip() or "") for mark in _ENDS if head.rfind(mark) > limit // 2)
        cut = next(cuts, limit)
        return self.part(0, cut).stripped(), self.part(cut).stripped()


def together(parts: Sequence[Words], gap: str = "\n\n") -> Words:
    """Return those that say something, with `gap` between them."""
    whole = Words()
    for one in parts:
        if one:
            whole = whole + Words(gap) + one if whole else one
    return whole


def _units(text: str) -> int:
    return len(text) if text.isascii() else len(text.encode("utf-16-le")) // 2
