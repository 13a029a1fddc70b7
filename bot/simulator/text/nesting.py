"""Makes entities nest the way Telegram allows.

Quotes may hold everything else; links, mentions and other stretches of one meaning never overlap each other; code
holds nothing and is in nothing but a quote; styles are cut where something else begins or ends, and joined where they
touch.
"""

from bot.simulator.text.entities import MONOSPACED, QUOTES, STYLES, Entity, in_order


def nest(entities: list[Entity], found: list[Entity] | None = None) -> list[Entity]:
    """The entities in Telegram's order and nesting; `found` are automatic ones, which give way to all others."""
    if len(entities) + len(found or ()) <= 1:
        return [*entities, *(found or ())]
    ordered = in_order(entities)
    styles = [entity for entity in ordered if entity.kind in STYLES]
    quotes = _without_overlaps([entity for entity in ordered if entity.kind in QUOTES])
    wholes = [entity for entity in ordered if entity.kind not in STYLES and entity.kind not in QUOTES]
    wholes = _clear_of(_without_overlaps(wholes), quotes)
    for entity in _clear_of(found or [], quotes):
        if all(entity.end <= other.begin or entity.begin >= other.end for other in wholes):
            wholes.append(entity)
    others = in_order([*quotes, *wholes])
    return in_order([*others, *_cut(styles, others)])


def without_overlaps(entities: list[Entity]) -> list[Entity]:
    """Of entities that overlap, the one that begins first stays; the longer one of two at one place."""
    return _without_overlaps(in_order(entities))


def _without_overlaps(ordered: list[Entity]) -> list[Entity]:
    kept: list[Entity] = []
    for entity in ordered:
        if not kept or entity.begin >= kept[-1].end:
            kept.append(entity)
    return kept


def _clear_of(entities: list[Entity], quotes: list[Entity]) -> list[Entity]:
    """Those that are wholly inside a quote or wholly outside of all."""
    return [
        entity
        for entity in entities
        if all(
            entity.end <= quote.begin
            or entity.begin >= quote.end
            or (quote.begin <= entity.begin and entity.end <= quote.end)
            for quote in quotes
        )
    ]


def _cut(styles: list[Entity], others: list[Entity]) -> list[Entity]:
    """The styles, cut at every border of the others, and left out inside code."""
    if not styles:
        return []
    cutter = _Cutter(styles)
    pieces: list[Entity] = []
    for border in sorted({border for other in others for border in (other.begin, other.end)}):
        segment = cutter.advance(border)
        in_code = any(o.kind in MONOSPACED and o.begin < border <= o.end for o in others)
        if not in_code:
            pieces += segment
    last = max(style.end for style in styles)
    return pieces + cutter.advance(last)


class _Cutter:
    """Walks along the text with the styles that are on, joining stretches of one style that touch."""

    def __init__(self, styles: list[Entity]) -> None:
        self._waiting = list(reversed(styles))
        self._on: dict[str, tuple[int, int]] = {}

    def advance(self, border: int) -> list[Entity]:
        """Walk up to the border; returns the pieces of styles before it."""
        pieces: list[Entity] = []
        while self._waiting and self._waiting[-1].begin < border:
            style = self._waiting.pop()
            begin, end = self._on.get(style.kind, (0, -1))
            if style.begin <= end:
                self._on[style.kind] = (begin, max(end, style.end))
            else:
                pieces += self._cut_at(style.begin)
                self._on[style.kind] = (style.begin, style.end)
        return pieces + self._cut_at(border)

    def _cut_at(self, border: int) -> list[Entity]:
        pieces = []
        for kind in STYLES:
            begin, end = self._on.get(kind, (border, border))
            if begin >= border:
                continue
            pieces.append(Entity(kind, begin, min(end, border)))
            if end <= border:
                del self._on[kind]
            else:
                self._on[kind] = (border, end)
        return pieces
