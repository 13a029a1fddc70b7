"""The links by which people come in: the token that opens one, and how none is kept by what stores messages."""

import re
import secrets
from typing import Any, Final

# What the payload of a link begins with: t.me/<bot>?start=i_…
LINK: Final = "i"
# 144 random bits, 24 characters in a link.
_TOKEN_BYTES: Final = 18
# Also one that was cut off; what only looks like a token is no loss.
_TOKEN_SOMEWHERE: Final = re.compile(rf"(?<![A-Za-z0-9]){LINK}_[A-Za-z0-9_-]{{12,}}")


def new_token() -> str:
    """Return a token that nobody can guess."""
    return secrets.token_urlsafe(_TOKEN_BYTES)


def link(bot_username: str, token: str) -> str:
    """Return the link that brings the token to the bot."""
    return f"https://t.me/{bot_username}?start={LINK}_{token}"


def without_tokens(value: Any) -> Any:
    """Return a JSON value with every token in its texts struck out, wherever it stands: typed, pasted, on a button."""
    match value:
        case str():
            return _TOKEN_SOMEWHERE.sub(f"{LINK}_…", value)
        case list():
            return [without_tokens(one) for one in value]
        case dict():
            return {key: without_tokens(one) for key, one in value.items()}
        case _:
            return value
