"""Who is in the visit: members and organisers, put into the store of a bot that is not running."""

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Final

from tests.torture.flow import USERS

VISIT: Final = "beike-chuan-2025"
ADMINS: Final = (6001, 6002)
FIRST_OF_THE_CROWD: Final = 9_001
# What Telegram says that people's apps speak.
_LANGUAGES: Final = ("ru", "en", "zh-hans", None)


def members(crowd: int) -> tuple[int, ...]:
    """Return everybody who is in the visit: people who write, organisers, and so many of whom little is heard."""
    return (*USERS, *ADMINS, *range(FIRST_OF_THE_CROWD, FIRST_OF_THE_CROWD + crowd))


def let_in(database: Path, crowd: int) -> bool:
    """Make them members; False where the bot has not come so far as to make a store that could take them."""
    if not database.exists():
        return False
    with closing(sqlite3.connect(database)) as connection, connection:
        if not connection.execute("SELECT count(*) FROM sqlite_master WHERE name = 'announcements'").fetchone()[0]:
            return False
        everybody = members(crowd)
        connection.executemany(
            "INSERT OR IGNORE INTO users (user_id, telegram_language, first_seen_at) VALUES (?, ?, 0)",
            [(user_id, _LANGUAGES[user_id % len(_LANGUAGES)]) for user_id in everybody],
        )
        connection.executemany(
            "INSERT INTO members (visit_id, user_id, role, name, joined_at) VALUES (?, ?, ?, ?, 0)",
            [(VISIT, one, "admin" if one in ADMINS else "member", f"User {one}") for one in everybody],
        )
    return True
