"""Undoing a correction: what led from one edition to the next is taken back in the one that holds now."""

from typing import Final

from bot.content.comparing import apply, compare
from bot.content.models import Visit
from bot.content.refusals import Refusal
from bot.content.rules import check
from bot.core.translation import msg

_CHANGED_SINCE: Final = msg(
    "This was changed again since, so I cannot take it back. Correct the event as it stands now."
)
_UNDONE: Final = msg("This is taken back already: it stands as before.")


def undone(before: Visit, after: Visit, held: Visit) -> Visit | Refusal:
    """Return the visit that is held now without what led from `before` to `after`, and with all that came since."""
    try:
        result = apply(compare(after, before), held)
    except ValueError:
        return Refusal(_UNDONE if _is_undone(before, after, held) else _CHANGED_SINCE)
    if result == held:
        return Refusal(_UNDONE)
    # What came since may rest on what would go.
    known = {problem.reason for problem in check(held)}
    breaks = any(problem.reason not in known for problem in check(result))
    return Refusal(_CHANGED_SINCE) if breaks else result


def _is_undone(before: Visit, after: Visit, held: Visit) -> bool:
    try:
        apply(compare(before, after), held)
    except ValueError:
        return False
    return True
