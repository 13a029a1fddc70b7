"""`bot health`: whether the running bot's heart beats."""

from bot.core.heartbeat import STALE_AFTER, heartbeat_path, seconds_since_beat
from bot.settings import load_settings


def health() -> int:
    """Return 0 when the heartbeat is fresh, else 1; say which."""
    age = seconds_since_beat(heartbeat_path(load_settings().database))
    if age is None:
        print("no heartbeat: the bot is not running here")  # noqa: T201
        return 1
    print(f"last heartbeat {age:.0f} s ago")  # noqa: T201
    return 0 if age < STALE_AFTER else 1
