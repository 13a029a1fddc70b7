"""The README under test: it names every command, setting, make target and view, and nothing that does not exist."""

import re
import sqlite3
import subprocess
import sys
from pathlib import Path

from bot.offer import features
from bot.settings import Settings
from bot.telegram.routes import RoutingTable, routing_table
from tests.support.stores import memory_store

_ROOT = Path(__file__).parent.parent
_README = (_ROOT / "README.md").read_text(encoding="utf-8")


def _table() -> RoutingTable:
    table: RoutingTable = routing_table(features(Settings(), lambda: table))
    return table


def test_every_command_of_the_bot_is_in_the_readme_and_the_other_way_round() -> None:
    chat = _README.split("## If you organise")[0]
    assert set(re.findall(r"(?<![\w./])/([a-z_]+)\b", chat)) == set(_table().commands)


def test_every_setting_is_in_the_readme_with_its_default_and_the_other_way_round() -> None:
    documented = dict(re.findall(r"^\| `(BOT_[A-Z_]+)` \| .* \| (.+) \|$", _README, re.MULTILINE))
    assert set(documented) == {f"BOT_{name.upper()}" for name in Settings.model_fields}
    for name, field in Settings.model_fields.items():
        default = field.default
        if isinstance(default, int | Path) and not isinstance(default, bool):
            assert str(default) in documented[f"BOT_{name.upper()}"], name
    assert set(re.findall(r"BOT_[A-Z_]+[A-Z]", _README)) <= set(documented)


def test_every_make_target_is_in_the_readme_and_the_other_way_round() -> None:
    makefile = (_ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z-]+):.*## ", makefile, re.MULTILINE))
    assert set(re.findall(r"`make ([a-z-]+)`", _README)) == targets
    assert set(re.findall(r"^make ([a-z-]+)", _README, re.MULTILINE)) <= targets


def test_every_subcommand_is_in_the_readme_and_the_other_way_round() -> None:
    usage = subprocess.run(
        [sys.executable, "-m", "bot", "--help"], cwd=_ROOT, capture_output=True, text=True, check=True
    ).stdout
    subcommands = set(re.findall(r"^    ([a-z]+) ", usage, re.MULTILINE))
    assert subcommands
    assert set(re.findall(r"`python -m bot ([a-z]+)", _README)) == subcommands


def test_every_view_is_in_the_readme() -> None:
    rows: list[tuple[str]] = memory_store().execute("SELECT name FROM sqlite_schema WHERE type = 'view'").fetchall()
    views = {name for (name,) in rows} - {"current_editions"}
    assert views == {name for name in views if f"`{name}`" in _README}


def test_the_query_in_the_readme_runs() -> None:
    query = re.search(r'"(SELECT .*?)"$', _README, re.MULTILINE | re.DOTALL)
    assert query is not None
    assert isinstance(memory_store().execute(query[1]), sqlite3.Cursor)


def test_every_file_that_the_readme_names_exists() -> None:
    for name in re.findall(r"\]\(([\w./-]+)\)|`((?:bot|data)/[\w./-]+\.\w+)`", _README):
        path = next(part for part in name if part)
        if not path.startswith(("data/bot.", "data/simulator.")):
            assert (_ROOT / path).exists(), path
