"""A process that has done the bot's imports (3 s of CPU) and nothing more: each line of orders becomes a fork of it.

It has no thread, no event loop and no open file of the bot's when it forks, so that a fork differs from a full start
only in what it has read from disk.
"""

import gc
import os
import sys
import traceback

from bot.settings import Settings
from tests.torture.child import live
from tests.torture.orders import Orders


def serve() -> None:
    """Say "ready", then fork for each line of orders, say who was born and how it ended, until the input ends."""
    # What Python remembers of classes it has looked at is shared with the forks as the imports are: it takes 0.2 s.
    Settings(_env_file=None)
    gc.freeze()
    _say("ready")
    for line in sys.stdin:
        pid = os.fork()
        if not pid:
            os._exit(_live(line))
        _say(f"born {pid}")
        _, status = os.waitpid(pid, 0)
        _say(f"ended {os.waitstatus_to_exitcode(status)}")


def _live(line: str) -> int:
    try:
        return live(Orders.from_line(line))
    except BaseException:  # noqa: BLE001 - a fork must never go on as the zygote
        traceback.print_exc()
        return 71


def _say(word: str) -> None:
    sys.stdout.write(f"{word}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    serve()
