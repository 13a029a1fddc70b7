"""The named crash points: before and after every commit and every call, and in the middle of a backup.

A point that the bot passes and that is not listed here is died at as well. One that nobody died at is a failure, so
that a renamed or rare unit of work cannot slip out of the torture: `stimuli` says what leads to it.
"""

from typing import Final

BACKUP: Final = "VACUUM INTO"
GET_UPDATES: Final = "getUpdates"

# Getting what getFile named.
DOWNLOAD: Final = "download"
# The unit of work in which an edition takes the place of another, whatever it is called.
PUBLICATION: Final = "a publication"
READ_AGAINST: Final = "what a file is read against"

DURING_BACKUP: Final = f"during {BACKUP}"

UNITS: Final = (
    "check owner",
    "begin run",
    "open content",
    "menus",
    "personal menus",
    "personal menu",
    "personal menu done",
    "personal menus",
    "resume sending",
    "resume inbox",
    "heartbeat",
    "expire",
    "backup due",
    "backup made",
    "store",
    "count attempt",
    "handle alone",
    "handle",
    "set aside",
    "settle",
    "pause",
    "unreachable",
    "move chat",
    "read file",
    "next job",
    "job done",
    "job failed",
    "note stop",
)
CALLS: Final = (
    "getMe",
    GET_UPDATES,
    "setMyCommands",
    "deleteMyCommands",
    "sendMessage",
    "editMessageText",
    "answerCallbackQuery",
    "sendDocument",
    BACKUP,
)


def before_commit(unit: str) -> str:
    """Name the point just before a unit of work commits."""
    return f"before commit of {unit}"


def after_commit(unit: str) -> str:
    """Name the point just after a unit of work has committed."""
    return f"after commit of {unit}"


def before_call(call: str) -> str:
    """Name the point just before a call."""
    return f"before {call}"


def after_call(call: str) -> str:
    """Name the point just after the answer to a call."""
    return f"after {call}"


def subject(point: str) -> str:
    """Return the unit or call that a point is about."""
    return point.removeprefix("before ").removeprefix("during ").removeprefix("after ").removeprefix("commit of ")


# The bot stops by itself after this one: where it is to die at it, it must do so the first time.
REFUSAL: Final = "note refusal"
ONCE_A_LIFE: Final = frozenset({REFUSAL})
# What leads to these spoils lives in which it was not used up.
BROUGHT_BY_FAULTS: Final = frozenset({REFUSAL, "drop panel", "no panel"})

POINTS: Final = (
    *(name(unit) for unit in UNITS for name in (before_commit, after_commit)),
    *(name(call) for call in CALLS for name in (before_call, after_call)),
    DURING_BACKUP,
)

OUTBOX_UNITS: Final = (
    "give up unanswered",
    "deliver",
    "unsent panels",
    "look for panels",
    "draw panel",
    "panel edited",
    "panel arrived",
    "no panel",
    "drop panel",
    "owners",
    "tell owners",
    "plan reminders",
    "plan notices",
    REFUSAL,
)
OUTBOX_CALLS: Final = (
    "sendMessage",
    "sendPhoto",
    "sendMediaGroup",
    "sendVenue",
    "pinChatMessage",
    "editMessageText",
    "editMessageCaption",
    "editMessageReplyMarkup",
    "deleteMessages",
)
OUTBOX_POINTS: Final = (
    *(name(unit) for unit in OUTBOX_UNITS for name in (before_commit, after_commit)),
    *(name(call) for call in OUTBOX_CALLS for name in (before_call, after_call)),
)

EDITION_UNITS: Final = (
    PUBLICATION,
    "handle",
    "handle alone",
    "recent moves",
    "reload",
    "plan notices",
    "compare",
    "tell",
    "give up unanswered",
    "deliver",
    "next job",
    READ_AGAINST,
    "job done",
)
EDITION_CALLS: Final = ("sendMessage", "editMessageText", "answerCallbackQuery", "getFile", DOWNLOAD)
EDITION_POINTS: Final = (
    *(name(unit) for unit in EDITION_UNITS for name in (before_commit, after_commit)),
    *(name(call) for call in EDITION_CALLS for name in (before_call, after_call)),
)
