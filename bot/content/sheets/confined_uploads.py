"""Reading an upload as a visit, and marking a refused one, in the confined process, with what goes there and back.

The parent asks with `upload_confined` and `marked_confined`; `read` and `mark` are what the child does.
"""

import base64
import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from typing import Any, Final

from bot.content.freshness import today_at
from bot.content.models import Visit
from bot.content.problems import Problem
from bot.content.rules_of_change import unsupported_changes
from bot.content.sheets.confined import run_confined
from bot.content.sheets.errors import UploadError, UploadErrors
from bot.content.sheets.grid import FileRefused, Reason
from bot.content.sheets.origins import mark_in
from bot.content.sheets.uploads import read_upload
from bot.core.languages import Language
from bot.core.translation import load_translators

_PIECE: Final = 512 * 1024


@dataclass(frozen=True, slots=True)
class Sent:
    """What somebody sent: the visit, and the mark of the edition that the file was made from, if it bears one."""

    visit: Visit
    mark: str


async def upload_confined(
    content: bytes,
    name: str,
    current: Visit | None,
    first_day: dt.date,
    others: Sequence[Visit] = (),
    now: dt.datetime | None = None,
) -> Sent:
    """Read a file as `uploads.read_upload` does, in a process with little memory and time. Raises UploadErrors.

    With `now`, an aware moment, what the visit that holds says otherwise needs a source that was read for it.
    """
    argument = {
        "name": name,
        "current": _document(current),
        "others": [_document(visit) for visit in others],
        "first_day": first_day.isoformat(),
        "now": None if now is None else now.isoformat(),
    }
    try:
        answer = await run_confined("upload", argument, content)
    except FileRefused as refused:
        raise UploadErrors([UploadError(name, refused.reason)]) from refused.__cause__
    errors = [_error(piece) for piece in answer if "visit" not in piece]
    if errors:
        raise UploadErrors(errors)
    return Sent(Visit.model_validate(answer[0]["visit"]), answer[0]["mark"])


async def marked_confined(content: bytes, name: str, errors: Sequence[UploadError], language: Language) -> bytes:
    """Mark a workbook as `marking.marked_workbook` does, in such a process. Raises FileRefused, also for too much."""
    argument = {"name": name, "language": language, "errors": [_piece(error) for error in errors]}
    return b"".join(base64.b64decode(piece) for piece in await run_confined("mark", argument, content))


def read(content: bytes, argument: Mapping[str, Any]) -> Iterator[Any]:
    """Give the visit in a file as one piece, or every error as one."""
    others = [Visit.model_validate(document) for document in argument["others"]]
    current = None if argument["current"] is None else Visit.model_validate(argument["current"])
    held = {visit.id: visit for visit in (*others, *(() if current is None else (current,)))}
    now = None if argument["now"] is None else dt.datetime.fromisoformat(argument["now"])

    def unsupported(visit: Visit) -> list[Problem]:
        before = held.get(visit.id)
        return [] if before is None or now is None else unsupported_changes(before, visit, today_at(visit, now))

    first_day = dt.date.fromisoformat(argument["first_day"])
    try:
        visit = read_upload(content, argument["name"], current, first_day, others, unsupported)
    except UploadErrors as refused:
        yield from (_piece(error) for error in refused.errors)
    else:
        yield {"visit": _document(visit), "mark": mark_in(content)}


def mark(content: bytes, argument: Mapping[str, Any]) -> Iterator[str]:
    """Give the marked workbook in pieces."""
    from bot.content.sheets.marking import marked_workbook  # noqa: PLC0415 - as `read_book` for `read_upload`

    errors = [_error(piece) for piece in argument["errors"]]
    tr = load_translators()[argument["language"]]
    marked = marked_workbook(content, argument["name"], errors, tr)
    for start in range(0, len(marked), _PIECE):
        yield base64.b64encode(marked[start : start + _PIECE]).decode()


def _document(visit: Visit | None) -> dict[str, Any] | None:
    return None if visit is None else visit.model_dump(mode="json")


def _piece(error: UploadError) -> dict[str, Any]:
    return asdict(error)


def _error(piece: Mapping[str, Any]) -> UploadError:
    reason = Reason(piece["reason"]["text"], piece["reason"]["values"])
    return UploadError(**{**{field.name: piece[field.name] for field in fields(UploadError)}, "reason": reason})
