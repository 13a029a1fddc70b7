"""What editors have to do so that a crash point of publishing is reached."""

from typing import Final

from tests.torture.editions.desk import Desk
from tests.torture.editions.wishes import CORRECT, DECIDE, FILE
from tests.torture.points import DOWNLOAD, EDITION_CALLS, EDITION_UNITS, READ_AGAINST

EDITION_SUBJECTS: Final = frozenset({*EDITION_UNITS, *EDITION_CALLS})
_OF_FILES: Final = frozenset({"next job", READ_AGAINST, "job done", "getFile", DOWNLOAD})


def bring_about_at_desk(subject: str, desk: Desk) -> None:
    """Do, before a start, what leads to this unit or call."""
    if subject in _OF_FILES:
        desk.push_one(FILE)
        return
    for kind in (DECIDE, CORRECT):
        desk.push_one(kind)
