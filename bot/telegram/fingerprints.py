"""Keyed fingerprints of people: they tell somebody from others without telling who it is, and outlive /forget_me."""

import hashlib
import hmac
import secrets
import sqlite3
from typing import Final

from bot.core.notebook import note, write_note

_KEY_NOTE: Final = "fingerprint_key"


def fingerprint(connection: sqlite3.Connection, scope: str, user_id: int) -> str:
    """Return the fingerprint of a person within a scope; those of two scopes cannot be matched without the key."""
    known = known_fingerprint(connection, scope, user_id)
    if known is not None:
        return known
    key = secrets.token_hex(32)
    write_note(connection, _KEY_NOTE, key)
    return _made(key, scope, user_id)


def known_fingerprint(connection: sqlite3.Connection, scope: str, user_id: int) -> str | None:
    """Return the same without writing; None while nobody has a fingerprint yet."""
    key = note(connection, _KEY_NOTE)
    return None if key is None else _made(key, scope, user_id)


def _made(key: str, scope: str, user_id: int) -> str:
    return hmac.new(bytes.fromhex(key), f"{scope}:{user_id}".encode(), hashlib.sha256).hexdigest()
