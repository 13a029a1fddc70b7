"""A file that somebody sent or named as the visit that it is to become: as it may follow on the edition that holds."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.content.freshness import today_at
from bot.content.models import Visit
from bot.content.sheets.confined_uploads import Sent, upload_confined
from bot.content.sheets.errors import UploadErrors
from bot.content.sheets.mapping import NO_VISIT
from bot.content.sheets.uploads import is_yaml


@dataclass(frozen=True, slots=True)
class Basis:
    """What a file is read against: the visits as they hold by id, and which of them it changes if it does not say so.

    `first_days` are the days from which the numbered days of samples count; `now` is an aware moment.
    """

    held: Mapping[str, Visit]
    chosen: str | None
    now: dt.datetime
    first_days: Mapping[str, dt.date] = field(default_factory=dict)


async def read_file(content: bytes, name: str, basis: Basis) -> Sent:
    """Return the visit in an .xlsx, a .csv or a .yaml, read in a process of its own. Raises UploadErrors.

    One whose cause is a ReaderFailedError is a failure of ours.
    """
    current = basis.held.get(basis.chosen or "")
    others = tuple(basis.held.values())
    assumed = basis.now.date()
    sent = await upload_confined(content, name, current, assumed, others, basis.now)
    first_day = basis.first_days.get(sent.visit.id) or today_at(sent.visit, basis.now)
    if is_yaml(name) and sent.visit.sample and first_day != assumed:
        # Its id had to be known first.
        sent = await upload_confined(content, name, current, first_day, others, basis.now)
    return sent


def names_no_visit(refused: UploadErrors) -> bool:
    """Tell whether a file is refused since it does not say of which visit it is, and none was chosen."""
    return any(error.reason.text == NO_VISIT for error in refused.errors)
