"""The rules of the house that no single test would notice to be broken."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

PROJECT = Path(__file__).parents[1]
BOT = PROJECT / "bot"
SOURCES = sorted(BOT.rglob("*.py"))
MOST_LINES = 250
# What opens a connection to the store: the running bot's one, and commands, which run beside none.
MAY_CONNECT = {"core/database.py", "core/backups.py", "commands/restore.py"}


def name(path: Path) -> str:
    return path.relative_to(BOT).as_posix()


def calls(path: Path) -> Iterator[tuple[str, ast.Call]]:
    """Give every call in a file with what is called, as far as that is a dotted name."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call):
            yield ast.unparse(node.func), node


def test_imports_go_down_only() -> None:
    linter = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run([linter, "--no-cache"], cwd=PROJECT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "0 broken" in done.stdout


@pytest.mark.parametrize("path", SOURCES, ids=name)
def test_a_file_is_about_one_thing_and_short(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= MOST_LINES


def test_tasks_belong_to_a_group() -> None:
    """A bare task is forgotten by everybody, its errors and its end included."""
    bare = [
        f"{name(path)}:{node.lineno} {called}"
        for path in SOURCES
        for called, node in calls(path)
        if called in {"asyncio.create_task", "asyncio.ensure_future"} or called.endswith("loop.create_task")
    ]
    # The simulator's own list of tasks, which it ends and waits for, is the one exception.
    assert [one for one in bare if not one.startswith("simulator/background.py")] == []


@pytest.mark.parametrize(
    "word", ["parse_mode", "start_polling", "SimpleRequestHandler", "run_polling", "feed_raw_update"]
)
def test_what_loses_updates_or_lets_content_inject_markup_is_not_used(word: str) -> None:
    found = []
    for path in SOURCES:
        if name(path).startswith("simulator/"):
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            used = getattr(node, "attr", None) or getattr(node, "id", None) or getattr(node, "arg", None)
            if used == word:
                found.append(name(path))
    assert found == []


def test_nobody_else_opens_the_store() -> None:
    opening = {
        name(path)
        for path in SOURCES
        for called, _ in calls(path)
        if called in {"sqlite3.connect", "aiosqlite.connect", "sqlite3.Connection"}
    }
    assert opening <= MAY_CONNECT
    ours = {name(path) for path in SOURCES for called, _ in calls(path) if called in {"connect", "connect_read_only"}}
    assert {path for path in ours if not path.startswith("commands/")} <= MAY_CONNECT


def test_a_handler_never_reaches_the_network() -> None:
    """Features answer with values; what goes to Telegram is stored first."""
    reaching = re.compile(
        r"\b(aiohttp|bot\.telegram\.(wire|sender|worker|poller|webhook)|urllib\.request|requests\.)\b"
    )
    allowed = re.compile(r"from bot\.telegram\.requests import")
    found = [
        f"{name(path)}: {line.strip()}"
        for path in SOURCES
        if name(path).startswith(("features/", "content/"))
        for line in path.read_text(encoding="utf-8").splitlines()
        if line.lstrip().startswith(("import ", "from ")) and reaching.search(line) and not allowed.search(line)
    ]
    assert found == []


def test_importing_does_no_work() -> None:
    """At the top of a file stand definitions, not deeds: no file opened, no network, no thread, no loop."""
    deeds = {"open", "asyncio.run", "print", "Path.read_text", "logging.basicConfig", "configure_logs", "load_settings"}
    found = []
    for path in SOURCES:
        for statement in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Call):
                found.append(f"{name(path)}:{statement.lineno}")
            if isinstance(statement, ast.Assign | ast.AnnAssign) and isinstance(statement.value, ast.Call):
                called = ast.unparse(statement.value.func)
                if called in deeds:
                    found.append(f"{name(path)}:{statement.lineno}")
    assert found == []


def test_no_state_is_global() -> None:
    found = [
        f"{name(path)}:{node.lineno}"
        for path in SOURCES
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Global)
    ]
    assert found == []


def test_nothing_is_left_to_do_in_the_code() -> None:
    unfinished = re.compile(r"\b(TODO|FIXME|XXX|NotImplementedError|breakpoint)\b")
    found = [
        f"{name(path)}: {line.strip()}"
        for path in SOURCES
        for line in path.read_text(encoding="utf-8").splitlines()
        if unfinished.search(line)
    ]
    assert found == []


def test_every_package_of_the_bot_can_be_imported_alone() -> None:
    """An import that only works after another has been made is a cycle in waiting."""
    modules = [
        ".".join(("bot", *path.relative_to(BOT).with_suffix("").parts)).removesuffix(".__init__") for path in SOURCES
    ]
    lowest_first = [one for one in modules if one.startswith(("bot.core", "bot.content"))]
    script = "import sys\n" + "\n".join(
        f"import {one}\nassert 'aiogram' not in sys.modules, {one!r}" for one in lowest_first
    )
    done = subprocess.run([sys.executable, "-c", script], cwd=PROJECT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_no_query_numbers_its_parameters() -> None:
    # Python 3.12 warns of it, and 3.14 refuses it, where the values come as a sequence.
    assert [str(path) for path in SOURCES if re.search(r"\?[1-9]", path.read_text(encoding="utf-8"))] == []
