"""The confined process: it reads one file of somebody's on stdin, within limits of memory and time, and ends.

`python -m bot.content.sheets.child`, started by `confined`. On stdin stands a line of JSON, `{"task", "argument"}`, and
then the file. On stdout every line is JSON: `["piece", …]` for each piece of the result and `["done"]` at its end;
or `["refused", text, values]` as in FileRefused; or `["failed", traceback]`.
"""

import gc
import importlib
import json
import resource
import sys
import traceback
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final

from bot.content.sheets.grid import FileRefused
from bot.core.translation import msg

MEMORY: Final = 512 * 1024 * 1024
PROCESSOR_SECONDS: Final = 15
# The process opens nothing but the modules it imports.
OPEN_FILES: Final = 32
LONGEST_TRACEBACK: Final = 4_000
TOO_MUCH_MEMORY: Final = msg(
    "reading the file takes too much memory; copy only the rows that are needed into a new workbook"
)

Task = Callable[[bytes, Mapping[str, Any]], Iterable[Any]]
# What the process can be asked for: a function of the file and its argument that gives pieces of JSON.
TASKS: Final[Mapping[str, str]] = {
    "read": "bot.content.sheets.book:read",
    "upload": "bot.content.sheets.confined_uploads:read",
    "mark": "bot.content.sheets.confined_uploads:mark",
}


def main() -> int:
    """Confine this process, do the one task, and say how it went."""
    for what, most in (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_CPU, PROCESSOR_SECONDS),
        (resource.RLIMIT_NOFILE, OPEN_FILES),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        _limit(what, most)
    try:
        # Hardly anything made here is garbage before the process ends.
        gc.disable()
        asked = json.loads(sys.stdin.buffer.readline())
        for piece in _task(asked["task"])(sys.stdin.buffer.read(), asked["argument"]):
            _say("piece", piece)
        _say("done")
    except MemoryError:
        _say("refused", TOO_MUCH_MEMORY, {})
    except FileRefused as refused:
        _say("refused", refused.reason.text, dict(refused.reason.values))
    except Exception:  # noqa: BLE001 - whatever it is, the other side hears of it
        _say("failed", traceback.format_exc()[-LONGEST_TRACEBACK:])
    sys.stdout.buffer.flush()
    return 0


def _limit(what: int, most: int) -> None:
    """Lower a limit of this process, never raise one that is lower already."""
    _, hard = resource.getrlimit(what)
    allowed = most if hard == resource.RLIM_INFINITY else min(most, hard)
    try:
        resource.setrlimit(what, (allowed, allowed))
    except (OSError, ValueError):
        # macOS knows no limit of memory; the others and the parent's clock still hold.
        return


def _task(name: str) -> Task:
    module, _, function = TASKS[name].partition(":")
    task: Task = getattr(importlib.import_module(module), function)
    return task


def _say(*line: Any) -> None:
    text = json.dumps(line, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    # Half of a surrogate pair is no text, and yet may stand in a cell: it goes over as it is.
    sys.stdout.buffer.write(text.encode("utf-8", "surrogatepass") + b"\n")


if __name__ == "__main__":
    sys.exit(main())
