"""An announcement that was confirmed, as organisers see it and readers get it."""

from contextlib import AbstractAsyncContextManager
from typing import Any

from tests.features.announcements.office import ADMIN, Message, Office, words
from tests.support.rehearsal import until


def panel(desk: Office, user_id: int = ADMIN) -> str:
    """Return the newest message that shows how an announcement stands."""
    return next(words(one) for one in reversed(desk.messages(user_id)) if words(one).startswith("Announcement "))


async def announced(desk: Office, text: str = "Bus A leaves at 9", *, confirmation: bool = True) -> None:
    """Have an announcement written and sent to everybody of the visit."""
    await desk.says(ADMIN, f"/announce {text}")
    if confirmation:
        await desk.presses(ADMIN, "Options")
        await desk.presses(ADMIN, "Confirmation")
        await desk.presses(ADMIN, "‹ Draft")
    await desk.presses(ADMIN, "Send to")
    await desk.presses(ADMIN, "Send to")


async def done(desk: Office, part: str = "· done") -> None:
    """Wait until everything has its outcome and the panel says so."""
    await desk.delivered()
    await until(lambda: part in panel(desk))


def copy(desk: Office, user_id: int, part: str = "Bus") -> Message:
    """Return the newest message in somebody's chat that says this."""
    return next(one for one in reversed(desk.messages(user_id)) if part in words(one))


def copies(desk: Office, user_id: int, part: str = "Bus") -> list[str]:
    """Return all messages in somebody's chat that say this."""
    return [words(one) for one in desk.messages(user_id) if part in words(one)]


async def confirms(desk: Office, user_id: int) -> str:
    """Press the button under somebody's copy; return the note over the chat."""
    return await desk.presses(user_id, "I have read it")


def still(desk: Office) -> AbstractAsyncContextManager[Any]:
    """Let the bot answer people, but send nothing by itself, for as long as the block."""
    return desk.run.working()


async def shown(desk: Office, user_id: int, label: str) -> str:
    """Press the newest button that begins with this label; return what its message says then."""
    message_id, _ = desk.find(user_id, label)
    await desk.presses(user_id, label)
    return at(desk, user_id, message_id)


def at(desk: Office, user_id: int, message_id: int) -> str:
    """Return what a message says now."""
    return next(words(one) for one in desk.messages(user_id) if one["message_id"] == message_id)
