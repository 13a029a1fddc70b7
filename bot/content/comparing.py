"""What differs between two editions of a visit, as a value: things by their stable ids, fields old → new.

`apply` carries out a comparison: applied to the first visit it gives the second. Ids are unique within a section, as
`bot.content.rules` checks before anything is published.
"""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from bot.content.models import Visit
from bot.content.parts import SECTIONS, entries
from bot.content.texts import Document

# A visit's own fields: all but its sections.
VISIT_FIELDS: Final = tuple(name for name in Visit.model_fields if name not in SECTIONS)


@dataclass(frozen=True, slots=True)
class FieldChange:
    """A field, or a part of one such as ("title", "en"), before and after; None where it was or is absent."""

    path: tuple[str, ...]
    old: Any
    new: Any


@dataclass(frozen=True, slots=True)
class Changed:
    """An entry that stays and differs: at least one of its fields."""

    item_id: str
    fields: tuple[FieldChange, ...]


@dataclass(frozen=True, slots=True)
class SectionChanges:
    """What differs in one section.

    `order` has all ids as the second edition lists them, unless they follow from the first: what stays in its order,
    then what is added. `moved` are those that stay and stand elsewhere among what stays: the fewest that explain it.
    """

    section: str
    added: tuple[Any, ...] = ()
    removed: tuple[Any, ...] = ()
    changed: tuple[Changed, ...] = ()
    order: tuple[str, ...] | None = None
    moved: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        """Whether anything differs."""
        return bool(self.added or self.removed or self.changed or self.order is not None)


@dataclass(frozen=True, slots=True)
class Comparison:
    """What differs between two editions: of the visit's own fields, and in those sections where anything does."""

    fields: tuple[FieldChange, ...] = ()
    sections: tuple[SectionChanges, ...] = ()

    def __bool__(self) -> bool:
        """Whether anything differs."""
        return bool(self.fields or self.sections)

    def section(self, name: str) -> SectionChanges:
        """Return what differs in this section, which may be nothing."""
        return next((found for found in self.sections if found.section == name), SectionChanges(name))


def compare(before: Visit, after: Visit) -> Comparison:
    """Return what leads from one edition of a visit to another; false as a condition where they are equal.

    Raises ValueError for editions of different visits.
    """
    if before.id != after.id:
        raise ValueError(f"{before.id!r} and {after.id!r} are different visits")
    fields = tuple(_changes_of(before, after, VISIT_FIELDS))
    sections = (_compare_section(name, entries(before, name), entries(after, name)) for name in SECTIONS)
    return Comparison(fields, tuple(section for section in sections if section))


def apply(comparison: Comparison, visit: Visit) -> Visit:
    """Return the visit with what the comparison says carried out.

    Raises ValueError where the visit is not as the comparison found it: it was changed since.
    """
    values: dict[str, Any] = _applied(visit, comparison.fields)
    for changes in comparison.sections:
        values[changes.section] = _apply_section(changes, entries(visit, changes.section))
    return visit.model_copy(update=values)


def _compare_section(section: str, before: Sequence[Any], after: Sequence[Any]) -> SectionChanges:
    old, new = {item.id: item for item in before}, {item.id: item for item in after}
    stays = [item_id for item_id in old if item_id in new]
    following = (*stays, *(item_id for item_id in new if item_id not in old))
    changed = (
        Changed(item_id, tuple(_changes_of(old[item_id], new[item_id], type(old[item_id]).model_fields)))
        for item_id in stays
        if old[item_id] != new[item_id]
    )
    return SectionChanges(
        section,
        added=tuple(item for item_id, item in new.items() if item_id not in old),
        removed=tuple(item for item_id, item in old.items() if item_id not in new),
        changed=tuple(changed),
        order=None if tuple(new) == following else tuple(new),
        moved=_moved(stays, [item_id for item_id in new if item_id in old]),
    )


def _apply_section(changes: SectionChanges, before: Sequence[Any]) -> tuple[Any, ...]:
    items = {item.id: item for item in before}
    for gone in changes.removed:
        if items.pop(gone.id, None) != gone:
            raise ValueError(f"{gone.id} was changed since, and is not removed")
    for change in changes.changed:
        if change.item_id not in items:
            raise ValueError(f"{change.item_id} was removed since, and is not changed")
        item = items[change.item_id]
        items[change.item_id] = item.model_copy(update=_applied(item, change.fields))
    for come in changes.added:
        if items.setdefault(come.id, come) is not come:
            raise ValueError(f"{come.id} was added since")
    if changes.order is None:
        return tuple(items.values())
    if items.keys() != set(changes.order):
        raise ValueError(f"{changes.section} were added or removed since, and are not put in order")
    return tuple(items[item_id] for item_id in changes.order)


def _changes_of(before: Document, after: Document, names: Iterable[str]) -> Iterator[FieldChange]:
    """Yield the fields that differ; of documents within, such as a text in three languages, the parts that do."""
    for name in names:
        old, new = getattr(before, name), getattr(after, name)
        if old == new:
            continue
        if isinstance(old, Document) and isinstance(new, Document):
            for part in _changes_of(old, new, type(old).model_fields):
                yield FieldChange((name, *part.path), part.old, part.new)
        else:
            yield FieldChange((name,), old, new)


def _applied(document: Document, changes: Sequence[FieldChange]) -> dict[str, Any]:
    """Return the new values of the fields that these changes are about."""
    values: dict[str, Any] = {}
    parts: dict[str, list[FieldChange]] = {}
    for change in changes:
        name, *rest = change.path
        if rest:
            parts.setdefault(name, []).append(FieldChange(tuple(rest), change.old, change.new))
        elif getattr(document, name) != change.old:
            raise ValueError(f"{name} was changed since")
        else:
            values[name] = change.new
    for name, inside in parts.items():
        part = getattr(document, name)
        if not isinstance(part, Document):
            raise ValueError(f"{name} was changed since")  # noqa: TRY004 - the visit is at fault, not the caller
        values[name] = part.model_copy(update=_applied(part, inside))
    return values


def _moved(before: Sequence[str], after: Sequence[str]) -> tuple[str, ...]:
    """Return the fewest ids that stand elsewhere: all but the longest run that keeps its order."""
    places: Mapping[str, int] = {item_id: place for place, item_id in enumerate(before)}
    ends: list[int] = []
    reached: list[int] = []
    for item_id in after:
        length = bisect_left(ends, places[item_id])
        ends[length : length + 1] = [places[item_id]]
        reached.append(length)
    kept: set[str] = set()
    wanted = len(ends) - 1
    for item_id, length in zip(reversed(after), reversed(reached), strict=True):
        if length == wanted:
            kept.add(item_id)
            wanted -= 1
    return tuple(item_id for item_id in after if item_id not in kept)
