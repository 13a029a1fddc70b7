"""What may come again: a call of which the bot was told that Telegram did not take it."""

from typing import Final

from bot.simulator.ledger import Call

# With these faults Telegram does or refuses what was asked, and its answer is lost on the way.
_UNHEARD: Final = frozenset({"reset_after", "truncated", "silent"})


def may_be_repeated(call: Call) -> bool:
    """Tell whether the bot was told that Telegram did not take this call and that it may come again."""
    if call.fault in _UNHEARD:
        return False
    return call.error_code in {401, 404, 409, 429} or "upgraded to a supergroup" in (call.description or "")
