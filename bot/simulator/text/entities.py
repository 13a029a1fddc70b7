"""Message entities while a text is worked on: offsets in code points, checked, in Telegram's order."""

from bisect import bisect_left
from dataclasses import dataclass, replace
from typing import Any

from bot.simulator.errors import bad_request
from bot.simulator.text.utf16 import is_plain, unit_offsets

STYLES = ("bold", "italic", "underline", "strikethrough", "spoiler")
QUOTES = frozenset({"blockquote", "expandable_blockquote"})
MONOSPACED = frozenset({"code", "pre"})
_MOST_ENTITIES = 100
_LARGEST_NUMBER = 1_000_000
_FOUND_BY_TELEGRAM = frozenset(
    {"mention", "hashtag", "cashtag", "bot_command", "url", "email", "phone_number", "bank_card"}
)
# Of two entities at one place, the outer one comes first.
_ORDER = {"blockquote": 0, "expandable_blockquote": 0, "pre": 11, "code": 20, "text_link": 49, "text_mention": 49}
_ORDER |= {"bold": 90, "italic": 91, "underline": 92, "strikethrough": 93, "spoiler": 94, "custom_emoji": 99}
_DETAILS = {"text_link": "url", "pre": "language", "custom_emoji": "custom_emoji_id", "text_mention": "user"}


@dataclass(frozen=True, slots=True)
class Entity:
    """A stretch of text, [begin, end) in code points; `detail` is the url, language, … that the kind carries."""

    kind: str
    begin: int
    end: int
    detail: Any = None

    def moved(self, begin: int, end: int) -> "Entity":
        """The same entity elsewhere."""
        return replace(self, begin=begin, end=end)


def in_order(entities: list[Entity]) -> list[Entity]:
    """Sorted as Telegram keeps them: by place, the longer first, then the outer kind first."""
    return sorted(entities, key=lambda entity: (entity.begin, -entity.end, _ORDER.get(entity.kind, 50)))


def read(text: str, raw: list[dict[str, Any]]) -> list[Entity]:
    """The entities a bot sent; raises 400 for offsets outside the text or inside a surrogate pair.

    Kinds that Telegram only ever finds by itself are ignored, as Telegram ignores them.
    """
    if len(raw) > _MOST_ENTITIES:
        raise bad_request(f"the simulator refuses more than {_MOST_ENTITIES} entities: Telegram drops the others")
    ruler = _Ruler(text)
    entities = []
    for entity in raw:
        kind, offset, length = entity["type"], entity["offset"], entity["length"]
        _check_numbers(offset, length)
        if length == 0 or kind in _FOUND_BY_TELEGRAM:
            continue
        if kind not in _ORDER:
            raise bad_request(f"can't parse MessageEntity: there is no entity type {kind!r}")
        detail = entity.get(_DETAILS.get(kind, ""))
        if kind in _DETAILS and kind != "pre" and not detail:
            raise bad_request(f"can't parse MessageEntity: {_DETAILS[kind]} of a {kind} is empty")
        entities.append(Entity(kind, *ruler.measure(offset, length), detail))
    return in_order(entities)


def _check_numbers(offset: int, length: int) -> None:
    if not 0 <= offset <= _LARGEST_NUMBER:
        raise bad_request(f"receive an entity with incorrect offset {offset}")
    if not 0 <= length <= _LARGEST_NUMBER:
        raise bad_request(f"receive an entity with incorrect length {length}")


class _Ruler:
    """Finds the code points at UTF-16 offsets of one text."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._units = range(len(text) + 1) if is_plain(text) else unit_offsets(text)

    def measure(self, offset: int, length: int) -> tuple[int, int]:
        """Begin and end in code points; raises 400 when they are not in the text or between two surrogates."""
        units, end = self._units, offset + length
        if offset > units[-1]:
            raise bad_request(f"entity begins after the end of the text at UTF-16 offset {offset}")
        first = bisect_left(units, offset)
        if units[first] != offset:
            raise bad_request(f"entity begins in a middle of a UTF-16 symbol at byte offset {self._bytes(first)}")
        subject = f"entity beginning at UTF-16 offset {offset} ends"
        if end > units[-1]:
            raise bad_request(f"{subject} after the end of the text at UTF-16 offset {end}")
        last = bisect_left(units, end)
        if units[last] != end:
            raise bad_request(f"{subject} in a middle of a UTF-16 symbol at byte offset {self._bytes(last)}")
        return first, last

    def _bytes(self, index: int) -> int:
        return len(self._text[:index].encode())


def written(text: str, entities: list[Entity]) -> list[dict[str, Any]]:
    """The entities as the Bot API gives them, in UTF-16 units."""
    units = None if is_plain(text) else unit_offsets(text)
    return [_raw(entity, units) for entity in entities]


def _raw(entity: Entity, units: list[int] | None) -> dict[str, Any]:
    begin, end = (entity.begin, entity.end) if units is None else (units[entity.begin], units[entity.end])
    raw: dict[str, Any] = {"offset": begin, "length": end - begin, "type": entity.kind}
    if entity.detail:
        raw[_DETAILS[entity.kind]] = entity.detail
    return raw
