"""Telling the storage's trouble from a handler's, and saying what failed without saying what was written."""

import sqlite3
import traceback
from pathlib import Path
from typing import Final

# SQLite's primary result codes that speak of the disk, the file or another process, not of the statement.
_STORAGE: Final = frozenset(
    {
        sqlite3.SQLITE_PERM,
        sqlite3.SQLITE_BUSY,
        sqlite3.SQLITE_LOCKED,
        sqlite3.SQLITE_NOMEM,
        sqlite3.SQLITE_READONLY,
        sqlite3.SQLITE_IOERR,
        sqlite3.SQLITE_CORRUPT,
        sqlite3.SQLITE_FULL,
        sqlite3.SQLITE_CANTOPEN,
        sqlite3.SQLITE_NOTADB,
    }
)
_ROOT: Final = Path(__file__).parent.parent.parent


def is_storage_trouble(error: BaseException) -> bool:
    """Tell whether the store failed (full disk, unreadable file) and not the work that used it."""
    code = getattr(error, "sqlite_errorcode", None)
    return isinstance(error, sqlite3.Error) and isinstance(code, int) and (code & 0xFF) in _STORAGE


def whereabouts(error: BaseException) -> str:
    """Say what kind of error it was and where it came up, without its text, which may quote a message."""
    frames = [
        f"{_short(frame.filename)}:{frame.lineno} {frame.name}"
        for frame in traceback.extract_tb(error.__traceback__)
        if _is_ours(Path(frame.filename))
    ]
    return f"{type(error).__name__} at {' < '.join(reversed(frames[-4:])) or 'an unknown place'}"


def _is_ours(path: Path) -> bool:
    return path.is_relative_to(_ROOT) and "site-packages" not in path.relative_to(_ROOT).parts


def _short(filename: str) -> str:
    return str(Path(filename).relative_to(_ROOT))
