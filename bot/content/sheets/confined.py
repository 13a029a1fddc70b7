"""Reading somebody's file in a process of its own, which has little memory, little time and none of our secrets."""

import asyncio
import json
import signal
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final, NoReturn

from bot.content.sheets.grid import Book, FileRefused
from bot.content.sheets.limits import LARGEST_FILE, MEGABYTE, TOO_LARGE
from bot.content.sheets.wire import book_of
from bot.core.translation import msg

TOO_SLOW: Final = msg("reading the file takes too long; copy the rows that are needed into a new workbook")
FAILED: Final = msg("the file could not be read, and the reason is not known; open it, save it anew and try again")

# By the clock; of the processor's time the process has less (`child.PROCESSOR_SECONDS`), but the machine may be busy.
SECONDS: Final = 40
# The largest table in Chinese takes about 70 MB as JSON.
LARGEST_ANSWER: Final = 128 * MEGABYTE

_CHILD: Final = "bot.content.sheets.child"
_ROOT: Final = Path(__file__).parents[3]
_CHUNK: Final = 256 * 1024


class ReaderFailedError(Exception):
    """What went wrong in the confined process beside the file: its traceback, or how it ended."""


async def read_confined(content: bytes, name: str) -> Book:
    """Read an .xlsx or .csv as `book.read_book` does, elsewhere; FileRefused also when it takes too much."""
    return book_of(await run_confined("read", {"name": name}, content))


def read_confined_now(content: bytes, name: str) -> Book:
    """Do the same for a caller without an event loop, such as the command line."""
    return asyncio.run(read_confined(content, name))


async def run_confined(
    task: str, argument: Mapping[str, Any], content: bytes, *, seconds: float = SECONDS
) -> list[Any]:
    """Return the pieces that a task of `child.TASKS` makes of a file and its argument, all of it JSON.

    Raises FileRefused with the reason; one whose cause is a ReaderFailedError is our own failure and worth a look in
    the logs. Leaving early, as when cancelled, ends the process.
    """
    if len(content) > LARGEST_FILE:
        raise FileRefused(TOO_LARGE, megabytes=LARGEST_FILE // MEGABYTE)
    asked = json.dumps({"task": task, "argument": argument}).encode() + b"\n"
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-B", "-E", "-s", "-m", _CHILD),
        cwd=_ROOT,
        # Nothing of ours: the token stands in the environment.
        env={"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"},
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
    )
    try:
        async with asyncio.timeout(seconds):
            answer = await _exchange(process, asked, content)
            code = await process.wait()
    except TimeoutError:
        raise FileRefused(TOO_SLOW) from None
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    # A large answer takes a while to understand, a line at a time, and others have their turn in between.
    return await asyncio.to_thread(lambda: list(_pieces(answer, code)))


async def _exchange(process: asyncio.subprocess.Process, asked: bytes, content: bytes) -> bytes:
    """Hand the process its task and the file, and return all that it says."""
    if process.stdin is None or process.stdout is None:
        raise AssertionError("made with pipes")
    try:
        process.stdin.write(asked)
        process.stdin.write(content)
        await process.stdin.drain()
        process.stdin.close()
    except ConnectionError:
        # It ended before it had read everything; how, its answer and its code tell.
        pass
    answer = bytearray()
    while chunk := await process.stdout.read(_CHUNK):
        answer += chunk
        if len(answer) > LARGEST_ANSWER:
            raise FileRefused(FAILED) from ReaderFailedError("its answer is too large")
    return bytes(answer)


def _pieces(answer: bytes, code: int) -> Iterator[Any]:
    for line in answer.splitlines():
        try:
            kind, *said = json.loads(line.decode("utf-8", "surrogatepass"))
        except ValueError:
            # It was ended in the middle of a line.
            break
        match kind:
            case "piece":
                yield said[0]
            case "done":
                return
            case "refused":
                raise FileRefused(said[0], **said[1])
            case _:
                raise FileRefused(FAILED) from ReaderFailedError(said[0])
    _ended_early(code)


def _ended_early(code: int) -> NoReturn:
    if code in {-signal.SIGXCPU, -signal.SIGKILL}:
        raise FileRefused(TOO_SLOW)
    raise FileRefused(FAILED) from ReaderFailedError(f"it ended with code {code} before it was done")
