"""Carrying changes over to an edition that came to hold meanwhile: what it has already is no conflict."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from bot.content.comparing import Changed, Comparison, FieldChange, SectionChanges, apply, compare
from bot.content.models import Visit
from bot.content.parts import entries


def carried_over(base: Visit, changed: Visit, held: Visit) -> Visit:
    """Return what holds with the changes that were made to `base` and that it does not have by itself.

    Raises ValueError where both changed the same into something else.
    """
    comparison = compare(base, changed)
    left = Comparison(
        tuple(_not_yet(comparison.fields, held)),
        tuple(_left_of(changes, held) for changes in comparison.sections),
    )
    return apply(left, held)


def _left_of(changes: SectionChanges, held: Visit) -> SectionChanges:
    items = {item.id: item for item in entries(held, changes.section)}
    return replace(
        changes,
        added=tuple(item for item in changes.added if items.get(item.id) != item),
        removed=tuple(item for item in changes.removed if item.id in items),
        changed=tuple(
            Changed(change.item_id, tuple(_not_yet(change.fields, items.get(change.item_id))))
            for change in changes.changed
        ),
    )


def _not_yet(changes: Sequence[FieldChange], document: Any) -> Iterator[FieldChange]:
    """Yield the changes after which a document would say something else; all of them where there is none."""
    for change in changes:
        value = document
        for step in change.path:
            value = getattr(value, step, None)
        if document is None or value != change.new:
            yield change
