"""The processes of a benchmark: the stand-in for Telegram, and the bots. None outlives the harness."""

import asyncio
import ctypes
import json
import os
import signal
import sys
import time
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Final

ROOT: Final = Path(__file__).parents[2]
_PATIENCE: Final = 120.0
_TICKS: Final = os.sysconf("SC_CLK_TCK")
_DIE_WITH_PARENT: Final = 1


class BenchError(Exception):
    """A process of the benchmark does not do what it should; no figure of this run counts."""


@dataclass(frozen=True, slots=True, eq=False)
class Kind:
    """A bot to measure: its name in the report, its token, how it is started, and the settings it gets."""

    name: str
    token: str
    arguments: tuple[str, ...]
    settings: dict[str, str]


class StandIn:
    """The other end of the stand-in's pipe."""

    def __init__(self, process: Process, port: int) -> None:
        self._process = process
        self.pid = process.pid
        self.url = f"http://127.0.0.1:{port}"

    @contextmanager
    def kept_off(self, core: int | None) -> Iterator[None]:
        """Keep it off a core that somebody needs alone, for the length of the block."""
        cores = os.sched_getaffinity(self.pid)
        os.sched_setaffinity(self.pid, cores - {core} or cores)
        try:
            yield
        finally:
            os.sched_setaffinity(self.pid, cores)

    async def order(self, do: str, kind: Kind, seconds: float = _PATIENCE, **what: Any) -> dict[str, Any]:
        """Give an order and return its result. Raises BenchError when it takes longer than `seconds`."""
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps({"do": do, "bot": kind.token, **what}).encode() + b"\n")
        try:
            async with asyncio.timeout(seconds):
                answer = await _read(self._process)
        except TimeoutError:
            raise BenchError(f"{kind.name} did not answer everything within {seconds:.0f} s ({do})") from None
        if answer["strays"]:
            raise BenchError(f"{kind.name} sent {answer['strays']} messages that answer nothing")
        return answer


@asynccontextmanager
async def stand_in() -> AsyncIterator[StandIn]:
    """Run the stand-in for the length of the block."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "tests.bench.stand_in"),
        cwd=ROOT,
        stdin=PIPE,
        stdout=PIPE,
        limit=2**24,
        preexec_fn=_die_with_harness,
    )
    try:
        yield StandIn(process, (await _read(process))["port"])
    finally:
        await _end(process)


async def _read(process: Process) -> dict[str, Any]:
    assert process.stdout is not None
    line = await process.stdout.readline()
    if not line:
        raise BenchError("the stand-in ended")
    answer: dict[str, Any] = json.loads(line)
    return answer


@dataclass(frozen=True, slots=True)
class RunningBot:
    """A bot that polls. `started_in`: seconds from the process's start to its first getUpdates."""

    kind: Kind
    process: Process
    started_in: float

    def memory(self) -> float:
        """Return the resident set, in MB (10**6 bytes)."""
        status = Path(f"/proc/{self.process.pid}/status").read_text(encoding="utf-8")
        kilobytes = next(line.split()[1] for line in status.splitlines() if line.startswith("VmRSS:"))
        return int(kilobytes) * 1024 / 1e6

    def processor(self) -> float:
        """Return the processor seconds used so far, by all threads, in the kernel too."""
        return processor(self.process.pid)


def processor(pid: int) -> float:
    """Return the processor seconds that a process has used so far, by all threads, in the kernel too."""
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / _TICKS


@asynccontextmanager
async def running(telegram: StandIn, kind: Kind, core: int | None = None) -> AsyncIterator[RunningBot]:
    """Run a bot for the length of the block, entered at its first getUpdates. It has to stop cleanly.

    Where a `core` is named, it runs on that one only.
    """
    await telegram.order("expect", kind)
    started_at = time.monotonic()
    process = await _start(kind.arguments, _environment(telegram, kind), core)
    try:
        polled_at = (await telegram.order("start", kind))["first_poll"]
        yield RunningBot(kind, process, polled_at - started_at)
        process.terminate()
        async with asyncio.timeout(_PATIENCE):
            code = await process.wait()
        if code:
            raise BenchError(f"{kind.name} ended with code {code}")
    finally:
        await _end(process)


@asynccontextmanager
async def sending(telegram: StandIn, kind: Kind, core: int | None = None) -> AsyncIterator[Process]:
    """Run something that only sends, for the length of the block or less."""
    process = await _start(kind.arguments, _environment(telegram, kind), core)
    try:
        yield process
    finally:
        await _end(process)


def _environment(telegram: StandIn, kind: Kind) -> dict[str, str]:
    return {**kind.settings, "BOT_TOKEN": kind.token, "BOT_API_URL": telegram.url}


async def wall_time(arguments: Sequence[str], settings: dict[str, str]) -> float:
    """Run Python with these arguments to its end and return the seconds. Raises BenchError when it fails."""
    began = time.monotonic()
    process = await _start(arguments, settings)
    try:
        async with asyncio.timeout(_PATIENCE):
            code = await process.wait()
    finally:
        await _end(process)
    if code:
        raise BenchError(f"{' '.join(arguments)} ended with code {code}")
    return time.monotonic() - began


async def _start(arguments: Sequence[str], settings: dict[str, str], core: int | None = None) -> Process:
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("BOT_")}
    return await asyncio.create_subprocess_exec(
        *(sys.executable, *arguments),
        cwd=ROOT,
        env={**inherited, **settings},
        stdin=DEVNULL,
        stdout=DEVNULL,
        stderr=DEVNULL,
        preexec_fn=partial(_prepare, core),
    )


async def _end(process: Process) -> None:
    with suppress(ProcessLookupError):
        process.kill()
    await process.wait()


def _prepare(core: int | None) -> None:
    _die_with_harness()
    if core is not None:
        os.sched_setaffinity(0, {core})


def _die_with_harness() -> None:
    """Have Linux kill this process when the harness is gone, even one that was killed."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_DIE_WITH_PARENT, signal.SIGKILL)
