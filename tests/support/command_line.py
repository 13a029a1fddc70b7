"""The command line as an operator uses it: a process of its own, in a folder of its own."""

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

PROJECT = Path(__file__).parents[2]
SHIPPED_VISIT = PROJECT / "data" / "visits" / "beike-chuan-2025.yaml"


@dataclass(frozen=True, slots=True)
class Ended:
    """How a command ended and what it said."""

    code: int
    said: str
    complained: str


@dataclass(frozen=True, slots=True)
class CommandLine:
    """Runs `python -m bot` in this folder, with its store in it and no settings of this machine."""

    folder: Path

    @property
    def database(self) -> Path:
        return self.folder / "store" / "bot.sqlite3"

    @property
    def environment(self) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if not name.upper().startswith("BOT_")}
        return kept | {
            "PYTHONPATH": str(PROJECT),
            "BOT_TOKEN": "123456:a-token-that-no-command-needs-to-use",
            "BOT_DATABASE": str(self.database),
            "BOT_BACKUPS": str(self.folder / "backups"),
        }

    def bot(self, *arguments: str | Path, python: tuple[str, ...] = (), **settings: str) -> Ended:
        """Run a command to its end."""
        done = subprocess.run(
            [sys.executable, "-W", "error", *python, "-m", "bot", *map(str, arguments)],
            cwd=self.folder,
            env=self.environment | settings,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        return Ended(done.returncode, done.stdout, done.stderr)
