"""Which sheets and columns a visit has as a workbook, worked out from the models, so that no field lacks a column."""

import datetime as dt
import enum
import types
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Annotated, Any, Final, Literal, Union, get_args, get_origin

from bot.content.models import Visit
from bot.content.parts import SECTIONS
from bot.content.rules_of_ids import REFERENCES
from bot.content.texts import Document, NameForm
from bot.core.languages import LANGUAGES

# The table of the visit's own fields, one row; every other table is named as its section.
VISIT: Final = "visit"
# What an organiser looks for first stands to the left; the rest follows in the order of the models.
_FIRST: Final[Mapping[str, tuple[str, ...]]] = {
    "events": ("id", "day", "last_day", "start", "end", "status", "title", "place", "room", "groups", "people", "call"),
    "facts": ("id", "topic", "text", "sources", "original", "wording"),
    "caveats": ("id", "text", "about", "sources"),
    "quotes": ("id", "speaker", "words", "language", "translations", "sources"),
}


class Kind(enum.Enum):
    """What a cell of a column holds."""

    TEXT = "text"
    LINES = "lines"
    ID = "id"
    IDS = "ids"
    CODES = "codes"
    CHOICE = "choice"
    FLAG = "flag"
    DAY = "day"
    TIME = "time"
    NUMBER = "number"


@dataclass(frozen=True, slots=True)
class Column:
    """One column: the field whose value it holds, and for ids the sections that they lead to."""

    path: tuple[str, ...]
    kind: Kind
    required: bool = False
    leads_to: tuple[str, ...] = ()
    choices: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """The heading that no language changes, such as `title.ru` or `names.ru.source`."""
        named = self.path[:-1] if self.is_name else self.path
        return ".".join(named)

    @property
    def is_name(self) -> bool:
        """Whether it holds the letters of a name in one script."""
        return self.path[-1] == "text" and len(self.path) > 1 and self.path[-2] in LANGUAGES


@dataclass(frozen=True, slots=True)
class Table:
    """One sheet: a section of the visit, or the visit's own fields."""

    name: str
    columns: tuple[Column, ...]

    def column(self, path: tuple[str, ...]) -> Column | None:
        """Return the column of exactly this field."""
        return next((column for column in self.columns if column.path == path), None)


@cache
def tables() -> Mapping[str, Table]:
    """Return every table by its name, the visit's own first, then what is edited most."""
    sections = {section: _document_in(Visit.model_fields[section].annotation) for section in SECTIONS}
    first = ("events", "people", "places", "organisations", "facts", "quotes", "sources", "topics", "groups")
    order = (*first, *(section for section in SECTIONS if section not in first))
    own = [column for column in _columns(Visit, ()) if column.path[0] not in {*SECTIONS, "format"}]
    return types.MappingProxyType(
        {VISIT: Table(VISIT, tuple(own))} | {section: _table(section, sections[section]) for section in order}
    )


def _table(section: str, model: type[Document] | None) -> Table:
    if model is None:
        raise TypeError(f"{section} holds no documents")
    columns = list(_columns(model, ()))
    first = _FIRST.get(section, ())
    places = {name: place for place, name in enumerate(first)}
    columns.sort(key=lambda column: places.get(column.path[0], len(first)))
    return Table(section, tuple(columns))


def _columns(model: type[Document], path: tuple[str, ...]) -> Iterator[Column]:
    for name, field in model.model_fields.items():
        here = (*path, name)
        if model is NameForm and name == "status":
            # A form is `source` exactly when it names one.
            continue
        inner = _document_in(field.annotation)
        if inner is not None and _core(field.annotation) is inner:
            yield from _columns(inner, here)
        elif inner is None:
            required = field.is_required() and model is not NameForm
            yield _column(model, here, _core(field.annotation), required=required)


def _column(model: type[Document], path: tuple[str, ...], kind: Any, *, required: bool) -> Column:
    name = path[-1]
    leads_to = REFERENCES.get(model, {}).get(name, ())
    many = get_origin(kind) is tuple
    if leads_to:
        return Column(path, Kind.IDS if many else Kind.ID, required, leads_to)
    if name == "id":
        return Column(path, Kind.ID, required)
    if many:
        return Column(path, Kind.CODES if name == "original" else Kind.LINES, required)
    if get_origin(kind) is Literal:
        return Column(path, Kind.CHOICE, required, choices=get_args(kind))
    plain = {bool: Kind.FLAG, float: Kind.NUMBER, int: Kind.NUMBER, dt.date: Kind.DAY, dt.time: Kind.TIME}
    return Column(path, plain.get(kind, Kind.TEXT), required)


def _core(annotation: Any) -> Any:
    """Return a type without what may be added to it: None, and the conditions it is checked for."""
    if get_origin(annotation) is Annotated:
        return _core(get_args(annotation)[0])
    if get_origin(annotation) in {Union, types.UnionType}:
        return _core(next(part for part in get_args(annotation) if part is not type(None)))
    return annotation


def _document_in(annotation: Any) -> type[Document] | None:
    """Return the model of a field, or of the entries in its list."""
    core = _core(annotation)
    if get_origin(core) is tuple:
        core = _core(get_args(core)[0])
    return core if isinstance(core, type) and issubclass(core, Document) else None
