"""What was refused to whom, for the audit."""

from bot.core import audit
from bot.telegram.requests import Request


async def note_refusal(request: Request, what: str, visit_id: str | None = None) -> None:
    """Have the audit remember who asked for something that is not theirs: `/` and a command, else a button in words.

    A visit is named only if there is one. Whoever hides behind a group or a channel is nobody to remember.
    """
    if request.person.anonymous:
        return
    known = visit_id if visit_id is not None and request.library.edition(visit_id) is not None else None
    await request.unit.write(audit.refuse, request.now, request.person.user_id, what, known)
