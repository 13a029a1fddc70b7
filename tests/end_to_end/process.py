"""The real process: `python -m bot …` in a folder of its own, with its log read as it comes."""

import asyncio
import json
import os
import signal
import sqlite3
import sys
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager, closing, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self

from bot.simulator import Simulator, SimulatorOptions

ROOT = Path(__file__).parents[2]
VISITS = ROOT / "data" / "visits"
TOKEN = "4242:only-for-the-end-to-end-tests"
# Importing aiogram alone takes seconds, more of them while another test uses the other core.
STARTS_WITHIN = 60.0
STOPS_WITHIN = 20.0

LogLine = dict[str, Any]


def telegram(**changes: Any) -> Simulator:
    """A simulated Telegram that knows the token of these tests and forgets nothing."""
    values: dict[str, Any] = {"token": TOKEN, "keep_calls": None, "keep_messages": None}
    return Simulator(SimulatorOptions(**(values | changes)))


@dataclass(frozen=True, slots=True)
class Scene:
    """A simulated Telegram with the real bot beside it, its visits published."""

    simulator: Simulator
    bot: "BotProcess"
    folder: Path


@asynccontextmanager
async def scene(
    folder: Path, visits: Sequence[Path] = (), options: LogLine | None = None, **settings: str
) -> AsyncIterator[Scene]:
    """Publish these visits, start all, and in the end stop the bot as a supervisor does: nothing may be amiss then."""
    for path in visits:
        published = await command(folder, "publish", str(path))
        assert published.code == 0, published.err
    simulator = telegram(**(options or {}))
    await simulator.start()
    bot = await BotProcess.beside(simulator, folder, **settings)
    try:
        yield Scene(simulator, bot, folder)
        assert await bot.stop() == 0
        assert bot.events("stopped")
    finally:
        await bot.kill()
        await simulator.stop()


def environment(folder: Path, settings: dict[str, str]) -> dict[str, str]:
    """What a process sees: nothing of the tester's own settings, all files in the folder, the visits that ship."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("BOT_")}
    return {
        **inherited,
        "PYTHONPATH": str(ROOT),
        "BOT_DATABASE": str(folder / "bot.sqlite3"),
        "BOT_BACKUPS": str(folder / "backups"),
        "BOT_CONTENT": str(VISITS),
        **settings,
    }


@dataclass(frozen=True, slots=True)
class Finished:
    """A command that ended: its exit code and what it printed."""

    code: int
    out: str
    err: str


async def command(folder: Path, *arguments: str, **settings: str) -> Finished:
    """Run `python -m bot` with these arguments to its end. Settings are named in full, such as BOT_TOKEN."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "bot",
        *arguments,
        cwd=folder,
        env=environment(folder, settings),
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    async with asyncio.timeout(STARTS_WITHIN):
        out, err = await process.communicate()
    return Finished(process.returncode or 0, out.decode(), err.decode())


