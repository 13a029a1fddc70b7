"""A file that is touched while the bot works, for a container's health check."""

import time
from pathlib import Path
from typing import Final

# A bot that has not finished a unit of work for this long is stuck, not busy.
STALE_AFTER: Final = 90.0
BEAT_EVERY: Final = 15.0


def heartbeat_path(database: Path) -> Path:
    """Return where the heartbeat of the bot on this database is."""
    return database.with_name(database.name + ".heartbeat")


def beat(path: Path) -> None:
    """Say that the bot works."""
    path.touch()


def seconds_since_beat(path: Path) -> float | None:
    """Return how long ago the bot last said so, in seconds; None when it never did or stopped."""
    try:
        return max(0.0, time.time() - path.stat().st_mtime)
    except FileNotFoundError:
        return None
