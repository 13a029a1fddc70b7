"""What became of a call to Telegram, told apart by what may be done next."""

from dataclasses import dataclass
from typing import Any, Final

from aiogram.exceptions import (
    TelegramAPIError,
    TelegramBadRequest,
    TelegramConflictError,
    TelegramEntityTooLarge,
    TelegramForbiddenError,
    TelegramMigrateToChat,
    TelegramNetworkError,
    TelegramNotFound,
    TelegramRetryAfter,
    TelegramServerError,
    TelegramUnauthorizedError,
)

from bot.telegram.wire import brief, never_sent


@dataclass(frozen=True, slots=True)
class Sent:
    """Telegram took it; `result` is its answer."""

    result: Any


@dataclass(frozen=True, slots=True)
class NotSent:
    """No connection was made: it may be tried again."""

    reason: str


@dataclass(frozen=True, slots=True)
class TooMany:
    """Telegram refused because of the pace: nothing may be sent for `seconds`, then again."""

    seconds: float


@dataclass(frozen=True, slots=True)
class Moved:
    """The group has another id now; it may be sent there."""

    chat_id: int


@dataclass(frozen=True, slots=True)
class OwnTrouble:
    """The bot's own trouble (its token, a second instance): nothing can be sent until it is mended."""

    reason: str
    token_refused: bool


@dataclass(frozen=True, slots=True)
class Rejected:
    """Telegram refused it for good. `unreachable`: this person blocked the bot or is gone."""

    reason: str
    unreachable: bool


@dataclass(frozen=True, slots=True)
class Uncertain:
    """The answer was lost: it may have been sent or not, and nobody can ask."""

    reason: str


# How Telegram says of an album that the person blocked the bot.
_BLOCKED: Final = "USER_IS_BLOCKED"
# How it says that it was too much, and how long to wait, in seconds, where it does not say that.
_TOO_MANY: Final = "Too Many Requests"
_UNSAID: Final = 1.0

Outcome = Sent | NotSent | TooMany | Moved | OwnTrouble | Rejected | Uncertain


def outcome_of(error: Exception) -> Outcome:  # noqa: C901, PLR0911 - a table, one line a case
    """Say what an exception from `Wire.call` means. What is not known for certain is uncertain."""
    match error:
        case TelegramRetryAfter():
            return TooMany(float(error.retry_after))
        case TelegramMigrateToChat():
            return Moved(error.migrate_to_chat_id)
        case TelegramUnauthorizedError():
            return OwnTrouble("Telegram refuses the token (401)", token_refused=True)
        case TelegramNotFound():
            return OwnTrouble("Telegram does not know the bot or the method (404)", token_refused=False)
        case TelegramConflictError():
            return OwnTrouble("another process uses the same token (409)", token_refused=False)
        case TelegramForbiddenError():
            return Rejected(brief(error), unreachable=True)
        case TelegramBadRequest() | TelegramEntityTooLarge():
            return Rejected(brief(error), unreachable=_BLOCKED in error.message)
        case TelegramServerError() | TelegramNetworkError():
            return NotSent(brief(error)) if never_sent(error) else Uncertain(brief(error))
        case TelegramAPIError() if _TOO_MANY in error.message:
            return TooMany(_UNSAID)
        case TelegramAPIError():
            # Other 4xx, said in JSON: Telegram read it and refused.
            return Rejected(brief(error), unreachable=False)
        case _:
            return NotSent(type(error).__name__) if never_sent(error) else Uncertain(type(error).__name__)