@dataclass(slots=True)
class BotProcess:
    """`python -m bot run`, started. Its log and what it prints are read while the test's loop turns."""

    folder: Path
    process: asyncio.subprocess.Process
    out: list[str] = field(default_factory=list)
    err: list[str] = field(default_factory=list)
    _reading: asyncio.Task[None] | None = None
    _over: bool = False
    _news: asyncio.Condition = field(default_factory=asyncio.Condition)

    @classmethod
    async def start(cls, folder: Path, preexec: Callable[[], None] | None = None, **settings: str) -> Self:
        """Start the bot; returns before it is ready. `preexec` runs in the child before Python does."""
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "bot",
            "run",
            cwd=folder,
            env=environment(folder, settings),
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
            limit=2**20,
            preexec_fn=preexec,
        )
        bot = cls(folder, process)
        bot._reading = asyncio.create_task(bot._read_all())
        return bot

    @classmethod
    async def beside(cls, simulator: Simulator, folder: Path, **settings: str) -> Self:
        """Start the bot for this simulator and wait until it is at work and its menus are registered."""
        bot = await cls.start(folder, None, BOT_TOKEN=TOKEN, BOT_API_URL=simulator.base_url, **settings)
        try:
            await bot.logged("at work")
        except BaseException:
            await bot.kill()
            raise
        return bot

    async def _read_all(self) -> None:
        """Read both streams to their ends, which is when the process is over."""
        assert self.process.stdout is not None
        assert self.process.stderr is not None
        await asyncio.gather(self._read(self.process.stdout, self.out), self._read(self.process.stderr, self.err))
        self._over = True
        async with self._news:
            self._news.notify_all()

    async def _read(self, stream: asyncio.StreamReader, lines: list[str]) -> None:
        async for line in stream:
            lines.append(line.decode(errors="replace").rstrip("\n"))
            async with self._news:
                self._news.notify_all()

    @property
    def log(self) -> list[LogLine]:
        """The log so far; a line that is no JSON appears as {"event": line, "level": "unreadable"}."""
        return [_parsed(line) for line in self.err]

    def events(self, event: str) -> list[LogLine]:
        """The log lines that begin with this."""
        return [line for line in self.log if str(line["event"]).startswith(event)]

    @property
    def complaints(self) -> list[LogLine]:
        """What the log says at warning level or above."""
        return [line for line in self.log if line["level"] not in {"info", "debug"}]

    async def logged(self, event: str, times: int = 1, within: float = STARTS_WITHIN) -> LogLine:
        """Wait until the log has this many lines that begin with this, and return the last of them."""
        await self._until(lambda: len(self.events(event)) >= times, f"{event!r} in the log", within)
        return self.events(event)[times - 1]

    async def printed(self, part: str) -> str:
        """Wait until a line on standard output contains this, and return it."""
        await self._until(lambda: any(part in line for line in self.out), f"{part!r} on stdout", STARTS_WITHIN)
        return next(line for line in self.out if part in line)

    async def _until(self, holds: Callable[[], bool], what: str, within: float) -> None:
        try:
            async with asyncio.timeout(within), self._news:
                await self._news.wait_for(lambda: holds() or self._over)
        except TimeoutError:
            raise AssertionError(f"{what} did not come; the log:\n" + "\n".join(self.err)) from None
        if not holds():
            raise AssertionError(f"the process ended without {what}; the log:\n" + "\n".join(self.err))

    async def idle(self, within: float = STOPS_WITHIN) -> None:
        """Wait until the store says that nothing is owed to anybody and no job is to be done."""
        async with asyncio.timeout(within):
            # Another process's store tells nobody when it changes.
            while self.stored("SELECT (SELECT count(*) FROM replies) + (SELECT count(*) FROM jobs)") != [(0,)]:  # noqa: ASYNC110
                await asyncio.sleep(0.05)

    def stored(self, query: str) -> list[Any]:
        """Ask the store something, beside the bot."""
        address = f"{(self.folder / 'bot.sqlite3').as_uri()}?mode=ro"
        with closing(sqlite3.connect(address, uri=True)) as connection:
            return connection.execute(query).fetchall()

    def terminate(self) -> None:
        """Send SIGTERM and return at once."""
        self.process.send_signal(signal.SIGTERM)

    async def ended(self, within: float = STOPS_WITHIN) -> int:
        """Wait until the process has ended and all it said is read; returns the exit code."""
        try:
            async with asyncio.timeout(within):
                code = await self.process.wait()
        except TimeoutError:
            await self.kill()
            raise AssertionError("the process did not end; the log:\n" + "\n".join(self.err)) from None
        await self._read_to_the_end()
        return code

    async def stop(self) -> int:
        """Stop the bot as a supervisor does, and return its exit code."""
        self.terminate()
        return await self.ended()

    async def kill(self) -> None:
        """End the process without a chance to clean up, if it still runs."""
        with suppress(ProcessLookupError):
            self.process.kill()
        await self.process.wait()
        await self._read_to_the_end()

    async def _read_to_the_end(self) -> None:
        if self._reading is not None:
            await self._reading


def names_in(folder: Path) -> set[str]:
    """The names of the files in a folder; none when it is not there."""
    return {path.name for path in folder.iterdir()} if folder.is_dir() else set()


def _parsed(line: str) -> LogLine:
    try:
        parsed = json.loads(line)
    except ValueError:
        parsed = None
    return parsed if isinstance(parsed, dict) else {"event": line, "level": "unreadable"}
